"""Known wordings, found in a text as whole words: the longest first, and none inside a longer one."""

from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from functools import lru_cache
from sys import intern
from typing import Any, Generic, TypeVar

from knowledge.normalise import plain
from knowledge.tokens import Tokens, tokens

Tag = TypeVar("Tag", bound=Hashable)


@lru_cache(maxsize=4096)  # the words of a class stand in hundreds of patterns
def _keys(wording: str) -> tuple[str, ...]:
    return tuple([intern(key) for key in tokens(plain(wording)).keys])


@dataclass(frozen=True, slots=True)
class Hit(Generic[Tag]):
    """A wording found at the units from `start` to before `end`, with everything it stands for."""

    start: int
    end: int
    tags: tuple[Tag, ...]


class Lexicon(Generic[Tag]):
    """Wordings with their tags, as a tree of units. One wording can have several tags.

    A node is a dict by the next unit, with its own tags under ""; where nothing goes on, it is those tags alone: most
    nodes are such ends, and a dict takes four times as much.
    """

    def __init__(self) -> None:
        self._root: dict[str, Any] = {}

    def add(self, wordings: Iterable[str], tag: Tag) -> None:
        """Let every one of `wordings` stand for `tag` as well."""
        alone = (tag,)
        for wording in wordings:
            keys = list(_keys(wording))
            if not keys:
                continue
            node = self._root
            for key in keys[:-1]:
                below = node.setdefault(key, {})
                if isinstance(below, tuple):
                    node[key] = below = {"": below}
                node = below
            end = node.get(keys[-1])
            if isinstance(end, dict):
                node, keys[-1] = end, ""
                end = node.get("")
            if end is None:
                node[keys[-1]] = alone
            elif tag not in end:
                node[keys[-1]] = (*end, tag)

    def all(self, text: Tokens) -> list[Hit[Tag]]:
        """Return every wording in the text, also those inside others: at each place the shortest first."""
        keys, root, found = text.keys, self._root, []
        count = len(keys)
        for start, first in enumerate(keys):
            node, end = root.get(first), start + 1
            while node is not None:
                if type(node) is tuple:
                    found.append(Hit(start, end, node))
                    break
                tags = node.get("")
                if tags:
                    found.append(Hit(start, end, tags))
                if end == count:
                    break
                node, end = node.get(keys[end]), end + 1
        return found

    def longest(self, text: Tokens) -> list[Hit[Tag]]:
        """Return the wordings that count, from left to right: no hit overlaps a longer one, nor an equal one before."""
        taken: set[int] = set()
        kept = []
        for hit in sorted(self.all(text), key=lambda hit: (hit.start - hit.end, hit.start)):
            places = range(hit.start, hit.end)
            if taken.isdisjoint(places):
                taken.update(places)
                kept.append(hit)
        return sorted(kept, key=lambda hit: hit.start)
