"""The tree of a verdict as text, Mermaid or Graphviz, from the very diagram that decides. A path can be marked."""

from collections.abc import Iterator
from dataclasses import dataclass

from knowledge.diagram import IMPOSSIBLE, Branch, Leaf, Node, nodes
from knowledge.library import Library
from knowledge.model import Lang, Value
from knowledge.tree import Tree
from knowledge.vocabulary import Facts

MARKS = {"required": "●", "depends": "◐", "not_required": "○"}
COLOURS = {"required": "#fde2e1", "depends": "#fdf3d0", "not_required": "#e0f2e3"}


@dataclass(frozen=True, slots=True)
class Picture:
    """What is drawn: a tree, restricted to nothing, with the facts whose path is marked."""

    library: Library
    tree: Tree
    lang: Lang
    facts: Facts

    def question(self, node: Branch) -> str:
        """Return what a node asks."""
        return self.library.facts[self.tree.diagram.fact(node)].label.get(self.lang)

    def values(self, node: Branch, values: tuple[Value, ...]) -> str:
        """Return the label of an edge."""
        fact = self.library.facts[self.tree.diagram.fact(node)]
        return " / ".join(fact.value_label(value, self.lang) for value in values)

    def outcome(self, leaf: Leaf) -> str:
        """Return the label of an end, with the mark of its level."""
        outcome = self.tree.outcome(str(leaf.result))
        return f"{MARKS[outcome.level]} {outcome.title.get(self.lang)}"

    def level(self, leaf: Leaf) -> str:
        """Return the level of an end."""
        return self.tree.outcome(str(leaf.result)).level

    def edges(self) -> Iterator[tuple[Branch, tuple[Value, ...], Node, bool]]:
        """Yield every edge once, and whether the marked path takes it: every edge that the known facts allow."""
        marked = self._marked()
        for node in nodes(self.tree.outcomes):
            if isinstance(node, Branch):
                known = self.facts.get(self.tree.diagram.fact(node))
                for values, child in self.tree.diagram.steps(node):
                    yield node, values, child, id(node) in marked and (known is None or known in values)

    def _marked(self) -> set[int]:
        """Return the nodes that the known facts can lead to. Without facts nothing is marked."""
        if not self.facts:
            return set()
        found: set[int] = set()
        waiting = [self.tree.outcomes]
        while waiting:
            node = waiting.pop()
            if id(node) not in found:
                found.add(id(node))
                if isinstance(node, Branch):
                    known = self.facts.get(self.tree.diagram.fact(node))
                    waiting += [c for values, c in self.tree.diagram.steps(node) if known is None or known in values]
        return found

    def names(self) -> dict[int, str]:
        """Return a short name for every node that is drawn, parents first."""
        drawn = [node for node in nodes(self.tree.outcomes) if node is not IMPOSSIBLE]
        return {id(node): f"n{number}" for number, node in enumerate(drawn)}


def text(picture: Picture) -> str:
    """Return the tree as indented lines. What was drawn above is not drawn again but named by its number."""
    names = picture.names()
    marked = {(id(node), id(child)) for node, _, child, on_path in picture.edges() if on_path}
    lines: list[str] = []
    seen: set[int] = set()

    def visit(node: Node, indent: str) -> None:
        if isinstance(node, Leaf):
            return
        seen.add(id(node))
        for values, child in picture.tree.diagram.steps(node):
            arrow = "▶" if (id(node), id(child)) in marked else "→"
            edge = f"{indent}{arrow} {picture.values(node, values)}: "
            if isinstance(child, Leaf):
                lines.append(edge + picture.outcome(child))
            elif id(child) in seen:
                lines.append(f"{edge}({names[id(child)][1:]})")
            else:
                lines.append(f"{edge}({names[id(child)][1:]}) {picture.question(child)}")
                visit(child, indent + "  ")

    root = picture.tree.outcomes
    lines.append(
        picture.outcome(root) if isinstance(root, Leaf) else f"({names[id(root)][1:]}) {picture.question(root)}"
    )
    visit(root, "")
    return "\n".join(lines)


def mermaid(picture: Picture) -> str:
    """Return the tree as a Mermaid flowchart."""
    names = picture.names()
    lines = ["flowchart TD"]
    for node in nodes(picture.tree.outcomes):
        if isinstance(node, Branch):
            lines.append(f'    {names[id(node)]}["{_safe(picture.question(node))}"]')
        elif node is not IMPOSSIBLE:
            lines.append(f'    {names[id(node)]}(["{_safe(picture.outcome(node))}"]):::{picture.level(node)}')
    for node, values, child, on_path in picture.edges():
        arrow = "==>" if on_path else "-->"
        lines.append(f'    {names[id(node)]} {arrow}|"{_safe(picture.values(node, values))}"| {names[id(child)]}')
    lines += [f"    classDef {level} fill:{colour}" for level, colour in COLOURS.items()]
    return "\n".join(lines)


def dot(picture: Picture, font: str = "Noto Sans CJK SC") -> str:
    """Return the tree in Graphviz's language, for `dot` to make a picture of."""
    names = picture.names()
    lines = [
        "digraph tree {",
        f'  graph [rankdir=TB, nodesep=0.25, ranksep=0.4, fontname="{font}"];',
        f'  node [shape=box, style="rounded,filled", fillcolor=white, fontsize=12, fontname="{font}"];',
        f'  edge [fontsize=11, fontname="{font}"];',
    ]
    for node in nodes(picture.tree.outcomes):
        if isinstance(node, Branch):
            lines.append(f'  {names[id(node)]} [label="{_wrapped(picture.question(node))}"];')
        elif node is not IMPOSSIBLE:
            colour = COLOURS[picture.level(node)]
            lines.append(f'  {names[id(node)]} [label="{_wrapped(picture.outcome(node))}", fillcolor="{colour}"];')
    for node, values, child, on_path in picture.edges():
        style = ', penwidth=3, color="#c0392b"' if on_path else ', color="#888888"'
        label = _wrapped(picture.values(node, values))
        lines.append(f'  {names[id(node)]} -> {names[id(child)]} [label="{label}"{style}];')
    return "\n".join([*lines, "}"])


def _safe(label: str) -> str:
    return label.replace('"', "'").replace("#", "＃")


def _wrapped(label: str, width: int = 16) -> str:
    """Break a label into lines: at spaces, or anywhere in Chinese."""
    lines, line = [], ""
    for part in label.replace("\\", "＼").replace('"', "'").split(" "):
        for piece in [part[i : i + width] for i in range(0, len(part), width)] or [""]:
            if line and len(line) + len(piece) + 1 > width * (2 if line.isascii() else 1):
                lines.append(line)
                line = piece
            else:
                line = f"{line} {piece}".strip()
    return "\\n".join([*lines, line])
