"""The environment of a process that finds only what the product itself needs.

Packages for the tests cost a bot 12 MB: httpx and telegram take what they find of rich, pygments and cryptography.
"""

from collections.abc import Iterable
from functools import cache
from importlib.metadata import distribution, distributions, packages_distributions
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name


def needed(package: str, extras: Iterable[str] = (), known: set[str] | None = None) -> set[str]:
    """Return the packages that a package needs on this machine, itself among them, by their canonical names."""
    found = set() if known is None else known
    found.add(canonicalize_name(package))
    for wanted in map(Requirement, distribution(package).requires or []):
        fits = wanted.marker is None or any(wanted.marker.evaluate({"extra": extra}) for extra in ("", *extras))
        if fits and (wanted.extras or canonicalize_name(wanted.name) not in found):
            needed(wanted.name, wanted.extras, found)
    return found


@cache
def environment() -> dict[str, str]:
    """Return the environment that hides what only tests need."""
    ours = needed("redline")
    others = {canonicalize_name(found.name) for found in distributions()} - ours
    owned = packages_distributions().items()
    hidden = sorted(name for name, owners in owned if {canonicalize_name(owner) for owner in owners} <= others)
    return {"HIDDEN": " ".join(hidden), "PYTHONPATH": str(Path(__file__).parent / "installed")}
