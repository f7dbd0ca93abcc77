"""YAML files as data with line numbers, and the error that names file and line.

YAML is read by the rules of version 1.2: only `true` and `false` are booleans, so a key named `off` or a country named
`no` stays what it says. Dates stay strings until a schema asks for a date.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import msgspec
import yaml

from knowledge.words import Wordings, Words, convert

T = TypeVar("T")
DEEPEST = 100
"""Levels of nesting. Our own files have nine."""
_OPENING = re.compile(r"(?:[-?:]? )*")
_BRACKET = re.compile(r"[\[\]{}]")
Place = tuple[str | int, ...]
"""The way to a value inside a file: keys and positions."""


class KnowledgeError(ValueError):
    """A knowledge file cannot be used. The message speaks to its editors: where, what was found, what is known."""


class _Loader(yaml.CSafeLoader):
    """PyYAML's C loader with the scalars of YAML 1.2."""


_Loader.yaml_implicit_resolvers = {}
for _tag, _pattern, _first in (
    ("bool", r"^(?:true|false)$", "tf"),
    ("null", r"^(?:null|~|)$", ["n", "~", ""]),
    ("int", r"^[-+]?[0-9]{1,18}$", "-+0123456789"),
    ("float", r"^[-+]?[0-9]+\.[0-9]+$", "-+0123456789"),
):
    _Loader.add_implicit_resolver(f"tag:yaml.org,2002:{_tag}", re.compile(_pattern), list(_first))


@dataclass(frozen=True, slots=True)
class Source:
    """One file, read: its name within the knowledge folder, its data, and the line of every value."""

    name: str
    data: Any
    lines: Mapping[Place, int]

    def where(self, place: Place = ()) -> str:
        """Return `file:line` of the value at `place`, or of the nearest one around it."""
        while place and place not in self.lines:
            place = place[:-1]
        return f"{self.name}:{self.lines.get(place, 1)}"

    def error(self, place: Place, message: str) -> KnowledgeError:
        """Return the error for the value at `place`."""
        return KnowledgeError(f"{self.where(place)}: {message}")

    def convert(self, place: Place, kind: type[T]) -> T:
        """Return the value at `place` as a `kind`. Raises KnowledgeError with file, line and what is known there."""
        value = self.data
        for step in place:
            value = value[step]
        try:
            return convert(value, kind)
        except msgspec.ValidationError as error:
            message, *places = str(error).split(" - at ")
            inner = tuple(step for place in reversed(places) for step in _place(place.strip("`")))
            raise self.error(place + inner, message + _known(kind, inner, message)) from None


def read(path: Path, root: Path) -> Source:
    """Read one YAML file. Raises KnowledgeError for what is not YAML, not UTF-8, or says a key twice."""
    name = path.relative_to(root).as_posix()
    try:
        return parse(path.read_text(encoding="utf-8"), name)
    except UnicodeDecodeError as error:
        raise KnowledgeError(f"{name}: not UTF-8 (byte {error.start}). Save the file as UTF-8.") from None


def parse(text: str, name: str) -> Source:
    """Return the Source of YAML `text`. Raises KnowledgeError as `read` does."""
    _check_depth(text, name)
    try:
        node = yaml.compose(text, Loader=_Loader)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise KnowledgeError(f"{name}:{line}: not readable as YAML: {error.problem}.") from None
    except yaml.YAMLError as error:
        raise KnowledgeError(f"{name}: not readable as YAML: {error}.") from None
    lines: dict[Place, int] = {}
    data = {} if node is None else _build(node, (), lines, set(), name)
    return Source(name, data, lines)


def _check_depth(text: str, name: str) -> None:
    """Refuse what is nested so deeply that the C loader, which recurses, would bring the process down."""
    for number, line in enumerate(text.splitlines(), 1):
        opening = _OPENING.match(line)
        if opening is not None and opening.end() > 2 * DEEPEST:
            raise KnowledgeError(f"{name}:{number}: indented too deeply. At most {DEEPEST} levels are read.")
    depth = 0
    for sign in _BRACKET.finditer(text):
        depth += 1 if sign[0] in "[{" else -1
        if depth > DEEPEST:
            number = text.count("\n", 0, sign.start()) + 1
            raise KnowledgeError(f"{name}:{number}: more than {DEEPEST} brackets are open here.")


def _build(node: yaml.Node, place: Place, lines: dict[Place, int], seen: set[int], name: str) -> Any:
    lines[place] = line = node.start_mark.line + 1
    if isinstance(node, yaml.ScalarNode):
        return _scalar(node)
    if id(node) in seen:
        raise KnowledgeError(f"{name}:{line}: aliases (*name) are not used in knowledge files. Write the value out.")
    seen.add(id(node))
    if isinstance(node, yaml.SequenceNode):
        return [_build(item, (*place, index), lines, seen, name) for index, item in enumerate(node.value)]
    mapping: dict[str, Any] = {}
    for key_node, value_node in node.value:
        key = str(key_node.value)
        if key in mapping:
            raise KnowledgeError(f'{name}:{key_node.start_mark.line + 1}: "{key}" stands here a second time.')
        mapping[key] = _build(value_node, (*place, key), lines, seen, name)
        lines[(*place, key)] = key_node.start_mark.line + 1
    return mapping


def _scalar(node: yaml.ScalarNode) -> Any:
    match node.tag.rpartition(":")[2]:
        case "bool":
            return node.value == "true"
        case "null":
            return None
        case "int":
            return int(node.value)
        case "float":
            return float(node.value)
        case _:
            return node.value


def _place(path: str) -> Place:
    """Read a msgspec path such as `$.articles[3].gist.zh`; what stands behind `[...]` cannot be located."""
    located = path.removeprefix("$").partition("[...]")[0]
    return tuple(int(index) if index else key for key, index in re.findall(r"\.([^.\[]+)|\[(\d+)\]", located))


def _known(kind: Any, place: Place, message: str) -> str:
    """Return what the schema knows at `place`, for messages about an unknown name."""
    if "unknown field" not in message and "enum value" not in message:
        return "."
    info: Any = msgspec.inspect.type_info(kind)
    for step in place:
        info = _inside(info, step)
    info = _opened(info)
    if isinstance(info, msgspec.inspect.StructType):
        return ". Known fields: " + ", ".join(field.encode_name for field in info.fields) + "."
    if isinstance(info, msgspec.inspect.LiteralType):
        return ". Known values: " + ", ".join(str(value) for value in info.values) + "."
    return "."


def _opened(info: Any) -> Any:
    """Return what Words are written as for Words, everything else as it is."""
    is_words = isinstance(info, msgspec.inspect.CustomType) and info.cls is Words
    return msgspec.inspect.type_info(Wordings) if is_words else info


def _inside(info: Any, step: str | int) -> Any:
    if isinstance(info, msgspec.inspect.UnionType):
        info = next((t for t in info.types if not isinstance(t, msgspec.inspect.NoneType)), info)
    info = _opened(info)
    if isinstance(info, msgspec.inspect.StructType):
        return next((field.type for field in info.fields if field.encode_name == step), info)
    if isinstance(info, msgspec.inspect.DictType):
        return info.value_type
    return getattr(info, "item_type", info)
