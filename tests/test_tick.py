"""What a tick puts into the outbox, and that it does so once."""

from datetime import timedelta

import pytest
from workweek import Workweek, awake, planned, shown, ticks, utc

from bot.deadline import NewDeadline
from bot.store import Store

MONDAY = utc("2026-11-23 08:00")
FRIDAY = "2026-11-27"


@pytest.fixture
def chat(store: Store) -> int:
    return store.chat(-100).id


def add(store: Store, chat: int, due: str = FRIDAY, at=MONDAY, **values) -> int:
    return store.deadlines.add(chat, NewDeadline("安全评估报告", due, **values), 7, at).id


def moments(store: Store) -> dict[str, str]:
    from bot.database import moment

    return {row["key"]: shown(moment(row["moment"])) for row in store.database.rows("SELECT key, moment FROM outbox")}


def run(store: Store, start, end, step=timedelta(minutes=30), workdays=None) -> None:
    while start <= end:
        ticks(store, start, workdays)
        for key in planned(store):
            store.outbox.sent(key, 1, start)
        start += step


def test_a_new_deadline_is_reminded_from_now_on_only(store: Store, chat: int) -> None:
    add(store, chat)
    run(store, MONDAY, utc("2026-11-28 08:00"))
    assert moments(store) == {
        "d1:r1:T-3wd": "2026-11-24 09:00",
        "d1:r1:T-1wd": "2026-11-26 09:00",
        "d1:r1:T-0": "2026-11-27 09:00",
        "d1:r1:T-4h": "2026-11-27 20:00",
    }


def test_a_tick_repeated_at_the_same_moment_does_nothing(store: Store, chat: int) -> None:
    add(store, chat)
    awake(store, "2026-11-24 08:59")
    assert ticks(store, utc("2026-11-24 09:00")) == 1
    assert ticks(store, utc("2026-11-24 09:00")) == 0
    assert planned(store) == ["d1:r1:T-3wd"]


def test_nothing_is_due_between_two_moments(store: Store, chat: int) -> None:
    add(store, chat)
    ticks(store, MONDAY)
    assert ticks(store, utc("2026-11-24 08:59")) == 0


def test_a_done_deadline_is_not_spoken_of(store: Store, chat: int) -> None:
    number = add(store, chat)
    ticks(store, utc("2026-11-24 09:00"))
    store.deadlines.finish(number, 7, utc("2026-11-24 09:00"))
    run(store, utc("2026-11-24 09:01"), utc("2026-12-01 10:00"), timedelta(hours=1))
    assert planned(store, "cancelled") == ["d1:r1:T-3wd"]
    assert planned(store) == planned(store, "sent") == []


def test_a_moved_date_is_reminded_anew_under_its_own_keys(store: Store, chat: int) -> None:
    number = add(store, chat)
    run(store, MONDAY, utc("2026-11-24 10:00"))
    store.deadlines.move(number, 7, utc("2026-11-24 10:00"), NewDeadline("", "2026-12-04"))
    run(store, utc("2026-11-24 10:00"), utc("2026-12-01 10:00"))
    assert list(moments(store)) == ["d1:r1:T-3wd", "d1:r2:T-7wd", "d1:r2:T-3wd"]


def test_a_changed_title_sends_nothing_again(store: Store, chat: int) -> None:
    number = add(store, chat)
    run(store, MONDAY, utc("2026-11-24 10:00"))
    store.deadlines.rename(number, 7, utc("2026-11-24 10:00"), "评估")
    run(store, utc("2026-11-24 10:00"), utc("2026-11-25 10:00"))
    assert list(moments(store)) == ["d1:r1:T-3wd"]


def test_nobody_reacts_until_a_working_day_before_so_the_backup_and_admins_are_told_in_private(
    store: Store, chat: int
) -> None:
    store.set_settings(chat, admins=[9, 10])
    for person in (8, 9):  # 10 never wrote to the bot
        store.chat(person)
    add(store, chat, owner_id=7, backup_id=8)
    run(store, MONDAY, utc("2026-11-27 10:00"))
    told = {key for key in moments(store) if "escalation" in key}
    assert told == {"d1:r1:escalation:u8", "d1:r1:escalation:u9"}
    payloads = store.database.rows("SELECT key FROM outbox WHERE payload ->> 'escalate' ORDER BY moment")
    assert [row["key"] for row in payloads] == ["d1:r1:T-1wd", "d1:r1:T-0"]


def test_somebody_reacted_so_nobody_else_is_called_in(store: Store, chat: int) -> None:
    store.chat(8)
    number = add(store, chat, owner_id=7, backup_id=8)
    store.deadlines.acknowledge(number, 7, MONDAY)
    run(store, MONDAY, utc("2026-11-27 10:00"))
    assert not [key for key in moments(store) if "escalation" in key]


@pytest.mark.parametrize(("obligation", "called"), [(None, 0), ("cn.algorithm-filing", 1)])
def test_nobody_is_called_in_for_what_comes_every_week_unless_the_law_asks_for_it(
    store: Store, chat: int, obligation: str | None, called: int
) -> None:
    store.chat(8)
    weekly = {"rule": "FREQ=WEEKLY;BYDAY=FR", "start": "2026-11-27"}
    add(store, chat, owner_id=7, backup_id=8, recurrence=weekly, obligation=obligation)
    run(store, MONDAY, utc("2026-11-27 10:00"))
    assert len([key for key in moments(store) if "escalation" in key]) == called


