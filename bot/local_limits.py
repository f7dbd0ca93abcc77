"""Telegram's limits: what the Bot API refuses, in its own words.

Sources: the Bot API documentation for the numbers, TDLib and the Bot API server for the sentences.
"""

import json
import re
from typing import Any

from telegram.constants import ReactionEmoji

from bot.local_entities import Entity, EntityError, cut, find, merge, parse, units

Json = dict[str, Any]

TEXT_LENGTH = 4096
CAPTION_LENGTH = 1024
RAW_TEXT_BYTES = 1 << 15
CALLBACK_DATA_BYTES = 64
BUTTONS_IN_ROW = 8
BUTTONS = 100
KEYBOARD_BYTES = 10_240
COMMANDS = 100
INLINE_RESULTS = 50
TOAST_LENGTH = 200

_COMMAND = re.compile(r"[a-z0-9_]{1,32}")
_URL = re.compile(r"(https?://)?[\w-]+(\.[\w-]+)+(:\d+)?([/?#]\S*)?|tg://\S+|https?://localhost\S*", re.IGNORECASE)
_BUTTON_KINDS = (
    "url",
    "callback_data",
    "callback_game",
    "pay",
    "switch_inline_query",
    "switch_inline_query_chosen_chat",
    "switch_inline_query_current_chat",
    "login_url",
    "web_app",
    "copy_text",
)
_CHAT_ACTIONS = {
    "typing",
    "upload_photo",
    "record_video",
    "upload_video",
    "record_voice",
    "upload_voice",
    "upload_document",
    "choose_sticker",
    "find_location",
    "record_video_note",
    "upload_video_note",
}
_REACTIONS = {str(emoji.value) for emoji in ReactionEmoji}


class ApiError(Exception):
    """Telegram refuses a call: an HTTP status, a sentence, and sometimes parameters such as `retry_after`."""

    def __init__(self, code: int, description: str, **parameters: int) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.parameters = parameters

    def body(self) -> Json:
        """Return the JSON object that Telegram answers with."""
        body: Json = {"ok": False, "error_code": self.code, "description": self.description}
        return {**body, "parameters": self.parameters} if self.parameters else body


def bad_request(description: str) -> ApiError:
    """Return the error of a call that can never succeed as it is."""
    return ApiError(400, f"Bad Request: {description}")


def formatted(params: Json, field: str = "text") -> tuple[str, list[Entity]]:
    """Return the text of `field` and its entities: given ones, those of its HTML, and those Telegram finds itself.

    Surrounding blank space is cut off, as Telegram does. Raises ApiError for bad markup.
    """
    raw, mode = str(params.get(field) or ""), str(params.get("parse_mode") or "").lower()
    if len(raw.encode()) > RAW_TEXT_BYTES:
        raise bad_request("text is too long")
    given = list(params.get("entities" if field == "text" else f"{field}_entities") or [])
    if mode == "html":
        try:
            raw, given = parse(raw)
        except EntityError as error:
            raise bad_request(f"can't parse entities: {error}") from error
    elif mode:
        raise bad_request("unsupported parse_mode")
    return _trimmed(raw, merge(given, find(raw)))


def _trimmed(text: str, entities: list[Entity]) -> tuple[str, list[Entity]]:
    kept = text.rstrip()
    first = min([entity["offset"] for entity in entities], default=units(kept))
    lead = min(units(kept) - units(kept.lstrip(" \n")), first)
    end = units(kept)
    moved = [
        {**entity, "offset": entity["offset"] - lead, "length": min(entity["length"], end - entity["offset"])}
        for entity in entities
        if entity["offset"] < end
    ]
    return cut(kept, lead, end - lead), moved


def text_of(params: Json) -> tuple[str, list[Entity]]:
    """Return the text of a message to send, with its entities. Raises ApiError if it is empty or too long."""
    if not params.get("text"):
        raise bad_request("message text is empty")
    text, entities = formatted(params)
    if not text:
        raise bad_request("text must be non-empty")
    if units(text) > TEXT_LENGTH:
        raise bad_request("message is too long")
    return text, entities


