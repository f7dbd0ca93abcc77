"""The deadlines of a chat on a line of time, in Graphviz's language: true distances, labels that never cover."""

from collections.abc import Sequence
from datetime import date, timedelta
from html import escape
from typing import Any

from handlers.days import day
from handlers.texts import Texts

GAP = 10
"""Points between two labels."""
LETTERS = 16
"""Points that a line of a label is high."""
LEAST_HEIGHT = 260
LABEL_WIDTH = 224
AXIS, LABEL = 62, 88
"""Where the line and the labels begin, from the left."""
MOST = 30
LINE, LINES = 34, 3
"""Letters of a title in a line, and lines."""
FIRST_WIDE = 0x2E80
COLOURS = {"over": "#c0392b", "soon": "#e08e0b", "later": "#2e7d46"}
SOON = timedelta(days=7)
MOST_TICKS = 12


def timeline(entries: Sequence[Any], today: date, texts: Texts) -> str:
    """Return the picture of open deadlines, the next at the top; `{font}` stands for the font."""
    found = sorted(entries, key=lambda entry: entry.safe)[:MOST]
    days = [date.fromisoformat(entry.safe[:10]) for entry in found]
    first, last = min([today, *days]), max([today + timedelta(days=14), *days])
    labels = [_wrapped(entry.title) for entry in found]
    height = max(LEAST_HEIGHT, sum(_height(label) + GAP for label in labels) + 2 * LETTERS)
    scale = height / max(1, (last - first).days)

    def place(when: date) -> float:
        return -scale * (when - first).days

    lines = [
        "graph timeline {",
        '  graph [bgcolor=white, pad=0.3, splines=line, outputorder=edgesfirst, fontname="{font}"];',
        '  node [shape=none, fontname="{font}", fontsize=12, margin=0, width=0.01, height=0.01, label=""];',
        '  edge [color="#999999"];',
        f'  top [pos="{AXIS},{place(first) + 12:.0f}"]; bottom [pos="{AXIS},{place(last) - 12:.0f}"];',
        "  top -- bottom [penwidth=2];",
        *_months(first, last, place),
        *_today(today, place, texts),
    ]
    lowest = place(first) + LEAST_HEIGHT
    for number, (entry, when, label) in enumerate(zip(found, days, labels, strict=True)):
        middle = min(place(when), lowest - GAP - _height(label) / 2)
        lowest = middle - _height(label) / 2
        lines += _entry(number, entry, label, when, today, (place(when), middle), texts)
    return "\n".join([*lines, "}"])


def _months(first: date, last: date, place: Any) -> list[str]:
    """Return a tick for the beginning of each month, or of every so many."""
    months = [
        date(year, month, 1)
        for year in range(first.year, last.year + 1)
        for month in range(1, 13)
        if first < date(year, month, 1) <= last
    ]
    step = -(-len(months) // MOST_TICKS) or 1
    return [
        f'  m{number} [pos="{AXIS - 34},{place(month):.0f}", label="{month:%Y-%m}", fontsize=9, fontcolor="#777777"];'
        for number, month in enumerate(months[::step])
    ]


def _today(today: date, place: Any, texts: Texts) -> list[str]:
    y = place(today)
    words = escape(texts("tree.today"))
    return [
        f'  now [pos="{AXIS},{y:.0f}", shape=circle, width=0.16, style=filled, color="#1f4e79", fixedsize=true];',
        f'  nowword [pos="{AXIS - 34},{y:.0f}", label=<<b>{words}</b>>, fontsize=10, fontcolor="#1f4e79"];',
    ]


def _height(label: Sequence[str]) -> int:
    """Return how high a label is in points: the day above the lines of its title."""
    return LETTERS * (1 + len(label))


def _entry(
    number: int, entry: Any, label: Sequence[str], when: date, today: date, places: tuple[float, float], texts: Texts
) -> list[str]:
    """Return the dot of a deadline where it truly is, and its label beside or below that."""
    true, shown = places
    kind = "over" if when < today else "soon" if when - today <= SOON else "later"
    words = "".join(f'{escape(_shown(line))}<br align="left"/>' for line in label)
    colour = COLOURS[kind]
    head = f'<font color="{colour}"><b>{escape(day(entry.safe, texts))}</b></font>  #{entry.id}'
    table = (
        f'<table border="0" cellborder="0" cellpadding="1" cellspacing="0" width="{LABEL_WIDTH}">'
        f'<tr><td align="left">{head}</td></tr><tr><td align="left">{words}</td></tr></table>'
    )
    middle = LABEL + LABEL_WIDTH / 2
    dot = f'shape=circle, width=0.13, fixedsize=true, style=filled, color="{colour}"'
    return [
        f'  d{number} [pos="{AXIS},{true:.0f}", {dot}];',
        f'  e{number} [pos="{LABEL - 4},{shown:.0f}"];',
        f'  l{number} [pos="{middle:.0f},{shown:.0f}", label=<{table}>];',
        f'  d{number} -- e{number} [color="{colour}"];',
    ]


def _wrapped(title: str) -> list[str]:
    """Break a title into two lines at most; a Chinese character is as wide as two letters."""
    lines, width = [""], 0
    for place, character in enumerate(title):
        width += 2 if ord(character) >= FIRST_WIDE else 1
        if width > LINE:
            if len(lines) == LINES:
                return [*lines[:-1], lines[-1] + "…"]
            after_space = lines[-1].rpartition(" ")[2] if character.isascii() and " " in lines[-1] else ""
            lines[-1] = lines[-1].removesuffix(after_space)
            lines.append(after_space)
            width = 2 * len(after_space) if not title.isascii() else len(after_space)
        lines[-1] += title[place]
    return lines


def _shown(words: str) -> str:
    """Return words without what Graphviz or XML would stumble over."""
    return "".join(character if character.isprintable() and character != "\\" else " " for character in words)
