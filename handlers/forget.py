"""/forget: what is known about a person, or by admins about a chat, is counted, deleted, and looked for again."""

from collections.abc import Mapping, Sequence
from typing import Any

from telegram import Message, Update
from telegram.ext import CallbackQueryHandler, CommandHandler, filters

from handlers.context import Context
from handlers.reply import Button, Reply
from handlers.rights import is_admin, speaks_as_admin
from handlers.send import edit, send, toast
from handlers.texts import Texts

PATTERN = r"^x:(me|chat|no):(\d{1,20})$"
SHOWN = ("questions", "interviews", "verdicts", "feedback", "deadlines", "subscriptions")
"""What has a name for people; the rest is counted together."""
PASSING = ("inbox",)
"""Holds the very message that is being answered, and nothing else about a person; it is deleted all the same."""


async def forget(update: Update, context: Context) -> None:
    """Show what there is and ask for confirmation. A channel or an anonymous admin speaks for the chat alone."""
    message, user, texts = update.effective_message, update.effective_user, context.texts(update)
    assert message is not None
    assert user is not None
    parts, buttons = [], []
    if message.sender_chat is None:
        parts.append(texts("forget.mine", counts=_words(_counts(context.store.export_of_user(user.id)), texts)))
        buttons.append((Button(texts("forget.me_button"), f"x:me:{user.id}"),))
    if message.chat.type != "private" and await speaks_as_admin(update, context):
        chat = context.chat(update)
        parts.append(texts("forget.ours", counts=_words(_counts(context.store.export_of_chat(chat.id)), texts)))
        buttons.append((Button(texts("forget.chat_button"), f"x:chat:{user.id}"),))
    if not buttons:
        await send(update, Reply(texts("settings.admins_only")))
        return
    buttons.append((Button(texts("forget.no_button"), f"x:no:{user.id}"),))
    await send(update, Reply("\n\n".join([*parts, texts("forget.sure")]), tuple(buttons)))


async def press(update: Update, context: Context) -> None:
    """Delete what was confirmed. Nobody confirms for somebody else; a chat is forgotten by its admins only."""
    query = update.callback_query
    assert query is not None
    assert context.match is not None
    action, person, texts = context.match[1], int(context.match[2]), context.texts(update)
    message = query.message
    if not isinstance(message, Message):
        await toast(query, texts("ask.gone"))
        return
    admin = message.chat.type != "private" and await is_admin(context, message.chat.id, query.from_user.id)
    if query.from_user.id != person and not (admin and action != "me"):
        await toast(query, texts("ask.not_yours"))
        return
    if action == "chat" and not admin:
        await toast(query, texts("settings.admins_only"))
        return
    if action == "no":
        await toast(query)
        await edit(message, Reply(texts("forget.kept")))
        return
    done = (
        context.store.forget_user(person)
        if action == "me"
        else context.store.forget_chat(context.store.chat(message.chat.id).id)
    )
    await toast(query)
    left = sum(done.left.values())
    removed = _words({name: count for name, count in done.removed.items() if count and name not in PASSING}, texts)
    await edit(message, Reply(texts("forget.done" if not left else "forget.incomplete", counts=removed, left=left)))


def _counts(found: Mapping[str, Sequence[Any]]) -> dict[str, int]:
    return {table: len(rows) for table, rows in found.items() if rows and table not in PASSING}


def _words(counts: Mapping[str, int], texts: Texts) -> str:
    named = [texts(f"forget.{name}", count=counts[name]) for name in SHOWN if counts.get(name)]
    others = sum(count for name, count in counts.items() if name not in SHOWN)
    named += [texts("forget.others", count=others)] if others else []
    return texts.join(named) or texts("forget.nothing")


def handlers() -> Sequence[Any]:
    """Return what this file answers."""
    return [CommandHandler("forget", forget, filters.UpdateType.MESSAGE), CallbackQueryHandler(press, pattern=PATTERN)]
