"""/settings, /language and /timezone: how the bot behaves in a chat. In groups they belong to the admins."""

from collections.abc import Sequence
from html import escape
from typing import Any

from telegram import Message, Update
from telegram.ext import CallbackQueryHandler, CommandHandler, filters

from handlers import choices, script
from handlers.context import Context, topic_of
from handlers.reply import Button, Reply
from handlers.rights import is_admin, speaks_as_admin
from handlers.send import edit, send, toast
from handlers.zones import find

PATTERN = r"^s:(menu|lang|zone|rights|digest|hour|quiet):([\w/:+-]{0,40})$"
WRITTEN = {
    "en": ("en", "english", "英文", "英语", "英語"),
    "zh": ("zh", "cn", "chinese", "中文", "简体", "简体中文", "简中", "zh-cn", "zh-hans", "simplified"),
    script.TRADITIONAL: ("zh-hant", "zh-tw", "zh-hk", "tw", "hk", "traditional", "繁体", "繁體", "繁體中文", "繁中"),
    None: ("auto", "自动", "自動", "any"),
}
"""How people write a language after /language."""


async def settings(update: Update, context: Context) -> None:
    """Show the settings of this chat with a button for each."""
    if await _may(update, context):
        await send(update, _screen(update, context, "main"))


async def language(update: Update, context: Context) -> None:
    """Choose the language by name, or show the choices."""
    if not await _may(update, context):
        return
    said = " ".join(context.args or ()).strip().lower()
    known = {name: code for code, names in WRITTEN.items() for name in names}
    if said in known:
        _set_language(update, context, known[said])
        key = "settings.language_set" if known[said] else "settings.language_auto"
        await send(update, Reply(context.texts(update)(key)))
        return
    await send(update, _screen(update, context, "lang"))


async def timezone(update: Update, context: Context) -> None:
    """Choose the zone by name, city or offset; what is not exact is offered by buttons."""
    if not await _may(update, context):
        return
    texts, said = context.texts(update), " ".join(context.args or ())
    meant = find(said, context.now)
    if not said.strip():
        await send(update, _screen(update, context, "zone"))
    elif meant.is_exact:
        context.services.changes.set_timezone(context.store, context.chat(update).id, meant.zones[0], context.now)
        await send(update, Reply(texts("settings.zone_set", zone=choices.zone_words(meant.zones[0], context.now))))
    else:
        rows = tuple((Button(choices.zone_words(name, context.now), f"s:zone:{name}"),) for name in meant.zones)
        key = "settings.zone_which" if rows else "settings.zone_unknown"
        await send(update, Reply(texts(key, said=escape(said[:60])), rows))


async def press(update: Update, context: Context) -> None:
    """Apply a press on a settings button. In a group only an admin's counts; the value is checked like any input."""
    query = update.callback_query
    assert query is not None
    assert context.match is not None
    texts = context.texts(update)
    if not isinstance(query.message, Message):
        await toast(query, texts("ask.gone"))
        return
    if not await is_admin(context, query.message.chat.id, query.from_user.id):
        await toast(query, texts("settings.admins_only"))
        return
    name, value = context.match.groups()
    topic = topic_of(update)
    if name == "menu":
        await toast(query)
        shown = _screen(update, context, value)
        await (send(update, shown) if value == "new" else edit(query.message, shown))
        return
    applied = _apply(update, context, name, value, topic)
    await toast(query, "" if applied else texts("ask.gone"))
    after = "digest" if name in ("digest", "hour") else "main"
    await edit(query.message, _screen(update, context, after))


def _apply(update: Update, context: Context, name: str, value: str, topic: int) -> bool:
    """Store a chosen value; False if it is none of those that the buttons offer."""
    store, chat, now = context.store, context.chat(update), context.now
    match name:
        case "lang" if value in choices.LANGUAGES:
            _set_language(update, context, None if value == "auto" else value)
        case "zone":
            try:
                context.services.changes.set_timezone(store, chat.id, value, now)
            except ValueError:
                return False
        case "rights" if value in choices.RIGHTS:
            store.set_settings(chat.id, deadline_rights=value)
        case "digest" if value == "off":
            store.subscriptions.unsubscribe(chat.id, topic)
        case "digest" if value in choices.RHYTHMS:
            store.subscriptions.subscribe(chat.id, topic, value, choices.hour_of(store, chat, topic), now)
        case "hour" if value in choices.HOURS:
            rhythm = choices.rhythm_of(store, chat, topic)
            store.subscriptions.subscribe(chat.id, topic, "daily" if rhythm == "off" else rhythm, value, now)
        case "quiet" if value in choices.QUIET:
            store.set_settings(chat.id, quiet=list(choices.QUIET[value]))
            context.services.changes.replan(store, chat.id, now)
        case _:
            return False
    return True


def _set_language(update: Update, context: Context, language: str | None) -> None:
    """Choose the language of a group, or in private that of the person wherever they are."""
    chat, user = context.chat(update), update.effective_user
    if chat.kind == "private" and user is not None:
        context.store.set_user_language(user.id, language)
    context.store.set_language(chat.id, language)
    script.choose(context.preference(update))


def _screen(update: Update, context: Context, name: str) -> Reply:
    days = context.services.config.privacy.retention_days
    return choices.screen(name, context.store, context.chat(update), topic_of(update), context.texts(update), days)


async def _may(update: Update, context: Context) -> bool:
    """Tell whether the sender may change settings here; somebody who may not is told so."""
    if await speaks_as_admin(update, context):
        return True
    await send(update, Reply(context.texts(update)("settings.admins_only")))
    return False


def handlers() -> Sequence[Any]:
    """Return what this file answers."""
    only = filters.UpdateType.MESSAGE
    return [
        CommandHandler("settings", settings, only),
        CommandHandler("language", language, only),
        CommandHandler("timezone", timezone, only),
        CallbackQueryHandler(press, pattern=PATTERN),
    ]
