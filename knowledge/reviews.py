"""Who compared an article with the official text, and when: kept beside the knowledge, valid while neither changes."""

import hashlib
from datetime import date
from pathlib import Path

import msgspec
import yaml

from knowledge.basics import Struct
from knowledge.model import Article
from knowledge.source import read

HEAD = "# Articles that a person compared with the official text. Written by `redline knowledge review`.\n"


class Review(Struct, frozen=True):
    """One comparison: of which article, by whom, on which day, of which gist and text, with what result."""

    article: str
    by: str
    on: date
    gist: str
    text: str
    agrees: bool
    note: str | None = None


class ReviewsFile(Struct, frozen=True):
    """reviews/<regulation>.yaml"""

    reviews: tuple[Review, ...] = ()


def load(folder: Path, regulation: str) -> tuple[Review, ...]:
    """Return the reviews of a regulation, oldest first. Raises KnowledgeError for a file that cannot be used."""
    path = _path(folder, regulation)
    return read(path, folder).convert((), ReviewsFile).reviews if path.is_file() else ()


def add(folder: Path, regulation: str, review: Review) -> None:
    """Write a review behind the earlier ones."""
    path = _path(folder, regulation)
    path.parent.mkdir(parents=True, exist_ok=True)
    file = ReviewsFile((*load(folder, regulation), review))
    written = yaml.safe_dump(msgspec.to_builtins(file), allow_unicode=True, sort_keys=False, width=120)
    path.write_text(HEAD + written, encoding="utf-8")


def stands(reviews: tuple[Review, ...], article: Article, official: str) -> Review | None:
    """Return the last review of an article, if it was of this very gist and this very text."""
    found = [review for review in reviews if review.article == article.number]
    return found[-1] if found and (found[-1].gist, found[-1].text) == (gist_mark(article), mark(official)) else None


def gist_mark(article: Article) -> str:
    """Return the mark of a gist in both languages."""
    return mark(article.gist.zh + "\0" + article.gist.en)


def mark(text: str) -> str:
    """Return a short mark of a text, by which a change of it is seen."""
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def _path(folder: Path, regulation: str) -> Path:
    return folder / "reviews" / f"{regulation}.yaml"
