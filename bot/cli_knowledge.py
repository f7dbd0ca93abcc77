"""`redline knowledge`: check, draw and review the knowledge files."""

import sys
import time

import click

from bot.cli import Setup, pass_setup
from knowledge import lint


@click.group()
def knowledge() -> None:
    """The law as files: check it, draw it, compare two versions."""


@knowledge.command()
@pass_setup
def check(setup: Setup) -> None:
    """Prove every verdict in every period, and run the cases written beside the rules."""
    start = time.perf_counter()
    report = lint.check(setup.library)
    for problem in report.problems:
        click.echo(str(problem), err=True)
    click.echo(
        f"{report.verdicts} verdicts, {report.periods} periods, {report.paths} paths, {report.facts} facts,"
        f" {report.cases} cases, {len(report.problems)} problems, {time.perf_counter() - start:.1f} s"
    )
    if report.problems:
        sys.exit(1)
