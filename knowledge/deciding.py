"""Answers of rules and entries, once it is known what a question may mean."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date

from knowledge import duties, nearest
from knowledge.answer_model import Answer, AnswerKind, Suggestion
from knowledge.basics import Kind, Lang
from knowledge.candidates import ALMOST, CERTAIN, verdict_of
from knowledge.evaluation import Finding, evaluate
from knowledge.library import Library
from knowledge.matching import Candidate
from knowledge.passages import Passage, faq_of, passage
from knowledge.profile import profile
from knowledge.reading import Reading
from knowledge.subjects import is_vague, likely_facts, says_more
from knowledge.tree import NotInForce
from knowledge.vocabulary import Facts

SURE = 0.55
"""A candidate this likely to be meant is answered."""
MOST_OFFERED = 4
MOST_PLAIN = 4
"""Of more entries than this that come equally near none is the one that is asked."""
MOST_REFUSED = 3
"""So many duties are shown as not required where none of the kind asked for is."""


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


def by_faq(
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


def by_rules(
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
    scores, told = _gathered(library, candidates)
    passages = [said for said, _, _ in told]
    verdicts = nearest.ranked(library, scores, read.facts, SURE, duties.kinds(read))
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
        for said, score, wordings in told
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


def _gathered(
    library: Library, candidates: Sequence[Candidate]
) -> tuple[dict[str, float], list[tuple[Passage, float, tuple[str, ...]]]]:
    """Return the verdicts meant with their scores, and the likeliest answers of the FAQ with score and wordings."""
    scores: dict[str, float] = {}
    told: list[tuple[Passage, float, tuple[str, ...]]] = []
    for candidate in candidates:
        verdict = candidate.id if candidate.kind == "verdict" else verdict_of(library, candidate)
        if verdict is not None:
            scores[verdict] = max(scores.get(verdict, 0.0), candidate.score)
        tells = candidate.kind == "faq" and (verdict is None or faq_of(library, candidate).kind != "verdict")
        if tells and candidate.score >= SURE and candidate.score >= candidates[0].score - nearest.CLOSE:
            told.append((passage(library, candidate), candidate.score, faq_of(library, candidate).also.all()))
    return scores, told


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


def by_passages(library: Library, read: Reading, candidates: Sequence[Candidate], day: date, lang: Lang) -> Answer:
    """Answer a question for something other than a verdict with what says it best, and one thing beside it."""
    best = candidates[0]
    if best.kind == "verdict":
        others = [candidate for candidate in candidates if candidate.kind != "verdict" and candidate.score >= SURE]
        if not others:
            return decide(library, read, [best.id], day, lang, read.facts, (), best.score)
        best = others[0]
    even = read.intents[0] in ("overview", "definition", "article") and "verdict" in read.intents
    if even and _is_duty(library, best):
        return by_faq(library, best, read, day, lang, read.facts, ())
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
