"""Trees and timelines: pictures where they can be drawn, words everywhere else."""

from dataclasses import replace
from datetime import date
from itertools import pairwise
from struct import unpack
from types import SimpleNamespace

import pytest
from conversation import Conversation
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.deadline import NewDeadline
from bot.drawing import Pen, no_pictures
from handlers import timeline
from handlers.texts import Texts
from knowledge import draw
from knowledge.evaluation import evaluate, full_facts

QUESTION = "我们要给App加语聊房，需要做舆论属性安全评估吗？"
can_draw = pytest.mark.skipif(Pen()("digraph {a}", "zh") is None, reason="needs dot and a Chinese font")


def size(image: bytes) -> tuple[int, int]:
    assert image.startswith(b"\x89PNG")
    return unpack(">II", image[16:24])


@can_draw
async def test_the_tree_of_the_last_question_is_a_picture_a_phone_can_show(chat: Conversation):
    await chat.say(QUESTION)
    reply = await chat.say("/tree", language="zh-hans")
    assert reply.shown[-1].method == "sendPhoto"
    assert "红线是你们的路径" in reply.text
    width, height = size(reply.files[0].content)
    assert width + height < 10_000
    assert reply.buttons == ["看文字版", "整棵树"]
    whole = await chat.press("整棵树")
    assert size(whole.files[0].content) > (width, height)


@can_draw
async def test_the_words_of_a_picture(chat: Conversation):
    await chat.say(QUESTION)
    await chat.say("/tree", language="zh-hans")
    reply = await chat.press("看文字版")
    assert "▶" in reply.text
    assert not reply.files


async def test_without_pictures_there_are_words(chat: Conversation):
    chat.session.application.bot_data["services"] = _without_pen(chat)
    await chat.say(QUESTION)
    reply = await chat.say("/tree", language="zh-hans")
    assert "▶" in reply.text
    assert not reply.files


def _without_pen(chat: Conversation):
    return replace(chat.session.application.bot_data["services"], draw=no_pictures)


@can_draw
async def test_the_timeline_of_a_group(chat: Conversation, store, clock):
    room = chat.group("Launch", "mei")
    ours = store.chat(room.id, room.type).id
    for day, title in (("2026-11-20", "已过期 <b>"), ("2026-11-27", 'next "week" \\'), ("2027-03-31", "later & later")):
        store.deadlines.add(ours, NewDeadline(title, day), None, clock())
    await chat.say("/deadlines", group=room, language="en")
    reply = await chat.press("Timeline")
    assert "3 open deadlines" in reply.text
    assert size(reply.files[0].content)


async def test_a_timeline_of_nothing_is_a_toast(chat: Conversation):
    asked = await chat.say("PIPL Art. 38")
    pressed = await chat.press_data("t:timeline:0:", on=asked)
    assert pressed.toast
    assert not pressed.files


@pytest.mark.parametrize(
    "data", ["t:text:0:no.such", "t:whole:99:cn.algorithm.filing", "t:text:0:", "t:x:0:", "t:text:a:b"]
)
async def test_forged_presses_fail_nothing(chat: Conversation, data):
    asked = await chat.say("PIPL Art. 38")
    pressed = await chat.press_data(data, on=asked)
    assert [call.method for call in pressed.calls].count("answerCallbackQuery") == 1


@can_draw
@settings(deadline=None, max_examples=15)
@given(
    st.lists(st.tuples(st.dates(date(2026, 1, 1), date(2036, 1, 1)), st.text(max_size=120)), min_size=1, max_size=40)
)
def test_no_title_and_no_date_breaks_the_timeline(found):
    entries = [SimpleNamespace(id=n, title=title, safe=day.isoformat()) for n, (day, title) in enumerate(found)]
    source = timeline.timeline(entries, date(2026, 11, 23), Texts("zh"))
    assert Pen()(source, "zh", "neato"), source


def test_labels_of_a_timeline_keep_their_distance():
    entries = [SimpleNamespace(id=n, title="x", safe="2026-12-18") for n in range(5)]
    source = timeline.timeline(entries, date(2026, 11, 23), Texts("en"))
    places = [
        float(line.split('pos="')[1].split('"')[0].split(",")[1]) for line in source.splitlines() if "  l" in line[:4]
    ]
    assert all(above - below >= 2 * timeline.LETTERS for above, below in pairwise(places))


def test_only_what_is_possible_is_drawn_when_asked(library):
    tree = library.tree("cn.algorithm.filing", date(2026, 11, 23))
    facts = library.vocabulary.derive({next(iter(tree.diagram.facts)): False})
    whole = draw.Picture(library, tree, "en", facts)
    own = draw.Picture(library, tree, "en", facts, "possible")
    assert len(own.boxes()) < len(whole.boxes())
    assert all(edge.mark for box in own.boxes() for edge in box.edges)
    alone = draw.Picture(library, tree, "en", facts, "marked")
    assert all(edge.marked for box in alone.boxes() for edge in box.edges)


def test_what_is_assumed_is_marked_apart(library):
    found = evaluate(library, "cn.security-assessment", {"voice_rooms": True, "event": "launch"}, date(2026, 11, 23))
    assert found.certainty == "assumed"
    picture = draw.Picture(library, found.tree, "en", found.known, assumed=full_facts(library, found))
    boxes = {box.number: box for box in picture.boxes()}
    way, marks = boxes[0], []
    while way.edges:
        (edge,) = [edge for edge in way.edges if edge.marked]
        marks.append(edge.mark)
        way = boxes[edge.to]
    assert marks[0] == "assumed"
    assert marks[-1] == "stated"
    assert way.label == "● Yes: assess and submit the report before it goes live"


@pytest.mark.parametrize("label", ["● 需要：上线前完成评估并提交报告", "○ 不需要：没有公众表达或动员功能"])
def test_the_last_line_of_a_label_is_not_a_lonely_character(label):
    assert len(draw._wrapped(label).split("\\n")[-1]) > len(label) // 3


def test_a_line_of_a_label_never_begins_with_closing_punctuation():
    label = "需要：上线前完成安全评估并提交报告，结果由你们负责。" * 3
    lines = draw._wrapped(label).split("\\n")
    assert "".join(lines) == label
    assert not any(line[0] in draw.CLOSING for line in lines)


def test_words_are_not_broken():
    label = "● Yes: file within 10 working days of starting the service"
    assert " ".join(draw._wrapped(label).split("\\n")) == label
