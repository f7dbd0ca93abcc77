"""The part of an article that answers a query, with the words found in it."""

from collections.abc import Collection
from dataclasses import dataclass

from knowledge import statute_postings

WIDTH = 90
"""Characters of a snippet."""
_STOPS = "。；：\n"


@dataclass(frozen=True, slots=True)
class Snippet:
    """A stretch of text and the parts of it that were asked for: (first, end) in characters."""

    text: str
    marks: tuple[tuple[int, int], ...] = ()

    def marked(self, before: str, after: str) -> str:
        """Return the text with `before` and `after` around each part that was asked for."""
        written, place = "", 0
        for first, end in self.marks:
            written += self.text[place:first] + before + self.text[first:end] + after
            place = end
        return written + self.text[place:]


def cut(text: str, terms: Collection[str], width: int = WIDTH) -> Snippet:
    """Return the stretch of about `width` characters of `text` that has most of the `terms`, pairs of characters."""
    folded = statute_postings.folded(text)
    hits = [False] * (len(text) + 1)
    for place in range(len(folded) - 1):
        if folded[place : place + 2] in terms:
            hits[place] = hits[place + 1] = True
    start = _start(text, hits, width)
    end = min(len(text), start + width)
    shown = text[start:end].replace("\n", " ")
    before, after = "…" if start else "", "…" if end < len(text) else ""
    return Snippet(before + shown + after, tuple(_runs(hits[start:end], len(before))))


def _start(text: str, hits: list[bool], width: int) -> int:
    """Return where the window with most hits begins, drawn back to the beginning of its sentence if that is near."""
    if len(text) <= width:
        return 0
    count = best = sum(hits[:width])
    start = 0
    for place in range(1, len(text) - width + 1):
        count += hits[place + width - 1] - hits[place - 1]
        if count > best:
            best, start = count, place
    opening = max(text.rfind(stop, 0, start + 1) for stop in _STOPS) + 1
    return opening if start - opening <= width // 3 else max(0, start - width // 10)


def _runs(hits: list[bool], shift: int) -> list[tuple[int, int]]:
    """Return the stretches of hits as (first, end), moved by `shift`."""
    runs: list[tuple[int, int]] = []
    for place, is_hit in enumerate(hits):
        if is_hit and runs and runs[-1][1] == place + shift:
            runs[-1] = (runs[-1][0], place + shift + 1)
        elif is_hit:
            runs.append((place + shift, place + shift + 1))
    return runs
