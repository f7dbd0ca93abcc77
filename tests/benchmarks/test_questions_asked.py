"""How many questions a verdict takes, beside the fewest that any order could need.

The exact optimum is found by dynamic programming over what is left of the tree. Facts of one screen are one question.
What is presumed of nearly everybody is shown as an assumption and not counted: it is confirmed by one press.
"""

from functools import cache

from knowledge import interview
from knowledge.diagram import Branch, nodes, results
from knowledge.library import load

LIBRARY = load()
WIDEST = 7
"""Verdicts with more open screens than this are too large for the exact optimum; they are reported without it."""


def presumed(tree):
    """What is left of a tree when nearly everybody's facts are taken as so."""
    facts = {fact.id: fact.presume for fact in LIBRARY.facts.values() if fact.presume is not None}
    return tree.left(LIBRARY.vocabulary.derive({name: facts[name] for name in tree.diagram.facts if name in facts}))


def screens(tree, node):
    """The screens that are still open, each with its facts."""
    asked = {tree.diagram.fact(inner) for inner in nodes(node) if isinstance(inner, Branch)}
    found = {}
    for name in tree.diagram.facts:
        if name in asked:
            found.setdefault(LIBRARY.facts[name].group or name, []).append(LIBRARY.facts[name])
    return found


def expected(tree, choose):
    """The mean number of questions when `choose` says which of the open screens may be asked."""

    @cache
    def cost(node):
        if len(results(node)) <= 1:
            return 0.0
        offered = choose(tree, node, screens(tree, node))
        return 1 + min(sum(p * cost(end) for p, end in interview.after_screen(tree, node, facts)) for facts in offered)

    return cost(presumed(tree))


def every(tree, node, found):
    return list(found.values())


def ours(tree, node, found):
    name = interview.best_question(tree, LIBRARY.vocabulary, node)
    return [found[LIBRARY.facts[name].group or name]]


def test_questions_beside_the_optimum():
    print(f"\n{'verdict':<40} screens  ours  optimum  ratio")
    ratios = []
    for verdict in LIBRARY.verdicts.values():
        tree = LIBRARY.tree(verdict.id, verdict.since)
        count = len(screens(tree, presumed(tree)))
        mine = expected(tree, ours)
        best = expected(tree, every) if count <= WIDEST else None
        if best:
            ratios.append(mine / best)
        shown = f"{best:>8.2f} {mine / best:>6.2f}" if best else "       -      -"
        print(f"{verdict.id:<40} {count:>7} {mine:>5.2f} {shown}")
    print(f"mean ratio {sum(ratios) / len(ratios):.3f}, worst {max(ratios):.3f} over {len(ratios)} verdicts")
    assert max(ratios) <= 1.10
