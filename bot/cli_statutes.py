"""`redline statutes` and `redline search`: official texts, imported and searched."""

import os
import stat
import sys
import time
from collections.abc import Iterable, Iterator
from pathlib import Path

import click

from bot.article_search import imported
from bot.cli import Setup, pass_setup
from bot.failure import Failure
from bot.statute_search import StatuteSearch
from bot.statute_store import Change, StatuteStore, described, path_beside
from knowledge import article_numbers, statute_text
from knowledge.statute_citations import plain_title
from knowledge.statute_text import StatuteError
from knowledge.statutes import Statute, parse

Refusal = tuple[str, str]
"""A file, and why it was not imported."""


@click.group("statutes")
def statutes() -> None:
    """Official texts: import files, list what is there, remove a statute."""


@statutes.command("import")
@click.argument(
    "paths", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path), metavar="FILE|FOLDER..."
)
@pass_setup
def import_(setup: Setup, paths: tuple[Path, ...]) -> None:
    """Import .txt, .md, .docx and .html files of statutes, and the folders they are in.

    A file that cannot be used is said in one line and left out whole; the exit status is then 1. Importing a file again
    shows which articles changed.
    """
    start = time.perf_counter()
    files = list(_files(paths))
    parsed: list[tuple[str, Statute]] = []
    refused: list[Refusal] = []
    with click.progressbar(files, label="Reading", file=sys.stderr) as bar:
        for name, path in bar:
            try:
                parsed.append((name, parse(path.name, statute_text.read(path.name, _content(path)))))
            except StatuteError as error:
                refused.append((name, str(error)))
    with (
        StatuteStore.open(path_beside(setup.config.database_path)) as store,
        click.progressbar(length=100, label="Indexing", file=sys.stderr) as progress,
    ):
        changes, refused_there = store.add(parsed, lambda share: progress.update(round(share * 100)))
    gaps = {name: statute.gaps for name, statute in parsed}
    for change in changes:
        if change:
            click.echo(_told(change) + _missing(gaps[change.source]))
    for name, reason in refused + refused_there:
        click.echo(f"{_printable(name)}: {reason}", err=True)
    unchanged = sum(not change for change in changes)
    click.echo(f"{len(changes)} files imported, {unchanged} of them unchanged, {time.perf_counter() - start:.1f} s")
    if refused or refused_there:
        sys.exit(1)


@statutes.command("list")
@pass_setup
def list_(setup: Setup) -> None:
    """List the imported statutes with their versions."""
    with StatuteStore.open(path_beside(setup.config.database_path)) as store:
        stored = store.all()
    for one in stored:
        count = f"{one.articles} {'articles' if one.is_divided else 'items'}"
        effective = f", in force from {one.effective}" if one.effective else ""
        older = "" if one.is_latest else ", not searched: there is a later version"
        click.echo(f"{one.title} ({one.version or 'undated'}): {count}{effective}{older}")
    click.echo(f"{len(stored)} statutes, {sum(one.articles for one in stored)} articles")


@statutes.command("remove")
@click.argument("title")
@click.option("--version", help="Only the version of this date, as `statutes list` shows it.")
@pass_setup
def remove(setup: Setup, title: str, version: str | None) -> None:
    """Remove a statute, by its title with or without 中华人民共和国."""
    with StatuteStore.open(path_beside(setup.config.database_path)) as store:
        titles = {
            one.title for one in store.all() if title == one.title or plain_title(title) == plain_title(one.title)
        }
        if not titles:
            raise Failure(f'No statute is called "{title}". `redline statutes list` shows what is imported.')
        removed = [one for known in sorted(titles) for one in store.remove(known, version)]
    if not removed:
        raise Failure(f'"{title}" has no version {version}. `redline statutes list` shows what is imported.')
    for one in removed:
        click.echo(f"{one.title} ({one.version or 'undated'}): removed, {one.articles} articles")


def searcher(setup: Setup) -> StatuteSearch:
    """Return the search over the imported statutes, which knows the short names and English terms of the library."""
    return imported(setup.config.database_path, setup.library)


def _files(paths: Iterable[Path]) -> Iterator[tuple[str, Path]]:
    """Yield (name, file) for the files named and those in the folders named; links inside a folder are not followed."""
    for path in paths:
        if not path.is_dir():
            yield path.name, path
            continue
        for folder, folders, names in os.walk(path):
            folders[:] = sorted(name for name in folders if not name.startswith("."))
            for name in sorted(names):
                file = Path(folder, name)
                if not name.startswith((".", "~$", "_index.")) and not file.is_symlink():
                    yield file.relative_to(path).as_posix(), file


def _content(path: Path) -> bytes:
    """Return the bytes of a file. Raises StatuteError if it is none, cannot be read, or is far too large."""
    try:
        found = path.stat()
        if not stat.S_ISREG(found.st_mode):
            raise StatuteError("not a file")
        if found.st_size > statute_text.FILE_LIMIT:
            raise StatuteError(f"{found.st_size:,} bytes; the limit is {statute_text.FILE_LIMIT:,}")
        return path.read_bytes()
    except OSError as error:
        raise StatuteError(f"cannot be read: {error.strerror}") from None


def _told(change: Change) -> str:
    """Return a change as one line."""
    name = f"{change.title} ({change.version or 'undated'})"
    if change.is_new:
        kind = "articles" if change.added[0][0].isdigit() else "items"
        return f"{name}: {len(change.added)} {kind}"
    kinds = (("changed", change.changed), ("added", change.added), ("removed", change.removed))
    return f"{name}: " + "; ".join(f"{len(numbers)} {kind}: {described(numbers)}" for kind, numbers in kinds if numbers)


def _missing(gaps: tuple[tuple[str, str], ...]) -> str:
    """Return a remark on the numbers that a text leaves out, or nothing."""
    places = [f"between {article_numbers.label(before)} and {article_numbers.label(after)}" for before, after in gaps]
    more = " and elsewhere" if len(places) > 3 else ""
    return f" (numbers are missing {', '.join(places[:3])}{more})" if places else ""


def _printable(name: str) -> str:
    """Return a file's name without what would move the cursor or break the line."""
    return "".join(character if character.isprintable() else "?" for character in name)