def caption_of(params: Json) -> tuple[str, list[Entity]]:
    """Return the caption of a file, possibly empty, with its entities. Raises ApiError if it is too long."""
    text, entities = formatted(params, "caption")
    if units(text) > CAPTION_LENGTH:
        raise bad_request("message caption is too long")
    return text, entities


def check_markup(markup: Json | None) -> None:
    """Raise ApiError unless Telegram would show these buttons."""
    rows = (markup or {}).get("inline_keyboard") or []
    if not all(isinstance(row, list) for row in rows):
        raise bad_request('field "inline_keyboard" of the InlineKeyboardMarkup must be an Array of Arrays')
    too_many = sum(map(len, rows)) > BUTTONS or any(len(row) > BUTTONS_IN_ROW for row in rows)
    if too_many or (rows and len(json.dumps(markup, ensure_ascii=False).encode()) > KEYBOARD_BYTES):
        raise bad_request("reply markup is too long")
    for row in rows:
        for button in row:
            _check_button(button)


def _check_button(button: Json) -> None:
    if not button.get("text"):
        raise bad_request("inline keyboard button text must be non-empty")
    if not any(kind in button for kind in _BUTTON_KINDS) or button.get("callback_data") == "":
        raise bad_request("can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard")
    if len(str(button.get("callback_data", "")).encode()) > CALLBACK_DATA_BYTES:
        raise bad_request("BUTTON_DATA_INVALID")
    if "url" in button and not _URL.fullmatch(button["url"]):
        raise bad_request(f"inline keyboard button URL '{button['url']}' is invalid: Wrong HTTP URL")
    if "copy_text" in button and not 1 <= units(button["copy_text"].get("text", "")) <= 256:
        raise bad_request("BUTTON_COPY_TEXT_INVALID")
    if button.get("style", "primary") not in {"danger", "success", "primary"}:
        raise bad_request("can't parse inline keyboard button: invalid button style specified")


def check_commands(commands: list[Json]) -> None:
    """Raise ApiError unless Telegram would accept this command menu."""
    if len(commands) > COMMANDS:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    for command in commands:
        name, description = command.get("command", "").removeprefix("/"), command.get("description", "").strip()
        if len(name) > 32:
            raise bad_request("command length must not exceed 32")
        if not _COMMAND.fullmatch(name):
            raise bad_request("BOT_COMMAND_INVALID" if name else "command must be non-empty")
        if not description:
            raise bad_request("command description must be non-empty")
        if len(description) > 256:
            raise bad_request("command description length must not exceed 256")


def check_language(code: str) -> None:
    """Raise ApiError unless `code` is empty (all languages) or a two-letter ISO 639-1 code."""
    if code and not re.fullmatch("[a-z]{2}", code):
        raise bad_request("invalid language code specified")


def check_inline_results(results: list[Json]) -> None:
    """Raise ApiError unless Telegram would show these inline results."""
    if len(results) > INLINE_RESULTS:
        raise bad_request("too many inline query results specified")
    names = [str(result.get("id", "")) for result in results]
    if any(not 1 <= len(name.encode()) <= 64 for name in names):
        raise bad_request("RESULT_ID_INVALID")
    if len(set(names)) < len(names):
        raise bad_request("RESULT_ID_DUPLICATE")
    for result in results:
        if not result.get("title") and result.get("type") == "article":
            raise bad_request("can't parse inline query result: Can't find field \"title\"")
        check_markup(result.get("reply_markup"))
        content = result.get("input_message_content") or {}
        if result.get("type") == "article" or "message_text" in content:
            text_of({**content, "text": content.get("message_text")})
        else:
            caption_of(result)


def check_action(action: str) -> None:
    """Raise ApiError unless `action` is one of the chat actions."""
    if action not in _CHAT_ACTIONS:
        raise bad_request("wrong parameter action in request")


def check_reaction(reaction: list[Json]) -> None:
    """Raise ApiError unless a bot may react so: with at most one of Telegram's emoji."""
    if len(reaction) > 1:
        raise bad_request("REACTIONS_TOO_MANY")
    if any(one.get("type") == "emoji" and one.get("emoji") not in _REACTIONS for one in reaction):
        raise bad_request("REACTION_INVALID")
