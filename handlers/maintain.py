"""/unanswered, /stats and /status: for the maintainers whom the settings name. For everybody else they do not exist."""

from collections.abc import Sequence
from html import escape
from typing import Any

from telegram import Message, Update
from telegram.ext import BaseHandler, CallbackQueryHandler, CommandHandler, filters

from handlers import other
from handlers.context import Context, Handler
from handlers.reply import Button, Reply, fit
from handlers.rights import is_maintainer
from handlers.send import edit, send, toast
from handlers.texts import Texts
from knowledge import answer as answers
from knowledge.matching import match
from knowledge.reading import read

PATTERN = r"^q:(show|close|list):(\d{1,12})$"
LISTED = 8
WORDS = 120


async def unanswered(update: Update, context: Context) -> None:
    """List the questions nobody could answer, oldest first."""
    await send(update, queue(context, context.texts(update)))


def queue(context: Context, texts: Texts) -> Reply:
    """Return the queue with a button for each question."""
    found = context.store.unanswered(LISTED + 1)
    if not found:
        return Reply(texts("maintain.none"))
    lines = [f"#{each.id} [{each.language}] {escape(_short(each.text))}" for each in found[:LISTED]]
    buttons = [Button(f"#{each.id}", f"q:show:{each.id}") for each in found[:LISTED]]
    more = [texts("maintain.more")] if len(found) > LISTED else []
    rows = tuple(tuple(buttons[start : start + 4]) for start in range(0, len(buttons), 4))
    return Reply(fit([texts("maintain.queue"), "\n".join(lines), *more], []), rows)


async def press(update: Update, context: Context) -> None:
    """Show one question with what comes closest today, or take it off the queue."""
    query = update.callback_query
    assert query is not None
    assert context.match is not None
    texts = context.texts(update)
    allowed = query.from_user.id in context.services.config.maintainers
    if not allowed or not isinstance(query.message, Message):
        await toast(query, texts("ask.gone"))
        return
    action, number = context.match[1], int(context.match[2])
    await toast(query)
    if action == "close":
        context.store.close_question(number)
    found = context.store.question(number)
    if action != "show" or found is None:
        await edit(query.message, queue(context, texts))
        return
    await edit(query.message, _question(context, found, texts))


def _question(context: Context, found: Any, texts: Texts) -> Reply:
    reading = read(context.library, found.text)
    now = answers.answer(context.library, found.text, context.today)
    near = [f"{each.kind} {each.id} {each.score:.2f}" for each in match(context.library, reading, 5)]
    facts = ", ".join(f"{name}={value}" for name, value in reading.facts.items())
    html = texts(
        "maintain.question",
        number=found.id,
        text=escape(found.text[:1000]),
        kind=escape(f"{now.kind} {now.reason}".strip()),
        facts=escape(facts[:600]) or "-",
        near=escape("\n".join(near)) or "-",
    )
    close, back = texts("maintain.close_button"), texts("maintain.back_button")
    return Reply(html, ((Button(close, f"q:close:{found.id}"), Button(back, f"q:list:{found.id}")),))


async def stats(update: Update, context: Context) -> None:
    """Show how much the bot is used, without anybody's words."""
    texts, counts, votes = context.texts(update), context.store.totals(), context.store.votes()
    lines = [f"{name}: {count}" for name, count in counts.items()]
    lines += [f"{texts(f'feedback.{name}')}: {count}" for name, count in votes.items() if texts.has(f"feedback.{name}")]
    await send(update, Reply(f"<b>{texts('maintain.stats')}</b>\n" + escape("\n".join(lines))))


async def status(update: Update, context: Context) -> None:
    """Show whether everything runs: knowledge, reminders, mail."""
    texts, library = context.texts(update), context.library
    depth = context.store.outbox.depth(context.now)
    html = texts(
        "maintain.status",
        revision=library.revision,
        regulations=len(library.regulations),
        verdicts=len(library.verdicts),
        tick=context.store.meta("last_tick") or "-",
        waiting=depth["states"].get("pending", 0),
        late=round(depth["oldest_pending_seconds"]),
        dead=depth["states"].get("dead", 0),
    )
    await send(update, Reply(html))


def _short(words: str) -> str:
    flat = " ".join(words.split())
    return flat if len(flat) <= WORDS else flat[: WORDS - 1] + "…"


def _for_maintainers(handler: Handler) -> Handler:
    """Let a handler answer maintainers only; to others the command is one that does not exist."""

    async def guarded(update: Update, context: Context) -> None:
        if is_maintainer(update, context):
            await handler(update, context)
        elif update.effective_chat is not None and update.effective_chat.type == "private":
            await other.unknown_command(update, context)

    return guarded


def handlers() -> Sequence[BaseHandler[Any, Any, Any]]:
    """Return what this file answers."""
    commands = {"unanswered": unanswered, "stats": stats, "status": status}
    return [
        *(CommandHandler(name, _for_maintainers(one), filters.UpdateType.MESSAGE) for name, one in commands.items()),
        CallbackQueryHandler(press, pattern=PATTERN),
    ]
