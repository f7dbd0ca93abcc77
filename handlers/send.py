"""Replies to Telegram: sent where the question was, or put in place of the message a button was on."""

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, LinkPreviewOptions, Message, ReplyParameters, Update
from telegram.constants import ParseMode
from telegram.error import BadRequest

from handlers.reply import Button, Reply

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
        reply.html,
        parse_mode=ParseMode.HTML,
        reply_markup=keyboard(reply),
        link_preview_options=NO_PREVIEW,
        reply_parameters=quote,
        do_quote=False if quote is None else None,
        message_thread_id=message.message_thread_id if message.is_topic_message else None,
    )


async def edit(message: Message, reply: Reply) -> None:
    """Put the reply in place of one of the bot's messages. That it says so already, or is gone, is not an error."""
    try:
        await message.edit_text(
            reply.html, parse_mode=ParseMode.HTML, reply_markup=keyboard(reply), link_preview_options=NO_PREVIEW
        )
    except BadRequest as error:
        if not any(known in str(error).lower() for known in ("not modified", "not found", "can't be edited")):
            raise


def keyboard(reply: Reply) -> InlineKeyboardMarkup | None:
    """Return the buttons as Telegram wants them."""
    if not reply.rows:
        return None
    return InlineKeyboardMarkup([[_button(button) for button in row] for row in reply.rows])


def _button(button: Button) -> InlineKeyboardButton:
    if button.url:
        return InlineKeyboardButton(button.label, url=button.url)
    if button.inline is not None:
        return InlineKeyboardButton(button.label, switch_inline_query_current_chat=button.inline)
    return InlineKeyboardButton(button.label, callback_data=button.data)
