"""Writes down what was learned from unanswered questions, in a file of its own, and proves it before it stays."""

from pathlib import Path

import msgspec
import yaml

from knowledge import library, lint
from knowledge.model import LearnedFaq, LearnedFile, LearnedWording
from knowledge.source import KnowledgeError, read
from knowledge.words import plain_data

NAME = "learned/learned.yaml"
HEAD = "# Learned from unanswered questions. Written by `redline knowledge learn`; edit it like any file.\n"


def learn(folder: Path, lesson: LearnedFaq | LearnedWording) -> Path:
    """Add a lesson to the knowledge in `folder` and check everything. Returns the file.

    Raises KnowledgeError, and leaves the file as it was, if the knowledge has a problem with the lesson in it.
    """
    path = folder / NAME
    before = path.read_bytes() if path.is_file() else None
    known = read(path, folder).convert((), LearnedFile) if before is not None else LearnedFile()
    if isinstance(lesson, LearnedFaq):
        grown = msgspec.structs.replace(known, faq=(*known.faq, lesson))
    else:
        grown = msgspec.structs.replace(known, wordings=(*known.wordings, lesson))
    path.parent.mkdir(parents=True, exist_ok=True)
    written = yaml.safe_dump(plain_data(grown), allow_unicode=True, sort_keys=False, width=120)
    path.write_text(HEAD + written, encoding="utf-8")
    try:
        problems = lint.check(library.load(folder)).problems
        if problems:
            raise KnowledgeError(str(problems[0]))
    except KnowledgeError:
        if before is None:
            path.unlink()
        else:
            path.write_bytes(before)
        raise
    return path
