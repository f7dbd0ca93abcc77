"""`redline knowledge review`: our gist beside the imported official text, for a lawyer to confirm."""

from datetime import date
from pathlib import Path

import click
from click import prompt

from bot.article_search import imported
from bot.cli import Setup
from bot.failure import Failure
from bot.options import legal_day
from knowledge import article_numbers, reviews
from knowledge import library as libraries
from knowledge.model import Article, Regulation
from knowledge.reviews import Review


def review(setup: Setup, name: str, by: str | None) -> None:
    """Show each article whose gist and text nobody has compared yet; with `by`, ask and record the answer."""
    regulation = setup.library.regulations.get(name)
    if regulation is None:
        known = ", ".join(setup.library.regulations)
        raise Failure(f'there is no regulation "{name}". Known: {known}.')
    folder = setup.config.knowledge or libraries.FOLDER
    statutes = imported(setup.config.database_path, setup.library)
    done = reviews.load(folder, name)
    left = 0
    for article in regulation.articles:
        hit = statutes.article(regulation.title.zh, article.number)
        if hit is None:
            click.echo(f"{_heading(regulation, article)}\n  {article.gist.zh}\n  (no official text is imported)\n")
            continue
        standing = reviews.stands(done, article, hit.text)
        if standing is not None:
            verdict = "agrees" if standing.agrees else f"disagrees: {standing.note}"
            click.echo(f"{_heading(regulation, article)}: {verdict} ({standing.by}, {standing.on})")
            continue
        left += 1
        click.echo(f"{_heading(regulation, article)}  [{article.verified}]")
        click.echo(f"  ours      {article.gist.zh}\n            {article.gist.en}\n  official  {hit.text}\n")
        if by is not None and not _recorded(folder, regulation, article, hit.text, by):
            break
    click.echo(f"{len(regulation.articles)} articles, {left} not compared yet.")


def _recorded(folder: Path, regulation: Regulation, article: Article, text: str, by: str) -> bool:
    """Ask whether gist and text agree and write the answer down. Tells whether to go on."""
    said = prompt("[a]gree, [d]isagree, [s]kip, [q]uit", type=click.Choice(list("adsq")), show_choices=False)
    if said in "ad":
        note = prompt("What is wrong") if said == "d" else None
        today: date = legal_day(None)
        done = Review(article.number, by, today, reviews.gist_mark(article), reviews.mark(text), said == "a", note)
        reviews.add(folder, regulation.id, done)
    return bool(said != "q")


def _heading(regulation: Regulation, article: Article) -> str:
    number = article_numbers.label(article.number) if regulation.numbered else article.number
    return f"{regulation.title.zh} {number}"
