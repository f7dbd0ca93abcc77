"""Replies to Telegram: sent where the question was, or put in place of the message a button was on."""

from typing import Any

from telegram import (
    Bot,
    CallbackQuery,
    ForceReply,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    LinkPreviewOptions,
    Message,
    ReplyParameters,
    Update,
)
from telegram.constants import ParseMode
from telegram.error import BadRequest

from handlers.reply import Button, Reply, fit
from handlers.script import written

CAPTION = 1024
"""Telegram's limit for the words below a file."""
TOAST = 200
"""Telegram's limit for the words on top of a chat."""
NO_PREVIEW = LinkPreviewOptions(is_disabled=True)


async def send(update: Update, reply: Reply) -> Message:
    """Answer the message of an update: as a reply in groups, in the same topic."""
    message = update.effective_message
    assert message is not None
    quote = (
        None
        if message.chat.type == "private"
        else ReplyParameters(message.message_id, allow_sending_without_reply=True)
    )
    return await message.reply_text(
        written(reply.html),
        parse_mode=ParseMode.HTML,
        reply_markup=_prompt(reply) if reply.prompt else keyboard(reply),
        link_preview_options=NO_PREVIEW,
        reply_parameters=quote,
        do_quote=False if quote is None else None,
        message_thread_id=message.message_thread_id if message.is_topic_message else None,
    )


async def send_file(update: Update, name: str, content: bytes, reply: Reply, *, is_picture: bool = False) -> Message:
    """Answer with a file or a picture; the reply is its caption (at most 1024 units) and buttons."""
    message = update.effective_message
    assert message is not None
    more: dict[str, Any] = {
        "caption": written(fit([reply.html], [], CAPTION)),
        "parse_mode": ParseMode.HTML,
        "reply_markup": keyboard(reply),
        "do_quote": message.chat.type != "private",
        "allow_sending_without_reply": True,
        "message_thread_id": message.message_thread_id if message.is_topic_message else None,
    }
    if is_picture:
        return await message.reply_photo(content, filename=name, **more)
    return await message.reply_document(content, filename=name, **more)


async def post(bot: Bot, chat: int, topic: int, reply: Reply) -> Message:
    """Write to a chat (Telegram's id) and topic (0 for none) without answering anybody."""
    return await bot.send_message(
        chat,
        written(reply.html),
        parse_mode=ParseMode.HTML,
        reply_markup=keyboard(reply),
        link_preview_options=NO_PREVIEW,
        message_thread_id=topic or None,
    )


async def send_kept(bot: Bot, below: Message, kind: str, file: str) -> bool:
    """Send a file that Telegram keeps, as an answer to a message of the bot. False if Telegram has it no more."""
    more: dict[str, Any] = {
        "chat_id": below.chat.id,
        "message_thread_id": below.message_thread_id if below.is_topic_message else None,
        "reply_parameters": ReplyParameters(below.message_id, allow_sending_without_reply=True),
    }
    try:
        match kind:
            case "photo":
                await bot.send_photo(photo=file, **more)
            case "video":
                await bot.send_video(video=file, **more)
            case _:
                await bot.send_document(document=file, **more)
    except BadRequest:
        return False
    return True


async def replace(bot: Bot, chat: int, message: int, reply: Reply) -> bool:
    """Put the reply in place of an earlier message of the bot. False if that is gone."""
    try:
        await bot.edit_message_text(
            written(reply.html),
            chat,
            message,
            parse_mode=ParseMode.HTML,
            reply_markup=keyboard(reply),
            link_preview_options=NO_PREVIEW,
        )
    except BadRequest as error:
        if "not modified" in str(error).lower():
            return True
        if any(known in str(error).lower() for known in ("not found", "can't be edited")):
            return False
        raise
    return True


async def toast(query: CallbackQuery, words: str = "") -> None:
    """Answer a press, with words on top of the chat if there are any. A press that is too old needs no answer."""
    try:
        await query.answer(written(words)[:TOAST] or None)
    except BadRequest as error:
        if "too old" not in str(error).lower():
            raise


async def edit(message: Message, reply: Reply) -> None:
    """Put the reply in place of one of the bot's messages. That it says so already, or is gone, is not an error."""
    try:
        await message.edit_text(
            written(reply.html),
            parse_mode=ParseMode.HTML,
            reply_markup=keyboard(reply),
            link_preview_options=NO_PREVIEW,
        )
    except BadRequest as error:
        if not any(known in str(error).lower() for known in ("not modified", "not found", "can't be edited")):
            raise


def _prompt(reply: Reply) -> ForceReply:
    """Open the reply field of the person answered: in a group only replies reach the bot."""
    return ForceReply(selective=True, input_field_placeholder=written(reply.prompt))


def keyboard(reply: Reply) -> InlineKeyboardMarkup | None:
    """Return the buttons as Telegram wants them."""
    if not reply.rows:
        return None
    return InlineKeyboardMarkup([[_button(button) for button in row] for row in reply.rows])


def _button(button: Button) -> InlineKeyboardButton:
    if button.url:
        return InlineKeyboardButton(written(button.label), url=button.url)
    if button.inline is not None:
        return InlineKeyboardButton(written(button.label), switch_inline_query_current_chat=button.inline)
    return InlineKeyboardButton(written(button.label), callback_data=button.data)
