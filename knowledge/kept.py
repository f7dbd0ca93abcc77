"""What is costly to prepare from the knowledge, kept on disk as long as knowledge and code stay the same."""

import hashlib
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import TypeVar

import msgspec

from knowledge import shelf
from knowledge.library import Library

T = TypeVar("T", bound=msgspec.Struct)


def kept(library: Library, name: str, kind: type[T], make: Callable[[], T]) -> T:
    """Return what `make` returns, from the library's cache folder where it is there. A damaged file is written anew."""
    if library.cache is None:
        return make()
    path = _path(library.cache, library.revision, name)
    found = shelf.fetch(path, kind)
    if found is None:
        found = make()
        shelf.store(path, found, others=f"{name}-*.msgpack")
    return found


def is_kept(revision: str, cache: Path, name: str) -> bool:
    """Tell whether it is there for this revision of the knowledge."""
    return _path(cache, revision, name).is_file()


def _path(cache: Path, revision: str, name: str) -> Path:
    return cache / f"{name}-{revision}-{_code()}.msgpack"


@lru_cache(maxsize=1)
def _code() -> str:
    """Return the hash of the wordings and of the code, any of which may have a part in it: 12 hexadecimal digits."""
    here = Path(__file__).parent
    digest = hashlib.sha256()
    for path in [*sorted((here / "wording").iterdir()), *sorted(here.glob("*.py"))]:
        digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()[:12]
