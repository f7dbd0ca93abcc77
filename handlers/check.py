"""/check: every obligation of one product, from its description and a few questions."""

import re
from collections.abc import Sequence
from typing import Any

from telegram import Message, Update
from telegram.ext import CommandHandler, filters

from handlers import answering, checklist, interviews, keeping
from handlers.address import replied_text
from handlers.context import Context
from handlers.interviews import State
from knowledge.library import Library
from knowledge.profile import Profile
from knowledge.reading import read
from knowledge.subjects import likely_facts

LONG, FORWARDED, TELLING = 200, 80, 60
"""From how many letters on words describe: any, forwarded ones, those that say much. A Chinese one counts twice."""
MUCH = 4
"""So many facts say much."""
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
    await show(update, context, interview, state)


async def show(update: Update, context: Context, interview: int, state: State, found: Profile | None = None) -> None:
    """Show the first screen of a check and keep what it found."""
    found = found or checklist.profile_of(context.library, state)
    await answering.place(update, context, interview, checklist.reply(context.library, state, interview, found))
    chat = context.chat(update)
    context.speaks(chat, state.lang)
    keeping.keep_check(context, chat.id, answering.person_of(update), interview, found)


async def reopen(update: Update, context: Context, found: Profile) -> None:
    """Open a check again, with its facts, as an interview of whoever asks for it."""
    lang = context.language(update)
    first = found.findings[0]
    interview = answering.interview_for(update, context)
    events = [interviews.asked("", lang, context.today, (), first.stated, first.likely, mode="check")]
    events += [{"do": "unknown", "facts": sorted(first.unknown)}] if first.unknown else []
    for event in events:
        context.store.append(interview, event, context.now)
    await show(update, context, interview, interviews.fold(context.store.events(interview)), found)


def describes(message: Message, words: str, library: Library) -> bool:
    """Tell whether a private message describes a product and asks nothing: long, forwarded, or full of facts."""
    if message.chat.type != "private" or ASKS.search(words):
        return False
    units = sum(2 if character >= FIRST_WIDE else 1 for character in words)
    if units < TELLING:
        return False
    reading = read(library, words)
    if units < (FORWARDED if message.forward_origin is not None else LONG):
        return len(reading.facts) >= MUCH
    return bool(reading.facts or reading.archetypes)


def handlers() -> Sequence[Any]:
    """Return what this file answers."""
    return [CommandHandler("check", check, filters.UpdateType.MESSAGES)]
