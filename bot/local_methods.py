"""The Bot API methods a bot may call on a local world: the table, and those about chats and the bot itself.

Every method takes the world, the decoded parameters and the uploaded files by part name, and returns the value of
`result`. It raises ApiError with Telegram's own words.
"""

from collections.abc import Callable
from typing import Any

from bot import local_messages as messages
from bot.local_limits import Json, bad_request, check_action, check_commands, check_language
from bot.local_messages import find_chat, open_chat
from bot.local_people import Files, member_json
from bot.local_world import World

Method = Callable[[World, Json, Files], Any]


def get_chat(world: World, params: Json, files: Files) -> Json:
    """Describe a chat."""
    chat = find_chat(world, params)
    gifts = dict.fromkeys(("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription"), False)
    gifts["gifts_from_channels"] = False
    return {**chat.json(), "accent_color_id": 0, "max_reaction_count": 11, "accepted_gift_types": gifts}


def get_chat_member(world: World, params: Json, files: Files) -> Json:
    """Describe what somebody is in a chat."""
    chat, wanted = find_chat(world, params), params.get("user_id")
    for person in (world.bot, *world.people.values()):
        if person.id == wanted:
            return member_json(person, chat.standing.get(person.id, "left"))
    raise bad_request("PARTICIPANT_ID_INVALID")


def get_chat_administrators(world: World, params: Json, files: Files) -> list[Json]:
    """List the administrators of a group that are not other bots."""
    chat = open_chat(world, params)
    if chat.type == "private":
        raise bad_request("there are no administrators in the private chat")
    everybody = (world.bot, *world.people.values())
    found = ((person, chat.standing.get(person.id)) for person in everybody)
    return [member_json(person, status) for person, status in found if status in {"administrator", "creator"}]


def leave_chat(world: World, params: Json, files: Files) -> bool:
    """Leave a group."""
    chat = open_chat(world, params)
    if chat.type == "private":
        raise bad_request("chat member status can't be changed in private chats")
    world.set_standing(chat, "left", by=world.bot.name)
    return True


def send_chat_action(world: World, params: Json, files: Files) -> bool:
    """Show that the bot is busy."""
    check_action(params.get("action", ""))
    open_chat(world, params)
    return True


def get_me(world: World, params: Json, files: Files) -> Json:
    """Describe the bot."""
    abilities = {"can_join_groups": True, "can_read_all_group_messages": False, "supports_inline_queries": True}
    return {**world.bot.json(), "first_name": "Redline", **abilities}


def get_file(world: World, params: Json, files: Files) -> Json:
    """Say where a file can be fetched."""
    for file in world.files.values():
        if file["file_id"] == params.get("file_id"):
            return {**file, "file_path": f"documents/{file['file_id']}"}
    raise bad_request("invalid file_id")


def set_my_commands(world: World, params: Json, files: Files) -> bool:
    """Register the command menu of one scope and language."""
    check_commands(params.get("commands") or [])
    world.menus[_scope(params)] = params.get("commands") or []
    return True


def delete_my_commands(world: World, params: Json, files: Files) -> bool:
    """Forget the command menu of one scope and language."""
    world.menus.pop(_scope(params), None)
    return True


def get_my_commands(world: World, params: Json, files: Files) -> list[Json]:
    """Return the command menu of one scope and language."""
    return world.menus.get(_scope(params), [])


def _scope(params: Json) -> tuple[str, str]:
    """Return the key of a menu: a scope such as "all_group_chats" or "chat:-4001", and a language, "" for all."""
    scope, language = params.get("scope") or {"type": "default"}, params.get("language_code") or ""
    check_language(language)
    places = (str(scope[key]) for key in ("chat_id", "user_id") if key in scope)
    return ":".join((scope["type"], *places)), language


def _profile(field: str, limit: int) -> dict[str, Method]:
    """Return the setter and the getter of one text of the bot's profile, by language."""

    def setter(world: World, params: Json, files: Files) -> bool:
        language, text = params.get("language_code") or "", params.get(field) or ""
        check_language(language)
        if len(text) > limit:
            raise bad_request(f"{field.replace('_', ' ')} is too long")
        world.profile[field, language] = text
        return True

    def getter(world: World, params: Json, files: Files) -> Json:
        return {field: world.profile.get((field, params.get("language_code") or ""), "")}

    name = field.replace("_", "")
    return {f"setmy{name}": setter, f"getmy{name}": getter}


def _agree(world: World, params: Json, files: Files) -> bool:
    return True


METHODS: dict[str, Method] = {
    "getme": get_me,
    "logout": _agree,
    "close": _agree,
    "sendmessage": messages.send_message,
    "senddocument": messages.send_document,
    "sendphoto": messages.send_photo,
    "sendchataction": send_chat_action,
    "editmessagetext": messages.edit_message_text,
    "editmessagecaption": messages.edit_message_caption,
    "editmessagereplymarkup": messages.edit_message_reply_markup,
    "deletemessage": messages.delete_message,
    "setmessagereaction": messages.set_message_reaction,
    "answercallbackquery": messages.answer_callback_query,
    "answerinlinequery": messages.answer_inline_query,
    "getchat": get_chat,
    "getchatmember": get_chat_member,
    "getchatadministrators": get_chat_administrators,
    "leavechat": leave_chat,
    "getfile": get_file,
    "setmycommands": set_my_commands,
    "deletemycommands": delete_my_commands,
    "getmycommands": get_my_commands,
    "setchatmenubutton": _agree,
    "setmydefaultadministratorrights": _agree,
    **_profile("description", 512),
    **_profile("short_description", 120),
    **_profile("name", 64),
}
