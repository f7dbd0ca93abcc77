"""`redline deadlines`: what is open, and files for other programs. Reads the database, also while the bot runs."""

from datetime import UTC, datetime
from pathlib import Path

import click

from bot.cli import Setup, pass_setup
from bot.deadline import Deadline
from bot.deadline_export import ics, listing, table
from bot.failure import Failure
from bot.store import Store

chat_option = click.option("--chat", type=int, help="Telegram's id of one chat. Default: all chats.")
all_option = click.option("--all", "everything", is_flag=True, help="Also what is done or cancelled.")


@click.group()
def deadlines() -> None:
    """List deadlines, or export them for calendars and spreadsheets."""


@deadlines.command("list")
@chat_option
@all_option
@click.option("--json", "as_json", is_flag=True, help="A JSON array, one object a deadline.")
@pass_setup
def list_(setup: Setup, chat: int | None, everything: bool, as_json: bool) -> None:
    """Print deadlines, next due first."""
    found = _found(setup, chat, everything=everything)
    if as_json:
        click.echo(listing(found), nl=False)
        return
    for each in found:
        marks = [each.state] if each.state != "open" else []
        marks += [f"{each.due} at the latest"] if each.safe != each.due else []
        marks += ["provisional"] if each.provisional else []
        marks += ["nobody's"] if each.owner_id is None else []
        note = f"  ({', '.join(marks)})" if marks else ""
        click.echo(f"#D{each.id}  {each.safe}  {each.title}{note}")


@deadlines.command()
@chat_option
@all_option
@click.option("--format", "form", type=click.Choice(["ics", "csv", "json"]), default="ics", show_default=True)
@click.option("--output", type=click.Path(path_type=Path), help="Write to this file instead of the terminal.")
@pass_setup
def export(setup: Setup, chat: int | None, everything: bool, form: str, output: Path | None) -> None:
    """Write deadlines as a calendar file, comma-separated values or JSON."""
    found = _found(setup, chat, everything=everything)
    match form:
        case "ics":
            content = ics(found, datetime.now(UTC))
        case "csv":
            content = table(found).encode("utf-8-sig")  # the mark by which spreadsheets know the encoding
        case _:
            content = listing(found).encode()
    if output:
        output.write_bytes(content)
        click.echo(f"{output}: {len(found)} deadlines")
    else:
        click.echo(content, nl=False)


def _found(setup: Setup, chat: int | None, *, everything: bool) -> list[Deadline]:
    state = None if everything else "open"
    with Store.open(setup.config.database_path, read_only=True) as store:
        if chat is None:
            return sorted(store.deadlines.every(state=state), key=lambda each: (each.due_at, each.id))
        known = store.known_chat(chat)
        if known is None:
            raise Failure(f"no chat {chat} in {setup.config.database_path}. Groups have negative numbers.")
        return store.deadlines.of_chat(known.id, state=state)