def test_a_snooze_is_kept_and_its_end_is_a_reminder(store: Store, chat: int) -> None:
    number = add(store, chat)
    store.deadlines.snooze(number, 7, MONDAY, utc("2026-11-25 09:30"))
    run(store, MONDAY, utc("2026-11-26 10:00"))
    assert moments(store) == {"d1:r1:snooze-1": "2026-11-25 09:30", "d1:r1:T-1wd": "2026-11-26 09:00"}


def test_a_reminder_that_could_not_be_sent_gives_way_to_the_next_one(store: Store, chat: int) -> None:
    add(store, chat)
    for day in ("2026-11-23 08:00", "2026-11-24 09:00", "2026-11-26 09:00"):
        awake(store, day)  # the process ran all the time, the network did not
        ticks(store, utc(day))
    assert (planned(store, "merged"), planned(store)) == (["d1:r1:T-3wd"], ["d1:r1:T-1wd"])


def test_a_digest_goes_out_on_working_days_within_ten_minutes_of_its_time(store: Store, chat: int) -> None:
    add(store, chat, due="2026-12-31")
    store.subscriptions.subscribe(chat, 0, "daily", "10:00", MONDAY)
    run(store, MONDAY, utc("2026-12-01 09:00"), workdays=Workweek(off=["2026-11-25"], worked=["2026-11-28"]))
    digests = {key: at for key, at in moments(store).items() if "digest" in key}
    assert list(digests) == [f"c1:digest:2026-11-{day}" for day in (23, 24, 26, 27, 28, 30)]
    assert all("10:00" <= at[-5:] < "10:10" for at in digests.values())


def test_a_weekly_digest_comes_on_the_first_working_day_of_the_week(store: Store, chat: int) -> None:
    add(store, chat, due="2026-12-31")
    store.subscriptions.subscribe(chat, 0, "weekly", "10:00", MONDAY - timedelta(days=3))
    week_off = Workweek(off=["2026-11-23", *(f"2026-12-{day:02}" for day in range(7, 12))], worked=["2026-12-12"])
    run(store, MONDAY - timedelta(days=3), utc("2026-12-14 12:00"), timedelta(minutes=30), week_off)
    days = [key.rpartition(":")[2] for key in moments(store) if "digest" in key]
    assert days == ["2026-11-24", "2026-11-30", "2026-12-12", "2026-12-14"]


def test_a_topic_has_a_digest_of_its_own_deadlines(store: Store, chat: int) -> None:
    add(store, chat, topic=5)
    store.subscriptions.subscribe(chat, 5, "daily", "10:00", MONDAY)
    store.subscriptions.subscribe(chat, 6, "daily", "10:00", MONDAY)
    run(store, MONDAY, utc("2026-11-23 11:00"))
    assert [key for key in moments(store) if "digest" in key] == ["c1t5:digest:2026-11-23"]


def test_nothing_to_say_sends_nothing(store: Store, chat: int) -> None:
    store.subscriptions.subscribe(chat, 0, "daily", "10:00", MONDAY)
    run(store, MONDAY, utc("2026-11-25 12:00"))
    assert moments(store) == {}


def test_news_of_the_law_make_a_digest(store: Store, chat: int) -> None:
    from bot.tick import tick

    store.subscriptions.subscribe(chat, 0, "daily", "10:00", MONDAY)
    tick(store, utc("2026-11-23 10:30"), Workweek(), news=lambda chat_id, day: ["the Cybersecurity Law changes"])
    assert planned(store) == ["c1:digest:2026-11-23"]


def test_a_digest_older_than_six_hours_is_not_sent(store: Store, chat: int) -> None:
    add(store, chat, due="2026-12-31", owner_id=7)
    store.subscriptions.subscribe(chat, 0, "daily", "10:00", MONDAY)
    ticks(store, utc("2026-11-23 16:15"))
    assert planned(store) == []


def test_a_large_batch_is_planned_in_several_short_transactions(store: Store, chat: int) -> None:
    from bot.plan_reminders import BATCH
    from bot.tick import tick

    for _ in range(BATCH + 1):
        add(store, chat)
    first = tick(store, MONDAY, Workweek())
    assert (first.more, tick(store, MONDAY, Workweek()).more) == (True, False)
    assert ticks(store, utc("2026-11-24 09:00")) == BATCH + 1


def test_new_quiet_hours_move_what_was_not_said_yet(store: Store, chat: int) -> None:
    from bot import chat_changes

    add(store, chat)
    run(store, MONDAY, MONDAY)
    chat_changes.set_quiet(store, chat, "20:00", "10:00", MONDAY)
    run(store, MONDAY, utc("2026-11-24 12:00"))
    assert moments(store) == {"d1:r1:T-3wd": "2026-11-24 10:00"}
    with pytest.raises(ValueError, match="hour must be"):
        chat_changes.set_quiet(store, chat, "20:00", "25:00", MONDAY)


def test_news_wait_for_the_morning_and_are_said_once(store: Store, chat: int) -> None:
    from bot.announce import announce

    night = utc("2026-11-23 23:00")
    assert announce(store, chat, "law:csl-2026-01-01", "law", night, {"regulation": "csl"})
    assert not announce(store, chat, "law:csl-2026-01-01", "law", night, {"regulation": "csl"})
    assert moments(store) == {"c1:law:csl-2026-01-01": "2026-11-24 08:30"}
