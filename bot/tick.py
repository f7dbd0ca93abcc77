"""The tick: everything whose moment has passed goes into the outbox. A function of now, the tables and the calendar.

Twice at the same moment is the same as once: every message has a key that exists once, and each deadline remembers
up to where it was planned. One transaction, no network.
"""

from datetime import datetime, timedelta

from bot.catch_up import note_downtime
from bot.database import moment, stamp
from bot.leads import Workdays
from bot.plan_digests import News, no_news, plan_digests
from bot.plan_reminders import Planned, plan_reminders
from bot.store import Store

AWAY = timedelta(hours=1)  # longer than this without a tick is a downtime: one message a chat instead of each


def tick(store: Store, now: datetime, workdays: Workdays, news: News = no_news) -> Planned:
    """Plan what is due at `now`, a batch at a time. Digests wait until all reminders are planned."""
    now = now.replace(microsecond=0)
    with store.database.transaction():
        last = store.meta("last_tick")
        if last and now - moment(last) > AWAY:
            note_downtime(store, moment(last), now)
        planned = plan_reminders(store, now, workdays)
        if not planned.more:
            digests = plan_digests(store, now, workdays, news)
            planned = Planned(planned.count + digests.count, digests.more, planned.failed + digests.failed)
        store.set_meta("last_tick", max(last or "", stamp(now)))
    return planned
