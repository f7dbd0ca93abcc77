"""`redline ask` and `redline check`: the bot's answers on the command line, for people and for programs."""

import json
import sys
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import click

from bot import contract
from bot.cli import Setup, pass_setup
from bot.options import legal_day
from handlers import checklist
from handlers.interviews import State
from handlers.reply import plain
from handlers.texts import Texts
from knowledge import messages
from knowledge.basics import Lang, Value
from knowledge.library import Library
from knowledge.profile import profile
from knowledge.reading import read
from knowledge.subjects import likely_facts

as_of = click.option("--as-of", metavar="DAY", help="The legal day to answer for, YYYY-MM-DD. Default: today.")
language = click.option(
    "--lang", type=click.Choice(["zh", "en"]), help="Language of the answer. Default: the question's."
)
as_json = click.option("--json", "as_json", is_flag=True, help="Print JSON.")
batch = click.option("--batch", is_flag=True, help='Read JSON lines {"id", "text"} and print one JSON line for each.')


@click.command()
@click.argument("question", nargs=-1)
@as_json
@as_of
@language
@batch
@pass_setup
def ask(
    setup: Setup, question: tuple[str, ...], as_json: bool, as_of: str | None, lang: Lang | None, batch: bool
) -> None:
    """Answer a QUESTION, from the arguments or from standard input."""
    library, day = setup.library, legal_day(as_of)
    if batch:
        _answer_lines(lambda line: _answered(library, _text(line), day, lang))
        return
    data = {"id": None, **_answered(library, " ".join(question) or sys.stdin.read(), day, lang)}
    click.echo(_dump(data) if as_json else data["text"])


@click.command()
@click.option("--text", "description", default="", help="The product in words.")
@click.option("--fact", "stated", multiple=True, metavar="ID=VALUE", help="A fact; repeatable.")
@as_json
@as_of
@language
@batch
@pass_setup
def check(
    setup: Setup,
    description: str,
    stated: tuple[str, ...],
    as_json: bool,
    as_of: str | None,
    lang: Lang | None,
    batch: bool,
) -> None:
    """List every obligation of one product, from its description and stated facts."""
    library, day = setup.library, legal_day(as_of)
    if batch:
        _answer_lines(lambda line: _check(library, line.get("text", ""), line.get("facts", {}), day))
        return
    facts = dict(_pair(pair) for pair in stated)
    if as_json:
        click.echo(_dump({"id": None, **_check(library, description, facts, day)}))
        return
    state = _state(library, description, facts, day, lang)
    found = checklist.profile_of(library, state)
    lines = checklist.lines(library, found, state, Texts(state.lang))
    click.echo(plain("\n\n".join(lines)))


def _state(library: Library, description: str, facts: dict[str, Any], day: date, lang: Lang | None) -> State:
    reading = read(library, description, lang)
    return State(
        text=description,
        lang=lang or reading.lang,
        day=day,
        mode="check",
        read={**reading.facts, **_values(library, facts)},
        likely=likely_facts(library, reading),
    )


def _check(library: Library, description: str, facts: dict[str, Any], day: date) -> dict[str, Any]:
    state = _state(library, description, facts, day, None)
    found = profile(library, state.facts, day, likely=state.likely)
    return {"facts": state.facts, "likely": dict(state.likely), **contract.check(library, found)}


def _values(library: Library, facts: dict[str, Any]) -> dict[str, Value]:
    try:
        return {name: library.vocabulary.value(name, _number(value)) for name, value in facts.items()}
    except ValueError as error:
        raise click.BadParameter(str(error)) from None


def _number(value: Any) -> Any:
    try:
        return float(value.replace(",", "")) if isinstance(value, str) else value
    except ValueError:
        return value


def _pair(pair: str) -> tuple[str, str]:
    name, equals, value = pair.partition("=")
    if not equals:
        raise click.BadParameter(f'"{pair}" is not ID=VALUE. Example: --fact voice_rooms=true')
    return name.strip(), value.strip()


def _answered(library: Library, text: str, day: date, lang: Lang | None) -> dict[str, Any]:
    return contract.answers(library, [found for _, found in messages.answers(library, text, day, lang=lang)])


def _text(line: dict[str, Any]) -> str:
    text = line.get("text", "")
    if not isinstance(text, str):
        raise TypeError('"text" must be a string')
    return text


def _answer_lines(answer: Callable[[dict[str, Any]], dict[str, Any]]) -> None:
    """Answer JSON lines one by one. A line that cannot be answered gets an error object; the batch goes on."""
    for number, raw in _lines():
        identity: Any = None
        try:
            line = json.loads(raw)
            if not isinstance(line, dict):
                raise TypeError("expected an object")
            identity = line.get("id")
            result = answer(line)
        except (ValueError, TypeError, click.BadParameter) as error:
            result = {"error": f"line {number}: {error}"}
        click.echo(_dump({"id": identity, **result}))


def _lines() -> Iterator[tuple[int, str]]:
    for number, raw in enumerate(sys.stdin, 1):
        if raw.strip():
            yield number, raw


def _dump(data: dict[str, Any]) -> str:
    return json.dumps(data, ensure_ascii=False)
