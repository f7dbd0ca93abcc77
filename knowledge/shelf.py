"""Files of a cache folder. What is damaged, missing or cannot be written is done without."""

from hashlib import blake2b
from pathlib import Path
from typing import TypeVar

import msgspec

T = TypeVar("T", bound=msgspec.Struct)
_SUM = 16
"""Bytes of the sum over the rest that a file ends with: a flipped bit would not be noticed otherwise."""


def fetch(path: Path, kind: type[T]) -> T | None:
    """Return what a file holds, or None."""
    try:
        whole = memoryview(path.read_bytes())
        if _sum(whole[:-_SUM]) != whole[-_SUM:]:
            return None
        return msgspec.msgpack.decode(whole[:-_SUM], type=kind)
    except (OSError, msgspec.MsgspecError):
        return None


def store(path: Path, content: msgspec.Struct, others: str) -> None:
    """Write a file in one go, and remove the `others` of its folder, a pattern: they are stale."""
    packed = msgspec.msgpack.encode(content)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        fresh = path.with_suffix(".new")
        fresh.write_bytes(packed + _sum(packed))
        fresh.replace(path)
        for old in path.parent.glob(others):
            if old != path:
                old.unlink(missing_ok=True)
    except OSError:
        return


def _sum(content: bytes | memoryview) -> bytes:
    return blake2b(content, digest_size=_SUM).digest()
