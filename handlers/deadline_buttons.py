"""Presses on deadlines: on the list, an entry, a reminder, and on the draft that is about to be saved."""

import re
from collections.abc import Sequence
from datetime import datetime, time, timedelta
from html import escape
from typing import Any
from zoneinfo import ZoneInfo

from telegram import CallbackQuery, Message, Update
from telegram.ext import CallbackQueryHandler

from handlers import deadlines, interviews
from handlers.context import Context
from handlers.days import moment, who
from handlers.deadline_list import entry, listing
from handlers.interviews import State
from handlers.reply import Button, Reply
from handlers.rights import is_admin, note_admins
from handlers.send import edit, send, toast
from handlers.texts import Texts

ENTRY = r"^d:(\d{1,12}):(done|undo|mine|snooze_hour|snooze_tomorrow|cancel|show|list)(?::(r\d[\w:%-]{1,40}))?$"
DRAFT = r"^n:(\d{1,12}):(\d{1,6}):(save|drop|\d)$"
MORNING = time(9)


async def press_entry(update: Update, context: Context) -> None:
    """Apply a press on a deadline: of its own chat only, by whom the chat's settings allow."""
    query = update.callback_query
    assert query is not None
    assert context.match is not None
    number, action = int(context.match[1]), context.match[2]
    texts, chat = context.texts(update), context.chat(update)
    found = context.store.deadlines.get(number)
    if found is None or found.chat_id != chat.id or not isinstance(query.message, Message):
        await toast(query, texts("deadlines.gone"))
        return
    if action not in ("show", "list") and not await may_change(context, chat, query):
        await toast(query, texts("deadlines.not_allowed"))
        return
    if context.match[3]:
        context.store.outbox.seen(f"d{number}:{context.match[3]}", query.message.message_id)
    said = _apply(context, found, action, query, texts)
    await toast(query, said)
    shown = context.store.deadlines.get(number)
    await edit(query.message, listing(context, chat, texts) if action == "list" else entry(context, shown, texts))


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
    if found.user_id != query.from_user.id or not await may_change(context, chat, query):
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
        due = moment(saved.due, saved.zone, texts)
        html = texts("deadlines.saved", number=saved.id, title=escape(saved.title), day=due, owner=owner)
        return Reply(html, ((Button(f"#{saved.id}", f"d:{saved.id}:show"),),))
    event = deadlines.chosen(state, int(action))
    if event is not None:
        context.store.append(number, event, context.now)
    return deadlines.screen(context, interviews.fold(context.store.events(number)), number, chat.timezone)


async def may_change(context: Context, chat: Any, query: CallbackQuery) -> bool:
    """Tell whether the person who pressed may change deadlines here."""
    return await _may(context, chat, query.from_user.id)


async def may_change_here(context: Context, chat: Any, update: Update) -> bool:
    """Tell whether the person who wrote may change deadlines here."""
    return update.effective_user is not None and await _may(context, chat, update.effective_user.id)


async def _may(context: Context, chat: Any, user: int) -> bool:
    """Everybody may, unless the chat's admins keep deadlines to themselves."""
    if chat.kind == "private" or chat.settings.get("deadline_rights", "all") == "all":
        return True
    return await is_admin(context, chat.telegram_id, user)


async def receipt(update: Update, context: Context, words: str) -> bool:
    """Take a reply to a finished deadline as its receipt: a number in words, or a file. Tells whether it was one."""
    message = update.effective_message
    replied = message.reply_to_message if message is not None else None
    number = re.match(r"#(\d{1,12}) ", (replied.text or "") if replied is not None else "")
    if message is None or number is None or replied is None or replied.from_user is None:
        return False
    found = context.store.deadlines.get(int(number[1]))
    chat, ours = context.chat(update), replied.from_user.id == context.bot.id
    if not ours or found is None or found.chat_id != chat.id or found.state != "done":
        return False
    if not await may_change_here(context, chat, update):
        return False
    file = message.document or (message.photo[-1] if message.photo else None)
    actor = update.effective_user.id if update.effective_user is not None else None
    proof = file.file_id if file is not None else None
    receipt = words[:200] or None
    context.store.deadlines.finish(found.id, actor, context.now, receipt=receipt, evidence=proof)
    await send(update, Reply(context.texts(update)("deadlines.receipt_kept")))
    return True


def handlers() -> Sequence[Any]:
    """Return what this file answers."""
    return [CallbackQueryHandler(press_entry, pattern=ENTRY), CallbackQueryHandler(press_draft, pattern=DRAFT)]
