"""How messages hang together: several questions in one, and a message that goes on from the one before."""

import re
from functools import lru_cache
from itertools import pairwise

from knowledge import clauses, wording
from knowledge.features import FRAME, features
from knowledge.intent import asked
from knowledge.lexicon import Lexicon
from knowledge.tokens import Tokens, tokens

_SENTENCE = re.compile(r"[^?!。;\n]*?(?:[?!。;\n]+|\.(?=\s|$)|$)")
_LONGEST_FOLLOWUP = 40
_MOST_PARTS = 5


def parts(text: str, known: frozenset[str]) -> tuple[str, ...]:
    """Return the questions of a message, each with what was told before it; nothing when there is but one."""
    told: list[str] = []
    questions: list[str] = []
    for sentence in (found[0].strip() for found in _SENTENCE.finditer(text)):
        if len(questions) > _MOST_PARTS:
            break
        if sentence:
            units = tokens(sentence)
            if not asked(units) and not sentence.endswith("?"):
                told.append(sentence)
            elif questions and not _stands_alone(units, known):
                questions[-1] += f" {sentence}"
            else:
                questions += [" ".join([*told, part]) for part in _both(units)]
    return tuple(questions[:_MOST_PARTS]) if len(questions) > 1 else ()


def is_followup(text: Tokens, tells: bool, asks_anew: bool) -> bool:
    """Tell whether a message changes facts of the question before it and asks nothing else.

    `tells`: it states facts. `asks_anew`: it names a duty or a law, so it is a question of its own.
    """
    if asks_anew or not tells or len(text) > _LONGEST_FOLLOWUP:
        return False
    hits = _turns().longest(text)
    begins = any(hit.start == 0 and "again" in hit.tags for hit in hits)
    last = max((at for at, key in enumerate(text.keys) if key not in "?!.。"), default=0)
    hangs = any(hit.end == last + 1 and "hanging" in hit.tags for hit in hits)
    return begins or hangs or not asked(text)


def names_duty(text: Tokens) -> bool:
    """Tell whether a duty of ours is named."""
    return bool(clauses.duties(text))


def _stands_alone(text: Tokens, known: frozenset[str]) -> bool:
    """Tell whether a question says itself what it is about: "and how long does that take?" does not."""
    if names_duty(text):
        return True
    if any("this" in hit.tags for hit in _turns().all(text)):
        return False
    said = [name for name, (weight, _) in features(text).items() if weight > FRAME and len(name) > 1 and name in known]
    return len(said) >= _ENOUGH_WORDS


_ENOUGH_WORDS = 2


def _both(text: Tokens) -> list[str]:
    """Return one question for each of two duties joined by "and"."""
    named = clauses.duties(text)
    joins = _turns().all(text)
    for one, other in pairwise(named):
        if any(hit.start == one.end and hit.end == other.start and "both" in hit.tags for hit in joins):
            first = text.spans[one.start][0], text.spans[one.end - 1][1]
            second = text.spans[other.start][0], text.spans[other.end - 1][1]
            whole = text.text
            return [whole[: first[1]] + whole[second[1] :], whole[: first[0]] + whole[second[0] :]]
    return [text.text]


@lru_cache(maxsize=1)
def _turns() -> Lexicon[str]:
    lexicon: Lexicon[str] = Lexicon()
    for name, words in wording.listed("turns").items():
        lexicon.add(words.all(), name)
    return lexicon
