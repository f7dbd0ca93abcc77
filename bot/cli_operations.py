"""`redline backup`, `redline restore`, `redline doctor`: for whoever runs the bot."""

import sys
from datetime import UTC, datetime
from pathlib import Path

import click

from bot import backup as copies
from bot import doctor as checks
from bot.cli import Setup, pass_setup

MARKS = {"ok": "ok     ", "warning": "warning", "problem": "PROBLEM"}


@click.command()
@click.argument("target", required=False, type=click.Path(path_type=Path))
@click.option("--keep", type=click.IntRange(min=1), help="Keep this many dated copies, delete older ones.")
@pass_setup
def backup(setup: Setup, target: Path | None, keep: int | None) -> None:
    """Copy the database to TARGET, a file or a folder, while the bot runs. The copy is checked."""
    folder = target or setup.config.folder / "backups"
    if target is None or keep:
        folder.mkdir(parents=True, exist_ok=True)
    copy = copies.backup(setup.config.database_path, folder, datetime.now(UTC))
    rows = ", ".join(f"{count} {table}" for table, count in copy.rows.items())
    click.echo(f"{copy.path}: {copy.size / 1e6:.1f} MB, checked: {rows}")
    for old in copies.surplus(folder, keep) if keep else ():
        old.unlink()
        click.echo(f"{old}: deleted")


@click.command()
@click.argument("copy", type=click.Path(path_type=Path))
@pass_setup
def restore(setup: Setup, copy: Path) -> None:
    """Put the backup COPY in the place of the database. The bot must not be running."""
    database = setup.config.database_path
    kept = copies.restore(copy, database, datetime.now(UTC))
    click.echo(f"{database}: restored from {copy}")
    if kept:
        click.echo(f"{kept}: what stood there before")


@click.command()
@click.option("--offline", is_flag=True, help="Skip what needs the network: token and clock.")
@pass_setup
def doctor(setup: Setup, offline: bool) -> None:
    """Look at settings, knowledge, calendar, database, disk, token and clock, and say what to do."""
    problems = 0
    for finding in checks.examine(setup.config, lambda: setup.library, datetime.now(UTC), offline=offline):
        click.echo(f"{MARKS[finding.level]}  {finding.name}: {finding.found}")
        if finding.fix:
            click.echo(f"         -> {finding.fix}")
        problems += finding.level == "problem"
    sys.exit(1 if problems else 0)
