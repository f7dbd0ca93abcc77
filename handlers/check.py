"""/check: every obligation of one product, from its description and a few questions."""

from collections.abc import Sequence
from typing import Any

from telegram import Update
from telegram.ext import CommandHandler, filters

from handlers import checklist, interviews
from handlers.context import Context, topic_of
from handlers.send import send
from knowledge.answer import likely_facts
from knowledge.reading import read


async def check(update: Update, context: Context) -> None:
    """Check the product described after the command, or in the message replied to."""
    replied = update.effective_message.reply_to_message if update.effective_message is not None else None
    words = " ".join(context.args or ()) or ((replied.text or replied.caption or "") if replied is not None else "")
    await begin(update, context, words)


async def begin(update: Update, context: Context, words: str) -> None:
    """Open the interview of a full check and show its first screen."""
    chat, user = context.chat(update), update.effective_user
    reading = read(context.library, words)
    lang = context.chosen_language(update) or (reading.lang if words else context.language(update))
    interview = context.store.open_interview(
        chat.id, topic_of(update), user.id if user is not None else 0, None, context.now
    )
    likely = likely_facts(context.library, reading)
    event = interviews.asked(words, lang, context.today, (), reading.facts, likely, mode="check")
    context.store.append(interview, event, context.now)
    sent = await send(update, checklist.reply(context.library, interviews.fold([event]), interview))
    context.store.set_interview_message(interview, sent.message_id)


def handlers() -> Sequence[Any]:
    """Return what this file answers."""
    return [CommandHandler("check", check, filters.UpdateType.MESSAGE)]
