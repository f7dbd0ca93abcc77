"""Questions to answers: the one way from words to a message, for new, edited and following questions alike."""

from collections.abc import Mapping, Sequence
from typing import Any

from telegram import Update

from handlers import checklist, interviews, keeping, screens
from handlers.context import Context, topic_of
from handlers.reply import Reply
from handlers.send import replace, send
from knowledge import answer as answers
from knowledge import followups, messages
from knowledge.answer_model import Answer
from knowledge.basics import Lang, Value
from knowledge.followups import Before
from knowledge.subjects import likely_facts


async def respond(update: Update, context: Context, words: str) -> None:
    """Answer new questions, each in a message of its own; an edited one has one message and keeps it."""
    lang = context.chosen_language(update)
    if update.edited_message is not None:
        await show(update, context, words, answers.answer(context.library, words, context.today, lang=lang))
        return
    for question, found in messages.answers(context.library, words, context.today, lang=lang):
        await show(update, context, question, found)


async def follow_up(update: Update, context: Context, words: str, previous: interviews.State) -> bool:
    """Answer a question about an earlier one, and tell whether it is one.

    What the words state replaces those facts, and nothing else changes; a new question may leave its subject to the
    earlier one.
    """
    lang = context.chosen_language(update) or previous.lang
    before = Before(previous.text, previous.verdicts, previous.facts, previous.likely, previous.unknown)
    changes = followups.changed(context.library, words, before)
    if changes is not None:
        found = followups.anew(context.library, words, changes, before, context.today, lang)
        await show(update, context, words, found, followups.kept(context.library, changes, before))
        return True
    if followups.leans(words):
        asked, found = followups.continued(context.library, words, before, context.today, lang)
        await show(update, context, asked, found)
        return True
    return False


async def show(
    update: Update, context: Context, words: str, found: Answer, facts: dict[str, Any] | None = None
) -> None:
    """Send an answer; keep the question and the interview, which also is how an answer is found again."""
    chat, person = context.chat(update), person_of(update)
    context.services.answered(found)
    context.speaks(chat, found.lang)
    answered = found.kind not in ("none",) or found.reason != "not_found"
    everything = found.kind == "overview" and bool(found.findings)
    event = interviews.asked(
        context.kept(words),
        found.lang,
        found.as_of,
        [] if everything else [finding.verdict for finding in found.findings],
        {**(facts or {}), **found.reading.facts},
        likely_facts(context.library, found.reading),
        _offers(found, found.lang),
        "check" if everything else "ask",
        found.tentative,
    )
    with context.store.database.noting():
        if context.kept(words):
            context.store.note_question(chat.id, person, words, found.lang, answered=answered, at=context.now)
        interview = interview_for(update, context)
        context.store.append(interview, event, context.now)
    state = interviews.fold(context.store.events(interview))
    if everything:
        profile = checklist.profile_of(context.library, state)
        reply = checklist.reply(context.library, state, interview, profile)
    elif found.findings:
        reply = screens.reply(context.library, state, interview, found.reading)
    else:
        reply = screens.offers(context.library, state, interview, found)
    await place(update, context, interview, reply)
    if everything:
        keeping.keep_check(context, chat.id, person, interview, profile)
    else:
        keeping.keep(context, chat.id, person, interview, found.findings)


async def open_verdict(
    update: Update,
    context: Context,
    verdict: str,
    facts: Mapping[str, Value],
    likely: Mapping[str, Value] | None = None,
    unknown: Sequence[str] = (),
) -> None:
    """Open an interview about a verdict with facts that are known already: from a link, or from the history."""
    lang = context.language(update)
    words = context.library.verdicts[verdict].question.get(lang)
    interview = interview_for(update, context)
    events = [interviews.asked(words, lang, context.today, [verdict], facts, likely or {})]
    events += [{"do": "unknown", "facts": list(unknown)}] if unknown else []
    for event in events:
        context.store.append(interview, event, context.now)
    state = interviews.fold(context.store.events(interview))
    await place(update, context, interview, screens.reply(context.library, state, interview))


def _offers(found: Answer, lang: Lang) -> list[dict[str, Any]]:
    return [
        {
            "label": suggestion.label.get(lang),
            "verdict": suggestion.verdict,
            "query": suggestion.query.get(lang) if suggestion.query else None,
        }
        for suggestion in found.suggestions
    ]


def person_of(update: Update) -> int:
    """Return who asks, 0 if nobody is named."""
    return update.effective_user.id if update.effective_user is not None else 0


def interview_for(update: Update, context: Context) -> int:
    """Return the interview of the message: the one it has if it was edited, else a new one."""
    message, chat = update.effective_message, context.chat(update)
    question = message.message_id if message is not None and update.callback_query is None else None
    if update.edited_message is not None:
        known = context.store.interview_of_question(chat.id, question)
        if known is not None:
            return int(known)
    opened = context.store.open_interview(
        chat.id, topic_of(update), person_of(update), None, context.now, question=question
    )
    return int(opened)


async def place(update: Update, context: Context, interview: int, reply: Reply) -> None:
    """Show a reply: in place of the earlier answer if the question was edited, else as a new message."""
    known, edited = context.store.interview(interview), update.edited_message
    earlier = known.message_id if known is not None and edited is not None else None
    if edited is not None and earlier and await replace(context.bot, edited.chat.id, earlier, reply):
        return
    sent = await send(update, reply)
    context.store.set_interview_message(interview, sent.message_id)
