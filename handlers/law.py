"""/law: an article by name and number, or the closest ones."""

import asyncio
from collections.abc import Sequence
from html import escape
from typing import Any

from telegram import Update
from telegram.ext import CommandHandler, filters

from handlers import render
from handlers.context import Context
from handlers.reply import Reply, fit
from handlers.send import send
from handlers.texts import Texts
from knowledge import answer as answers
from knowledge.answer_model import Answer
from knowledge.basics import Lang
from knowledge.matching import match
from knowledge.passages import cited, numbered, passage
from knowledge.reading import Reading, read

MOST = 5
FOUND_BY = ("article", "regulation", "term", "faq", "deadline", "penalty", "threshold")


async def law(update: Update, context: Context) -> None:
    """Reply with the article named after the command, or with what comes closest."""
    texts = context.texts(update)
    words = " ".join(context.args or ())
    if not words:
        await send(update, Reply(texts("law.empty")))
        return
    reading = read(context.library, words)
    lang = context.chosen_language(update) or reading.lang
    texts = type(texts)(lang)
    found = by_number(context, reading, lang) or answers.named(context.library, reading, lang, context.today)
    if found is not None:
        shown = [render.passage(context.library, said, texts) for said in found.passages]
        await send(update, Reply(fit(shown, await official(context, found, texts))))
        return
    near = [candidate for candidate in match(context.library, reading, 12) if candidate.kind in FOUND_BY][:MOST]
    parts = [render.passage(context.library, passage(context.library, candidate), texts) for candidate in near]
    await send(update, Reply(fit([texts("law.closest"), *parts], []) if parts else texts("law.nothing")))


async def official(context: Context, found: Answer, texts: Texts) -> list[str]:
    """Return the imported official text of the articles that an answer quotes, to be folded below our gist."""
    paragraphs: list[str] = []
    for said in found.passages:
        if said.kind == "article":
            regulation, number = context.library.cited(said.cite[0])
            text = await asyncio.to_thread(context.services.official, regulation.title.zh, number.partition("(")[0])
            if text is not None:
                paragraphs.append(f"<b>{texts('law.official')}</b>\n{escape(text)}")
    return paragraphs


def by_number(context: Context, reading: Reading, lang: Lang) -> Answer | None:
    """Answer a name followed by a bare number, which after /law can only be an article's."""
    citation = numbered(context.library, reading)
    said = tuple(cited(context.library, citation, context.today)) if citation is not None else ()
    return Answer("article", lang, context.today, reading, passages=said, confidence=1.0) if said else None


def handlers() -> Sequence[Any]:
    """Return what this file answers."""
    return [CommandHandler("law", law, filters.UpdateType.MESSAGE)]
