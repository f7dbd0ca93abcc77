"""/export and the buttons below an answer: the memo as .docx or Markdown, the deadlines as .ics. Made in a thread."""

import asyncio
from collections.abc import Sequence
from html import escape
from typing import Any, Literal

from telegram import CallbackQuery, Message, Update
from telegram.ext import CallbackQueryHandler, CommandHandler, filters

from handlers import interviews, links, screens
from handlers.answering import person_of
from handlers.context import Context, topic_of
from handlers.interviews import State
from handlers.markdown import markdown
from handlers.memo import memo
from handlers.reply import Button, Reply
from handlers.send import send, send_file, toast
from handlers.texts import Texts

Kind = Literal["docx", "md", "ics"]
PATTERN = r"^y:(docx|md|ics):(\d{1,12})$"


async def export(update: Update, context: Context) -> None:
    """Export the answer replied to or the last one; with `ics`, or without any answer, the deadlines."""
    chat = context.chat(update)
    wanted = (context.args or ["docx"])[0].lower().lstrip(".")
    interview = _meant(update, context, chat)
    if wanted == "ics" or (interview is None and context.store.deadlines.of_chat(chat.id)):
        await send_ics(update, context)
    elif interview is None:
        await send(update, Reply(context.texts(update)("memo.nothing")))
    else:
        await send_memo(update, context, interview, "md" if wanted in ("md", "markdown") else "docx")


def _meant(update: Update, context: Context, chat: Any) -> int | None:
    """Return the newest interview with a verdict: of the answer replied to, or of the person in this topic."""
    message = update.effective_message
    replied = message.reply_to_message if message is not None else None
    if replied is not None:
        found = [context.store.interview_of_message(chat.id, replied.message_id)]
    else:
        found = context.store.interviews_of(chat.id, topic_of(update), person_of(update))
    for one in found:
        state = interviews.fold(context.store.events(one)) if one is not None else State()
        if state.verdicts or state.mode == "check":
            return int(one)
    return None


async def press(update: Update, context: Context) -> None:
    """Send what a button asks for, of this chat only."""
    query = update.callback_query
    assert query is not None
    assert context.match is not None
    kind, interview = context.match[1], int(context.match[2])
    if kind == "ics":
        await toast(query)
        await send_ics(update, context)
        return
    await pressed(update, context, query, interview, "md" if kind == "md" else "docx")


async def pressed(update: Update, context: Context, query: CallbackQuery, interview: int, kind: Kind) -> None:
    """Send the memo of an interview that belongs to the chat of the press."""
    chat, found = context.chat(update), context.store.interview(interview)
    if found is None or found.chat_id != chat.id or not isinstance(query.message, Message):
        await toast(query, context.texts(update)("ask.gone"))
        return
    await toast(query)
    await send_memo(update, context, interview, kind)


async def send_memo(update: Update, context: Context, interview: int, kind: Kind) -> None:
    """Make the memo of an interview as it stands and send it."""
    state, chat = interviews.fold(context.store.events(interview)), context.chat(update)
    texts, library = Texts(state.lang), context.library
    entries = context.store.deadlines.of_chat(chat.id, state=None)
    document = await asyncio.to_thread(memo, library, state, entries, context.today, texts)
    if kind == "md":
        content = (await asyncio.to_thread(markdown, document)).encode()
    else:
        content = await asyncio.to_thread(context.services.word, document, context.now)
    name = f"redline-{'check' if state.mode == 'check' else 'memo'}-{context.today.isoformat()}-{interview}.{kind}"
    rows = _further(interview, kind, bool(entries), texts)
    await send_file(update, name, content, Reply(_caption(context, state, document.subtitle, texts), rows))


def _caption(context: Context, state: State, title: str, texts: Texts) -> str:
    if state.mode == "check" or not state.verdicts:
        return texts("memo.check_caption", title=title)
    finding = screens.screen(context.library, state).finding
    facts = dict(finding.stated) if finding is not None else {}
    link = links.link(context.bot.username, context.library, state.verdicts[0], facts)
    return texts("memo.caption", title=title, link=escape(link))


def _further(interview: int, kind: Kind, has_deadlines: bool, texts: Texts) -> tuple[tuple[Button, ...], ...]:
    other = "docx" if kind == "md" else "md"
    buttons = [Button(texts(f"memo.{other}_button"), f"y:{other}:{interview}")]
    if has_deadlines:
        buttons.append(Button(texts("memo.ics_button"), "y:ics:0"))
    return (tuple(buttons),)


async def send_ics(update: Update, context: Context) -> None:
    """Send the chat's deadlines as a calendar file."""
    texts = context.texts(update)
    entries = context.store.deadlines.of_chat(context.chat(update).id, state=None)
    if not entries:
        await send(update, Reply(texts("memo.no_deadlines")))
        return
    content = await asyncio.to_thread(context.services.ics, entries, context.now)
    open_ones = sum(entry.state == "open" for entry in entries)
    await send_file(update, "redline-deadlines.ics", content, Reply(texts("memo.ics_caption", count=open_ones)))


def handlers() -> Sequence[Any]:
    """Return what this file answers."""
    return [
        CommandHandler("export", export, filters.UpdateType.MESSAGE),
        CallbackQueryHandler(press, pattern=PATTERN),
    ]
