"""Our prose is kept true: every command is in the README and in both languages, every setting in the example."""

import re
import tomllib
from pathlib import Path
from string import Formatter

import msgspec
import pytest

from bot import config
from bot.cli import COMMANDS as CLI
from handlers import texts
from handlers.table import COMMANDS

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
LONGEST_COMMAND_HELP = 256


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.name)
def test_every_command_is_in_the_readme_and_has_its_help(command):
    assert f"/{command.name}" in README
    for lang in ("zh", "en"):
        assert 3 <= len(texts.Texts(lang)(f"commands.{command.name}")) <= LONGEST_COMMAND_HELP


@pytest.mark.parametrize("name", CLI)
def test_every_part_of_the_command_line_is_in_the_readme(name):
    assert re.search(rf"redline [^\n]*\b{name}\b", README)


@pytest.mark.parametrize("key", texts.keys())
def test_both_languages_say_the_same_with_the_same_values(key):
    zh, en = texts.Texts("zh").raw(key), texts.Texts("en").raw(key)
    assert zh.strip()
    assert en.strip()
    assert _fields(zh) == _fields(en)


def _fields(words: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(words) if name}


def test_the_example_shows_every_setting_with_its_default(tmp_path):
    example = (ROOT / "config.example.toml").read_text(encoding="utf-8")
    shown = set(re.findall(r"^#? ?(\w+) =", example, re.M))
    for field in msgspec.structs.fields(config.Config):
        kind = field.type
        if isinstance(kind, type) and issubclass(kind, msgspec.Struct):
            assert f"[{field.name}]" in example
            shown_here = {inner.name for inner in msgspec.structs.fields(kind)}
            assert shown_here <= shown
        else:
            assert field.name in shown
    path = tmp_path / "config.toml"
    path.write_text(example, encoding="utf-8")
    assert config.load(path, {}) == config.Config()


def test_the_example_can_be_used_with_every_line_uncommented(tmp_path):
    example = (ROOT / "config.example.toml").read_text(encoding="utf-8")
    path = tmp_path / "config.toml"
    path.write_text(re.sub(r"^# (\w+ =)", r"\1", example, flags=re.M), encoding="utf-8")
    tomllib.loads(path.read_text(encoding="utf-8"))
    assert config.load(path, {}).telegram.base_url == "https://api.telegram.org"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("tokn = 1", 'unknown setting "tokn". Known settings: database'),
        ("[telegram]\ntokn = 'x'", 'unknown setting "telegram.tokn"'),
        ("language = 'fr'", "language"),
        ("timezone = 'Mars/Base'", 'unknown timezone "Mars/Base"'),
        ("[privacy]\nretention_days = -1", "retention_days is -1"),
        ("x =", "not readable as TOML"),
    ],
)
def test_a_setting_that_cannot_be_used_is_said_in_one_line(tmp_path, text, said):
    path = tmp_path / "config.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(config.ConfigError, match=re.escape(said)) as error:
        config.load(path, {})
    assert "\n" not in str(error.value)


def test_the_environment_wins():
    found = config.load(None, {"REDLINE_TELEGRAM__TOKEN": "1:abcdefgh", "REDLINE_LANGUAGE": "zh"})
    assert found.telegram.token == "1:abcdefgh"
    assert found.language == "zh"


def test_an_unknown_setting_in_the_environment_is_an_error():
    with pytest.raises(config.ConfigError, match=r"telegram\.tokn"):
        config.load(None, {"REDLINE_TELEGRAM__TOKN": "x"})
