"""No answer of any verdict, article or list breaks a limit of Telegram, in any language or script.

The judge is the local Telegram: length after markup, valid HTML, buttons and what they carry.
"""

import string
from collections.abc import Iterator
from datetime import date

import pytest

from bot.local_limits import check_markup, text_of
from handlers import checklist, interviews, render, screens, script
from handlers.links import link
from handlers.reply import Button, Reply, fit, length
from handlers.send import keyboard
from handlers.texts import Texts, keys
from knowledge.answer_model import Answer
from knowledge.diagram import Leaf
from knowledge.library import Library
from knowledge.matching import Candidate
from knowledge.passages import cited, passage
from knowledge.reading import read
from knowledge.tree import NotInForce, Tree

DAY = date(2026, 11, 23)
LANGUAGES = ("zh", "en")
LONG = "需要做安全评估吗<&>" * 400
"""A question as long as Telegram allows."""


def obey(reply: Reply) -> None:
    """Raise ApiError if Telegram would refuse the message, also in traditional characters."""
    for html in (reply.html, script.traditional(reply.html)):
        text_of({"text": html, "parse_mode": "HTML"})
    markup = keyboard(reply)
    if markup is not None:
        check_markup(markup.to_dict())


def ways(tree: Tree) -> Iterator[dict]:
    """Yield facts that lead to each outcome of a tree, and the facts of every other step on one way there."""
    seen: set[str] = set()
    waiting: list[tuple[object, dict]] = [(tree.outcomes, {})]
    visited: set[int] = set()
    while waiting:
        node, facts = waiting.pop(0)
        if isinstance(node, Leaf):
            if str(node.result) not in seen:
                seen.add(str(node.result))
                yield facts
            continue
        if id(node) in visited:
            continue
        visited.add(id(node))
        name = tree.diagram.fact(node)
        waiting += [(child, {**facts, name: values[0]}) for values, child in tree.diagram.steps(node)]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_outcome_of_every_verdict(library: Library, lang):
    reading = read(library, "")
    for verdict in library.verdicts:
        try:
            tree = library.tree(verdict, DAY)
        except NotInForce:
            continue
        for facts in [{}, *ways(tree)]:
            for extra in ([], [{"do": "why"}], [{"do": "rate"}])[: 2 if facts else 3]:
                asked = interviews.asked(LONG, lang, DAY, [verdict], facts, {})
                state = interviews.fold([asked, *extra])
                obey(screens.reply(library, state, 999_999_999_999, reading))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_three_long_verdicts_in_one_answer(library: Library, lang):
    by_length = sorted(library.verdicts, key=lambda name: -len(library.verdicts[name].title.get(lang)))[:4]
    asked = interviews.asked(LONG, lang, DAY, by_length, {}, {})
    obey(screens.reply(library, interviews.fold([asked, {"do": "why"}]), 1, read(library, "")))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_question_keeps_its_place_below_a_long_answer(library: Library, lang, monkeypatch):
    monkeypatch.setattr(render, "verdict", lambda *_, **__: (["<b>x</b>", "y" * 4000], ["z" * 500] * 9))
    asked = interviews.asked("", lang, DAY, ["cn.security-assessment"], {}, {})
    reply = screens.reply(library, interviews.fold([asked]), 1, read(library, ""))
    obey(reply)
    assert Texts(lang)("ask.question").partition("{")[0] in reply.text


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_article_term_and_answer(library: Library, lang):
    texts = Texts(lang)
    for name, regulation in library.regulations.items():
        said = [found for one in regulation.articles for found in cited(library, f"{name}#{one.number}", DAY)]
        for kind, count in (
            ("faq", len(regulation.faq)),
            ("deadline", len(regulation.deadlines)),
            ("penalty", len(regulation.penalties)),
            ("threshold", len(regulation.thresholds)),
        ):
            said += [passage(library, Candidate(kind, f"{name}:{n}", 1.0, "")) for n in range(count)]
        for one in [*said, *cited(library, name, DAY)]:
            obey(Reply(fit([render.passage(library, one, texts)], [])))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_full_checks_of_every_kind_of_product_page_by_page(library: Library, lang):
    kinds = [dict(kind.likely) for kind in library.vocabulary.archetypes.values()]
    for facts in [{}, *kinds[:: max(1, len(kinds) // 6)]]:
        facts = library.vocabulary.reconcile(facts)
        for page in (0, 9):
            asked = interviews.asked(LONG, lang, DAY, [], facts, {}, mode="check")
            obey(checklist.reply(library, interviews.fold([asked, {"do": "page", "page": page}]), 999_999_999_999))


def test_everything_true_at_once(library: Library):
    facts = {name: True for name, fact in library.facts.items() if True in fact.domain()}
    for lang in LANGUAGES:
        asked = interviews.asked(LONG, lang, DAY, [], facts, {}, mode="check")
        obey(checklist.reply(library, interviews.fold([asked]), 1))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_offers_of_what_was_meant(library: Library, lang):
    titles = sorted((verdict.title.get(lang) for verdict in library.verdicts.values()), key=len)[-4:]
    offers = [{"label": title * 3, "verdict": None, "query": title} for title in titles]
    state = interviews.fold([interviews.asked(LONG, lang, DAY, [], {}, {}, offers)])
    found = Answer("clarify", lang, DAY, read(library, ""))
    obey(screens.offers(library, state, 1, found))


def test_links_fit_into_a_button(library: Library):
    facts = {name: fact.domain()[0] for name, fact in library.facts.items() if fact.domain()}
    for verdict in library.verdicts:
        url = link("a_bot_with_a_name_of_32_letters_b", library, verdict, facts)
        assert len(url.partition("start=")[2]) <= 64
        obey(Reply("x", ((Button("open", url=url),),)))


def test_short_help_of_commands_fits_the_menus():
    commands = [key for key in keys() if key.startswith("commands.")]
    for key in commands:
        for lang in LANGUAGES:
            assert 1 <= len(Texts(lang)(key)) <= 60, key


def test_both_languages_have_the_same_places_for_values():
    for key in keys():
        places = [{name for _, name, _, _ in string.Formatter().parse(Texts(lang)(key)) if name} for lang in LANGUAGES]
        assert places[0] == places[1], key


@pytest.mark.parametrize("size", [10, 4096, 5000, 20_000])
def test_fitting_never_breaks_markup_or_length(size):
    part = '<b>规定 &amp; <a href="https://example.com">第 7 条</a></b> '
    html = fit([part * (size // 10), "x" * 3000, part], [part * 3] * 200)
    assert length(html) <= 4096
    text_of({"text": html, "parse_mode": "HTML"})


def test_pairs_of_characters_outside_the_basic_plane_are_counted_twice():
    html = fit(["😀" * 4000], [])
    text_of({"text": html, "parse_mode": "HTML"})
