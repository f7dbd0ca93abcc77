"""/search: articles by words, page by page, from the knowledge and from imported official texts."""

from conversation import Conversation


async def test_articles_by_words(chat: Conversation):
    reply = await chat.say("/search 未成年人 游戏 时长", language="en")
    assert "《" in reply.text
    assert reply.links


async def test_long_lists_turn_pages_in_place(chat: Conversation):
    first = await chat.say("/search 数据", language="en")
    assert first.buttons[0].startswith("下一页")
    second = await chat.press("下一页")
    assert second.is_edit
    assert second.text != first.text
    assert (await chat.press("上一页")).text == first.text


async def test_an_article_by_name_and_number_comes_first(chat: Conversation):
    reply = await chat.say("/search PIPL 38", language="en")
    assert "PIPL Art. 38" in reply.text.splitlines()[2]


async def test_nothing_found_and_nothing_said(chat: Conversation):
    assert "/search minors" in (await chat.say("/search", language="en")).text
    assert "Nothing found for “<b>qzx</b>”" in (await chat.say("/search <b>qzx</b>")).text


async def test_hostile_words_are_words(chat: Conversation):
    for words in ('"', "NEAR(", "* OR *", "a AND", "'; DROP TABLE chats", "\\", "x" * 3000, "%", "（" * 500):
        assert await chat.say(f"/search {words}")
