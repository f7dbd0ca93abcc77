"""Files of a cache folder. What is damaged, missing or cannot be written is done without.

What a `memoryview` in them holds stays on disk until it is looked at, and takes memory only as far as it is.
"""

import hashlib
import mmap
import struct
from pathlib import Path
from typing import TypeVar

import msgspec

from knowledge.words import Disk, pack, unpack

T = TypeVar("T", bound=msgspec.Struct)
_SUM = 16
"""Bytes of the sum over the rest that a file begins with: a flipped bit would not be noticed otherwise."""
_HEAD = struct.Struct("<I")
"""How long what is read at once is; words follow behind it, which are read when they are looked at."""


def fetch(path: Path, kind: type[T]) -> T | None:
    """Return what a file holds, or None."""
    try:
        with path.open("rb") as file:
            kept = file.read(_SUM)
            if hashlib.file_digest(file, _digest).digest() != kept:
                return None
            whole = memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))
        begin = _SUM + _HEAD.size
        end = begin + _HEAD.unpack(whole[_SUM:begin])[0]
        return unpack(whole[begin:end], kind, Disk(path), end)
    except (OSError, ValueError, struct.error):
        return None


def store(path: Path, content: msgspec.Struct, others: str) -> None:
    """Write a file in one go, and remove the `others` of its folder, a pattern: they are stale."""
    head, words = pack(content)
    packed = _HEAD.pack(len(head)) + head + words
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        fresh = path.with_suffix(".new")
        fresh.write_bytes(_digest(packed).digest() + packed)
        fresh.replace(path)
        for old in path.parent.glob(others):
            if old != path:
                old.unlink(missing_ok=True)
    except OSError:
        return


def _digest(content: bytes = b"") -> "hashlib.blake2b":
    return hashlib.blake2b(content, digest_size=_SUM)
