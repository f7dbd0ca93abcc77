"""/tree: the decision tree of a verdict as it runs, with the asked path marked."""

from collections.abc import Sequence
from html import escape
from typing import Any

from telegram import Update
from telegram.ext import CommandHandler, filters

from handlers.context import Context, topic_of
from handlers.interviews import fold
from handlers.reply import LONGEST, Reply, length
from handlers.send import send
from knowledge import draw
from knowledge.matching import match
from knowledge.reading import read
from knowledge.vocabulary import Facts


async def tree(update: Update, context: Context) -> None:
    """Draw the verdict named after the command; without a name, that of the person's last question, its path marked."""
    words = " ".join(context.args or ())
    lang = context.language(update)
    texts = context.texts(update)
    verdict, facts = _asked(context, words) if words else _last(update, context)
    if verdict is None:
        await send(update, Reply(texts("tree.empty")))
        return
    found = context.library.tree(verdict, context.today)
    picture = draw.Picture(context.library, found, lang, context.library.vocabulary.derive(facts))
    title = escape(found.verdict.title.get(lang))
    await send(update, Reply(_fitting(f"<b>{title}</b>", draw.text(picture).splitlines(), texts("tree.more"))))


def _asked(context: Context, words: str) -> tuple[str | None, Facts]:
    if words in context.library.verdicts:
        return words, {}
    reading = read(context.library, words)
    verdicts = [candidate.id for candidate in match(context.library, reading, 10) if candidate.kind == "verdict"]
    return (verdicts[0] if verdicts else None), reading.facts


def _last(update: Update, context: Context) -> tuple[str | None, Facts]:
    user = update.effective_user
    latest = context.store.latest_interview(context.chat(update).id, topic_of(update), user.id if user else 0)
    state = fold(context.store.events(latest)) if latest is not None else None
    return (state.verdicts[0], state.facts) if state is not None and state.verdicts else (None, {})


def _fitting(title: str, lines: list[str], more: str) -> str:
    kept: list[str] = []
    room = LONGEST - length(title) - length(more) - 10
    for line in lines:
        room -= length(escape(line)) + 1
        if room < 0:
            return f"{title}\n<pre>{escape(chr(10).join(kept))}</pre>\n{more}"
        kept.append(line)
    return f"{title}\n<pre>{escape(chr(10).join(kept))}</pre>"


def handlers() -> Sequence[Any]:
    """Return what this file answers."""
    return [CommandHandler("tree", tree, filters.UpdateType.MESSAGE)]
