"""Messages of the bot in a local world: send, edit, delete, react, and answer presses and inline queries.

Every function takes the world, the decoded parameters and the uploaded files by part name, and returns the value of
`result`. It raises ApiError with Telegram's own words.
"""

from typing import Any

from bot.local_entities import units
from bot.local_limits import (
    TOAST_LENGTH,
    ApiError,
    Json,
    bad_request,
    caption_of,
    check_inline_results,
    check_markup,
    check_reaction,
    text_of,
)
from bot.local_people import MEMBERS, Chat, Files, Upload
from bot.local_world import World

_DAY = 86_400


def send_message(world: World, params: Json, files: Files) -> Json:
    """Post a text into a chat."""
    text, entities = text_of(params)
    return _post(world, params, {"text": text, **_with("entities", entities)})


def send_document(world: World, params: Json, files: Files) -> Json:
    """Post a file; the caption may be empty."""
    caption, entities = caption_of(params)
    document = _file(world, params, files, "document")
    return _post(world, params, {"document": document, **_caption(caption, entities)})


def send_photo(world: World, params: Json, files: Files) -> Json:
    """Post a picture; the caption may be empty."""
    caption, entities = caption_of(params)
    file = _file(world, params, files, "photo")
    size = {key: file[key] for key in ("file_id", "file_unique_id", "file_size")}
    return _post(world, params, {"photo": [{**size, "width": 800, "height": 600}], **_caption(caption, entities)})


def _file(world: World, params: Json, files: Files, field: str) -> Json:
    """Return the file that is sent: one that Telegram keeps, by its id, or an upload."""
    return world.files.get(str(params.get(field) or "")) or world.keep(_upload(params, files, field))


def _upload(params: Json, files: Files, field: str) -> Upload:
    given = str(params.get(field) or "")
    upload = files.get(given.removeprefix("attach://")) or files.get(field)
    if upload is None:
        raise bad_request(f"there is no {field} in the request")
    if not upload.content:
        raise bad_request("file must be non-empty")
    return upload


def _with(field: str, value: Any) -> Json:
    return {field: value} if value else {}


def _caption(caption: str, entities: list[Json]) -> Json:
    return {**_with("caption", caption), **_with("caption_entities", entities)}


def _post(world: World, params: Json, body: Json) -> Json:
    chat = open_chat(world, params)
    markup = params.get("reply_markup")
    check_markup(markup)
    thread = params.get("message_thread_id")
    if thread and chat.type in {"supergroup", "private"} and thread not in chat.topics:
        raise bad_request("message thread not found")
    reply_to = _replied(chat, params)
    shown = {"reply_markup": markup} if markup and "inline_keyboard" in markup else {}
    return world.post(chat, {**body, **shown}, sender=world.bot, thread=thread, reply_to=reply_to)


def _replied(chat: Chat, params: Json) -> Json | None:
    reply = params.get("reply_parameters") or {}
    wanted = reply.get("message_id") or params.get("reply_to_message_id")
    found = chat.messages.get(wanted) if wanted else None
    optional = reply.get("allow_sending_without_reply") or params.get("allow_sending_without_reply")
    if wanted and found is None and not optional:
        raise bad_request("message to be replied not found")
    return found


def find_chat(world: World, params: Json) -> Chat:
    """Return the chat of a call. Raises ApiError if there is none that the bot knows, or it has a new id."""
    if params.get("chat_id") in (None, ""):
        raise bad_request("chat_id is empty")
    chat = world.chats.get(params["chat_id"])
    if chat is None:
        raise bad_request("chat not found")
    if chat.migrated_to:
        description = "Bad Request: group chat was upgraded to a supergroup chat"
        raise ApiError(400, description, migrate_to_chat_id=chat.migrated_to)
    return chat


def open_chat(world: World, params: Json) -> Chat:
    """Return the chat of a call in which the bot may write. Raises ApiError if it was removed or blocked."""
    chat = find_chat(world, params)
    standing = chat.standing.get(world.bot.id, "left")
    if chat.type == "private" and standing == "kicked":
        raise ApiError(403, "Forbidden: bot was blocked by the user")
    if standing == "kicked":
        raise ApiError(403, f"Forbidden: bot was kicked from the {chat.type} chat")
    if standing not in MEMBERS:
        raise ApiError(403, f"Forbidden: bot is not a member of the {chat.type} chat")
    return chat


