"""A question in words to an answer in facts, rules and articles. Pure: no clock, no chat, no markup."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from knowledge import duties, in_force, nearest, reading
from knowledge.basics import Kind, Lang, Level, Text
from knowledge.candidates import ALMOST, CERTAIN, candidates_of, exact, is_asked_as_such, verdict_of
from knowledge.evaluation import Finding, evaluate
from knowledge.library import Library
from knowledge.matching import Candidate
from knowledge.neighbours import neighbours
from knowledge.outside import MANY_FACTS, is_doubtful, is_elsewhere, neighbour
from knowledge.passages import Passage, cited, faq_of, numbered, passage
from knowledge.profile import profile
from knowledge.reading import Reading
from knowledge.spoken_for import spoken_for
from knowledge.stories import describes_a_product, only_exports, tells_what_happened
from knowledge.subjects import is_vague, likely_facts, says_more
from knowledge.tree import NotInForce
from knowledge.vocabulary import Facts

SURE = 0.55
"""A candidate this likely to be meant is answered."""
MAYBE = 0.3
"""A candidate this likely is offered: "did you mean"."""
TENTATIVE = 0.8
"""An answer less sure than this says what the question was taken for."""
MOST_RATHER = 2
"""So many other meanings are offered beside such an answer."""
MOST_OFFERED = 4
ALONE = 0.46
"""Where nothing else comes near, this is enough for a verdict."""
MOST_PLAIN = 4
"""Of more entries than this that come equally near none is the one that is asked."""
MOST_REFUSED = 3
"""So many duties are shown as not required where none of the kind asked for is."""

AnswerKind = Literal[
    "verdict", "article", "definition", "deadline", "penalty", "procedure", "overview", "clarify", "none"
]

Reason = Literal["smalltalk", "out_of_field", "neighbour", "not_found", "not_in_force", "ambiguous", "unchanged", ""]


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Something the asker may have meant: a verdict, or a question of the FAQ."""

    label: Text
    verdict: str | None = None
    query: Text | None = None
    cite: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """What the knowledge says to one question on one day. `reason` tells why there is no answer."""

    kind: AnswerKind
    lang: Lang
    as_of: date
    reading: Reading
    findings: tuple[Finding, ...] = ()
    passages: tuple[Passage, ...] = ()
    suggestions: tuple[Suggestion, ...] = ()
    confidence: float = 0.0
    reason: Literal[
        "smalltalk", "out_of_field", "neighbour", "not_found", "not_in_force", "ambiguous", "unchanged", ""
    ] = ""
    detail: str = ""
    tentative: bool = False
    """Whether the question may mean something else, so that the answer says what it was taken for."""

    @property
    def level(self) -> Level | None:
        """The level of the first verdict, or of a passage that states a duty; None where nothing is decided."""
        if self.findings:
            return self.findings[0].level
        return self.passages[0].level if self.kind == "verdict" and self.passages else None

    @property
    def cite(self) -> tuple[str, ...]:
        """Every citation, each once, the weightiest first."""
        groups: list[Iterable[str]] = [finding.cite for finding in self.findings]
        groups += [passage.cite for passage in self.passages]
        return tuple(dict.fromkeys(citation for group in groups for citation in group))


