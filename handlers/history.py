"""/history: what this chat was told, and each verdict or full check open again with its facts."""

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from html import escape, unescape
from typing import Any
from zoneinfo import ZoneInfo

from telegram import Message, Update
from telegram.ext import CallbackQueryHandler, CommandHandler, filters

from handlers import answering, check, render
from handlers.context import Context
from handlers.reply import Button, Reply, fit
from handlers.send import edit, send, toast
from handlers.texts import Texts
from knowledge import replay, replay_check
from knowledge.tree import NotInForce

PATTERN = r"^h:(open|page):(\d{1,12})$"
A_PAGE = 8
LOOKED_THROUGH = 400
"""So many stored answers are looked through; the steps of one interview count as one line."""
TITLE = 60


async def history(update: Update, context: Context) -> None:
    """List the verdicts of this chat, newest first."""
    await send(update, listing(context, context.chat(update), 0, context.texts(update)))


def listing(context: Context, chat: Any, page: int, texts: Texts) -> Reply:
    """Return one page of the verdicts, a numbered button for each."""
    found = _latest(context, chat)
    shown = found[page * A_PAGE : (page + 1) * A_PAGE]
    if not shown:
        return Reply(texts("history.empty"))
    first = page * A_PAGE + 1
    lines = [_line(context, number, each, chat, texts) for number, each in enumerate(shown, first)]
    numbers = [Button(str(number), f"h:open:{each.id}") for number, each in enumerate(shown, first)]
    rows = [tuple(numbers[start : start + 4]) for start in range(0, len(numbers), 4)]
    turning = [Button(texts("check.previous_page"), f"h:page:{page - 1}")] if page else []
    if len(found) > (page + 1) * A_PAGE:
        pages = -(-len(found) // A_PAGE)
        turning.append(Button(texts("check.next_page", page=page + 2, pages=pages), f"h:page:{page + 1}"))
    rows += [tuple(turning)] if turning else []
    return Reply(fit([texts("history.heading"), "\n".join(lines)], []), tuple(rows))


def _latest(context: Context, chat: Any) -> list[Any]:
    """Return the stored answers of a chat, of one interview and verdict the last only, newest first."""
    kept: dict[tuple[Any, str], Any] = {}
    for each in context.store.verdicts(chat.id, LOOKED_THROUGH):
        data = json.loads(each.payload)
        verdict = "" if replay_check.is_check(data) else data["verdict"]
        if not verdict or verdict in context.library.verdicts:
            kept.setdefault((each.interview_id or -each.id, verdict), each)
    return list(kept.values())


def _line(context: Context, number: int, each: Any, chat: Any, texts: Texts) -> str:
    data = json.loads(each.payload)
    at: datetime = each.at if each.at.tzinfo else each.at.replace(tzinfo=UTC)
    verdict, said = (_check if replay_check.is_check(data) else _verdict)(context, data, texts)
    day = at.astimezone(ZoneInfo(chat.timezone)).strftime("%m-%d")
    return texts("history.line", number=number, day=day, verdict=escape(verdict), said=escape(said))


def _verdict(context: Context, data: dict[str, Any], texts: Texts) -> tuple[str, str]:
    """Return what a kept verdict is called, and what it said."""
    title = data["title"][texts.lang] if data["title"] else texts("history.open")
    assumed = texts("history.assumed") if data["certainty"] == "assumed" else ""
    return context.library.verdicts[data["verdict"]].title.get(texts.lang), _cut(title) + assumed


def _check(context: Context, data: dict[str, Any], texts: Texts) -> tuple[str, str]:
    """Return what a kept check found, and of which product."""
    answers = data["answers"].values()
    duties = sum(answer["level"] == "required" for answer in answers)
    doubts = sum(answer["level"] == "depends" and answer["listed"] for answer in answers)
    facts = replay.known(context.library, data["stated"], data["ranges"])
    labels = unescape(render.fact_list(context.library, facts, texts)) or texts("history.nothing_known")
    return texts("history.check", duties=duties, doubts=doubts), _cut(labels)


def _cut(words: str) -> str:
    return words if len(words) <= TITLE else words[: TITLE - 1] + "…"


async def press(update: Update, context: Context) -> None:
    """Turn a page, or open a verdict again as a question of whoever pressed. Only verdicts of this chat."""
    query = update.callback_query
    assert query is not None
    assert context.match is not None
    action, number = context.match[1], int(context.match[2])
    texts, chat = context.texts(update), context.chat(update)
    if not isinstance(query.message, Message):
        await toast(query, texts("ask.gone"))
        return
    if action == "page":
        await toast(query)
        await edit(query.message, listing(context, chat, number, texts))
        return
    found = context.store.verdict(number)
    data = json.loads(found.payload) if found is not None and found.chat_id == chat.id else None
    if found is not None and data is not None and replay_check.is_check(data):
        today = replay_check.replayed(context.library, found.payload, context.today)
        changed = replay_check.changed(found.payload, today)
        await toast(query, texts("history.check_changed") if changed else "")
        await check.reopen(update, context, today)
        return
    if found is None or data is None or data["verdict"] not in context.library.verdicts:
        await toast(query, texts("ask.gone"))
        return
    try:
        now = replay.replayed(context.library, found.payload, context.today)
    except NotInForce as error:
        await toast(query, texts("ask.not_in_force", detail=str(error)))
        return
    before = data["title"][texts.lang] if data["title"] else texts("history.open")
    await toast(query, "" if list(now.leaning) == data["leaning"] else texts("history.changed", before=before))
    await answering.open_verdict(update, context, data["verdict"], now.stated, now.likely, sorted(now.unknown))


def handlers() -> Sequence[Any]:
    """Return what this file answers."""
    only = filters.UpdateType.MESSAGE
    return [CommandHandler("history", history, only), CallbackQueryHandler(press, pattern=PATTERN)]
