"""What the law says for the words that people use: statute_words.yaml."""

from pathlib import Path

from knowledge import source

FILE = Path(__file__).with_name("statute_words.yaml")


def load() -> dict[str, tuple[str, ...]]:
    """Return the words of the law for each plain word. Raises KnowledgeError if the file cannot be used."""
    return source.read(FILE, FILE.parent).convert((), dict[str, tuple[str, ...]])
