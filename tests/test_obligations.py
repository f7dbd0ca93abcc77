"""/due counts a clock of the obligation that was named, from the event it runs from, and asks where several fit."""

import pytest

from knowledge.library import Library


async def test_an_obligation_with_several_clocks_asks_which_and_counts_that_one(chat, store):
    asked = await chat.say("/due algorithm filing 2026-12-01", language="en")
    assert (
        "2. cancel within 20 working days of the end of the service (counted from: day the service ended)" in asked.text
    )
    echo = await chat.press("2")
    assert "Counted from: day the service ended, Tue 2026-12-01" in echo.text
    assert "Due: Tue 2026-12-29" in echo.text
    saved = await chat.press("Save")
    assert "The sum: 20 working days from 2 Dec 2026" in saved.text
    assert store.deadlines[1].title.startswith("Algorithm filing: cancel")


@pytest.mark.parametrize(
    ("words", "event", "due"),
    [
        ("cn.algorithm.cancellation 2026-12-01", "day the service ended", "Tue 2026-12-29"),
        ("注销算法备案 2026-12-01", "终止服务日期", "2026-12-29（周二）"),
        ("change of the algorithm filing 2026-11-20", "day the filed particulars changed", "Fri 2026-12-04"),
        ("app filing 2026-12-20", "launch date", "Fri 2026-12-18"),
        ("标准合同备案 上周五", "标准合同生效日期", "2026-12-04（周五）"),
        ("post-incident report 2026-11-20", "day the handling of the incident ended", "Sun 2026-12-20"),
    ],
)
async def test_the_clock_is_that_of_the_obligation_and_the_echo_names_its_event(chat, words, event, due):
    echo = await chat.say(f"/due {words}", language="zh" if words[0] > "z" or "备案" in words else "en")
    assert event in echo.text
    assert due in echo.text


async def test_no_clock_is_offered_that_the_obligation_does_not_come_to(chat):
    """Labels and drawings of the same field of law must not lend it their periods."""
    for name in ("cn.anthropomorphic.minors", "cn.algorithm.opt-out", "cn.deep-synthesis.labels"):
        assert "no fixed clock" in (await chat.say(f"/due {name} 2026-12-01", language="en")).text


async def test_without_a_date_the_day_of_its_event_is_asked(chat, store):
    asked = await chat.say("/due filing the standard contract", language="en")
    assert "On which day does the standard contract take effect? Reply to this message with a date" in asked.text
    echo = await chat.say("2026-12-01", reply_to=asked)
    assert "Due: Tue 2026-12-15" in echo.text
    await chat.press("Save")
    assert (store.deadlines[1].event, store.deadlines[1].due) == ("2026-12-01", "2026-12-15")


async def test_in_a_group_the_clock_and_the_day_are_asked_too(chat):
    room = chat.group("Launch", "mei")
    await chat.say("/due 算法备案", group=room, language="zh")
    asked = await chat.press("1")
    assert "请回复本条消息写日期" in asked.text
    assert "2026-12-15" in (await chat.say("12月1日", group=room, reply_to=asked)).text


async def test_an_unclear_day_is_asked_after_the_clock(chat):
    await chat.say("/due algorithm filing 10/11/2026", language="en")
    asked = await chat.press("1")
    assert asked.buttons == ["Sun 2026-10-11", "Tue 2026-11-10"]
    assert "Due: Tue 2026-11-24" in (await chat.press("Tue 2026-11-10")).text


async def test_hours_are_counted_from_a_moment_so_a_day_alone_is_not_taken(chat):
    await chat.say("/due cn.incident-reporting 2026-11-22", language="en")
    asked = await chat.press("1")
    assert "the event needs a time" in asked.text
    assert "the event needs a time" in (await chat.say("yesterday")).text
    echo = await chat.say("yesterday 3pm")
    assert "Sun 2026-11-22 16:00" in echo.text
    assert "moment the incident was found or learnt of, Sun 2026-11-22 15:00" in echo.text


async def test_a_note_of_the_rule_is_read_before_it_is_saved(chat):
    await chat.say("/due cn.data-export.renewal 2027-05-31", language="en")
    (found,) = [
        number for number, line in enumerate(chat.messages[-1]["text"].splitlines()[2:]) if "60 working" in line
    ]
    assert "first day of the window" in (await chat.press(str(found + 1))).text


async def test_a_date_of_the_question_is_offered_not_presumed(chat):
    await chat.say("our voice chat goes live on 2026-12-21, do we need an assessment?", language="en")
    asked = await chat.press("Remind us")
    assert asked.buttons == ["Mon 2026-12-21"]
    echo = await chat.press("Mon 2026-12-21")
    assert "Due: Fri 2026-12-18" in echo.text


async def test_another_date_than_the_one_offered_can_be_written(chat):
    await chat.say("our voice chat goes live on 2026-12-21, do we need an assessment?", language="en")
    await chat.press("Remind us")
    assert "Counted from: launch date, Mon 2026-12-28" in (await chat.say("2026-12-28")).text


def test_every_date_that_a_clock_runs_from_is_asked_as_a_question(library: Library):
    for verdict in library.verdicts.values():
        for outcome in verdict.outcomes.values():
            if outcome.deadline is not None:
                ask = library.facts[outcome.deadline.event].ask
                assert ask.zh[-1] in "？。", outcome.deadline.event
                assert ask.en[-1] in "?.", outcome.deadline.event


async def test_hours_run_from_the_moment_as_the_chat_reads_its_clock(chat, store):
    """Three in the afternoon in Berlin is ten in the evening in Shanghai, where the law counts."""
    await chat.say("/timezone Berlin", language="en")
    await chat.say("/due cn.incident-reporting", language="en")
    await chat.press("3")
    echo = await chat.say("yesterday 3pm")
    assert "learnt of, Sun 2026-11-22 22:00" in echo.text
    assert "Due: Mon 2026-11-23 02:00" in echo.text
    await chat.press("Save")
    kept = store.deadlines[1]
    assert (kept.event, kept.due, kept.due_at.isoformat()) == (
        "2026-11-22T22:00",
        "2026-11-23T02:00",
        "2026-11-22T18:00:00+00:00",
    )


async def test_where_rolling_is_only_an_analogy_the_safe_day_is_the_due_day_everywhere(chat):
    echo = await chat.say("/due cn.police-filing 2026-11-20", language="en")
    assert "Due: Sun 2026-12-20" in echo.text
    assert "If it may move to a working day, Mon 2026-12-21 at the latest" in echo.text
    saved = await chat.press("Save")
    assert "Due Sun 2026-12-20" in saved.text
    assert "Due: Sun 2026-12-20" in (await chat.press("#1")).text
    assert "Sun 2026-12-20" in (await chat.say("/deadlines")).text


async def test_a_full_check_reminds_of_the_duty_that_is_chosen(chat, store):
    await chat.say("/check 短视频App，有直播打赏", language="zh")
    asked = await chat.press("提醒我们")
    assert "舆论属性安全评估（双新评估）：上线前完成评估并提交报告（起算：上线日期）" in asked.text
    (number,) = [line[0] for line in asked.text.splitlines() if "舆论属性安全评估" in line]
    assert "计划哪天上线？" in (await chat.press(number)).text
    echo = await chat.say("2026-12-21")
    assert "截止：2026-12-18（周五）" in echo.text
    await chat.press("保存")
    assert store.deadlines[1].obligation == "cn.security-assessment"
