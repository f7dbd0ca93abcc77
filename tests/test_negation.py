"""What a sentence says of the things it names."""

import pytest

from knowledge import wording
from knowledge.lexicon import lexicon
from knowledge.negation import Mark, stated
from knowledge.normalise import normalise
from knowledge.tokens import tokens

THINGS = {"live": ["live streaming", "直播"], "comments": ["comments", "评论"], "groups": ["group chat", "群聊"]}


def said(text):
    """Return what the text says of live streaming, comments and group chat."""
    things = [(words, ("thing", thing)) for thing, words in THINGS.items()]
    grammar = [(words.all(), ("grammar", does)) for does, words in wording.listed("grammar").items()]
    units = tokens(normalise(text).text)
    hits = lexicon(things + grammar).longest(units)
    things = {hit.start: hit.tags[0][1] for hit in hits if hit.tags[0][0] == "thing"}
    marks = {hit.start: Mark(hit.end, tuple(does for _, does in hit.tags)) for hit in hits if hit.start not in things}
    found = stated(units, marks, {hit.start: hit.end for hit in hits if hit.start in things})
    return {things[start]: value for start, value in found.items()}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("有直播和评论", {"live": True, "comments": True}),
        ("没有直播", {"live": False}),
        ("没有群聊，只有评论", {"groups": False, "comments": True}),
        ("没有群聊、直播和评论", {"groups": False, "live": False, "comments": False}),
        ("没直播没评论", {"live": False, "comments": False}),
        ("没有评论的直播", {"comments": False, "live": True}),
        ("没有备案号的直播", {"live": True}),
        ("不做直播", {"live": False}),
        ("不开直播就不能用", {"live": None}),
        ("我们非直播平台，有评论", {"live": False, "comments": True}),
        ("非公开的群聊有直播", {"groups": True, "live": True}),
        ("非要做直播", {"live": True}),
        ("不仅有直播还有评论", {"live": True, "comments": True}),
        ("评论关闭了", {"comments": False}),
        ("评论功能暂不开放", {"comments": False}),
        ("直播没有备案会怎样", {"live": True}),
        ("除了直播还有评论", {"live": True, "comments": True}),
        ("除了评论没有别的", {"comments": True}),
        ("除了直播都上线了", {"live": False}),
        ("有没有直播都一样", {"live": None}),
        ("需要直播吗", {"live": None}),
        ("要不要加直播", {"live": True}),
        ("需要直播备案吗", {"live": True}),
        ("竞品有直播，我们有评论", {"live": None, "comments": True}),
        ("还没想好要不要做直播", {"live": None}),
        ("能不能开直播", {"live": True}),
    ],
)
def test_chinese(text, expected):
    assert said(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("it has live streaming", {"live": True}),
        ("no live streaming", {"live": False}),
        ("no comments, group chat or live streaming", {"comments": False, "groups": False, "live": False}),
        ("no live streaming, only comments", {"live": False, "comments": True}),
        ("there are no comments and no group chat", {"comments": False, "groups": False}),
        ("we don't have any live streaming", {"live": False}),
        ("a shop without comments", {"comments": False}),
        ("without an ICP filing for our live streaming", {"live": True}),
        ("not only live streaming but also comments", {"live": True, "comments": True}),
        ("comments are disabled", {"comments": False}),
        ("neither comments nor group chat", {"comments": False, "groups": False}),
        ("besides comments there is group chat", {"comments": True, "groups": True}),
        ("everything except live streaming is open", {"live": False}),
        ("nothing public except comments, no chat", {"comments": True}),
        ("do we need comments?", {"comments": None}),
        ("do we need an assessment for live streaming?", {"live": True}),
        ("whether we have group chat is open", {"groups": None}),
        ("our competitor has group chat", {"groups": None}),
        ("is live streaming group chat?", {"live": True, "groups": None}),
        ("if we add live streaming", {"live": True}),
    ],
)
def test_english(text, expected):
    assert said(text) == expected


def test_what_cannot_be_followed_is_left_open():
    assert said("no lawyer would ever recommend starting live streaming")["live"] is None
