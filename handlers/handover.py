"""Who answers for a deadline and who stands in: asked in the group, answered by a button or by a name."""

from html import escape
from typing import Any

from telegram import Message, MessageEntity, Update, User
from telegram.error import TelegramError

from handlers import interviews
from handlers.context import Context, topic_of
from handlers.days import mention
from handlers.reply import Button, Reply
from handlers.rights import is_member, may_change
from handlers.send import send
from handlers.texts import Texts

ROLES = ("owner", "backup")
MYSELF = ("me", "i", "i do", "我", "我来", "我吧")
NAMES: list[str | None] = [MessageEntity.TEXT_MENTION, MessageEntity.MENTION]
MET = 200
"""So many people of a chat are known by their @name while the process runs; nothing of it is stored."""


async def ask(update: Update, context: Context, found: Any, role: str) -> None:
    """Ask the group who takes a role in a deadline."""
    texts, chat, user = context.texts(update), context.chat(update), update.effective_user
    assert user is not None
    interview = context.store.open_interview(chat.id, topic_of(update), user.id, None, context.now)
    asked = interviews.asked("", texts.lang, context.today, (), {}, {}, mode="assign")
    for event in (asked, {"do": "draft", "draft": {"about": found.id, "role": role}}):
        context.store.append(interview, event, context.now)
    words = texts(f"deadlines.ask_{role}", number=found.id, title=escape(found.title))
    if role == "owner":
        row = [Button(texts("deadlines.take_button"), f"d:{found.id}:mine")]
    else:
        row = [Button(texts("deadlines.stand_button"), f"d:{found.id}:stand")]
        if found.backup_id is not None:
            row.append(Button(texts("deadlines.alone_button"), f"d:{found.id}:alone"))
    sent = await send(update, Reply(words, (tuple(row),)))
    context.store.set_interview_message(interview, sent.message_id)


async def answer(update: Update, context: Context, words: str) -> bool:
    """Take a reply to that question as the person it names. Tells whether it was one."""
    message, user = update.effective_message, update.effective_user
    if message is None or user is None or message.reply_to_message is None:
        return False
    chat = context.chat(update)
    asked = context.store.interview_of_message(chat.id, message.reply_to_message.message_id)
    state = interviews.fold(context.store.events(asked)) if asked is not None else None
    if state is None or state.mode != "assign":
        return False
    found = context.store.deadlines.get(int(state.draft["about"]))
    if found is None or found.chat_id != chat.id:
        return False
    said = await _assigned(update, context, message, user, found, str(state.draft["role"]), words)
    await send(update, Reply(said))
    return True


async def _assigned(
    update: Update, context: Context, message: Message, user: User, found: Any, role: str, words: str
) -> str:
    """Give the role to whom the reply names, if everybody may; returns what to say."""
    texts, chat = context.texts(update), context.chat(update)
    if not await may_change(context, chat, user.id):
        return texts("deadlines.not_allowed")
    person = user if words.lower().strip("！!。. ") in MYSELF else await _named(context, message)
    if person is None or person.is_bot:
        return texts("deadlines.person_unknown")
    if not await is_member(context, chat.telegram_id, person.id):
        return texts("deadlines.person_absent")
    context.store.set_user_name(person.id, person.full_name)
    if role == "backup":
        if found.owner_id == person.id:
            return texts("deadlines.backup_is_owner")
        context.store.deadlines.assign(found.id, user.id, context.now, owner=found.owner_id, backup=person.id)
    else:
        backup = None if found.backup_id == person.id else found.backup_id
        context.store.deadlines.assign(found.id, user.id, context.now, owner=person.id, backup=backup)
    return confirmed(found, role, person.id, context, texts)


def confirmed(found: Any, role: str, person: int, context: Context, texts: Texts) -> str:
    """Return who has the role now; the person is linked, so that Telegram tells them."""
    who = mention(person, context.store, texts)
    return texts(f"deadlines.{role}_is", number=found.id, title=escape(found.title), who=who)


def stand_in(context: Context, found: Any, actor: int) -> bool:
    """Make the person who pressed the backup. False for the owner."""
    if found.owner_id == actor:
        return False
    context.store.deadlines.assign(found.id, actor, context.now, owner=found.owner_id, backup=actor)
    return True


def meet(update: Update, context: Context) -> None:
    """Remember, while the process runs, who has which @name in a group: Telegram tells bots only the name."""
    user, chat = update.effective_user, update.effective_chat
    if user is None or chat is None or chat.type == "private" or not user.username or context.chat_data is None:
        return
    met = context.chat_data.setdefault("met", {})
    if len(met) < MET:
        met[user.username.lower()] = user


async def _named(context: Context, message: Message) -> User | None:
    """Return the person a message names: by a link, or by an @name known here or among the admins."""
    for entity, words in {**message.parse_entities(NAMES), **message.parse_caption_entities(NAMES)}.items():
        if entity.user is not None:
            return entity.user
        name = words.removeprefix("@").lower()
        if name == context.bot.username.lower():
            continue
        met: dict[str, User] = (context.chat_data or {}).get("met", {})
        return met.get(name) or await _admin(context, message.chat.id, name)
    return None


async def _admin(context: Context, chat: int, name: str) -> User | None:
    try:
        admins = await context.bot.get_chat_administrators(chat)
    except TelegramError:
        return None
    return next((admin.user for admin in admins if (admin.user.username or "").lower() == name), None)
