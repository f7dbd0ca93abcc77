"""How messages hang together: several questions in one, and a message that goes on from the one before."""

import re
from collections.abc import Container
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise

from knowledge import clauses, wording
from knowledge.features import content, features
from knowledge.intent import asked, intents
from knowledge.lexicon import Lexicon, lexicon
from knowledge.tokens import Tokens, tokens

_COMMA = re.compile(r",(?!\d)")
_SHORT = "".join(
    rf"(?<!\b{word}\.)" for word in ("art", "arts", "no", "nos", "para", "e.g", "i.e", "etc", "vs", "co", "inc", "ltd")
)
"""A stop behind one of these ends no sentence."""
_SENTENCE = re.compile(rf"[^?!。;\n]*?(?:[?!。;\n]+|\.{_SHORT}(?=\s|$)|$)")
_LONGEST_FOLLOWUP = 40
_MOST_PARTS = 5


@dataclass(frozen=True, slots=True)
class Part:
    """One question of a message, with what was told before it; and what the question before it was about."""

    text: str
    about: str = ""
    stands_alone: bool = True
    """Whether it says itself what it is about."""

    @property
    def together(self) -> str:
        """The question with what it may leave to the one before it ("and what is the fine?")."""
        return f"{self.about} {self.text}" if self.about else self.text


def parts(text: str, known: Container[str]) -> tuple[Part, ...]:
    """Return the questions of a message, in order; nothing when there is but one."""
    told: list[str] = []
    found: list[Part] = []
    subject, kind = "", None
    sentences = (match[0].strip() for match in _SENTENCE.finditer(text))
    for clause in (clause for sentence in sentences for clause in _clauses(sentence)):
        units = tokens(clause)
        if not (asked(units) or clause.endswith("?") or is_question(units)):
            told.append(clause)
        elif found and not content(units) and intents(units)[0] == kind:
            found[-1] = replace(found[-1], text=f"{found[-1].text} {clause}")
        else:
            alone = stands_alone(units, known)
            found += [Part(" ".join([*told, part]), subject, alone) for part in _both(units)]
            kind = intents(tokens(found[-1].text))[0]
            if not subject or alone:
                subject = about(clause)
        if len(found) > _MOST_PARTS:
            break
    return tuple(found[:_MOST_PARTS]) if len(found) > 1 else ()


def _clauses(sentence: str) -> list[str]:
    """Return the parts of a sentence that each ask, with what they say before and after; a list is not taken apart."""
    found: list[str] = []
    asks = False
    for clause in map(str.strip, _COMMA.split(sentence)):
        asks_too = is_question(tokens(clause))
        if found and not (asks and asks_too):
            found[-1] += f", {clause}"
        else:
            found.append(clause)
        asks = asks or asks_too
    return found


def is_question(text: Tokens) -> bool:
    """Tell whether a clause asks by its form: by a Chinese word of asking, or by an English one at its beginning."""
    hits = _turns().all(text)
    begins = {0, *(hit.end for hit in hits if hit.start == 0 and "both" in hit.tags)}
    begins |= {place + 1 for place, key in enumerate(text.keys) if key == ":"}
    return any("asks" in hit.tags and (hit.start in begins or not text.keys[hit.start].isascii()) for hit in hits)


def about(question: str) -> str:
    """Return what a question is about, without the words that ask."""
    units = tokens(question)
    return " ".join(units.written(start, end) for start, end in content(units))


def goes_on(text: Tokens) -> bool:
    """Tell whether a short message begins or ends as one that goes on from another: "and …", "那…呢"."""
    if len(text) > _LONGEST_FOLLOWUP:
        return False
    hits = _turns().all(text)  # "and" as well as "and the"
    begins = any(hit.start == 0 and "again" in hit.tags for hit in hits)
    last = max((at for at, key in enumerate(text.keys) if key not in "?!.。"), default=0)
    return begins or any(hit.end == last + 1 and "hanging" in hit.tags for hit in hits)


def says_something(text: Tokens) -> bool:
    """Tell whether a message says more than that it goes on and what kind of answer it wants: "那必须吗" does not."""
    leading = {
        place
        for hit in _turns().all(text)
        if not {"again", "hanging", "this"}.isdisjoint(hit.tags)
        for place in range(hit.start, hit.end)
    }
    return any(set(range(start, end)) - leading for start, end in content(text))


def asks(text: Tokens) -> bool:
    """Tell whether a message asks anything, or is too long to be a remark."""
    return bool(asked(text)) or len(text) > _LONGEST_FOLLOWUP


def names_duty(text: Tokens) -> bool:
    """Tell whether a duty of ours is named."""
    return bool(clauses.duties(text))


def asks_for_authority(text: Tokens) -> bool:
    """Tell whether a message asks who is in charge, or to whom something goes."""
    return not features(text).keys().isdisjoint(("~authority", "~who"))


def stands_alone(text: Tokens, known: Container[str]) -> bool:
    """Tell whether a question says itself what it is about: "and how long does that take?" does not."""
    if names_duty(text):
        return True
    if any("this" in hit.tags for hit in _turns().all(text)):
        return False
    about = tokens(" ".join(text.written(start, end) for start, end in content(text, _ASKED_FOR)))
    return sum(len(name) > 1 and name in known for name in features(about)) >= _ENOUGH_WORDS


_ENOUGH_WORDS = 2
_ASKED_FOR = ("penalty", "deadline", "who", "contents", "authority", "retain")
"""Meanings that questions about anything ask for; they do not say what a question is about."""


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
    return lexicon((words.all(), name) for name, words in wording.listed("turns").items())
