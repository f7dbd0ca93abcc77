"""What a message is about where its words do not say so: the verdicts that everything it states speaks for.

"We got hacked last night, about 80k phone numbers gone, who do we call?" is near none of our wordings; but what it
states is asked for by the rules on incidents and on leaks, and by no others.
"""

from collections.abc import Iterable, Mapping

from knowledge.basics import Value
from knowledge.library import Library
from knowledge.model import Verdict

LEAST = 1.5
"""What is stated must tell so much together, as two facts do that few verdicts ask for."""
WHOLE = 0.95
"""This share of it must be asked for."""
OWN = 0.3
"""Of two verdicts each asks for this share at least."""


def spoken_for(library: Library, stated: Mapping[str, Value]) -> tuple[str, ...]:
    """Return the verdict, or the two, whose rules ask for nearly everything stated; nothing where it is too little.

    What is denied, or follows from something else stated, says nothing more. A verdict whose subject is not stated is
    not meant: a dating app with so many users is no AI companion.
    """
    alone = [
        name
        for name, value in stated.items()
        if value is not False
        and not any(name in library.vocabulary.derive({other: stated[other]}) for other in stated if other != name)
    ]
    telling = {name: library.telling.get(name, 0.0) for name in alone if not library.facts[name].common}
    whole = sum(telling.values())
    if whole < LEAST or sum(weight > 0 for weight in telling.values()) < 2:
        return ()
    known = library.vocabulary.derive(dict(stated))
    meant = [
        one
        for one in library.verdicts.values()
        if all(known.get(it) for it, is_so in one.subject.items() if is_so is True)
    ]
    first = _best(library, meant, telling)
    if _share(library, first, telling) >= WHOLE * whole:
        return (first,)
    left = {name: weight for name, weight in telling.items() if name not in library.facts_of(first)}
    second = _best(library, meant, left)
    shares = [_share(library, verdict, telling) for verdict in (first, second)]
    if min(shares) >= OWN * whole and _share(library, first, telling) + _share(library, second, left) >= WHOLE * whole:
        return first, second
    return ()


def _best(library: Library, meant: Iterable[Verdict], telling: dict[str, float]) -> str:
    """Return the verdict that asks for most of it; of several the weightiest, then the one that asks for least more."""
    return max(
        meant,
        key=lambda verdict: (
            round(_share(library, verdict.id, telling), 6),
            verdict.weight,
            -len(library.facts_of(verdict.id)),
        ),
    ).id


def _share(library: Library, verdict: str, telling: dict[str, float]) -> float:
    return sum(weight for name, weight in telling.items() if name in library.facts_of(verdict))
