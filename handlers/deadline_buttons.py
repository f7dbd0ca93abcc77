"""Presses on deadlines: on the list, an entry, a reminder, and on the draft that is about to be saved."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, time, timedelta
from html import escape
from typing import Any
from zoneinfo import ZoneInfo

from telegram import CallbackQuery, Message, Update
from telegram.ext import CallbackQueryHandler

from handlers import deadlines, drafts, evidence, handover, interviews
from handlers.context import Context
from handlers.days import moment, planned, who
from handlers.deadline_list import entry, listing, reckoning, rhythm
from handlers.interviews import State
from handlers.reply import Button, Reply
from handlers.rights import home, may_change, note_admins
from handlers.send import edit, toast
from handlers.texts import Texts

ACTIONS = "done|undo|mine|stand|alone|snooze_hour|snooze_tomorrow|cancel|show|list|files|owner|backup"
ENTRY = rf"^d:(\d{{1,12}}):({ACTIONS})(?::(r\d[\w:%-]{{1,40}}))?$"
DRAFT = r"^n:(\d{1,12}):(\d{1,6}):(save|drop|\d)$"
READING = ("show", "list", "files")
"""What everybody of the chat may press."""
TOLD = ("done", "undo", "mine")
"""What the group is told when somebody pressed it in private."""
MORNING = time(9)


async def press_entry(update: Update, context: Context) -> None:
    """Apply a press on a deadline: of its own chat only, by whom the chat's settings allow."""
    query = update.callback_query
    assert query is not None
    assert context.match is not None
    number, action = int(context.match[1]), context.match[2]
    texts, chat = context.texts(update), context.chat(update)
    found = context.store.deadlines.get(number)
    place = await home(context, chat, found, query.from_user.id)
    if place is None or not isinstance(query.message, Message):
        await toast(query, texts("deadlines.gone"))
        return
    if action not in READING and not await may_change(context, place, query.from_user.id):
        await toast(query, texts("deadlines.not_allowed"))
        return
    if context.match[3]:
        context.store.outbox.seen(f"d{number}:{context.match[3]}", query.message.message_id)
    if action in handover.ROLES:
        await toast(query)
        await handover.ask(update, context, found, action)
        return
    if action == "files":
        await toast(query)
        await evidence.show(update, context, query.message, found)
        return
    said = _apply(context, found, action, query, texts)
    await toast(query, said)
    if place.id != chat.id and action in TOLD:
        _tell(context, place, found, action, query.from_user.id)
    shown = context.store.deadlines.get(number)
    await edit(query.message, listing(context, chat, texts) if action == "list" else entry(context, shown, texts, chat))


def _tell(context: Context, group: Any, found: Any, action: str, user: int) -> None:
    """Tell a group what somebody did in private about one of its deadlines."""
    payload = {"action": action, "user": user}
    key = f"d{found.id}:acted:{len(context.store.deadlines.audit(found.id))}"
    context.store.outbox.add(
        key, group.id, "acted", context.now, topic=found.topic, deadline_id=found.id, payload=payload
    )


def _apply(context: Context, found: Any, action: str, query: CallbackQuery, texts: Texts) -> str:
    """Change a deadline; returns the words to show on top of the chat."""
    book, actor, now = context.store.deadlines, query.from_user.id, context.now
    context.store.set_user_name(actor, query.from_user.full_name)
    match action:
        case "done":
            book.finish(found.id, actor, now, calendar=context.services.calendar())
            return texts("deadlines.receipt_hint")
        case "undo":
            return texts("deadlines.undone" if book.undo(found.id, actor, now) is not None else "deadlines.too_late")
        case "mine":
            book.own(found.id, actor, now)
            return texts("deadlines.yours")
        case "stand":
            return texts("deadlines.backup_is_owner") if not handover.stand_in(context, found, actor) else ""
        case "alone":
            book.assign(found.id, actor, now, owner=found.owner_id, backup=None)
        case "snooze_hour":
            book.snooze(found.id, actor, now, now + timedelta(hours=1), past_due=True)
        case "snooze_tomorrow":
            book.snooze(found.id, actor, now, _tomorrow(context, found), past_due=True)
        case "cancel":
            book.cancel(found.id, actor, now)
    return ""


def _tomorrow(context: Context, found: Any) -> datetime:
    """Return the next morning in the chat's zone."""
    zone = ZoneInfo(context.store.chat_by_id(found.chat_id).timezone)
    tomorrow = context.now.astimezone(zone).date() + timedelta(days=1)
    return datetime.combine(tomorrow, MORNING, zone)


async def press_draft(update: Update, context: Context) -> None:
    """Choose between candidate dates, save the echoed draft, or drop it. Only its asker may."""
    query = update.callback_query
    assert query is not None
    assert context.match is not None
    number, length, action = int(context.match[1]), int(context.match[2]), context.match[3]
    texts, chat = context.texts(update), context.chat(update)
    found = context.store.interview(number)
    if found is None or found.chat_id != chat.id or not isinstance(query.message, Message):
        await toast(query, texts("ask.gone"))
        return
    if found.user_id != query.from_user.id or not await may_change(context, chat, query.from_user.id):
        await toast(query, texts("ask.not_yours"))
        return
    state = interviews.fold(context.store.events(number))
    if state.length != length or state.mode != "deadline":
        await toast(query, texts("ask.stale"))
        return
    await toast(query)
    await edit(query.message, _decided(context, state, chat, number, found.topic, action, query))
    if action == "save":
        await note_admins(context, chat)


def _decided(
    context: Context, state: State, chat: Any, number: int, topic: int, action: str, query: CallbackQuery
) -> Reply:
    texts = Texts(state.lang)
    if action == "drop":
        context.store.append(number, {"do": "dropped"}, context.now)
        return Reply(texts("deadlines.dropped"))
    if action == "save":
        context.store.set_user_name(query.from_user.id, query.from_user.full_name)
        context.store.append(number, {"do": "saved"}, context.now)
        context.speaks(chat, state.lang)
        saved = deadlines.save(context, state, chat, topic, query.from_user.id)
        owner = escape(who(saved.owner_id, context.store, texts))
        due = moment(planned(saved, context.now), saved.zone, texts)
        html = texts("deadlines.saved", number=saved.id, title=escape(saved.title), day=due, owner=owner)
        html += rhythm(context, saved, texts) + reckoning(saved, texts)
        return Reply(html, ((Button(f"#{saved.id}", f"d:{saved.id}:show"),),))
    chosen = drafts.chosen(state, int(action)) or {}
    refused = drafts.reason_against(context, {**state.draft, **chosen}, state.lang, chat.timezone)
    if refused and "clock" in {**state.draft, **chosen}:
        chosen |= {"value": None, "candidates": []}
    elif refused:
        chosen = {}
    if chosen:
        context.store.append(number, {"do": "draft", "draft": chosen}, context.now)
    shown = drafts.screen(context, interviews.fold(context.store.events(number)), number, chat.timezone)
    return replace(shown, html=f"{refused}\n\n{shown.html}", prompt="") if refused else shown


def handlers() -> Sequence[Any]:
    """Return what this file answers."""
    return [CallbackQueryHandler(press_entry, pattern=ENTRY), CallbackQueryHandler(press_draft, pattern=DRAFT)]
