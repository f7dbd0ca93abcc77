"""Whether a question belongs to another field after all, given what it may mean: by its words, duties and facts."""

import re
from collections.abc import Sequence

from knowledge import clauses, duties, field, turns, wording
from knowledge.candidates import ALMOST, is_about_what_is_stated
from knowledge.intent import asked
from knowledge.lexicon import Hit
from knowledge.library import Library
from knowledge.matching import Candidate
from knowledge.neighbours import words_of
from knowledge.reading import Reading
from knowledge.tokens import Tokens, tokens

LOOKED_AT, ABOUT_THE_SAME = 3, 0.55
"""So many entries may be about what another law decides, if they are this likely."""
SURELY_ABOUT, SURELY_BESIDE = 0.8, 2.0
"""How likely an entry and how high the odds must be for a question that has words of another law."""
SURELY_OURS = 3.0
"""From these odds on what comes nearest to another field is ours all the same."""
MANY_FACTS = 3
"""Who states so many facts of ours asks about our field."""
WORTH = 0.3
"""A verdict this likely is asked for where it is of the kind of duty named, and of the product."""
DOUBTFUL = 0.7
"""An answer less sure than this is asked back for where what comes next to it is another field's."""
NEARNESS, LEAST = 6.0, 4.6
"""What the nearest entry of ours counts beside the odds of the words, and what both must come to."""
LEAST_BEHIND = 1.5
"""What the odds must come to where another field is nearer, less what it is nearer by."""
TOLD = -0.5
"""Below these odds it is not to us that something has happened, if nothing is asked: a film about a leak."""
UNLIKELY = 0.3
"""Below these odds a question that names neither a duty nor a product and is not asked surely is another field's."""
NEAR = 0.75
"""A wording this near says what is asked about as surely as a product does."""
_EITHER = re.compile(r"([\u4e00-\u9fff])不\1")
"""A verb and its denial ask: 备不备."""


def is_elsewhere(library: Library, read: Reading, candidates: Sequence[Candidate]) -> bool:
    """Tell whether a question belongs to another field: it comes nearest to one, or nothing makes it ours."""
    other = bool(candidates) and candidates[0].kind == "elsewhere" and not _is_ours(library, read, candidates)
    return other or _is_unlikely(library, read, candidates)


def neighbour(library: Library, read: Reading, candidates: Sequence[Candidate]) -> str | None:
    """Return the law next to ours that a question is about; None where something of ours near it is about the same."""
    law = read.neighbour
    ours = [one for one in candidates[:LOOKED_AT] if one.kind != "elsewhere" and one.score >= ABOUT_THE_SAME]
    if law is None or (ours and _is_surely(library, read, ours[0])):
        return None
    said = words_of(law, read.text)
    return law if all(said.isdisjoint(words_of(law, one.wording)) for one in ours) else None


def _is_surely(library: Library, read: Reading, candidate: Candidate) -> bool:
    """Tell whether a question is in our words, near an entry, and states what its rules ask for."""
    asked = library.facts_of(candidate.id) if candidate.kind == "verdict" else ()
    stated = any(name in asked and not library.facts[name].common for name in read.facts)
    return stated and candidate.score >= SURELY_ABOUT and read.odds >= SURELY_BESIDE


def _is_ours(library: Library, read: Reading, candidates: Sequence[Candidate]) -> bool:
    """Tell whether the words, or the facts stated, are too much ours for the question to be another field's.

    So it is where something comes as near as the other field and is about what is stated.
    """
    happened = any(library.facts[name].happening for name in read.facts)
    nearest = max((one.score for one in candidates if one.kind != "elsewhere"), default=0.0)
    odds = read.odds + NEARNESS * (nearest - candidates[0].score)
    if happened or read.odds >= SURELY_OURS or odds >= LEAST_BEHIND or len(read.facts) >= MANY_FACTS:
        return True
    near = [one for one in candidates[1:3] if one.kind != "elsewhere" and one.score >= candidates[0].score - ALMOST]
    if any(is_about_what_is_stated(library, read, one) for one in near):
        return True
    first = next((one for one in candidates if one.kind == "verdict" and one.score >= WORTH), None)
    return first is not None and _is_its_duty(library, read, first.id)


def _is_its_duty(library: Library, read: Reading, verdict: str) -> bool:
    """Tell whether the kind of duty named is a verdict's, and its rules ask for what is stated: a car maker's app."""
    named = duties.kinds(read)
    asked = library.facts_of(verdict)
    return not named.isdisjoint(duties.kinds_of(library, verdict)) and any(
        name in asked for name, value in read.facts.items() if value is not False
    )


def _is_unlikely(library: Library, read: Reading, candidates: Sequence[Candidate]) -> bool:
    """Tell whether the words are hardly ours and nothing of ours is near enough to make up for it.

    A duty asked of a product is ours all the same, as is one that only we have, what happened, or a law of ours.
    """
    if read.citations:
        return False
    if any(library.facts[name].happening for name in read.facts):
        return read.odds < TOLD and not _asks(tokens(read.text))
    stated = bool(read.archetypes) or any(value is not False for value in read.facts.values())
    named = clauses.duties(tokens(read.text))
    asked_of_a_product = len(read.facts) >= MANY_FACTS or bool(read.facts and duties.kinds(read))
    if asked_of_a_product or any(_is_only_ours(read, duty) for duty in named):
        return False
    nearest = max((one.score for one in candidates if one.kind != "elsewhere"), default=0.0)
    if read.odds + NEARNESS * nearest < LEAST:
        return True
    if read.odds >= UNLIKELY or named:
        return False
    return not ((stated or nearest >= NEAR) and _asks(tokens(read.text)))


def _is_only_ours(read: Reading, duty: Hit[bool]) -> bool:
    """Tell whether a duty named is one that no other field has, and no mere thing."""
    lists = wording.listed("field")
    said = tokens(read.text).written(duty.start, duty.end)
    return said not in lists["generic"].all() and said not in lists["things"].all()


def _asks(text: Tokens) -> bool:
    return "?" in text.keys or bool(asked(text)) or turns.is_question(text) or bool(_EITHER.search(text.text))


def is_doubtful(library: Library, read: Reading, candidates: Sequence[Candidate]) -> bool:
    """Tell whether another field comes right behind the likeliest, which is neither sure nor about what is stated."""
    sure = candidates[0].score >= DOUBTFUL or read.odds >= field.LIKELY
    if sure or [one.kind for one in candidates[1:2]] != ["elsewhere"]:
        return False
    return not is_about_what_is_stated(library, read, candidates[0])
