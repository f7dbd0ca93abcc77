"""Which clauses of a message ask, and which only describe."""

from bisect import bisect_right
from functools import lru_cache

from knowledge import wording
from knowledge.intent import asked
from knowledge.lexicon import Hit, Lexicon, lexicon
from knowledge.negation import COMMA, STOP
from knowledge.tokens import Tokens


def focus(text: Tokens, named: bool = True) -> tuple[tuple[int, int], ...]:
    """Return the places in the text of the clauses that ask something; nothing when all do, or none.

    With `named`, a clause that names a duty of ours asks for it.
    """
    clauses = _clauses(text)
    starts = [start for start, _ in clauses]
    asking = {at for at, (_, end) in enumerate(clauses) if text.keys[end - 1] == "?"}
    cues = [(hit.start, hit.end) for hit in asked(text)] + [(hit.start, hit.end) for hit in duties(text) if named]
    for first, last in cues:
        at = bisect_right(starts, first) - 1
        if at >= 0 and last <= clauses[at][1]:
            asking.add(at)
    if not asking or len(asking) == len(clauses):
        return ()
    return tuple((text.spans[clauses[at][0]][0], text.spans[clauses[at][1] - 1][1]) for at in sorted(asking))


def duties(text: Tokens) -> list[Hit[bool]]:
    """Return where the text names a duty of ours: a filing, an assessment, a licence, a label."""
    return _duties().longest(text)


def _clauses(text: Tokens) -> list[tuple[int, int]]:
    clauses, start = [], 0
    for at, key in enumerate(text.keys):
        if key in COMMA or key in STOP:
            if at > start:
                clauses.append((start, at + (key == "?")))
            start = at + 1
    if start < len(text.keys):
        clauses.append((start, len(text.keys)))
    return clauses


@lru_cache(maxsize=1)
def _duties() -> Lexicon[bool]:
    return lexicon([(wording.listed("field")["duties"].all(), True)])
