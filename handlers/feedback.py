"""What people think of an answer: three buttons, one optional line, and the maintainers see it with the verdict."""

import json
import logging
from collections.abc import Sequence
from html import escape
from io import BytesIO
from typing import Any

from telegram import CallbackQuery, Message, Update
from telegram.constants import ParseMode
from telegram.error import TelegramError
from telegram.ext import CommandHandler, filters

from handlers import checklist, interviews, screens
from handlers.answering import person_of
from handlers.context import Context, topic_of
from handlers.interviews import State
from handlers.reply import Reply
from handlers.send import send, toast
from handlers.texts import Texts
from knowledge import replay, replay_check

log = logging.getLogger(__name__)
VOTES = ("helpful", "wrong", "missing")
LINE, QUESTION = 500, 300
"""So much of a comment, and of the question, is passed on."""


async def vote(update: Update, context: Context, query: CallbackQuery, interview: int, state: State, said: str) -> None:
    """Keep a vote; ask for one line where something was wrong or missing; tell the maintainers."""
    texts = Texts(state.lang)
    chat = context.chat(update)
    context.store.note_feedback(chat.id, query.from_user.id, interview, said, context.now)
    await toast(query, texts("feedback.thanks"))
    if said != "helpful":
        line = context.store.open_interview(chat.id, topic_of(update), query.from_user.id, None, context.now)
        context.store.append(
            line, interviews.asked("", state.lang, context.today, (), {}, {}, mode="feedback"), context.now
        )
        context.store.append(line, {"do": "draft", "draft": {"about": interview, "vote": said}}, context.now)
        sent = await send(update, Reply(texts("feedback.line"), prompt=texts("feedback.placeholder")))
        context.store.set_interview_message(line, sent.message_id)
    await _forward(context, interview, said)


async def line(update: Update, context: Context, words: str) -> bool:
    """Take a reply to the request for a line as that line. False if the message is none."""
    message = update.effective_message
    if message is None or message.reply_to_message is None:
        return False
    chat = context.chat(update)
    asked = context.store.interview_of_message(chat.id, message.reply_to_message.message_id)
    state = interviews.fold(context.store.events(asked)) if asked is not None else None
    if state is None or state.mode != "feedback" or context.store.interview(asked).user_id != person_of(update):
        return False
    about, said = int(state.draft["about"]), str(state.draft["vote"])
    context.store.note_feedback(chat.id, person_of(update), about, said, context.now, words[:LINE])
    await send(update, Reply(Texts(state.lang)("feedback.passed_on")))
    await _forward(context, about, said, words)
    return True


async def feedback(update: Update, context: Context) -> None:
    """Pass on what is written after /feedback, with the answer replied to or the last one asked for."""
    texts, words, chat = context.texts(update), " ".join(context.args or ()), context.chat(update)
    if not words:
        await send(update, Reply(texts("feedback.usage")))
        return
    about = _meant(update.effective_message, context, chat, update)
    context.store.note_feedback(chat.id, person_of(update), about, "note", context.now, words[:LINE])
    await send(update, Reply(texts("feedback.passed_on")))
    await _forward(context, about, "note", words)


def _meant(message: Message | None, context: Context, chat: Any, update: Update) -> int | None:
    replied = message.reply_to_message if message is not None else None
    found = context.store.interview_of_message(chat.id, replied.message_id) if replied is not None else None
    found = found or context.store.latest_interview(chat.id, topic_of(update), person_of(update))
    return int(found) if found is not None else None


async def _forward(context: Context, interview: int | None, said: str, words: str = "") -> None:
    """Send a vote or a line to the maintainers, with the verdicts as a file that can be replayed."""
    config = context.services.config
    state = interviews.fold(context.store.events(interview)) if interview is not None else State()
    texts = Texts("en" if config.language == "en" else "zh")
    caption = texts(
        "feedback.forwarded",
        vote=texts(f"feedback.{said}"),
        question=escape(state.text[:QUESTION]),
        line=escape(words[:LINE]),
        number=interview or 0,
    )
    for place in (config.maintainers_chat,) if config.maintainers_chat else config.maintainers:
        try:
            if state.verdicts or state.mode == "check":
                file = BytesIO(_replayable(context, state))
                name = f"verdict-{interview}.json"
                await context.bot.send_document(place, file, caption=caption, filename=name, parse_mode=ParseMode.HTML)
            else:
                await context.bot.send_message(place, caption, parse_mode=ParseMode.HTML)
        except TelegramError as error:
            log.warning("feedback could not be passed on: %s", type(error).__name__)


def _replayable(context: Context, state: State) -> bytes:
    """Return the question and its verdicts, or its check, as stored: what `knowledge.replay` computes again."""
    if state.mode == "check":
        records = [replay_check.record(context.library, checklist.profile_of(context.library, state))]
    else:
        findings = screens.screen(context.library, state).answer.findings
        records = [replay.record(context.library, finding) for finding in findings]
    kept = {"text": state.text, "lang": state.lang, "verdicts": [json.loads(record) for record in records]}
    return json.dumps(kept, ensure_ascii=False, indent=1).encode()


def handlers() -> Sequence[Any]:
    """Return what this file answers; the votes come through the buttons of the answer."""
    return [CommandHandler("feedback", feedback, filters.UpdateType.MESSAGE)]