def answer(
    library: Library,
    text: str,
    day: date,
    *,
    lang: Lang | None = None,
    facts: Facts | None = None,
    unknown: Collection[str] = (),
    verdicts: Sequence[str] = (),
) -> Answer:
    """Answer a question as of `day`, in the language asked in unless `lang` says otherwise.

    `facts` were stated before and stand unless the text says otherwise; `verdicts` are what a follow-up is about.
    """
    read = reading.read(library, text, lang)
    spoken: Lang = lang or read.lang
    stated = {**(facts or {}), **read.facts}
    entry = exact(library, read.text)
    if entry is not None and not verdicts:
        return _faq(library, entry, read, day, spoken, stated, unknown)
    if read.intents[0] == "smalltalk" or (read.intents[0] == "out_of_field" and not verdicts):
        return _refused(read, spoken, day, read.neighbour)
    if verdicts:
        return decide(library, read, verdicts, day, spoken, stated, unknown, 1.0)
    law = in_force.asked_of(library, read)
    if law is not None:
        return Answer("article", spoken, day, read, passages=(in_force.since_when(law, day),), confidence=1.0)
    by_name = named(library, read, spoken, day)
    if by_name is not None:
        return by_name
    candidates = candidates_of(library, read)
    beside = neighbour(library, read, candidates)
    if beside is not None:
        return _refused(read, spoken, day, beside)
    said = [candidate for candidate in candidates if candidate.kind != "regulation"]
    if said and said[0].score >= MAYBE:  # a card answers only where nothing in the regulation does
        candidates = said
    if describes_a_product(library, read) and not is_asked_as_such(library, candidates):
        return everything(library, read, day, spoken, stated, unknown)
    if not candidates or candidates[0].kind == "elsewhere" or candidates[0].score < SURE:
        meant = spoken_for(library, read.facts)
        other = any(candidate.kind == "elsewhere" for candidate in candidates[:2])
        ours = len(read.facts) >= MANY_FACTS or tells_what_happened(library, read)
        if meant and (ours or not other):
            rest = [candidate for candidate in candidates if candidate.kind != "elsewhere"]
            return _doubted(library, decide(library, read, meant, day, spoken, stated, unknown, SURE), rest)
    if is_elsewhere(library, read, candidates):
        return _refused(read, spoken, day)
    doubtful = is_doubtful(library, read, candidates)
    candidates = [candidate for candidate in candidates if candidate.kind != "elsewhere"]
    if not candidates or candidates[0].score < MAYBE:
        return Answer("none", spoken, day, read, suggestions=_suggestions(library, candidates[:3]), reason="not_found")
    if doubtful or (candidates[0].score < SURE and not _only_one(library, read, candidates)):
        return Answer(
            "clarify",
            spoken,
            day,
            read,
            suggestions=_suggestions(library, [c for c in candidates if c.score >= MAYBE][:3]),
            confidence=candidates[0].score,
        )
    if read.intents[0] == "verdict" or (read.intents[0] == "overview" and only_exports(library, read)):
        return _doubted(library, _verdict(library, read, candidates, day, spoken, stated, unknown), candidates)
    return _doubted(library, _passages(library, read, candidates, day, spoken), candidates)


def _refused(read: Reading, lang: Lang, day: date, law: str | None = None) -> Answer:
    """Return that a message is chit-chat or another field's; where it is of a law next to ours, where to look."""
    reason: Reason = "smalltalk" if read.intents[0] == "smalltalk" else "neighbour" if law else "out_of_field"
    detail = neighbours()[law].says.get(lang) if law and reason == "neighbour" else ""
    return Answer("none", lang, day, read, reason=reason, detail=detail)


def _doubted(library: Library, found: Answer, candidates: Sequence[Candidate]) -> Answer:
    """Return an answer that is not sure to be meant as such, with what else may be meant."""
    if found.kind in ("none", "clarify") or found.confidence >= TENTATIVE:
        return found
    shown = {finding.verdict for finding in found.findings} | {said.heading for said in found.passages}
    others = _suggestions(library, [candidate for candidate in candidates if candidate.score >= MAYBE])
    rather = [other for other in others if other.verdict not in shown and other.label not in shown]
    return replace(found, tentative=True, suggestions=tuple(rather[:MOST_RATHER]))


def _faq(
    library: Library,
    candidate: Candidate,
    read: Reading,
    day: date,
    lang: Lang,
    facts: Facts,
    unknown: Collection[str],
) -> Answer:
    """Answer a question that is one of the FAQ: by its verdict where it has one, else with its words."""
    faq, said = faq_of(library, candidate), passage(library, candidate)
    if faq.verdict is not None and faq.kind == "verdict":
        return decide(library, read, [faq.verdict], day, lang, facts, unknown, candidate.score, (said,))
    kind: AnswerKind = "verdict" if faq.level else "article" if faq.kind == "verdict" else faq.kind
    return Answer(kind, lang, day, read, passages=(said,), confidence=candidate.score)


def everything(
    library: Library, read: Reading, day: date, lang: Lang, facts: Facts, unknown: Collection[str]
) -> Answer:
    """Answer with the duties of the product, and the open questions that something stated speaks for.

    Who asks for filings, licences or assessments is answered with those.
    """
    wanted = duties.of_kinds(library, duties.kinds(read))
    found = profile(library, facts, day, likely=likely_facts(library, read), unknown=unknown, verdicts=wanted)
    shown = (*found.at("required"), *found.touched())
    if not shown and wanted is not None:
        shown = found.findings[:MOST_REFUSED]
    return Answer("overview", lang, day, read, shown, confidence=1.0)


