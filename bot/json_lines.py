"""JSON lines in, JSON lines out, in the same order: what a line may hold, and what becomes of a bad one."""

import json
import sys
from collections.abc import Callable
from typing import Any

from knowledge.workdays import CountError

Fields = dict[str, Any]


class BadLine(ValueError):
    """A line, or an option, that says nothing we can work with."""


def each_line(answer: Callable[[Fields], Fields], failed: Callable[[str], Fields]) -> None:
    """Answer JSON lines one by one, in order. A line that cannot be answered gets its error; the batch goes on."""
    for number, raw in enumerate(sys.stdin.buffer, start=1):
        if raw.strip():
            sys.stdout.write(dump(_line(number, raw, answer, failed)) + "\n")
    sys.stdout.flush()


def _line(number: int, raw: bytes, answer: Callable[[Fields], Fields], failed: Callable[[str], Fields]) -> Fields:
    try:
        line = json.loads(raw)
    except (ValueError, RecursionError) as error:
        return {"id": None, **failed(f"line {number}: not JSON: {error}")}
    if not isinstance(line, dict):
        return {"id": None, **failed(f"line {number}: not a JSON object")}
    return answered(lambda: answer(line), line.get("id"), failed)


def answered(answer: Callable[[], Fields], key: Any, failed: Callable[[str], Fields]) -> Fields:
    """Return the answer with its id, or what `failed` makes of the reason why there is none."""
    try:
        return {"id": key, **answer()}
    except (BadLine, CountError) as error:
        return {"id": key, **failed(str(error))}


def typed(line: Fields, name: str, kind: type, default: Any) -> Any:
    """Return a field of the right JSON type, or the default where it is missing or null. Raises BadLine."""
    value = line.get(name)
    if value is None:
        return default
    if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
        wanted = {str: "a string", int: "a whole number", bool: "true or false"}[kind]
        raise BadLine(f'"{name}" must be {wanted}, not {json.dumps(value, ensure_ascii=False)[:40]}')
    return value


def dump(data: Fields) -> str:
    """Write JSON. A lone half of a surrogate pair, which UTF-8 cannot carry, stays an escape."""
    return json.dumps(data, ensure_ascii=False).encode("utf-8", "backslashreplace").decode()
