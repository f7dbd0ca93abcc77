"""Inline mode and the links out of it: what can be posted anywhere, and what a link may make the bot do."""

import pytest
from conversation import Conversation
from hypothesis import given, settings
from hypothesis import strategies as st

from handlers import links
from knowledge.library import Library


@pytest.mark.parametrize("words", ["换脸", "face swap", "PIPL 38", "个保法38", "算法", "voice", "", "x" * 500, "<b>&"])
async def test_results_for_words(chat: Conversation, words):
    results = await chat.inline(words)
    assert len(results) <= 20
    assert bool(results) == (words not in ("x" * 500, "<b>&"))


async def test_the_article_that_was_named_comes_first(chat: Conversation):
    first = (await chat.inline("PIPL 38"))[0]
    assert first["title"] == "PIPL Art. 38"
    assert "export" in first["input_message_content"]["message_text"]


async def test_a_posted_result_needs_no_bot_in_the_chat(chat: Conversation):
    for result in await chat.inline("换脸"):
        for row in result["reply_markup"]["inline_keyboard"]:
            assert all("url" in button and "callback_data" not in button for button in row)


async def test_a_link_goes_on_with_the_facts_of_the_query(chat: Conversation):
    results = await chat.inline("换脸")
    links_out = [result["reply_markup"]["inline_keyboard"][0][0]["url"] for result in results]
    url = next(url for url in links_out if not url.endswith("=inline"))
    reply = await chat.say(f"/start {url.partition('=')[2]}", language="zh-hans")
    assert "已知：编辑或模仿真人的脸或声音" in reply.text
    assert "不清楚" in reply.buttons
    assert (await chat.press("不清楚")).is_edit


async def test_results_in_the_language_of_the_query_unless_chosen(chat: Conversation):
    assert any("算法" in result["title"] for result in await chat.inline("算法"))
    await chat.say("/language en")
    assert not any("算法" in result["title"] for result in await chat.inline("算法"))


@pytest.mark.parametrize("payload", ["inline", "vAAAA", "v", "x" * 64, "v" + "A" * 200, "../..", "v%00%00", "规定"])
async def test_a_link_that_is_none_of_ours_says_hello(chat: Conversation, payload):
    assert "I am Redline" in (await chat.say(f"/start {payload}")).text


def test_every_verdict_and_fact_has_a_name_of_its_own_in_links(library: Library):
    for names in (library.verdicts, library.facts):
        assert len({links._short(name, links.ID) for name in names}) == len(names)
    for fact in library.facts.values():
        assert len({links._short(repr(value), links.VALUE) for value in fact.domain()}) == len(fact.domain())


@settings(deadline=None, max_examples=60)
@given(st.data())
def test_a_link_carries_what_was_put_in(library: Library, data):
    verdict = data.draw(st.sampled_from(sorted(library.verdicts)))
    choosable = [name for name, fact in library.facts.items() if fact.domain()]
    names = data.draw(st.lists(st.sampled_from(choosable), max_size=links.MOST_FACTS, unique=True))
    facts = {name: data.draw(st.sampled_from(library.facts[name].domain())) for name in names}
    written = links.payload(library, verdict, facts)
    assert len(written) <= 64
    assert links.opened(library, written) == (verdict, facts)


@settings(deadline=None, max_examples=200)
@given(st.text(max_size=80) | st.from_regex(r"v[A-Za-z0-9_-]{0,70}", fullmatch=True))
def test_no_payload_breaks_it(library: Library, said):
    opened = links.opened(library, said)
    assert opened is None or opened[0] in library.verdicts