# Editing


def edit_message_text(world: World, params: Json, files: Files) -> Json | bool:
    """Change the text of the bot's own message, and its buttons: without `reply_markup` they go."""
    text, entities = text_of(params)
    return _edit(world, params, {"text": text, **_with("entities", entities)}, "text")


def edit_message_caption(world: World, params: Json, files: Files) -> Json | bool:
    """Change the caption of the bot's own file, and its buttons."""
    return _edit(world, params, _caption(*caption_of(params)), "caption")


def edit_message_reply_markup(world: World, params: Json, files: Files) -> Json | bool:
    """Change only the buttons of the bot's own message."""
    return _edit(world, params, {}, "buttons")


def _edit(world: World, params: Json, body: Json, part: str) -> Json | bool:
    markup = params.get("reply_markup")
    check_markup(markup)
    shown = {"reply_markup": markup} if (markup or {}).get("inline_keyboard") else {}
    if inline := params.get("inline_message_id"):
        return _edit_inline(world, inline, {**body, **shown})
    message = _own_message(world, params, part)
    replaced = {"text": {"text", "entities"}, "caption": {"caption", "caption_entities"}, "buttons": set[str]()}[part]
    kept = {key: value for key, value in message.items() if key not in replaced | {"reply_markup", "edit_date"}}
    if {**kept, **body, **shown} == {key: value for key, value in message.items() if key != "edit_date"}:
        raise bad_request(
            "message is not modified: specified new message content and reply markup are exactly the same as a "
            "current content and reply markup of the message"
        )
    message.clear()
    message |= {**kept, **body, **shown, "edit_date": world.now()}
    return message


def _edit_inline(world: World, inline: str, body: Json) -> bool:
    if inline not in world.inline_messages:
        raise bad_request("MESSAGE_ID_INVALID")
    world.inline_messages[inline] |= body
    return True


def _own_message(world: World, params: Json, part: str) -> Json:
    chat = open_chat(world, params)
    message = chat.messages.get(params.get("message_id", 0))
    if message is None:
        raise bad_request("message to edit not found")
    if message.get("from", {}).get("id") != world.bot.id:
        raise bad_request("message can't be edited")
    if part == "text" and "text" not in message:
        raise bad_request("there is no text in the message to edit")
    if part == "caption" and "text" in message:
        raise bad_request("there is no caption in the message to edit")
    return message


def delete_message(world: World, params: Json, files: Files) -> bool:
    """Remove the bot's own message, or anybody's where the bot is an administrator, within 48 hours."""
    chat = find_chat(world, params)
    message = chat.messages.get(params.get("message_id", 0))
    if message is None:
        raise bad_request("message to delete not found")
    own = message.get("from", {}).get("id") == world.bot.id
    if not own and chat.type != "private" and chat.standing.get(world.bot.id) != "administrator":
        raise bad_request("message can't be deleted")
    if world.now() - message["date"] > 2 * _DAY:
        raise bad_request("message can't be deleted for everyone")
    del chat.messages[message["message_id"]]
    return True


def set_message_reaction(world: World, params: Json, files: Files) -> bool:
    """React to a message with one emoji, or take the reaction back."""
    chat = open_chat(world, params)
    if params.get("message_id") not in chat.messages:
        raise bad_request("message to react not found")
    check_reaction(params.get("reaction") or [])
    return True


# Presses and inline queries


def answer_callback_query(world: World, params: Json, files: Files) -> bool:
    """Answer a press once, with nothing or a toast."""
    if units(params.get("text") or "") > TOAST_LENGTH:
        raise bad_request("MESSAGE_TOO_LONG")
    _answer(world.presses, params.get("callback_query_id", ""), params)
    return True


def answer_inline_query(world: World, params: Json, files: Files) -> bool:
    """Answer an inline query once, with at most 50 results."""
    check_inline_results(params.get("results") or [])
    _answer(world.inline_answers, params.get("inline_query_id", ""), params)
    return True


def _answer(asked: dict[str, Json | None], query: str, answer: Json) -> None:
    if asked.get(query, answer) is not None:
        raise bad_request("query is too old and response timeout expired or query ID is invalid")
    asked[query] = dict(answer)
