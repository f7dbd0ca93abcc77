"""`redline knowledge`: check, draw, compare and count the knowledge files."""

import json
import shutil
import sys
import time
from collections import Counter
from pathlib import Path
from typing import Any

import click
import graphviz
from rapidfuzz import process

from bot import cli_learn, cli_review
from bot.cli import Setup, pass_setup
from bot.failure import Failure
from bot.options import legal_day
from knowledge import changes, draw, lint
from knowledge import library as libraries
from knowledge import schema as schemas
from knowledge.basics import Lang
from knowledge.diagram import Step
from knowledge.library import Library
from knowledge.tree import NotInForce

FORMATS = ("text", "mermaid", "svg", "png")
NEAR = 3
"""So many verdicts are named to who names one that is not there."""


@click.group()
def knowledge() -> None:
    """The law as files: check it, draw it, compare two versions."""


@knowledge.command()
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path), required=False)
@pass_setup
def check(setup: Setup, folder: Path | None) -> None:
    """Prove every verdict in every period, and run the cases written beside the rules.

    FOLDER is a copy of the knowledge that you edit; without it, the knowledge in use is checked.
    """
    start = time.perf_counter()
    report = lint.check(_loaded(folder) if folder is not None else setup.library)
    for problem in report.problems:
        click.echo(str(problem), err=True)
    click.echo(
        f"{report.verdicts} verdicts, {report.periods} periods, {report.paths} paths, {report.facts} facts,"
        f" {report.cases} cases, {len(report.problems)} problems, {time.perf_counter() - start:.1f} s"
    )
    if report.problems:
        sys.exit(1)


@knowledge.command("draw")
@click.argument("verdict")
@click.option("--format", "form", type=click.Choice(FORMATS), default="text", help="How to draw it.")
@click.option("--facts", "stated", multiple=True, metavar="ID=VALUE", help="Facts whose path is marked; repeatable.")
@click.option("--as-of", "day", metavar="DAY", help="The legal day, YYYY-MM-DD. Default: today.")
@click.option("--lang", type=click.Choice(["zh", "en"]), default="en", help="Language of the labels.")
@click.option("--overlay", help="A draft regulation to draw in.")
@click.option("--output", type=click.Path(path_type=Path), help="File to write. Default: standard output.")
@pass_setup
def draw_tree(
    setup: Setup,
    verdict: str,
    form: str,
    stated: tuple[str, ...],
    day: str | None,
    lang: Lang,
    overlay: str | None,
    output: Path | None,
) -> None:
    """Draw the tree of VERDICT: the very diagram that decides."""
    library = setup.library
    if verdict not in library.verdicts:
        near = [name for name, *_ in process.extract(verdict, library.verdicts.keys(), limit=NEAR)]
        raise click.BadParameter(
            f'there is no verdict "{verdict}". Nearest: {", ".join(near)}. `redline knowledge verdicts` lists them.'
        )
    if overlay is not None and overlay not in library.overlays(verdict):
        known = ", ".join(library.overlays(verdict)) or "none"
        raise click.BadParameter(f'no rule of {verdict} belongs to a draft "{overlay}". Its drafts: {known}.')
    try:
        tree = library.tree(verdict, legal_day(day), overlay)
    except NotInForce as error:
        raise click.BadParameter(str(error)) from None
    facts = library.vocabulary.derive(dict(_fact(library, pair) for pair in stated))
    drawn = _drawn(draw.Picture(library, tree, lang, facts), form)
    if output is not None:
        output.write_bytes(drawn)
    else:
        sys.stdout.buffer.write(drawn)


def _drawn(picture: draw.Picture, form: str) -> bytes:
    if form == "text":
        return (draw.text(picture) + "\n").encode()
    if form == "mermaid":
        return (draw.mermaid(picture) + "\n").encode()
    if shutil.which("dot") is None:
        raise Failure(f"--format {form} needs the program dot. Install graphviz, or draw text or mermaid.")
    return bytes(graphviz.pipe("dot", form, draw.dot(picture).encode()))


