"""What chats told us. It holds and computes nothing: each method is a short statement on one SQLite file."""

from pathlib import Path
from types import TracebackType
from typing import Self

from bot.database import Database, StoreError
from bot.inbox import Inbox
from bot.lock import LockError, ProcessLock
from bot.outbox import Outbox
from bot.store_answers import Answers
from bot.store_chats import Chats
from bot.store_deadlines import Deadlines
from bot.store_interviews import Interviews
from bot.store_privacy import Privacy
from bot.store_subscriptions import Subscriptions

__all__ = ["Store", "StoreError"]


class Store(Chats, Interviews, Answers, Privacy):
    """The open database. Use it from one thread, in a `with` block or with `close`.

    Chats, people, interviews and answers are its own methods; what comes due later has a name: `deadlines`,
    `subscriptions`, `outbox`; so has what came and is not answered yet: `inbox`.
    """

    def __init__(self, database: Database, lock: ProcessLock | None) -> None:
        self.database = database
        self.deadlines = Deadlines(database)
        self.subscriptions = Subscriptions(database)
        self.outbox = Outbox(database)
        self.inbox = Inbox(database)
        self._lock = lock

    def meta(self, key: str) -> str | None:
        """Return what the bot noted for itself under `key`, or None."""
        row = self.database.row("SELECT value FROM meta WHERE key = ?", (key,))
        return row["value"] if row else None

    def set_meta(self, key: str, value: str) -> None:
        """Note `value` under `key`."""
        self.database.run("INSERT OR REPLACE INTO meta (key, value) VALUES (?, ?)", (key, value))

    @classmethod
    def open(cls, path: Path, *, read_only: bool = False) -> Self:
        """Open the database at `path`, new or migrated; one process at a time unless read-only.

        Raises StoreError, whose message is one line for the operator.
        """
        lock = None if read_only else ProcessLock(path)
        try:
            if lock:
                path.parent.mkdir(parents=True, exist_ok=True)
                lock.take()
            return cls(Database.open(path, read_only=read_only), lock)
        except LockError as error:
            raise StoreError(str(error)) from None
        except OSError as error:
            raise StoreError(f"{path}: cannot be opened for writing ({error.strerror}). Check the folder.") from error
        except StoreError:
            if lock:
                lock.release()
            raise

    def close(self) -> None:
        """Close the file and let another process have it."""
        self.database.close()
        if self._lock:
            self._lock.release()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