def decide(
    library: Library,
    read: Reading,
    verdicts: Sequence[str],
    day: date,
    lang: Lang,
    facts: Facts,
    unknown: Collection[str] = (),
    confidence: float = 1.0,
    passages: tuple[Passage, ...] = (),
    likely: Facts | None = None,
) -> Answer:
    """Evaluate the verdicts for the stated facts. One that has no rule on that day is left out, and said."""
    usual = likely_facts(library, read) if likely is None else likely
    findings: list[Finding] = []
    refused = ""
    for verdict in verdicts:
        try:
            given = {**library.verdicts[verdict].subject, **usual}
            findings.append(evaluate(library, verdict, facts, day, likely=given, unknown=unknown))
        except NotInForce as error:
            refused = str(error)
    if not findings:
        return Answer("none", lang, day, read, reason="not_in_force", detail=refused, confidence=confidence)
    return Answer("verdict", lang, day, read, tuple(findings), passages, confidence=confidence)


def _only_one(library: Library, read: Reading, candidates: Sequence[Candidate]) -> bool:
    """Tell whether a question for a verdict can mean but one, however far its words are from ours."""
    likely = [candidate for candidate in candidates if candidate.score >= MAYBE]
    meant = {c.id if c.kind == "verdict" else verdict_of(library, c) for c in likely}
    alone = len(meant) == 1 and None not in meant
    return read.intents[0] == "verdict" and alone and candidates[0].score >= ALONE


def named(library: Library, read: Reading, lang: Lang, day: date) -> Answer | None:
    """Answer a question that names an article, or a regulation and nothing else."""
    if read.ambiguous:
        meant = [library.regulations[name] for name in read.ambiguous]
        suggestions = tuple(Suggestion(regulation.title, query=regulation.title) for regulation in meant)
        return Answer("clarify", lang, day, read, suggestions=suggestions, reason="ambiguous", confidence=1.0)
    only = _says_only_a_name(library, read)
    bare = numbered(library, read) if only else None
    articles = [bare] if bare else [citation for citation in read.citations if "#" in citation]
    wanted = articles or (read.citations if only else ())
    passages = tuple(passage for citation in wanted for passage in cited(library, citation, day))
    if not passages:
        return None
    kind: AnswerKind = "overview" if passages[0].kind == "regulation" else "article"
    return Answer(kind, lang, day, read, passages=passages, confidence=1.0)


def _says_only_a_name(library: Library, read: Reading) -> bool:
    """Tell whether the text is little more than the name of a regulation, and asks for nothing in it."""
    if not read.citations or read.intents[0] in ("penalty", "deadline", "procedure"):
        return False
    names = [name for name, known in library.names.items() if known in read.citations and name.lower() in read.text]
    longest = max(map(len, names), default=0)
    said = read.text.rstrip("0123456789 -")
    return longest > 0 and len(said) - longest <= (12 if read.intents[0] == "overview" else 2)


def _verdict(
    library: Library,
    read: Reading,
    candidates: Sequence[Candidate],
    day: date,
    lang: Lang,
    facts: Facts,
    unknown: Collection[str],
) -> Answer:
    """Answer a question that wants a verdict: from the rules where there are some, else from the FAQ."""
    best = candidates[0]
    verdicts: dict[str, float] = {}
    passages: list[Passage] = []
    asked: list[tuple[float, tuple[str, ...]]] = []
    for candidate in candidates:
        verdict = candidate.id if candidate.kind == "verdict" else verdict_of(library, candidate)
        if verdict is not None:
            verdicts[verdict] = max(verdicts.get(verdict, 0.0), candidate.score)
        told = candidate.kind == "faq" and (verdict is None or faq_of(library, candidate).kind != "verdict")
        if told and candidate.score >= SURE and candidate.score >= best.score - nearest.CLOSE:
            passages.append(passage(library, candidate))
            asked.append((candidate.score, faq_of(library, candidate).also.all()))
    verdicts = nearest.ranked(library, verdicts, read.facts, SURE, duties.kinds(read))
    ranked = list(verdicts)
    elsewhere = best.kind != "verdict" and verdict_of(library, best) is None
    if elsewhere and ranked and _explains(library, best) and nearest.hangs_on(library, ranked[0], read.facts):
        elsewhere = verdicts[ranked[0]] < SURE
    if not ranked or (elsewhere and (best.kind == "faq" or verdicts[ranked[0]] < best.score - nearest.CLOSE)):
        return Answer(
            "verdict" if passages and passages[0].level else _kind(library, best, read),
            lang,
            day,
            read,
            passages=tuple(passages[:2]) or (passage(library, best),),
            confidence=best.score,
        )
    if is_vague(library, best.wording, read):
        fields = {library.verdicts[name].regime: name for name in reversed(ranked)}
        if len(fields) > 1:
            offered = tuple(Suggestion(library.verdicts[n].title, verdict=n) for n in reversed(fields.values()))
            return Answer(
                "clarify", lang, day, read, suggestions=offered[:MOST_OFFERED], confidence=verdicts[ranked[0]]
            )
    near = [name for name in ranked if verdicts[name] >= verdicts[ranked[0]] - nearest.CLOSE]
    if verdicts[near[0]] >= CERTAIN:
        near = nearest.beside_first(library, near, read.facts)
    if len(near) > 3 and verdicts[ranked[0]] < 0.9:
        suggestions = tuple(Suggestion(library.verdicts[name].title, verdict=name) for name in near[:4])
        return Answer("clarify", lang, day, read, suggestions=suggestions, confidence=verdicts[ranked[0]])
    beside = [
        (said, score)
        for said, (score, wordings) in zip(passages, asked, strict=True)
        if not said.level or says_more(library, wordings, near[0], read.text)
    ]
    found = decide(
        library, read, near[:2], day, lang, facts, unknown, verdicts[ranked[0]], tuple(said for said, _ in beside[:1])
    )
    plain = [said for said, score in beside if said.level and score >= best.score - ALMOST]
    if 0 < len(plain) <= MOST_PLAIN and _is_left_open(
        library, found
    ):  # the question is beside the rules, and an entry answers just it
        return Answer("verdict", lang, day, read, passages=tuple(plain[:1]), confidence=best.score)
    return found


