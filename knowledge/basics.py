"""What every knowledge file is made of: languages, levels, texts, and the strict, frozen base of the schema."""

from typing import Literal

import msgspec

Lang = Literal["zh", "en"]
Value = bool | str
"""A fact's value inside a diagram: true or false, a choice, or the name of a range."""
Level = Literal["required", "not_required", "depends"]
Stage = Literal["scope", "trigger", "exception", "detail"]
Unit = Literal["working-days", "days", "months", "years", "hours", "before-event"]
Basis = Literal["full-text", "excerpt", "secondary", "substance", "draft-text", "memory"]
Status = Literal["in-force", "amended", "adopted", "draft", "repealed"]
Kind = Literal["verdict", "article", "definition", "deadline", "penalty", "procedure", "overview"]

STAGES: tuple[Stage, ...] = ("scope", "trigger", "exception", "detail")


class Struct(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """The base of everything here: immutable, and strict about names it does not know."""


class Text(Struct, frozen=True):
    """The same words in both languages."""

    zh: str
    en: str

    def get(self, lang: Lang) -> str:
        """Return the words in `lang`."""
        return self.zh if lang == "zh" else self.en
