"""Presses of an interview's buttons. What a button carries is untrusted: everything is checked against the store."""

from collections.abc import Sequence
from typing import Any

from telegram import CallbackQuery, Message, Update
from telegram.ext import CallbackQueryHandler

from handlers import checklist, deadlines, feedback, interviews, keeping, obligations, render, screens, search
from handlers.context import Context
from handlers.interviews import State
from handlers.reply import Reply
from handlers.rights import is_admin
from handlers.send import edit, toast
from handlers.texts import Texts
from knowledge import answer as answers
from knowledge.profile import Profile

KEPT = ("tell", "unknown", "back", "mode")
"""The events that change what is known of the product, or what is asked of it."""
FOR_ALL = ("g", "e")
"""What anybody may press: everybody may have an opinion of an answer."""
PATTERN = r"^i:(\d{1,12}):(\d{1,6}):([a-z]):([\w.-]*(?::\d{1,3})?)$"


async def press(update: Update, context: Context) -> None:
    """Apply a press to its interview and show the new state in the same message."""
    query = update.callback_query
    assert query is not None
    if not query.data:
        await unknown(update, context)
        return
    assert context.match is not None
    interview, length, action, argument = context.match.groups()
    texts = context.texts(update)
    message = query.message
    if not isinstance(message, Message) or not _belongs(context, int(interview), message):
        await toast(query, texts("ask.gone"))
        return
    state = interviews.fold(context.store.events(int(interview)))
    texts = Texts(state.lang)
    if action not in FOR_ALL and not await _may_press(context, int(interview), query, message):
        await toast(query, texts("ask.not_yours"))
        return
    if action == "r":
        await toast(query)
        await _remind(update, context, state)
        return
    if action == "e":
        await _vote(update, context, query, int(interview), state, argument)
        return
    event = event_of(context, state, action, argument) if int(length) == state.length else None
    if event is None:
        await toast(query, texts("ask.stale"))
    else:
        context.store.append(int(interview), event, context.now)
        await toast(query)
    now = interviews.fold(context.store.events(int(interview)))
    profile = checklist.profile_of(context.library, now) if now.mode == "check" else None
    await edit(message, await _shown(context, now, int(interview), profile))
    if event is not None and event["do"] in KEPT:
        _keep(context, now, int(interview), query.from_user.id, profile)


def _keep(context: Context, state: State, interview: int, person: int, profile: Profile | None) -> None:
    """Keep what is found after an answer."""
    chat = context.store.interview(interview).chat_id
    if profile is not None:
        keeping.keep_check(context, chat, person, interview, profile)
    else:
        keeping.keep(context, chat, person, interview, screens.screen(context.library, state).answer.findings)


async def unknown(update: Update, context: Context) -> None:
    """Answer a press that nothing understands: an old button, or forged data. Every other handler comes first."""
    assert update.callback_query is not None
    await toast(update.callback_query, context.texts(update)("ask.gone"))


def event_of(context: Context, state: State, action: str, argument: str) -> dict[str, Any] | None:
    """Return the event that a press stands for; None when it does not fit the interview as it is now."""
    library = context.library
    name, _, index = argument.partition(":")
    if action == "m":
        return _meant(context, state, argument)
    if action in ("v", "u", "t") and name not in library.facts:
        return None
    match action:
        case "v":
            domain = library.facts[name].domain()
            chosen = index.isdigit() and int(index) < len(domain)
            return {"do": "tell", "facts": {name: domain[int(index)]}} if chosen else None
        case "u":
            return {"do": "unknown", "facts": _group(context, state, name)}
        case "t":
            return {"do": "pick", "fact": name}
        case "d":
            members = _members(context, state, argument)
            return {"do": "tell", "facts": {name: name in state.picked for name in members}} if members else None
        case "c":
            finding = screens.screen(library, state).finding
            return {"do": "tell", "facts": dict(finding.assumed)} if finding and finding.assumed else None
        case "b" if state.can_go_back:
            return {"do": "back"}
        case "g":
            return {"do": "rate"}
        case "w":
            return {"do": "why"}
        case "p" if argument.isdigit():
            return {"do": "page", "page": int(argument)}
        case "f":
            return {"do": "mode", "mode": "check"}
        case _:
            return None


async def _remind(update: Update, context: Context, state: State) -> None:
    """Begin the deadline of the verdict shown: its event's date is asked for in a message of its own.

    Of a page of a full check, it is asked first which duty is meant.
    """
    if state.mode == "check":
        duties = checklist.page(checklist.profile_of(context.library, state), state)
        await deadlines.begin(update, context, obligations.of_duties(context, duties), {})
        return
    finding = screens.screen(context.library, state).finding
    if finding is not None and finding.outcome is not None and finding.outcome.deadline is not None:
        draft = obligations.of_outcome(context, finding.verdict, finding.outcome)
        await deadlines.begin(update, context, draft, obligations.stated(context, state, context.chat(update).timezone))


async def _vote(
    update: Update, context: Context, query: CallbackQuery, interview: int, state: State, vote: str
) -> None:
    """Keep an opinion, and put the usual buttons back."""
    if vote not in feedback.VOTES:
        await toast(query, Texts(state.lang)("ask.gone"))
        return
    if state.rating:
        context.store.append(interview, {"do": "rate"}, context.now)
    if isinstance(query.message, Message):
        await edit(query.message, await _shown(context, interviews.fold(context.store.events(interview)), interview))
    await feedback.vote(update, context, query, interview, state, vote)


def _meant(context: Context, state: State, argument: str) -> dict[str, Any] | None:
    if not argument.isdigit() or int(argument) >= len(state.offers):
        return None
    offer = state.offers[int(argument)]
    if offer["verdict"]:
        return {"do": "tell", "facts": {}, "verdicts": [offer["verdict"]]}
    return {"do": "meant", "query": offer["query"]}


def _group(context: Context, state: State, name: str) -> list[str]:
    group = context.library.facts[name].group
    return [name] if group is None else _members(context, state, group) or [name]


def _members(context: Context, state: State, group: str) -> list[str]:
    if state.mode == "check":
        return checklist.open_group(context.library, state, group)
    finding = screens.screen(context.library, state).finding
    return screens.group_facts(context.library, finding, state, group) if finding is not None else []


async def _shown(context: Context, state: State, interview: int, profile: Profile | None = None) -> Reply:
    if state.mode == "check":
        return checklist.reply(context.library, state, interview, profile)
    if state.mode == "search":
        return await search.screen(context, state, interview)
    if state.verdicts:
        return screens.reply(context.library, state, interview)
    events = context.store.events(interview)
    meant = next((event["query"] for event in reversed(events) if event["do"] == "meant"), state.text)
    found = answers.answer(context.library, meant, state.day, lang=state.lang)
    texts = Texts(state.lang)
    return Reply(render.answer(context.library, found, texts), (screens.more(state, interview, texts),))


def _belongs(context: Context, interview: int, message: Message) -> bool:
    """Tell whether the interview lives in the chat of the pressed message."""
    chat = context.store.known_chat(message.chat.id)
    found = context.store.interview(interview)
    return chat is not None and found is not None and found.chat_id == chat.id


async def _may_press(context: Context, interview: int, query: CallbackQuery, message: Message) -> bool:
    """Tell whether the person asked this question or is an admin of the group."""
    if context.store.interview(interview).user_id == query.from_user.id or message.chat.type == "private":
        return True
    return await is_admin(context, message.chat.id, query.from_user.id)


def handlers() -> Sequence[Any]:
    """Return what this file answers."""
    return [CallbackQueryHandler(press, pattern=PATTERN)]
