"""JSON Schemas of the knowledge files, for completion in an editor: with every fact, its values, and every article."""

from typing import Any

import msgspec

from knowledge.fact_model import Fact, FactsFile
from knowledge.library import Library
from knowledge.model import GlossaryFile, PrecedentsFile, RegimeFile, Regulation, Verdict
from knowledge.words import Wordings, Words

KINDS: dict[str, Any] = {
    "facts": FactsFile,
    "regulations": Regulation,
    "regimes": RegimeFile,
    "glossary": GlossaryFile,
    "precedents": PrecedentsFile,
}
"""A folder of the knowledge and the schema of its files."""
PLACE = "#/$defs/{name}"


def schema(library: Library, kind: str) -> dict[str, Any]:
    """Return the schema of the files in the folder `kind`."""
    (top, *_), parts = msgspec.json.schema_components(
        [KINDS[kind], Fact, Verdict, Wordings], schema_hook=_words, ref_template=PLACE
    )
    parts["Condition"] = _condition(library)
    parts["Citation"] = {"type": "string", "examples": _citations(library)}
    for owner, field, part in (("FactsFile", "facts", "Fact"), ("RegimeFile", "verdicts", "Verdict")):
        if owner in parts:
            parts[owner]["properties"][field] = _each(part)
    for owner in ("Rule", "Definition"):
        parts[owner]["properties"]["when"] = _ref("Condition")
    for part in parts.values():
        if "cite" in part.get("properties", {}):
            part["properties"]["cite"]["items"] = _ref("Citation")
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **top, "$defs": parts}


def _words(kind: type) -> dict[str, Any]:
    if kind is not Words:
        raise NotImplementedError(kind)
    return _ref("Wordings")


def _condition(library: Library) -> dict[str, Any]:
    """Return the schema of a condition: all, any, not, facts with values, or definitions, whose names are their own."""
    several = {"type": "array", "items": _ref("Condition"), "minItems": 1}
    facts = {name: _fact(fact) for name, fact in library.facts.items() if fact.domain()}
    fields = {"all": several, "any": several, "not": _ref("Condition"), **facts}
    return {
        "anyOf": [
            {"const": "otherwise", "description": "Always holds: the last rule."},
            {"type": "object", "properties": fields, "additionalProperties": {"type": "boolean"}},
        ]
    }


def _fact(fact: Fact) -> dict[str, Any]:
    value = {"enum": list(fact.domain())}
    said = f"{fact.label.en} / {fact.label.zh}"
    return {"description": said, "anyOf": [value, {"type": "array", "items": value, "minItems": 1}]}


def _citations(library: Library) -> list[str]:
    return [f"{law.id}#{article.number}" for law in library.regulations.values() for article in law.articles]


def _each(part: str) -> dict[str, Any]:
    return {"type": "object", "additionalProperties": _ref(part)}


def _ref(part: str) -> dict[str, Any]:
    return {"$ref": PLACE.format(name=part)}
