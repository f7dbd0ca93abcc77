"""A question in words to an answer in facts, rules and articles. Pure: no clock, no chat, no markup."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date

from knowledge import in_force, reading
from knowledge.answer_model import Answer, AnswerKind, Reason, Suggestion
from knowledge.basics import Lang
from knowledge.candidates import candidates_of, exact, is_asked_as_such, verdict_of
from knowledge.deciding import SURE, by_faq, by_passages, by_rules, decide, everything
from knowledge.library import Library
from knowledge.matching import Candidate
from knowledge.neighbours import neighbours
from knowledge.offers import suggestions
from knowledge.outside import MANY_FACTS, is_doubtful, is_elsewhere, neighbour
from knowledge.passages import cited, numbered
from knowledge.reading import Reading
from knowledge.spoken_for import spoken_for
from knowledge.stories import describes_a_product, only_exports, tells_what_happened
from knowledge.vocabulary import Facts

MAYBE = 0.3
"""A candidate this likely is offered: "did you mean"."""
TENTATIVE = 0.8
"""An answer less sure than this says what the question was taken for."""
MOST_RATHER = 2
"""So many other meanings are offered beside such an answer."""
ALONE = 0.46
"""Where nothing else comes near, this is enough for a verdict."""


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
        return by_faq(library, entry, read, day, spoken, stated, unknown)
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
        return Answer("none", spoken, day, read, suggestions=suggestions(library, candidates[:3]), reason="not_found")
    if doubtful or (candidates[0].score < SURE and not _only_one(library, read, candidates)):
        return Answer(
            "clarify",
            spoken,
            day,
            read,
            suggestions=suggestions(library, [c for c in candidates if c.score >= MAYBE][:3]),
            confidence=candidates[0].score,
        )
    if read.intents[0] == "verdict" or (read.intents[0] == "overview" and only_exports(library, read)):
        return _doubted(library, by_rules(library, read, candidates, day, spoken, stated, unknown), candidates)
    return _doubted(library, by_passages(library, read, candidates, day, spoken), candidates)


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
    others = suggestions(library, [candidate for candidate in candidates if candidate.score >= MAYBE])
    rather = [other for other in others if other.verdict not in shown and other.label not in shown]
    return replace(found, tentative=True, suggestions=tuple(rather[:MOST_RATHER]))


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
