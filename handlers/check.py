"""/check: every obligation of one product, from its description and a few questions."""

import re
from collections.abc import Sequence
from typing import Any

from telegram import Message, Update
from telegram.ext import CommandHandler, filters

from handlers import answering, checklist, interviews
from handlers.address import replied_text
from handlers.context import Context
from knowledge.library import Library
from knowledge.reading import read
from knowledge.subjects import likely_facts

LONG, FORWARDED = 200, 80
"""From how many letters on words are a description; a Chinese character counts as two."""
FIRST_WIDE = "\u2e80"
ASKS = re.compile(
    r"[?？]|吗|是否|要不要|需不需要|用不用|应不应该|多久|什么时候|怎么办|哪些"
    r"|\b(?:do|does|must|should|can|may|shall|need) (?:we|i|it|our|the|this|a|an)\b|\b(?:whether|how long|when)\b",
    re.I,
)
"""Words of a question: what has them is answered, not listed."""


async def check(update: Update, context: Context) -> None:
    """Check the product described after the command, or in the message replied to."""
    await begin(update, context, " ".join(context.args or ()) or replied_text(update.effective_message))


async def begin(update: Update, context: Context, words: str) -> None:
    """Open the interview of a full check and show its first screen."""
    reading = read(context.library, words)
    lang = context.chosen_language(update) or (reading.lang if words else context.language(update))
    interview = answering.interview_for(update, context)
    likely = likely_facts(context.library, reading)
    event = interviews.asked(context.kept(words), lang, context.today, (), reading.facts, likely, mode="check")
    context.store.append(interview, event, context.now)
    state = interviews.fold(context.store.events(interview))
    await answering.place(update, context, interview, checklist.reply(context.library, state, interview))


def describes(message: Message, words: str, library: Library) -> bool:
    """Tell whether a private message describes a product and asks nothing: long, or long enough and forwarded."""
    if message.chat.type != "private" or ASKS.search(words):
        return False
    units = sum(2 if character >= FIRST_WIDE else 1 for character in words)
    if units < (FORWARDED if message.forward_origin is not None else LONG):
        return False
    reading = read(library, words)
    return bool(reading.facts or reading.archetypes)


def handlers() -> Sequence[Any]:
    """Return what this file answers."""
    return [CommandHandler("check", check, filters.UpdateType.MESSAGES)]
