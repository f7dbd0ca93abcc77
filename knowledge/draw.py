"""The tree of a verdict as text, Mermaid or Graphviz, from the very diagram that decides. A path can be marked.

Booleans of one screen that lead to the same place when true are drawn as one question, "any of …", as they are asked.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Literal, TypeAlias

from knowledge.basics import Lang, Value
from knowledge.diagram import IMPOSSIBLE, Branch, Leaf, Node
from knowledge.library import Library
from knowledge.tree import Tree
from knowledge.vocabulary import Facts

MARKS = {"required": "●", "depends": "◐", "not_required": "○"}
ARROWS = {"": "→", "possible": "→", "assumed": "▷", "stated": "▶"}
COLOURS = {"required": "#fde2e1", "depends": "#fdf3d0", "not_required": "#e0f2e3"}
WORDS = {
    "zh": {"any": "任一：{}", "yes": "有", "none": "都没有", "join": "、", "else": "其他情形"},
    "en": {"any": "any of: {}", "yes": "yes", "none": "none of these", "join": ", ", "else": "otherwise"},
}

_GREY, _RED = 'color="#888888"', 'penwidth=3, color="#c0392b"'
STYLES = {"": _GREY, "possible": _GREY, "assumed": f"{_RED}, style=dashed", "stated": _RED}
FIRST_WIDE = 0x2E80
WIDEST = 26
"""Letters in a line of a picture."""
PIECES = re.compile(r"[\u2e80-\uffff]|[^\s\u2e80-\uffff]+\s*|\s+")
CLOSING = "，。、；：？！）》」』”’%"
MANY = 3
"""More values than this that lead to one place are drawn as "otherwise"."""


Mark: TypeAlias = Literal["", "possible", "assumed", "stated"]
"""Whether an edge cannot be taken, only against an assumption, by an assumption, or by what is stated or still open."""
MARKED: tuple[Mark, ...] = ("assumed", "stated")
Shown: TypeAlias = Literal["whole", "possible", "marked"]
SHOWN: dict[Shown, tuple[Mark, ...]] = {
    "whole": ("", "possible", *MARKED),
    "possible": ("possible", *MARKED),
    "marked": MARKED,
}
Step: TypeAlias = tuple[str, Node, Callable[[Facts], bool]]
"""What is answered, where that leads, and whether it may with some facts."""


@dataclass(frozen=True, slots=True)
class Edge:
    """What is answered, where that leads, and how the marked path takes it, if it does."""

    label: str
    to: int
    mark: Mark

    @property
    def marked(self) -> bool:
        """Whether the path takes it."""
        return self.mark in MARKED


@dataclass(frozen=True, slots=True)
class Box:
    """One thing that is drawn: a question with its edges, or an end with its level."""

    number: int
    label: str
    edges: tuple[Edge, ...] = ()
    level: str = ""


@dataclass(frozen=True, slots=True)
class Picture:
    """A tree to be drawn in one language. Every path that the known facts allow is marked; without facts, none.

    Where facts are missing, those `assumed` decide which way is marked. `shown` leaves out what the known facts exclude
    (possible), or all that is not marked.
    """

    library: Library
    tree: Tree
    lang: Lang
    facts: Facts
    shown: Shown = "whole"
    assumed: Facts = field(default_factory=dict)

    def boxes(self) -> list[Box]:
        """Return the boxes, parents first; the first is the root."""
        numbers: dict[int, int] = {}
        waiting: list[Node] = [self.tree.outcomes]
        drawn: list[tuple[Node, list[tuple[str, Node, Mark]], str]] = []
        while waiting:
            node = waiting.pop()
            if id(node) in numbers:
                continue
            numbers[id(node)] = len(drawn)
            label, steps = self._label_and_steps(node)
            edges = [edge for edge in self._marked(steps) if edge[2] in SHOWN[self.shown]]
            drawn.append((node, edges, label))
            waiting += [child for _, child, _ in reversed(edges)]
        reached = self._reached(drawn)
        return [
            Box(
                numbers[id(node)],
                label,
                tuple(Edge(said, numbers[id(child)], on if id(node) in reached else "") for said, child, on in edges),
                self.tree.outcome(str(node.result)).level if isinstance(node, Leaf) else "",
            )
            for node, edges, label in drawn
        ]

    def _marked(self, steps: Sequence[Step]) -> list[tuple[str, Node, Mark]]:
        known = [may(self.facts) for _, _, may in steps]
        taken = [may({**self.assumed, **self.facts}) for _, _, may in steps]
        on: Mark = "stated" if taken == known else "assumed"
        marks: list[Mark] = [
            "" if not may else on if takes else "possible" for may, takes in zip(known, taken, strict=True)
        ]
        return [(said, child, mark) for (said, child, _), mark in zip(steps, marks, strict=True)]

    def _label_and_steps(self, node: Node) -> tuple[str, list[Step]]:
        if isinstance(node, Leaf):
            outcome = self.tree.outcome(str(node.result))
            return f"{MARKS[outcome.level]} {outcome.title.get(self.lang)}", []
        chain, yes, no = self._chain(node)
        words = WORDS[self.lang]
        if len(chain) > 1:
            labels = words["join"].join(self.library.facts[name].label.get(self.lang) for name in chain)
            return words["any"].format(labels), [
                (words["yes"], yes, lambda facts: any(facts.get(name) is not False for name in chain)),
                (words["none"], no, lambda facts: not any(facts.get(name) is True for name in chain)),
            ]
        fact = self.library.facts[chain[0]]
        steps = list(self.tree.diagram.steps(node))
        most = max(len(values) for values, _ in steps)
        edges: list[Step] = []
        for values, child in steps:
            said = " / ".join(fact.value_label(v, self.lang) for v in values)
            if len(values) > MANY and len(values) == most and sum(len(others) == most for others, _ in steps) == 1:
                said = words["else"]
            edges.append((said, child, partial(_allows, fact.id, values)))
        return fact.label.get(self.lang), edges

    def _chain(self, node: Branch) -> tuple[list[str], Node, Node]:
        """Return the booleans from `node` on that share a screen and lead to one place when true; it; what is next."""
        diagram = self.tree.diagram
        names = [diagram.fact(node)]
        group = self.library.facts[names[0]].group
        if len(node.children) != 2 or IMPOSSIBLE in node.children:
            return names, node, node
        yes, no = node.children
        while group is not None and isinstance(no, Branch) and self.library.facts[diagram.fact(no)].group == group:
            if no.children[0] is not yes or IMPOSSIBLE in no.children:
                break
            names.append(diagram.fact(no))
            no = no.children[1]
        return names, yes, no

    def _reached(self, drawn: list[tuple[Node, list[tuple[str, Node, Mark]], str]]) -> set[int]:
        if not self.facts:
            return set()
        edges = {id(node): found for node, found, _ in drawn}
        found: set[int] = set()
        waiting = [id(self.tree.outcomes)]
        while waiting:
            node = waiting.pop()
            if node not in found:
                found.add(node)
                waiting += [id(child) for _, child, on in edges[node] if on in MARKED]
        return found


def _allows(name: str, values: Sequence[Value], facts: Facts) -> bool:
    return name not in facts or facts[name] in values


def text(picture: Picture) -> str:
    """Return the tree as indented lines. What was drawn above is not drawn again but named by its number."""
    boxes = {box.number: box for box in picture.boxes()}
    shared = _shared(boxes)
    lines = [boxes[0].label]
    seen = {0}
    colon = "：" if picture.lang == "zh" else ": "

    def visit(box: Box, indent: str) -> None:
        for edge in box.edges:
            child = boxes[edge.to]
            start = f"{indent}{ARROWS[edge.mark]} {edge.label}{colon}"
            name = f"({child.number}) " if child.number in shared else ""
            if not child.edges:
                lines.append(start + child.label)
            elif child.number in seen:
                lines.append(start + name.strip())
            else:
                seen.add(child.number)
                lines.append(start + name + child.label)
                visit(child, indent + "  ")

    visit(boxes[0], "")
    return "\n".join(lines)


def _shared(boxes: dict[int, Box]) -> set[int]:
    """Return the questions to which several edges lead."""
    arrivals = [edge.to for box in boxes.values() for edge in box.edges if boxes[edge.to].edges]
    return {number for number in arrivals if arrivals.count(number) > 1}


def mermaid(picture: Picture) -> str:
    """Return the tree as a Mermaid flowchart."""
    lines = ["flowchart TD"]
    for box in picture.boxes():
        shape = f'(["{_safe(box.label)}"]):::{box.level}' if box.level else f'["{_safe(box.label)}"]'
        lines.append(f"    n{box.number}{shape}")
        for edge in box.edges:
            lines.append(f'    n{box.number} {"==>" if edge.marked else "-->"}|"{_safe(edge.label)}"| n{edge.to}')
    return "\n".join(lines + [f"    classDef {level} fill:{colour}" for level, colour in COLOURS.items()])


def dot(picture: Picture, font: str = "Noto Sans CJK SC") -> str:
    """Return the tree in Graphviz's language, for `dot` to make a picture of."""
    return "\n".join(["digraph tree {", *_style(font), *_statements(picture), "}"])


