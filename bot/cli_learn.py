"""`redline knowledge learn`: the questions nobody could answer, turned into knowledge one by one."""

import click
from click import prompt

from bot.cli import Setup
from bot.store import Store
from bot.store_answers import Question
from knowledge import library as libraries
from knowledge.basics import Kind, Text
from knowledge.learning import learn
from knowledge.library import Library
from knowledge.matching import match
from knowledge.model import Faq, LearnedFaq, LearnedWording
from knowledge.reading import read
from knowledge.source import KnowledgeError
from knowledge.words import Words

KINDS: tuple[Kind, ...] = ("verdict", "definition", "deadline", "penalty", "procedure", "overview")
CHOICES = "[w]ording of a verdict, [f]aq entry, [c]lose, [s]kip, [q]uit"


def lessons(setup: Setup) -> None:
    """Go through the queue: each question becomes a wording, an entry of the FAQ, or is closed."""
    with Store.open(setup.config.database_path) as store:
        waiting = store.unanswered()
        if not waiting:
            click.echo("No question waits for an answer.")
        for question in waiting:
            click.echo(f"\n{question.id}  {question.at:%Y-%m-%d}  {question.text}")
            _suggest(setup.library, question)
            what = prompt(CHOICES, type=click.Choice(list("wfcsq")), show_choices=False)
            if what == "q":
                break
            if what == "c" or (what in "wf" and _learned(setup, question, what)):
                store.close_question(question.id)


def _suggest(library: Library, question: Question) -> None:
    """Show which verdicts come closest, so that the maintainer need not know their ids."""
    for candidate in match(library, read(library, question.text), 12):
        if candidate.kind == "verdict":
            title = library.verdicts[candidate.id].title
            click.echo(f"    {candidate.id}  {title.zh} / {title.en}")


def _learned(setup: Setup, question: Question, what: str) -> bool:
    """Ask for the rest, write the lesson, check the knowledge. Tells whether it was kept."""
    lesson = _wording(question) if what == "w" else _faq(question)
    try:
        path = learn(setup.config.knowledge or libraries.FOLDER, lesson)
    except KnowledgeError as error:
        click.echo(f"Not kept: {error}", err=True)
        return False
    click.echo(f"Written to {path.name}; the knowledge is without problems.")
    return True


def _wording(question: Question) -> LearnedWording:
    words = (prompt("Wording", default=question.text),)
    asks = Words(zh=words) if question.language == "zh" else Words(en=words)
    return LearnedWording(prompt("Verdict"), asks)


def _faq(question: Question) -> LearnedFaq:
    own = question.text
    entry = Faq(
        q=Text(
            zh=prompt("Question, Chinese", default=own if question.language == "zh" else None),
            en=prompt("Question, English", default=own if question.language == "en" else None),
        ),
        a=Text(zh=prompt("Answer, Chinese"), en=prompt("Answer, English")),
        cite=tuple(prompt("Citations, e.g. pipl-2021#38, by spaces").split()),
        kind=prompt("Kind", type=click.Choice(KINDS)),
    )
    return LearnedFaq(prompt("Regulation"), entry)
