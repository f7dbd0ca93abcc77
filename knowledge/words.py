"""Wordings by which things are recognised, and how values that hold such are converted, packed and unpacked."""

import os
import struct
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

import msgspec

from knowledge.basics import Struct

T = TypeVar("T")
_PLACE = struct.Struct("<II")
_WORDS = 1
"""The type of MessagePack's extensions that stands for words: the place where they are packed."""


class Wordings(Struct, frozen=True):
    """Words as they are written in a file."""

    zh: tuple[str, ...] = ()
    en: tuple[str, ...] = ()


class Disk:
    """A file that parts are read from. It is open as long as anything may be read."""

    __slots__ = ("_number",)

    def __init__(self, path: Path) -> None:
        """Open it. Raises OSError."""
        self._number = -1
        self._number = os.open(path, os.O_RDONLY)

    def fileno(self) -> int:
        """Return its number in the system."""
        return self._number

    def __del__(self) -> None:
        if self._number >= 0:
            os.close(self._number)


class Packed(NamedTuple):
    """Where packed wordings lie in a file."""

    file: Disk
    begin: int
    length: int

    def read(self) -> Wordings:
        """Return them. Raises OSError where the disk fails."""
        packed = os.pread(self.file.fileno(), self.length, self.begin)
        return msgspec.msgpack.decode(packed, type=Wordings)


class Words:
    """Wordings by which something is recognised, in both languages.

    They are half of the knowledge and seldom looked at: those of the cache stay on disk until then, which saves 7 MB.
    """

    __slots__ = ("_kept",)

    def __init__(self, zh: tuple[str, ...] = (), en: tuple[str, ...] = ()) -> None:
        self._kept: Wordings | Packed = Wordings(zh, en)

    @classmethod
    def packed(cls, kept: Packed) -> "Words":
        """Return words that are read each time they are looked at."""
        words = cls.__new__(cls)
        words._kept = kept
        return words

    @property
    def written(self) -> Wordings:
        """The wordings of each language."""
        return self._kept if isinstance(self._kept, Wordings) else self._kept.read()

    @property
    def zh(self) -> tuple[str, ...]:
        """The Chinese wordings."""
        return self.written.zh

    @property
    def en(self) -> tuple[str, ...]:
        """The English wordings."""
        return self.written.en

    def all(self) -> tuple[str, ...]:
        """Return the wordings of both languages."""
        written = self.written
        return written.zh + written.en

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Words) and self.written == other.written

    def __hash__(self) -> int:
        return hash(self.written)

    def __repr__(self) -> str:
        return f"Words(zh={self.zh!r}, en={self.en!r})"


def convert(value: Any, kind: type[T]) -> T:
    """Return plain data as a `kind`. Raises msgspec.ValidationError; a place within words follows as a second one."""
    return msgspec.convert(value, kind, dec_hook=_read)


def plain_data(value: Any) -> Any:
    """Return a value as dicts, lists, strings and numbers; where there are no words, nothing."""
    return _spoken(msgspec.to_builtins(value, enc_hook=_written))


def pack(value: msgspec.Struct) -> tuple[bytes, bytes]:
    """Return a value in bytes, and the words in it, which belong behind them."""
    words = bytearray()

    def place(found: object) -> msgspec.msgpack.Ext:
        packed = msgspec.msgpack.encode(_written(found))
        words.extend(packed)
        return msgspec.msgpack.Ext(_WORDS, _PLACE.pack(len(words) - len(packed), len(packed)))

    return msgspec.msgpack.encode(value, enc_hook=place), bytes(words)


def unpack(packed: memoryview, kind: type[T], file: Disk, begin: int) -> T:
    """Return what was packed, with the words that lie in `file` from `begin` on. Raises msgspec.MsgspecError."""

    def found(_: int, place: memoryview) -> Words:
        start, length = _PLACE.unpack(place)
        return Words.packed(Packed(file, begin + start, length))

    return msgspec.msgpack.decode(packed, type=kind, ext_hook=found)


def _spoken(data: Any) -> Any:
    if isinstance(data, dict):
        return {key: _spoken(value) for key, value in data.items() if value != {}}
    return [_spoken(item) for item in data] if isinstance(data, list | tuple) else data


def _read(kind: type, value: Any) -> Words:
    if kind is not Words:
        raise NotImplementedError(kind)
    try:
        written = msgspec.convert(value, Wordings)
    except msgspec.ValidationError as error:
        raise ValueError(str(error)) from None  # so that msgspec adds the place of the words
    return Words(written.zh, written.en)


def _written(value: object) -> Wordings:
    if not isinstance(value, Words):
        raise NotImplementedError(type(value))
    return value.written
