"""A bot that only reminds, as a process to be killed: python torture_process.py DATABASE URL [OFFSET_SECONDS].

Store, schedule, sender, rate limiter and HTTP client are the real ones; the words are the keys. It echoes what people
write, so that the way of a reply can be timed. OFFSET_SECONDS moves its clock against the machine's.
"""

import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

from telegram import Update
from telegram.ext import Application, ApplicationBuilder, MessageHandler, filters
from torture_wire import TOKEN
from workweek import Workweek

from bot.limiter import Limiter
from bot.mail import Mail
from bot.outbox import Parcel
from bot.reminding import Reminding
from bot.store import Store
from bot.wire import Wire


def render(store: Store, parcel: Parcel) -> Mail:
    return Mail(f"{'(possibly repeated) ' if parcel.repeats else ''}{parcel.key}")


async def echo(update: Update, context: object) -> None:
    assert update.message is not None
    await update.message.reply_text(f"re: {update.message.text}")


def main(database: str, url: str, offset: str = "0") -> None:
    moved = timedelta(seconds=float(offset))
    with Store.open(Path(database)) as store:
        application = (
            ApplicationBuilder()
            .token(TOKEN)
            .base_url(url)
            .request(Wire())
            .get_updates_request(Wire())
            .rate_limiter(Limiter(30, lambda chat: reminding.replied(chat)))
            .concurrent_updates(True)
            .build()
        )
        application.add_handler(MessageHandler(filters.TEXT, echo))
        reminding = Reminding(
            application.bot, store, render, Workweek, lambda: datetime.now(UTC) + moved, retention=timedelta(days=90)
        )

        async def begin(started: Application) -> None:
            assert started.job_queue is not None
            reminding.start(started.job_queue)
            print("ready", flush=True)

        async def end(_stopped: Application) -> None:
            await reminding.stop()

        application.post_init, application.post_stop = begin, end
        application.run_polling(timeout=2)


if __name__ == "__main__":
    main(*sys.argv[1:])
