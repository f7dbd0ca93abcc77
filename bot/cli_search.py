"""`redline search`: articles by words, by a name, or by name and number, curated and imported."""

import json
import sys
from collections.abc import Iterable

import click

from bot.cli import Setup, pass_setup
from bot.cli_statutes import searcher
from bot.finding import Found, find
from knowledge import article_numbers


@click.command()
@click.argument("query", required=False)
@click.option("--json", "as_json", is_flag=True, help="A JSON array instead of text.")
@click.option("--limit", default=10, show_default=True, type=click.IntRange(1, 1000), help="Articles to show.")
@click.option("--batch", is_flag=True, help="Read a query a line from standard input, write a JSON array a line.")
@pass_setup
def search(setup: Setup, query: str | None, as_json: bool, limit: int, batch: bool) -> None:
    """Find articles of the knowledge and of the imported statutes that a QUERY is about."""
    if not batch and query is None:
        raise click.UsageError("Missing argument 'QUERY'.")
    finder = searcher(setup)
    imported = finder.find
    if batch:
        for line in sys.stdin:
            click.echo(_array(find(setup.library, imported, line, limit)))
        return
    found = find(setup.library, imported, query or "", limit)
    if as_json:
        click.echo(_array(found))
        return
    for each in found:
        number = article_numbers.label(each.article) if each.article[:1].isdigit() else ""
        click.echo(click.style(f"{each.title} {number}", bold=True) + f"\n  {each.excerpt or each.text}")
    if not found:
        more = "" if finder.path.is_file() else " Official texts are searched too: redline statutes import FOLDER"
        click.echo("Nothing found." + more)


def _array(found: Iterable[Found]) -> str:
    """Return articles as the JSON array of the contract."""
    rows = [
        {
            "regulation": each.regulation or each.title,
            "title": each.title,
            "article": each.article,
            "text": each.text,
            "score": each.score,
        }
        for each in found
    ]
    return json.dumps(rows, ensure_ascii=False)
