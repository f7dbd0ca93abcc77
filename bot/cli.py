"""The command line: which commands there are, and where each lives.

A command's module is imported when the command is called, so that `redline ask` never pays for the Telegram library.
"""

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from importlib import import_module
from pathlib import Path

import click
import msgspec

from bot import config as configuration
from bot.config import Config
from bot.failure import Failure
from knowledge import library as libraries
from knowledge.library import Library
from knowledge.source import KnowledgeError

COMMANDS = {
    "run": "bot.cli_run:run",
    "chat": "bot.cli_chat:chat",
    "ask": "bot.cli_ask:ask",
    "check": "bot.cli_ask:check",
    "due": "bot.cli_dates:due",
    "when": "bot.cli_dates:when",
    "search": "bot.cli_search:search",
    "statutes": "bot.cli_statutes:statutes",
    "calendar": "bot.cli_dates:calendar",
    "deadlines": "bot.cli_deadlines:deadlines",
    "knowledge": "bot.cli_knowledge:knowledge",
    "backup": "bot.cli_operations:backup",
    "restore": "bot.cli_operations:restore",
    "doctor": "bot.cli_operations:doctor",
}


class Commands(click.Group):
    """A group that imports a command when it is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return every command's name, in the order of the table."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        """Return the command of that name."""
        if name not in COMMANDS:
            return None
        module, _, attribute = COMMANDS[name].partition(":")
        command = getattr(import_module(module), attribute)
        assert isinstance(command, click.Command)
        return command


@dataclass
class Setup:
    """What every command can use: settings and knowledge, loaded when first asked for."""

    config_file: Path | None = None
    database: Path | None = None

    @cached_property
    def config(self) -> Config:
        """The settings, with the database named on the command line."""
        config = configuration.load(self.config_file)
        return msgspec.structs.replace(config, database=self.database) if self.database else config

    @cached_property
    def library(self) -> Library:
        """The knowledge that ships with the product, or the folder that the settings name."""
        return libraries.load(self.knowledge, self.cache)

    @property
    def knowledge(self) -> Path:
        """The folder of the knowledge files."""
        return self.config.knowledge or libraries.FOLDER

    @property
    def cache(self) -> Path:
        """The folder for what is prepared from them."""
        return self.config.folder / "cache"


pass_setup = click.make_pass_decorator(Setup)


@click.command(cls=Commands)
@click.option(
    "--config", "config_file", type=click.Path(path_type=Path), help="Settings. Default: ./config.toml if there."
)
@click.option("--database", type=click.Path(path_type=Path), help="SQLite file. Default: in your data folder.")
@click.version_option(package_name="redline")
@click.pass_context
def commands(ctx: click.Context, config_file: Path | None, database: Path | None) -> None:
    """Redline: compliance questions for products shipped to mainland China, answered by rules."""
    ctx.obj = Setup(config_file, database)


def main(arguments: Sequence[str] | None = None) -> None:
    """Run a command. What stops it is said in one line, with exit status 1."""
    try:
        commands.main(arguments, prog_name="redline")
    except (Failure, KnowledgeError) as error:
        click.echo(str(error), err=True)
        sys.exit(1)
