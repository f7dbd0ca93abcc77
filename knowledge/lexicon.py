"""Known wordings, found in a text as whole words: the longest first, and none inside a longer one."""

from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from typing import Generic, TypeVar

from knowledge.normalise import normalise
from knowledge.tokens import Tokens, tokens

Tag = TypeVar("Tag", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Hit(Generic[Tag]):
    """A wording found at the units from `start` to before `end`, with everything it stands for."""

    start: int
    end: int
    tags: tuple[Tag, ...]


class Lexicon(Generic[Tag]):
    """Wordings with their tags. One wording can have several."""

    def __init__(self) -> None:
        self._tags: dict[str, tuple[Tag, ...]] = {}
        self._lengths: dict[str, tuple[int, ...]] = {}

    def add(self, wordings: Iterable[str], tag: Tag) -> None:
        """Let every one of `wordings` stand for `tag` as well."""
        for wording in wordings:
            keys = tokens(normalise(wording).text).keys
            if keys:
                phrase = " ".join(keys)
                if tag not in self._tags.get(phrase, ()):
                    self._tags[phrase] = (*self._tags.get(phrase, ()), tag)
                known = self._lengths.get(keys[0], ())
                if len(keys) not in known:
                    self._lengths[keys[0]] = tuple(sorted((*known, len(keys)), reverse=True))

    def __contains__(self, phrase: str) -> bool:
        return phrase in self._tags

    def all(self, text: Tokens) -> list[Hit[Tag]]:
        """Return every wording in the text, also those inside others: at each place the longest first."""
        keys, found = text.keys, []
        for start, first in enumerate(keys):
            for length in self._lengths.get(first, ()):
                if start + length <= len(keys):
                    tags = self._tags.get(" ".join(keys[start : start + length]))
                    if tags:
                        found.append(Hit(start, start + length, tags))
        return found

    def longest(self, text: Tokens) -> list[Hit[Tag]]:
        """Return the wordings that count, from left to right."""
        return longest(self.all(text))


def longest(hits: Iterable[Hit[Tag]]) -> list[Hit[Tag]]:
    """Return the hits that overlap no longer one (of equals the first), from left to right."""
    taken: set[int] = set()
    kept = []
    for hit in sorted(hits, key=lambda hit: (hit.start - hit.end, hit.start)):
        places = range(hit.start, hit.end)
        if taken.isdisjoint(places):
            taken.update(places)
            kept.append(hit)
    return sorted(kept, key=lambda hit: hit.start)