def _explains(library: Library, candidate: Candidate) -> bool:
    """Tell whether an entry of the FAQ says what something is, and not whether it must be done."""
    return candidate.kind == "faq" and faq_of(library, candidate).kind != "verdict"


def _is_left_open(library: Library, found: Answer) -> bool:
    """Tell whether the rules do not decide, though no number was stated by which they would."""
    first = next(iter(found.findings), None)
    if first is None or first.certainty != "open":
        return False
    asked = library.facts_of(first.verdict)
    return not any(library.facts[name].type == "number" and name in asked for name in first.stated)


def _kind(library: Library, candidate: Candidate, read: Reading) -> AnswerKind:
    if candidate.kind == "faq":
        kind: Kind = faq_of(library, candidate).kind
        return "article" if kind == "verdict" else kind
    kinds: Mapping[str, AnswerKind] = {"deadline": "deadline", "penalty": "penalty", "term": "definition"}
    return kinds.get(candidate.kind, "article")


def _passages(library: Library, read: Reading, candidates: Sequence[Candidate], day: date, lang: Lang) -> Answer:
    """Answer a question for something other than a verdict with what says it best, and one thing beside it."""
    best = candidates[0]
    if best.kind == "verdict":
        others = [candidate for candidate in candidates if candidate.kind != "verdict" and candidate.score >= SURE]
        if not others:
            return decide(library, read, [best.id], day, lang, read.facts, (), best.score)
        best = others[0]
    even = read.intents[0] in ("overview", "definition", "article") and "verdict" in read.intents
    if even and _is_duty(library, best):
        return _faq(library, best, read, day, lang, read.facts, ())
    near = [
        c
        for c in candidates
        if c.kind != "verdict" and c is not best and c.score >= max(SURE, best.score - nearest.CLOSE)
    ]
    passages = tuple(passage(library, candidate) for candidate in [best, *near[:2]])
    return Answer(_kind(library, best, read), lang, day, read, passages=passages, confidence=best.score)


def _is_duty(library: Library, candidate: Candidate) -> bool:
    """Tell whether an entry of the FAQ answers whether something must be done."""
    faq = faq_of(library, candidate) if candidate.kind == "faq" else None
    return faq is not None and faq.kind == "verdict" and (faq.level is not None or faq.verdict is not None)


def _suggestions(library: Library, candidates: Sequence[Candidate]) -> tuple[Suggestion, ...]:
    """Return what the asker may have meant, for buttons: each verdict once, and questions of the FAQ."""
    found: dict[str, Suggestion] = {}
    for candidate in candidates:
        verdict = candidate.id if candidate.kind == "verdict" else verdict_of(library, candidate)
        if verdict is not None:
            found.setdefault(verdict, Suggestion(library.verdicts[verdict].title, verdict=verdict))
        else:
            words = passage(library, candidate)
            label = _with_article(words) if words.kind == "article" else words.heading
            found.setdefault(candidate.id, Suggestion(label, query=label, cite=words.cite))
    return tuple(found.values())


def _with_article(words: Passage) -> Text:
    """Return the heading of an article with its number: of one regulation several may be offered."""
    number = words.cite[0].partition("#")[2]
    return Text(f"{words.heading.zh}第{number}条", f"{words.heading.en}, Art. {number}")
