"""Which verdict is answered of several of one field that a question may mean: the one that asks for what was told."""

from collections.abc import Mapping, Sequence

from knowledge import duties
from knowledge.library import Library
from knowledge.subjects import TELLING
from knowledge.vocabulary import Facts

CLOSE = 0.08
"""Two verdicts nearer than this cannot be told apart."""
OWN, FIELDS = 0.16, 2
"""A verdict that asks for a choice told, of which so few fields ask, goes before one surer by no more than this."""
NAMED = 0.04
"""A verdict on the kind of duty that is named goes before one that is surer by no more than this."""


def ranked(
    library: Library,
    scores: Mapping[str, float],
    facts: Facts,
    least: float,
    wanted: frozenset[str] = frozenset(),
) -> dict[str, float]:
    """Return the verdicts with their scores, the likeliest first.

    A verdict of the same field with `least` that asks for what was told goes before one that does not ask for it:
    "is the contract filed for 60 people's reports?" asks for the route, which hangs on the number. So does one of
    another field that is as likely and asks for the number, or for a choice that is nearly its own: who tells the
    protection level of a system asks for its filing with the police, and not for that of a website.
    Of the kinds of duty `wanted`, if any are named, it must be one.
    """
    names = sorted(
        scores, key=lambda name: -scores[name] - NAMED * (not wanted.isdisjoint(duties.kinds_of(library, name)))
    )
    closer = _asks_for_told(library, names, scores, facts, least, wanted)
    order = dict.fromkeys([closer, *names] if closer else names)
    best = scores[names[0]] if names else 0.0
    return {name: best if name == closer else scores[name] for name in order}


def _asks_for_told(
    library: Library,
    names: Sequence[str],
    scores: Mapping[str, float],
    facts: Facts,
    least: float,
    wanted: frozenset[str],
) -> str | None:
    """Return the verdict that asks for the number told, else for what tells most, where the likeliest does not."""
    numbers = {name for name in facts if library.facts[name].type == "number"}
    own = {name for name in facts if library.facts[name].type == "choice" and len(_fields(library, name)) <= FIELDS}
    telling = numbers or own or {name for name in facts if _tells(library, name)}
    if not names or not telling or not telling.isdisjoint(library.facts_of(names[0])):
        return None
    field, best = library.verdicts[names[0]].regime, scores[names[0]]
    reach = CLOSE if numbers else OWN if own else -1.0
    near = [n for n in names if library.verdicts[n].regime == field or scores[n] >= best - reach]
    near = [n for n in near if _is_wanted(library, n, wanted)]
    return next((n for n in near if scores[n] >= least and not telling.isdisjoint(library.facts_of(n))), None)


def _is_wanted(library: Library, verdict: str, wanted: frozenset[str]) -> bool:
    """Tell whether a verdict is not about another kind of duty than those named: an assessment is no filing."""
    kinds = duties.kinds_of(library, verdict)
    return not wanted or not kinds or not wanted.isdisjoint(kinds)


def _fields(library: Library, name: str) -> set[str]:
    """Return the fields whose verdicts ask for a fact."""
    return {verdict.regime for verdict in library.verdicts.values() if name in library.facts_of(verdict.id)}


def _tells(library: Library, name: str) -> bool:
    fact = library.facts[name]
    return fact.stage == "exception" or (fact.type == "bool" and library.telling.get(name, 0.0) >= TELLING)


def hangs_on(library: Library, verdict: str, facts: Facts) -> bool:
    """Tell whether a verdict hangs on a number told, or on a choice that makes an exception."""
    told = (library.facts[name] for name in library.facts_of(verdict) & facts.keys())
    return any(fact.type == "number" or (fact.type == "choice" and fact.stage == "exception") for fact in told)


def beside_first(library: Library, names: Sequence[str], facts: Facts) -> list[str]:
    """Return the verdicts without those that rest on less of what was told than the first, which is of their law."""
    return [name for name in names if name == names[0] or not _rests_on_less(library, name, names[0], facts)]


def _rests_on_less(library: Library, verdict: str, first: str, facts: Facts) -> bool:
    if library.verdicts[verdict].regulation != library.verdicts[first].regulation:
        return False
    return library.facts_of(verdict) & facts.keys() < library.facts_of(first) & facts.keys()
