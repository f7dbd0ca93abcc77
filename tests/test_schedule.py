"""The one job: what is entrusted to the library's scheduler, and when it stops by itself."""

import asyncio
import time
from datetime import timedelta

import pytest
from post import World
from telegram.ext import ApplicationBuilder
from workweek import planned, utc

from bot.deadline import NewDeadline
from bot.schedule import EVERY_SECONDS, Schedule
from bot.store import Store, StoreError

NOW = utc("2026-11-23 08:30")


@pytest.fixture
def world(store: Store) -> World:
    world = World(store)
    world.now = NOW
    return world


def test_one_repeating_job_with_every_default_spelled_out(world: World) -> None:
    application = ApplicationBuilder().token("1:x").build()
    assert application.job_queue is not None
    world.schedule.start(application.job_queue)
    (job,) = application.job_queue.scheduler.get_jobs()
    assert (job.misfire_grace_time, job.coalesce, job.max_instances) == (None, True, 1)
    assert job.trigger.interval == timedelta(seconds=EVERY_SECONDS)


async def test_the_first_tick_comes_at_once_although_the_loop_is_blocked_then(store: Store) -> None:
    ran = asyncio.Event()
    schedule = Schedule(store, lambda: None, ran.set, lambda *_: None)  # type: ignore[arg-type]

    async def run(_context=None) -> None:
        ran.set()

    schedule.run = run  # type: ignore[method-assign]
    application = ApplicationBuilder().token("1:x").build()
    queue = application.job_queue
    assert queue is not None
    await queue.start()
    schedule.start(queue)
    time.sleep(1.3)  # longer than the library's grace of a second
    await asyncio.wait_for(ran.wait(), 60)
    await queue.stop(wait=False)


async def test_a_tick_wakes_the_sender_only_when_it_planned_something(store: Store) -> None:
    woken = []
    world = World(store)
    schedule = Schedule(
        store,
        lambda: world.workdays,
        lambda: woken.append(1),
        world._alert,
        clock=lambda: world.now,
        monotonic=lambda: 0,
    )
    world.now = NOW
    await schedule.run()
    assert woken == []
    store.deadlines.add(store.chat(-1).id, NewDeadline("x", "2026-11-24"), 7, NOW)
    world.now = utc("2026-11-23 09:00")
    await schedule.run()
    assert woken == [1]


async def test_a_locked_database_is_told_and_the_next_tick_tries_again(world: World, store: Store, monkeypatch) -> None:
    store.deadlines.add(store.chat(-1).id, NewDeadline("x", "2026-11-24"), 7, NOW)
    world.now = utc("2026-11-23 09:00")
    with monkeypatch.context() as patch:
        patch.setattr(store.database, "row", _fails)
        with pytest.raises(StoreError):
            store.meta("last_tick")
        await world.schedule.run()
    assert world.alerts == ["database"]
    await world.schedule.run()
    assert planned(store) == ["d1:r1:T-1wd"]


def _fails(*_):
    raise StoreError("redline.db: another program holds a lock on it")


async def test_one_unreadable_deadline_does_not_silence_the_others(world: World, store: Store) -> None:
    chat = store.chat(-1).id
    for _ in range(3):
        store.deadlines.add(chat, NewDeadline("x", "2026-11-24"), 7, NOW)
    store.database.run("UPDATE deadlines SET zone = 'Nowhere/Land' WHERE id = 2")
    world.now = utc("2026-11-23 09:00")
    await world.schedule.run()
    assert planned(store) == ["d1:r1:T-1wd", "d3:r1:T-1wd"]
    assert world.alerts == ["cannot plan deadline 2"]
    store.database.run("UPDATE deadlines SET zone = 'Asia/Shanghai' WHERE id = 2")
    world.now = utc("2026-11-23 10:00")
    await world.schedule.run()
    assert planned(store) == ["d1:r1:T-1wd", "d2:r1:T-1wd", "d3:r1:T-1wd"]


async def test_time_passing_in_step_with_the_machine_is_no_jump(world: World, store: Store) -> None:
    await world.schedule.run()
    world.now += timedelta(days=40)
    world.monotonic += timedelta(days=40).total_seconds()
    await world.schedule.run()
    assert world.schedule.held is None


async def test_housekeeping_is_done_once_a_day(store: Store) -> None:
    done = []
    world = World(store)
    world.schedule._daily = done.append
    for text in ("2026-11-23 07:59", "2026-11-23 08:00", "2026-11-23 20:00", "2026-11-24 08:01"):
        world.now = utc(text)
        await world.schedule.run()
    assert [f"{at:%d %H:%M}" for at in done] == ["22 23:59", "23 00:00", "24 00:01"]


async def test_trouble_with_a_calendar_or_with_housekeeping_does_not_stop_the_reminders(world, store) -> None:
    def fails(_now) -> None:
        raise ValueError("an unreadable notice")

    world.schedule._before = world.schedule._daily = fails
    store.deadlines.add(store.chat(-1).id, NewDeadline("x", "2026-11-24"), 7, NOW)
    world.now = utc("2026-11-23 09:00")
    await world.schedule.run()
    assert planned(store) == ["d1:r1:T-1wd"]
    assert world.alerts == ["counting dates again failed", "housekeeping failed"]
