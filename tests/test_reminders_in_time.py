"""What happens to reminders as time goes on: downtime, clocks, zones, holidays, people. Each test is one situation."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise, takewhile

import pytest
from post import LI, MEI, MONDAY, World, in_a_hurry
from workweek import Workweek, shown, utc

from bot import chat_changes
from bot.database import moment
from bot.legal_dates import columns_of, count, recounting
from bot.recompute import recompute
from bot.store import Store
from knowledge.official_calendar import Calendar, Notice, Stretch
from knowledge.workdays import Period


@pytest.fixture
def world(store: Store, monkeypatch: pytest.MonkeyPatch) -> World:
    return in_a_hurry(World(store), monkeypatch)


@pytest.fixture
def chat(store: Store) -> int:
    return store.chat(-100).id


# Downtime


async def test_three_days_down_one_message_a_chat(world: World, store: Store) -> None:
    chats = [store.chat(-100 - number).id for number in range(3)]
    for chat in chats:
        world.deadline(chat, "2026-11-24")
        world.deadline(chat, "2026-11-27")
        world.deadline(chat, "2026-12-01")
        store.subscriptions.subscribe(chat, 0, "daily", "09:00", world.now)
    await world.at("2026-11-23 08:30")
    world.restart("2026-11-26 10:00")
    await world.step(world.now)
    assert sorted(world.last) == [f"c{chat}:catchup:2026-11-23T00:30:00+00:00" for chat in chats]
    assert await world.at("2026-11-26 19:00") == []


async def test_three_days_down_and_a_limit_of_hours_still_open_is_said_singly(
    world: World, store: Store, chat: int
) -> None:
    world.deadline(chat, "2026-11-26T14:00", event="2026-11-23T08:00", period={"unit": "hours", "length": 78})
    world.deadline(chat, "2026-11-26")
    await world.at("2026-11-23 08:30")
    world.restart("2026-11-26 10:00")
    await world.step(world.now)
    assert world.last == ["d1:r1:90%", "c1:catchup:2026-11-23T00:30:00+00:00"]


async def test_three_days_down_and_nothing_missed_says_nothing(world: World, chat: int) -> None:
    world.deadline(chat, "2027-06-30")
    await world.at("2026-11-23 08:30")
    world.restart("2026-11-26 10:00")
    assert await world.step(world.now) == []


async def test_a_digest_due_six_hours_ago_is_not_sent_late_and_one_an_hour_ago_is(world: World, store: Store) -> None:
    early, late = store.chat(-100).id, store.chat(-200).id
    for chat, at in ((early, "09:00"), (late, "15:00")):
        world.deadline(chat, "2026-12-20")
        store.subscriptions.subscribe(chat, 0, "daily", at, world.now)
    await world.at("2026-11-23 08:30")
    world.restart("2026-11-23 16:00")
    assert await world.step(world.now) == [f"c{late}:digest:2026-11-23"]


async def test_back_at_night_the_catch_up_waits_for_the_morning_unless_something_ends_before(
    world: World, store: Store
) -> None:
    calm, pressed = store.chat(-100).id, store.chat(-200).id
    world.deadline(calm, "2026-11-24")
    world.deadline(pressed, "2026-11-24")
    world.deadline(pressed, "2026-11-26T07:00")
    await world.at("2026-11-23 08:30")
    world.restart("2026-11-26 02:00")
    assert await world.step(world.now) == [f"c{pressed}:catchup:2026-11-23T00:30:00+00:00"]
    await world.at("2026-11-26 08:00")
    assert await world.at("2026-11-26 08:30") == [f"c{calm}:catchup:2026-11-23T00:30:00+00:00"]


async def test_ten_minutes_down_are_no_downtime(world: World, chat: int) -> None:
    world.deadline(chat, "2026-11-24")
    await world.at("2026-11-23 08:55")
    world.restart("2026-11-23 09:05")
    assert await world.step(world.now) == ["d1:r1:T-1wd"]


async def test_killed_while_catching_up_the_rest_is_caught_up_too(world: World, store: Store, monkeypatch) -> None:
    monkeypatch.setattr("bot.plan_reminders.BATCH", 1)
    for number in range(3):
        world.deadline(store.chat(-100 - number).id, "2026-11-24")
    await world.at("2026-11-23 08:30")
    world.restart("2026-11-25 10:00")
    from bot.tick import tick

    tick(store, world.now, world.workdays)  # the first batch, then the process dies
    world.restart("2026-11-25 10:01")
    await world.step(world.now)
    assert sorted(world.last) == [f"c{number}:catchup:2026-11-23T00:30:00+00:00" for number in (1, 2, 3)]


# Clock


async def test_clock_forward_by_hours_sends_what_is_due_once(world: World, chat: int) -> None:
    world.deadline(chat, "2026-11-24")
    await world.at("2026-11-23 08:30")
    assert len(await world.step(utc("2026-11-23 10:30"), jump=timedelta(hours=2))) == 1
    await world.step(utc("2026-11-23 08:31"), jump=timedelta(hours=-2))
    assert await world.at("2026-11-23 12:00") == []


@pytest.mark.parametrize("days", [30, -30])
async def test_clock_moved_by_thirty_days_stops_everything_until_somebody_says_it_is_right(
    world: World, chat, days
) -> None:
    world.deadline(chat, "2026-11-24")
    await world.at("2026-11-23 08:30")
    jump = timedelta(days=days)
    assert await world.step(world.now + jump, jump=jump) == []
    assert world.schedule.held is not None
    assert world.alerts == ["no reminders until the clock is confirmed"]
    world.now -= jump
    world.schedule.resume()
    assert await world.at("2026-11-23 09:00") == ["d1:r1:T-1wd"]


async def test_clock_back_by_hours_repeats_nothing_and_loses_nothing(world: World, store: Store, chat: int) -> None:
    world.deadline(chat, "2026-11-25")
    store.subscriptions.subscribe(chat, 0, "daily", "09:00", world.now)
    await world.at("2026-11-23 12:00")
    first = list(world.texts)
    await world.step(utc("2026-11-23 08:00"), jump=timedelta(hours=-4))
    world.deadline(chat, "2026-11-23T18:00", event="2026-11-23T08:00", period={"unit": "hours", "length": 10})
    await world.at("2026-11-23 18:00")
    again = [text for text in world.texts[len(first) :] if ":r1:" not in text or "d2" not in text]
    assert again == []
    assert [text for text in world.texts if "d2" in text] == [f"<b>d2:r1:{share}%</b>" for share in (50, 75, 90, 100)]


async def test_a_start_with_a_clock_thirty_days_behind_the_last_run_waits_for_a_word(world: World, chat: int) -> None:
    world.deadline(chat)
    await world.at("2026-11-24 10:00")
    world.restart("2026-10-24 10:00")
    assert await world.step(world.now) == []
    assert world.schedule.held is not None


ZONES = (
    "America/New_York", "America/Los_Angeles", "Europe/Berlin", "Europe/London",
    "Australia/Sydney", "Australia/Lord_Howe", "Pacific/Auckland", "America/Santiago",
)  # fmt: skip


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("clock", ["00:30", "01:30", "02:30", "03:30", "09:00"])
async def test_summer_time_begins_and_ends_with_one_digest_a_day(zone: str, clock: str) -> None:
    from bot.plan_digests import occurrences
    from bot.store_subscriptions import Subscription

    start, end = datetime(2026, 1, 1, tzinfo=UTC), datetime(2027, 1, 5, tzinfo=UTC)
    every_day = Workweek(worked=[(start + timedelta(days=n)).date().isoformat() for n in range(400)])
    wish = Subscription(1, 1, 0, "daily", clock, start)
    found = list(takewhile(lambda each: each[0] < end, occurrences(wish, zone, every_day)))
    days = [day for _, day in found]
    assert days == [days[0] + timedelta(days=number) for number in range(len(days))]
    for at, day in found:
        local = shown(at, zone)
        assert local[:10] == day.isoformat()
        offset = (found[0][0] - utc("2026-01-01 00:00")).total_seconds() % 60  # the same for every day
        assert offset == (at - utc("2026-01-01 00:00")).total_seconds() % 60
    gaps = [(after[0] - before[0]).total_seconds() / 3600 for before, after in pairwise(found)]
    assert all(23 <= gap <= 25 for gap in gaps)
    assert sum(gap != 24 for gap in gaps) in (
        2,
        3,
        4,
    )  # two changes a year; a skipped time moves its day there and back


# Timezone of a chat


async def test_a_chat_that_moves_to_another_zone_gets_no_second_digest_that_day(
    world: World, store: Store, chat: int
) -> None:
    world.deadline(chat, "2026-12-20")
    store.subscriptions.subscribe(chat, 0, "daily", "09:00", world.now)
    await world.at("2026-11-23 12:00")
    for zone in ("America/New_York", "Pacific/Auckland", "Asia/Shanghai"):
        chat_changes.set_timezone(store, chat, zone, world.now)
        await world.on(world.now + timedelta(hours=2))
    assert world.texts == ["<b>c1:digest:2026-11-23</b>"]
    await world.at("2026-11-25 08:00")
    assert world.texts == ["<b>c1:digest:2026-11-23</b>", "<b>c1:digest:2026-11-24</b>"]


async def test_a_chat_that_moves_keeps_its_legal_dates_and_gets_reminders_in_its_own_morning(
    world: World, store, chat
) -> None:
    number = world.deadline(chat, "2026-11-25")
    before = store.deadlines[number].due_at
    await world.at("2026-11-23 08:30")
    chat_changes.set_timezone(store, chat, "America/New_York", world.now)
    await world.at("2026-11-26 12:00")
    assert store.deadlines[number].due_at == before
    sent = store.database.rows("SELECT key, moment FROM outbox WHERE kind <> 'overdue' ORDER BY moment")
    assert {row["key"]: shown(moment(row["moment"]), "America/New_York") for row in sent} == {
        "d1:r1:T-1wd": "2026-11-24 09:00", "d1:r1:T-4h": "2026-11-25 08:30", "d1:r1:T-0": "2026-11-25 09:00",
    }  # fmt: skip


async def test_an_unknown_zone_is_refused(store: Store, chat: int) -> None:
    with pytest.raises(ValueError, match="is no time zone"):
        chat_changes.set_timezone(store, chat, "Asia/Peking", utc(MONDAY))
    assert store.chat_by_id(chat).timezone == "Asia/Shanghai"


# The calendar, people


def spring_festival(last: str, *worked: str) -> Stretch:
    days = [date.fromisoformat(day) for day in ("2020-01-24", last, *worked)]
    return Stretch("春节", (days[0], days[1]), tuple(days[2:]))


async def test_the_spring_festival_of_2020_is_extended_and_each_chat_is_told_once(world: World, store: Store) -> None:
    first = spring_festival("2020-01-30", "2020-01-19", "2020-02-01")
    extended = spring_festival("2020-02-02", "2020-01-19")
    notices = {2019: Notice("", ()), 2020: Notice("国办发明电〔2019〕16号", (first,))}
    before = Calendar(notices, {})
    after = before.with_notices({2020: Notice("国办发明电〔2020〕1号", (extended,))})
    period = Period(10, "working-days")
    world.now, world.workdays = utc("2020-01-20 10:00"), before
    chats = [store.chat(-100 - number).id for number in range(3)]
    for chat in (*chats, chats[0]):
        dates = count("2020-01-20", period, before, "Asia/Shanghai")
        world.deadline(chat, dates.due, event="2020-01-20", period=columns_of(period))
    world.deadline(chats[2], "2020-02-28")  # the team's own date, which no calendar moves
    assert {each.due for each in store.deadlines.of_chat(chats[0])} == {"2020-02-07"}
    await world.at("2020-01-27 18:00")
    world.workdays = after
    done = recompute(store, recounting(after), world.now, "国办发明电〔2020〕1号")
    recompute(store, recounting(after), world.now, "国办发明电〔2020〕1号")
    assert (done.moved, done.chats) == (4, 3)
    await world.at("2020-01-27 18:30")
    assert [text for text in world.texts if "revised" in text] == [
        f"<b>c{chat}:revised:国办发明电〔2020〕1号</b>" for chat in chats
    ]
    assert {each.due for each in store.deadlines.of_chat(chats[0])} == {"2020-02-11"}
    assert {each.rev for each in store.deadlines.of_chat(chats[0])} == {2}


async def test_a_holiday_monday_moves_the_weekly_digest_and_the_reminders_of_that_day(
    world: World, store: Store, chat: int
) -> None:
    world.workdays = Workweek(off=["2026-11-30"])
    world.deadline(chat, "2026-11-30")
    store.subscriptions.subscribe(chat, 0, "weekly", "10:00", world.now + timedelta(hours=3))
    await world.at("2026-12-01 12:00")
    moments = {
        row["key"]: shown(moment(row["moment"]))[:13]
        for row in store.database.rows("SELECT key, moment FROM outbox WHERE key LIKE '%digest%' OR key LIKE '%T-0'")
    }
    assert moments == {"d1:r1:T-0": "2026-11-27 09", "c1:digest:2026-12-01": "2026-12-01 10"}


async def test_the_owner_left_so_the_backup_answers_and_the_chat_is_told_once(
    world: World, store: Store, chat: int
) -> None:
    first, second = world.deadline(chat, backup_id=LI), world.deadline(chat)
    assert chat_changes.member_left(store, chat, MEI, world.now) == 2
    assert chat_changes.member_left(store, chat, MEI, world.now) == 0
    assert (store.deadlines[first].owner_id, store.deadlines[first].backup_id) == (LI, None)
    assert store.deadlines[second].owner_id is None
    await world.at("2026-11-23 08:30")
    assert [text for text in world.texts if "left" in text] == [f"<b>c1:left:u{MEI}:2026-11-23T00:00:00+00:00</b>"]
