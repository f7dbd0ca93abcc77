"""A question in words: /ask, free text in private, a mention or a reply in a group."""

from collections.abc import Sequence
from typing import Any

from telegram import Message, Update
from telegram.ext import CommandHandler, MessageHandler, filters

from handlers import checklist, deadline_buttons, deadlines, interviews, render, screens
from handlers.address import addressed, replied_text
from handlers.context import Context, topic_of
from handlers.reply import Reply
from handlers.send import send
from handlers.texts import Texts
from knowledge import answer as answers
from knowledge import dates, replay
from knowledge.answer import Answer
from knowledge.model import Lang
from knowledge.reading import read


async def ask(update: Update, context: Context) -> None:
    """Answer the words after the command; without any, show a line to copy."""
    words = " ".join(context.args or ())
    replied = replied_text(update.effective_message)
    if not words and not replied:
        await send(update, Reply(context.texts(update)("ask.empty")))
        return
    await respond(update, context, words or replied)


async def text(update: Update, context: Context) -> None:
    """Answer free text: everything in private; in a group only what mentions the bot or replies to it."""
    message = update.effective_message
    assert message is not None
    words = addressed(message, context.bot)
    if words is None:
        return
    if await deadline_buttons.receipt(update, context, words):
        return
    awaited = _awaited(update, message, context, words)
    if awaited is not None:
        await deadlines.answer_date(update, context, awaited, words)
        return
    previous = _previous(message, context)
    if previous is not None and read(context.library, words).followup:
        await follow_up(update, context, words, previous)
        return
    await respond(update, context, words or replied_text(message))


async def respond(update: Update, context: Context, words: str) -> None:
    """Answer a new question, and open an interview when it can be refined by buttons."""
    lang = context.chosen_language(update)
    found = answers.answer(context.library, words, context.today, lang=lang)
    await show(update, context, words, found)


async def follow_up(update: Update, context: Context, words: str, previous: interviews.State) -> None:
    """Answer a question about an earlier one: what the words state replaces those facts, and nothing else changes."""
    lang = context.chosen_language(update) or previous.lang
    stated = read(context.library, words, lang).facts
    groups = {context.library.facts[name].group for name in stated} - {None}
    kept = {name: value for name, value in previous.facts.items() if context.library.facts[name].group not in groups}
    found = answers.answer(
        context.library,
        words,
        context.today,
        lang=lang,
        facts=kept,
        unknown=previous.unknown,
        verdicts=previous.verdicts,
    )
    await show(update, context, words, found, kept)


async def show(
    update: Update, context: Context, words: str, found: Answer, facts: dict[str, Any] | None = None
) -> None:
    """Send an answer; keep the question, and the interview if there is one."""
    chat, user = context.chat(update), update.effective_user
    person = user.id if user is not None else 0
    answered = found.kind not in ("none",) or found.reason != "not_found"
    context.store.note_question(chat.id, person, words, found.lang, answered=answered, at=context.now)
    if not found.findings and not found.suggestions:
        await send(update, Reply(render.answer(context.library, found, Texts(found.lang))))
        return
    interview = context.store.open_interview(chat.id, topic_of(update), person, None, context.now)
    everything = found.kind == "overview" and bool(found.findings)
    event = interviews.asked(
        words,
        found.lang,
        found.as_of,
        [] if everything else [finding.verdict for finding in found.findings],
        {**(facts or {}), **found.reading.facts},
        answers.likely_facts(context.library, found.reading),
        _offers(found, found.lang),
        "check" if everything else "ask",
    )
    context.store.append(interview, event, context.now)
    state = interviews.fold([event])
    if everything:
        reply = checklist.reply(context.library, state, interview)
    elif found.findings:
        reply = screens.reply(context.library, state, interview, found.reading)
    else:
        reply = screens.offers(context.library, state, interview, found)
    sent = await send(update, reply)
    context.store.set_interview_message(interview, sent.message_id)
    for finding in found.findings:
        context.store.save_verdict(chat.id, person, interview, replay.record(context.library, finding), context.now)


def _offers(found: Answer, lang: Lang) -> list[dict[str, Any]]:
    return [
        {
            "label": suggestion.label.get(lang),
            "verdict": suggestion.verdict,
            "query": suggestion.query.get(lang) if suggestion.query else None,
        }
        for suggestion in found.suggestions
    ]


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
    return state if state is not None and state.verdicts else None


def handlers() -> Sequence[Any]:
    """Return what this file answers, in order."""
    words = (filters.TEXT | filters.CAPTION) & ~filters.COMMAND & filters.UpdateType.MESSAGE
    return [CommandHandler("ask", ask, filters.UpdateType.MESSAGE), MessageHandler(words, text)]
