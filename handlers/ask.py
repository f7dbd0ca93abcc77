"""A question in words: /ask, free text in private, a mention or a reply in a group."""

from collections.abc import Sequence
from typing import Any

from telegram import Message, Update
from telegram.ext import CommandHandler, MessageHandler, filters

from handlers import answering, check, deadlines, evidence, feedback, handover, interviews
from handlers.address import addressed, replied_text
from handlers.context import Context, topic_of
from handlers.reply import Reply
from handlers.send import send
from knowledge import dates, followups


async def ask(update: Update, context: Context) -> None:
    """Answer the words after the command; without any, show a line to copy."""
    words = " ".join(context.args or ())
    replied = replied_text(update.effective_message)
    if not words and not replied:
        await send(update, Reply(context.texts(update)("ask.empty")))
        return
    await answering.respond(update, context, words or replied)


async def text(update: Update, context: Context) -> None:
    """Answer free text: everything in private; in a group only what mentions the bot or replies to it."""
    message = update.effective_message
    assert message is not None
    words = addressed(message, context.bot)
    if words is None:
        return
    for taken in (evidence.taken, handover.answer, feedback.line):
        if await taken(update, context, words):
            return
    awaited = _awaited(update, message, context, words)
    if awaited is not None:
        await deadlines.answer_date(update, context, awaited, words)
        return
    previous = _previous(message, context) or _latest(update, message, context, words)
    if previous is not None and await answering.follow_up(update, context, words, previous):
        return
    if check.describes(message, words, context.library):
        await check.begin(update, context, words)
        return
    await answering.respond(update, context, words or replied_text(message))


async def edited(update: Update, context: Context) -> None:
    """Answer an edited question in the message that answered it; one that only now mentions the bot, anew."""
    message = update.effective_message
    assert message is not None
    chat = context.chat(update)
    was_answered = context.store.interview_of_question(chat.id, message.message_id) is not None
    if was_answered or chat.kind != "private":
        await text(update, context)


def _awaited(update: Update, message: Message, context: Context, words: str) -> int | None:
    """Return the deadline whose date these words give: as a reply to its question, or in private right after it."""
    chat = context.chat(update)
    if message.reply_to_message is not None:
        found = context.store.interview_of_message(chat.id, message.reply_to_message.message_id)
    elif chat.kind == "private" and message.from_user is not None and len(words) <= dates.LONGEST:
        found = context.store.latest_interview(chat.id, topic_of(update), message.from_user.id)
    else:
        return None
    state = interviews.fold(context.store.events(found)) if found is not None else None
    if state is None or not state.awaits_date:
        return None
    if message.reply_to_message is None and not deadlines.is_date(context, chat, words):
        return None  # a new question is a new question
    return int(found)


def _previous(message: Message, context: Context) -> interviews.State | None:
    """Return the interview that the message replies to, if it replies to one."""
    replied = message.reply_to_message
    chat = context.store.known_chat(message.chat.id)
    if replied is None or chat is None:
        return None
    found = context.store.interview_of_message(chat.id, replied.message_id)
    state = interviews.fold(context.store.events(found)) if found is not None else None
    return state if state is not None and (state.verdicts or (state.mode == "ask" and state.text)) else None


def _latest(update: Update, message: Message, context: Context, words: str) -> interviews.State | None:
    """Return the last question in a private chat, for a message that begins or ends as if it went on from it.

    One that only went on from another, and was not understood, is passed over.
    """
    chat = context.chat(update)
    if chat.kind != "private" or message.from_user is None or message.reply_to_message or not followups.leans(words):
        return None
    for found in context.store.interviews_of(chat.id, topic_of(update), message.from_user.id, _FARTHEST):
        state = interviews.fold(context.store.events(found))
        if state.mode != "ask" or state.verdicts:
            break
        if state.text and not followups.leans(state.text):
            break
    else:
        return None
    return state if state.mode == "ask" else None


_FARTHEST = 4
"""So many questions before are looked at for the one that a message goes on from."""


def handlers() -> Sequence[Any]:
    """Return what this file answers, in order."""
    words = (filters.TEXT | filters.CAPTION) & ~filters.COMMAND
    return [
        CommandHandler("ask", ask, filters.UpdateType.MESSAGES),
        MessageHandler(words & filters.UpdateType.MESSAGE, text),
        MessageHandler(words & filters.UpdateType.EDITED_MESSAGE, edited),
    ]
