"""The words the bot says: one file a topic, both languages side by side."""

import tomllib
from functools import cache
from pathlib import Path

from knowledge.basics import Lang

FOLDER = Path(__file__).parent


@cache
def _all() -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    for path in sorted(FOLDER.glob("*.toml")):
        for key, words in tomllib.loads(path.read_text(encoding="utf-8")).items():
            found[f"{path.stem}.{key}"] = words
    return found


def keys() -> list[str]:
    """Return every key, `topic.name`."""
    return list(_all())


class Texts:
    """The words in one language: `texts("ask.headline", title="…")`."""

    def __init__(self, lang: Lang):
        self.lang = lang

    def __call__(self, key: str, **values: object) -> str:
        """Return the words under `key` with the values put in. Raises KeyError for a key there is not."""
        words = _all()[key][self.lang]
        return words.format(**values) if values else words

    def raw(self, key: str) -> str:
        """Return the words under `key` as they are written, with their placeholders."""
        return _all()[key][self.lang]

    def join(self, items: list[str]) -> str:
        """Return a list in one line: commas of the language."""
        return ("、" if self.lang == "zh" else ", ").join(items)

    def has(self, key: str) -> bool:
        """Tell whether there is such a key."""
        return key in _all()
