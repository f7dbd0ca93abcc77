"""The pace: what Telegram allows, less what is kept free for answering people."""

from itertools import pairwise

from bot.pacing import Pacer


def send(pacer: Pacer, start: float, seconds: float, chats: range, *, urgent: bool) -> list[float]:
    """Send to whatever group may be sent to, at once answered; returns when."""
    sent, now = [], start
    while now < start + seconds:
        wait = pacer.wait(now, urgent=urgent)
        busy = set() if wait else pacer.busy(now, urgent=urgent)
        free = next((chat for chat in chats if chat not in busy), None)
        if wait or free is None:
            now += wait or 0.01
            continue
        pacer.left(free, now)
        pacer.arrived(free, now, is_group=True)
        sent.append(now)
    return sent


def test_twenty_a_second_and_five_more_for_what_is_urgent() -> None:
    assert len(send(Pacer(), 0, 10, range(400), urgent=False)) in (200, 201)
    assert len(send(Pacer(), 0, 10, range(400), urgent=True)) in (250, 251)


def test_one_a_second_in_a_chat() -> None:
    times = send(Pacer(), 0, 10, range(1), urgent=True)
    assert len(times) == 10
    assert min(later - earlier for earlier, later in pairwise(times)) > 1


def test_seventeen_a_minute_in_a_group_and_three_more_for_what_is_urgent() -> None:
    pacer = Pacer()
    assert len(send(pacer, 0, 59, range(1), urgent=False)) == 17
    assert len(send(pacer, 59, 1, range(1), urgent=True)) == 1
    assert len(send(Pacer(), 0, 180, range(1), urgent=True)) <= 60


def test_a_reply_by_another_road_counts_against_the_chat() -> None:
    pacer = Pacer()
    pacer.replied(1, 100.0, is_group=True)
    assert pacer.busy(100.5, urgent=True) == {1}
    assert pacer.busy(101.1, urgent=True) == set()


def test_no_second_of_any_length_sees_more_than_telegram_allows() -> None:
    times = send(Pacer(), 0, 60, range(40), urgent=True)
    for start in times:
        assert sum(start <= at < start + 1 for at in times) <= 26


def test_nothing_is_remembered_for_ever() -> None:
    pacer = Pacer()
    for number in range(1000):
        pacer.left(number, number)
        pacer.arrived(number, number, is_group=True)
    pacer.busy(10_000, urgent=False)
    assert not pacer._minutes
    assert not pacer._resting