def _style(font: str) -> Iterator[str]:
    yield f'  graph [rankdir=TB, nodesep=0.25, ranksep=0.4, fontname="{font}"];'
    yield f'  node [shape=box, style="rounded,filled", fillcolor=white, fontsize=12, fontname="{font}"];'
    yield f'  edge [fontsize=11, fontname="{font}"];'


def _statements(picture: Picture) -> Iterator[str]:
    for box in picture.boxes():
        colour = COLOURS[box.level] if box.level else "white"
        yield f'  n{box.number} [label="{_wrapped(box.label)}", fillcolor="{colour}"];'
        for edge in box.edges:
            label = _wrapped(f" {edge.label}").replace("\\n", "\\n ")
            yield f'  n{box.number} -> n{edge.to} [label="{label}", {STYLES[edge.mark]}];'


def _safe(label: str) -> str:
    return label.replace('"', "'").replace("#", "＃")


def _wrapped(label: str) -> str:
    """Break a label into lines at spaces and between Chinese characters, never before closing punctuation.

    No line is longer than need be for their number: a last line of one character looks like a slip.
    """
    label = label.replace("\\", "＼").replace('"', "'")
    lines = _lines(label, WIDEST)
    for width in range(WIDEST - 1, WIDEST // 2, -1):
        narrower = _lines(label, width)
        if len(narrower) > len(lines):
            break
        lines = narrower
    return "\\n".join(lines)


def _lines(label: str, widest: int) -> list[str]:
    lines = [""]
    for piece in PIECES.findall(label):
        if lines[-1] and _width(lines[-1] + piece.rstrip()) > widest and piece[0] not in CLOSING:
            lines[-1] = lines[-1].rstrip()
            lines.append("")
        lines[-1] += piece
    return lines


def _width(words: str) -> int:
    """Return how wide words are in letters; a Chinese character is as wide as two."""
    return sum(2 if ord(character) >= FIRST_WIDE else 1 for character in words)
