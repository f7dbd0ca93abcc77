"""What is costly to prepare from the knowledge, kept on disk as long as knowledge and code stay the same."""

import hashlib
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import TypeVar

import msgspec

from knowledge.library import Library

T = TypeVar("T", bound=msgspec.Struct)
_CODE = ("entries", "features", "index", "known_words", "lexicon", "normalise", "rows", "tokens", "wording")


def kept(library: Library, name: str, kind: type[T], make: Callable[[], T]) -> T:
    """Return what `make` returns, from the library's cache folder where it is there. A damaged file is written anew."""
    if library.cache is None:
        return make()
    path = library.cache / f"{name}-{library.revision}-{_code()}.msgpack"
    try:
        return msgspec.msgpack.decode(path.read_bytes(), type=kind)
    except (OSError, msgspec.MsgspecError):
        made = make()
        _keep(path, name, made)
        return made


def _keep(path: Path, name: str, made: msgspec.Struct) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        fresh = path.with_suffix(".new")
        fresh.write_bytes(msgspec.msgpack.encode(made))
        fresh.replace(path)
        for old in path.parent.glob(f"{name}-*.msgpack"):
            if old != path:
                old.unlink(missing_ok=True)
    except OSError:
        return


@lru_cache(maxsize=1)
def _code() -> str:
    """Return the hash of the wordings and of the code that prepares: 12 hexadecimal digits."""
    here = Path(__file__).parent
    files = [*sorted((here / "wording").iterdir()), *(here / f"{module}.py" for module in _CODE)]
    digest = hashlib.sha256()
    for path in files:
        digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()[:12]
