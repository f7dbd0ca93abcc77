"""/tree and the timeline: pictures where they can be drawn, words where they cannot. Drawn in a thread."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from html import escape
from struct import unpack
from typing import Any
from zoneinfo import ZoneInfo

from telegram import Message, Update
from telegram.ext import CallbackQueryHandler, CommandHandler, filters

from handlers import script, timeline
from handlers.answering import person_of
from handlers.context import Context, topic_of
from handlers.interviews import State, fold
from handlers.reply import LONGEST, Button, Reply, length
from handlers.send import send, send_file, toast
from handlers.texts import Texts
from knowledge import draw
from knowledge.evaluation import evaluate, full_facts
from knowledge.matching import match
from knowledge.reading import read
from knowledge.tree import NotInForce

PATTERN = r"^t:(text|whole|timeline):(\d{1,12}):([\w.-]{0,40})$"
WIDEST, TALLEST = 1000, 2560
"""Pixels: a wider picture cannot be read on a phone and goes as a file, to be opened and enlarged."""

OWN: tuple[draw.Shown, ...] = ("possible", "marked")
"""What is drawn of a tree that is too wide: at first all that can still be, then the own path alone."""


async def tree(update: Update, context: Context) -> None:
    """Draw the verdict named after the command; without a name, that of the person's last question, its path marked."""
    words = " ".join(context.args or ())
    texts = context.texts(update)
    interview, state = (0, _asked(context, words)) if words else _last(update, context)
    if not state.verdicts:
        await send(update, Reply(texts("tree.empty")))
        return
    verdict = state.verdicts[0]
    try:
        picture = _picture(context, verdict, state, texts)
    except NotInForce as error:
        await send(update, Reply(texts("ask.not_in_force", detail=escape(str(error)))))
        return
    image = await _drawn(context, picture)
    if image is None:
        await send(update, _words(picture, texts))
        return
    buttons = [Button(texts("tree.text_button"), f"t:text:{interview}:{verdict}")]
    if picture.facts and not _is_small(image):  # on a phone the own path says more than a poster
        for shown in OWN:
            image = await _drawn(context, replace(picture, shown=shown)) or image
            if _is_small(image):
                break
        buttons.append(Button(texts("tree.whole_button"), f"t:whole:{interview}:{verdict}"))
    await _send_tree(update, picture, image, tuple(buttons), texts)


async def _drawn(context: Context, picture: draw.Picture) -> bytes | None:
    source = script.written(draw.dot(picture, "{font}"))
    found = await asyncio.to_thread(context.services.draw, source, picture.lang)
    return found if isinstance(found, bytes) else None


async def _send_tree(
    update: Update, picture: draw.Picture, image: bytes, buttons: tuple[Button, ...], texts: Texts
) -> None:
    title = escape(picture.tree.verdict.title.get(texts.lang))
    legend = texts("tree.legend" if picture.facts else "tree.legend_plain", title=title)
    await send_file(
        update, "tree.png", image, Reply(legend, (buttons,) if buttons else ()), is_picture=_is_small(image)
    )


async def press(update: Update, context: Context) -> None:
    """Send the words of a tree, or the timeline of this chat."""
    query = update.callback_query
    assert query is not None
    assert context.match is not None
    texts, chat = context.texts(update), context.chat(update)
    kind, interview, verdict = context.match[1], int(context.match[2]), context.match[3]
    if not isinstance(query.message, Message) or (kind != "timeline" and verdict not in context.library.verdicts):
        await toast(query, texts("ask.gone"))
        return
    if kind == "timeline":
        await _send_timeline(update, context)
        return
    found = context.store.interview(interview)
    state = fold(context.store.events(interview)) if found is not None and found.chat_id == chat.id else State()
    await toast(query)
    picture = _picture(context, verdict, state, texts)
    image = await _drawn(context, picture) if kind == "whole" else None
    if image is None:
        await send(update, _words(picture, texts))
    else:
        await _send_tree(update, picture, image, (), texts)


async def _send_timeline(update: Update, context: Context) -> None:
    """Draw the chat's open deadlines."""
    texts, chat, query = context.texts(update), context.chat(update), update.callback_query
    assert query is not None
    entries = context.store.deadlines.of_chat(chat.id)
    today = context.now.astimezone(ZoneInfo(chat.timezone)).date()
    source = script.written(timeline.timeline(entries, today, texts)) if entries else ""
    image = await asyncio.to_thread(context.services.draw, source, "zh", "neato") if entries else None
    await toast(query, "" if image else texts("tree.no_pictures"))
    if image is not None:
        await send_file(
            update,
            "timeline.png",
            image,
            Reply(texts("tree.timeline", count=len(entries))),
            is_picture=_is_small(image),
        )


def _picture(context: Context, verdict: str, state: State, texts: Texts) -> draw.Picture:
    library = context.library
    found = evaluate(library, verdict, state.facts, context.today, likely=state.likely, unknown=state.unknown)
    return draw.Picture(library, found.tree, texts.lang, found.known, assumed=full_facts(library, found))


def _words(picture: draw.Picture, texts: Texts) -> Reply:
    """Return the tree as indented lines."""
    title = escape(picture.tree.verdict.title.get(texts.lang))
    return Reply(_fitting(f"<b>{title}</b>", draw.text(picture).splitlines(), texts("tree.more")))


def _asked(context: Context, words: str) -> State:
    if words in context.library.verdicts:
        return State(verdicts=(words,))
    reading = read(context.library, words)
    verdicts = [candidate.id for candidate in match(context.library, reading, 10) if candidate.kind == "verdict"]
    return State(verdicts=tuple(verdicts[:1]), read=reading.facts)


def _last(update: Update, context: Context) -> tuple[int, State]:
    """Return the person's newest interview in this topic that has a verdict; 0 and nothing if there is none."""
    for interview in context.store.interviews_of(context.chat(update).id, topic_of(update), person_of(update)):
        state = fold(context.store.events(interview))
        if state.verdicts:
            return interview, state
    return 0, State()


def _is_small(image: bytes) -> bool:
    """Tell whether a PNG can be shown as a photo: not too large, nor a strip."""
    width: int
    height: int
    width, height = unpack(">II", image[16:24])
    return width <= WIDEST and height <= TALLEST and max(width, height) <= 10 * min(width, height)


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
    return [CommandHandler("tree", tree, filters.UpdateType.MESSAGE), CallbackQueryHandler(press, pattern=PATTERN)]
