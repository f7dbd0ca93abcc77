"""What the law says for the words that people use, in Chinese and in English."""

from pathlib import Path

from knowledge import source

PLAIN = Path(__file__).with_name("statute_words.yaml")
ENGLISH = Path(__file__).with_name("statute_english.yaml")


def load(file: Path) -> dict[str, tuple[str, ...]]:
    """Return the words of the law for each word in `file`. Raises KnowledgeError if the file cannot be used."""
    return source.read(file, file.parent).convert((), dict[str, tuple[str, ...]])