@knowledge.command()
@click.argument("old", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.argument("new", type=click.Path(exists=True, file_okay=False, path_type=Path), required=False)
@click.option("--as-of", "day", metavar="DAY", help="Only this legal day, YYYY-MM-DD. Default: today and all to come.")
@pass_setup
def diff(setup: Setup, old: Path, new: Path | None, day: str | None) -> None:
    """Print which patterns of facts flip from the folder OLD to NEW (default: the knowledge in use)."""
    before = _loaded(old)
    after = _loaded(new) if new is not None else setup.library
    today = legal_day(day)
    printed = set()
    for on in [today] if day else changes.days(before, after, today):
        for found in changes.differences(before, after, on):
            if found not in printed:
                printed.add(found)
                pattern = ", ".join(_step(step) for step in found.steps) or "the whole verdict"
                since = "" if on == today else f" from {on} on"
                click.echo(
                    f"{found.verdict}: {found.before or 'no rule'} → {found.after or 'no rule'} when {pattern}{since}"
                )
    click.echo(f"{len(printed)} patterns flip.")


def _loaded(folder: Path) -> Library:
    if not (folder / "regimes").is_dir():
        raise click.BadParameter(f'"{folder}" has no folder regimes, so it is not a copy of the knowledge.')
    return libraries.load(folder)


def _step(step: Step) -> str:
    values = " or ".join(str(value).lower() if isinstance(value, bool) else value for value in step.values)
    return f"{step.fact} = {values}"


@knowledge.command()
@pass_setup
def stats(setup: Setup) -> None:
    """Count what is covered: regulations, articles and how they were verified, verdicts, cases, FAQ."""
    library = setup.library
    regulations = list(library.regulations.values())
    articles = [article for regulation in regulations for article in regulation.articles]
    basis = Counter(article.verified for article in articles)
    status = Counter(regulation.status for regulation in regulations)
    click.echo(f"regulations  {len(regulations)} ({_counted(status)})")
    click.echo(f"articles     {len(articles)} ({_counted(basis)})")
    click.echo(
        f"verdicts     {len(library.verdicts)} in {len(library.regimes)} regimes, {len(library.aside.cases)} cases"
    )
    click.echo(f"facts        {len(library.facts)}, {len(library.vocabulary.archetypes)} kinds of product")
    click.echo(f"FAQ          {sum(len(regulation.faq) for regulation in regulations)}")
    click.echo(f"deadlines    {sum(len(regulation.deadlines) for regulation in regulations)}")
    click.echo(f"terms        {len(library.terms)}, precedents {len(library.precedents)}")
    click.echo("languages    zh and en, 100 % (the schema refuses a text that lacks one)")


def _counted(counter: Counter[Any]) -> str:
    return ", ".join(f"{name} {count}" for name, count in counter.most_common())


@knowledge.command()
@click.argument("kind", type=click.Choice(list(schemas.KINDS)))
@pass_setup
def schema(setup: Setup, kind: str) -> None:
    """Print the JSON Schema of the files in the folder KIND, for completion in an editor."""
    click.echo(json.dumps(schemas.schema(setup.library, kind), ensure_ascii=False, indent=2))


@knowledge.command()
@click.argument("folder", type=click.Path(path_type=Path))
def copy(folder: Path) -> None:
    """Copy the knowledge that ships to FOLDER, with the guide and an editor's settings, to edit it there."""
    if folder.exists() and any(folder.iterdir()):
        raise click.BadParameter(f'"{folder}" is not empty. Name a new folder.')
    for kind in schemas.KINDS:
        shutil.copytree(libraries.FOLDER / kind, folder / kind)
    shutil.copy(libraries.FOLDER / "README.md", folder)
    shipped = libraries.load(folder)
    settings = {}
    for kind in schemas.KINDS:
        target = folder / ".vscode" / f"{kind}.json"
        target.parent.mkdir(exist_ok=True)
        target.write_text(json.dumps(schemas.schema(shipped, kind), ensure_ascii=False), encoding="utf-8")
        settings[f".vscode/{kind}.json"] = f"{kind}/*.yaml"
    told = json.dumps({"yaml.schemas": settings}, indent=2)
    (folder / ".vscode" / "settings.json").write_text(told + "\n", encoding="utf-8")
    click.echo(f"copied to {folder}. Read {folder / 'README.md'} and begin.")


@knowledge.command()
@click.argument("regulation")
@click.option("--by", metavar="NAME", help="Who compares: asks for each article and records the answer.")
@pass_setup
def review(setup: Setup, regulation: str, by: str | None) -> None:
    """Show our gist of each article of REGULATION beside the imported official text."""
    cli_review.review(setup, regulation, by)


@knowledge.command()
@pass_setup
def learn(setup: Setup) -> None:
    """Turn the questions that nobody could answer into wordings or FAQ entries, one by one."""
    cli_learn.lessons(setup)


@knowledge.command()
@click.argument("words", nargs=-1)
@pass_setup
def facts(setup: Setup, words: tuple[str, ...]) -> None:
    """List the facts, or those whose id or label holds all WORDS: id, type, values, what is asked."""
    for fact in setup.library.facts.values():
        line = (
            f"{fact.id}: {fact.type} ({', '.join(str(v).lower() if isinstance(v, bool) else v for v in fact.domain())})"
        )
        said = f"{line} {fact.label.zh} {fact.label.en}"
        if all(word.lower() in said.lower() for word in words):
            click.echo(f"{line}\n    {fact.ask.zh} {fact.ask.en}")


@knowledge.command()
@click.argument("words", nargs=-1)
@pass_setup
def verdicts(setup: Setup, words: tuple[str, ...]) -> None:
    """List the verdicts, or those whose id, title or question holds all WORDS: id, and what it decides."""
    for verdict in setup.library.verdicts.values():
        line = f"{verdict.id}: {verdict.question.zh} {verdict.question.en}"
        said = f"{line} {verdict.title.zh} {verdict.title.en}"
        if all(word.lower() in said.lower() for word in words):
            click.echo(line)


def _fact(library: Library, pair: str) -> tuple[str, Any]:
    name, equals, value = pair.partition("=")
    if not equals:
        raise click.BadParameter(f'"{pair}" is not ID=VALUE. Example: --facts voice_rooms=true')
    try:
        return name, library.vocabulary.value(name, value)
    except ValueError as error:
        raise click.BadParameter(str(error)) from None
