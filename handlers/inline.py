"""`@bot 换脸` in any chat: articles, terms and verdicts to post, each with a link that goes on where it ends.

The bot need not be a member there: a posted result carries no buttons that call back, only links.
"""

from collections.abc import Sequence
from hashlib import sha256
from html import escape
from typing import Any

from telegram import (
    InlineQueryResultArticle,
    InlineQueryResultsButton,
    InputTextMessageContent,
    LinkPreviewOptions,
    Update,
)
from telegram.constants import ParseMode
from telegram.error import BadRequest
from telegram.ext import InlineQueryHandler

from handlers import law, links, render
from handlers.context import Context
from handlers.reply import Button, Reply, fit, plain
from handlers.script import written
from handlers.send import keyboard
from handlers.texts import Texts
from knowledge import answer as answers
from knowledge.basics import Lang
from knowledge.deciding import decide
from knowledge.matching import match
from knowledge.passages import Passage, passage
from knowledge.reading import Reading, read

MOST = 20
"""Results of one query; Telegram shows at most 50."""
NEAR = 0.2
CACHE_SECONDS = 300
TITLE, DESCRIPTION = 80, 140
KEPT_QUERY = 256


async def offer(update: Update, context: Context) -> None:
    """Answer an inline query."""
    query = update.inline_query
    assert query is not None
    words = query.query[:KEPT_QUERY].strip()
    lang = _language(update, context, words)
    found = results(context, words, lang) if not query.offset else []
    texts = Texts(lang)
    try:
        await query.answer(
            found,
            cache_time=CACHE_SECONDS,
            is_personal=True,
            button=InlineQueryResultsButton(written(texts("inline.open_button")), start_parameter="inline"),
        )
    except BadRequest as error:
        if "too old" not in str(error).lower():
            raise


def results(context: Context, words: str, lang: Lang) -> list[InlineQueryResultArticle]:
    """Return what can be posted for these words, the likeliest first; for none, the weightiest verdicts."""
    library, texts = context.library, Texts(lang)
    reading = read(library, words, lang)
    found: list[InlineQueryResultArticle] = []
    if not words:
        weighty = sorted(library.verdicts.values(), key=lambda verdict: -verdict.weight)
        found = [_verdict(context, verdict.id, reading, texts) for verdict in weighty[:MOST]]
    else:
        named = law.by_number(context, reading, lang) or answers.named(library, reading, lang, context.today)
        found = [_passage(context, said, texts) for said in named.passages] if named else []
        for candidate in match(library, reading, 2 * MOST):
            if candidate.score >= NEAR and candidate.kind == "verdict":
                found.append(_verdict(context, candidate.id, reading, texts))
            elif candidate.score >= NEAR:
                found.append(_passage(context, passage(library, candidate), texts))
    return list({each.id: each for each in reversed(found)}.values())[::-1][:MOST]


def _verdict(context: Context, verdict: str, reading: Reading, texts: Texts) -> InlineQueryResultArticle:
    """Return a verdict for the facts in the query, as far as they decide it."""
    library = context.library
    found = decide(library, reading, [verdict], context.today, texts.lang, reading.facts)
    title = library.verdicts[verdict].title.get(texts.lang)
    html = f"{escape(library.verdicts[verdict].question.get(texts.lang))}\n\n{render.answer(library, found, texts)}"
    said = render.headline(library, found.findings[0], texts) if found.findings else ""
    facts = found.findings[0].stated if found.findings else {}
    button = Button(texts("inline.continue_button"), url=links.link(context.bot.username, library, verdict, facts))
    return _article(f"v:{verdict}", title, said, html if _fits(html) else render.answer(library, found, texts), button)


def _passage(context: Context, said: Passage, texts: Texts) -> InlineQueryResultArticle:
    """Return an article, a term, an answer of the FAQ."""
    html = fit([render.passage(context.library, said, texts)], [])
    title = plain(html).splitlines()[0] if said.kind == "article" else said.heading.get(texts.lang)
    body = said.body.get(texts.lang)
    button = Button(texts("inline.ask_button"), url=f"https://t.me/{context.bot.username}?start=inline")
    return _article(f"{said.kind}:{said.cite}:{title}", title, body, html, button)


def _fits(html: str) -> bool:
    return fit([html], []) == html


def _article(name: str, title: str, description: str, html: str, button: Button) -> InlineQueryResultArticle:
    return InlineQueryResultArticle(
        sha256(name.encode()).hexdigest()[:32],
        written(_cut(title, TITLE)),
        InputTextMessageContent(
            written(html), parse_mode=ParseMode.HTML, link_preview_options=LinkPreviewOptions(is_disabled=True)
        ),
        description=written(_cut(description, DESCRIPTION)),
        reply_markup=keyboard(Reply("", ((button,),))),
    )


def _cut(words: str, size: int) -> str:
    return words if len(words) <= size else words[: size - 1] + "…"


def _language(update: Update, context: Context, words: str) -> Lang:
    """Return the chosen language, that of the query, or that of the person's app."""
    chosen = context.chosen_language(update)
    if chosen is not None or not words:
        return chosen or context.language(update)
    return read(context.library, words).lang


def handlers() -> Sequence[Any]:
    """Return what this file answers."""
    return [InlineQueryHandler(offer)]
