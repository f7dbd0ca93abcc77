"""/search: articles that words are about, from the knowledge and from the imported official texts."""

import asyncio
import re
from collections.abc import Sequence
from dataclasses import replace
from html import escape
from typing import Any

from telegram import Update
from telegram.ext import CommandHandler, filters

from handlers import answering, interviews
from handlers.citations import listed, number_label
from handlers.context import Context
from handlers.interviews import State
from handlers.reply import Button, Reply, fit
from handlers.send import send
from handlers.texts import Texts
from knowledge.reading import read

A_PAGE, MOST = 5, 30
LONGEST_QUERY = 200
LONGEST_TEXT = 600
INVERSE, PLAIN = "\033[7m", "\033[27m"
"""How a terminal marks what was found; here it is bold."""


async def search(update: Update, context: Context) -> None:
    """List what fits the words after the command."""
    words = " ".join(context.args or ())[:LONGEST_QUERY]
    if not words:
        await send(update, Reply(context.texts(update)("search.empty")))
        return
    lang = context.chosen_language(update) or read(context.library, words).lang
    interview = answering.interview_for(update, context)
    event = interviews.asked(context.kept(words), lang, context.today, (), {}, {}, mode="search")
    context.store.append(interview, event, context.now)
    state = replace(interviews.fold([event]), text=words)
    await answering.place(update, context, interview, await screen(context, state, interview))


async def screen(context: Context, state: State, interview: int) -> Reply:
    """Return one page of what was found, with the buttons that turn it. The official texts take a thread."""
    texts = Texts(state.lang)
    found = await asyncio.to_thread(context.services.find, state.text, MOST)
    words = escape(state.text)
    if not found:
        return Reply(texts("search.nothing", words=words))
    pages = -(-len(found) // A_PAGE)
    page = min(state.page, pages - 1)
    lines = [_line(context, each, texts) for each in found[page * A_PAGE : (page + 1) * A_PAGE]]
    mark = f"i:{interview}:{state.length}:p:"
    turning = [Button(texts("check.previous_page"), f"{mark}{page - 1}")] if page else []
    if page + 1 < pages and context.kept(state.text):
        turning.append(Button(texts("check.next_page", page=page + 2, pages=pages), f"{mark}{page + 1}"))
    html = fit([texts("search.heading", count=len(found), words=words), *lines], [])
    return Reply(html, (tuple(turning),) if turning else ())


def _line(context: Context, each: Any, texts: Texts) -> str:
    """Return one article: its name with the official link where we have it, and its words."""
    if each.regulation in context.library.regulations:
        name = listed(context.library, [f"{each.regulation}#{each.article}"], texts.lang)
    else:
        numbered = each.article[:1].isdigit()
        name = f"{escape(each.title)} {number_label(each.article, texts.lang) if numbered else ''}".strip()
    words = escape(_cut(each.excerpt or each.text)).replace(INVERSE, "<b>").replace(PLAIN, "</b>")
    return f"{name}\n{words}"


def _cut(words: str) -> str:
    return words if len(words) <= LONGEST_TEXT else re.sub(r"\033\[\d+m", "", words)[:LONGEST_TEXT] + "…"


def handlers() -> Sequence[Any]:
    """Return what this file answers."""
    return [CommandHandler("search", search, filters.UpdateType.MESSAGES)]
