"""Everything that is prepared from the knowledge once and kept: `python -m knowledge.prepare FOLDER CACHE`."""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from knowledge import library as libraries
from knowledge import statements
from knowledge.belonging import learned
from knowledge.candidates import asked_words
from knowledge.index import index
from knowledge.kept import is_kept
from knowledge.known_words import ours
from knowledge.library import Library
from knowledge.patterns import patterns
from knowledge.spelling import known_words
from knowledge.subjects import subject_words
from knowledge.typed_pinyin import typed_words

PREPARED: dict[str, Callable[[Library], Any]] = {
    "index-zh": lambda library: index(library, "zh"),
    "index-en": lambda library: index(library, "en"),
    "ours": ours,
    "spelling": known_words,
    "asked": asked_words,
    "typed": typed_words,
    "subjects": subject_words,
    "belonging": learned,
    "known": statements.known,
    "products": statements.products,
    "patterns": patterns,
}
"""By the name under which it is kept."""


def is_ready(folder: Path, cache: Path) -> bool:
    """Tell whether nothing is left to prepare."""
    revision = libraries.revision_of(folder)
    return libraries.is_kept(revision, cache) and all(is_kept(revision, cache, name) for name in PREPARED)


def main(folder: Path, cache: Path) -> None:
    """Prepare what is missing in the cache."""
    library = libraries.load(folder, cache)
    for make in PREPARED.values():
        make(library)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
