"""One process a database: a lock that the operating system takes back when the process dies."""

import fcntl
import os
from pathlib import Path
from types import TracebackType
from typing import Self


class LockError(Exception):
    """Another process holds the lock. The message is one line for whoever started this one."""


class ProcessLock:
    """An exclusive lock on `<file>.lock`, held from `take` to `release` or to the end of the process.

    The lock is `flock`'s: a killed process frees it at once, a leftover lock file means nothing.
    """

    def __init__(self, database: Path) -> None:
        self._database = database
        self._path = database.with_name(database.name + ".lock")
        self._descriptor: int | None = None

    def take(self) -> None:
        """Take the lock. Raises LockError if another process holds it, OSError if the file cannot be made."""
        descriptor = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            holder = os.read(descriptor, 20).decode("ascii", "replace").strip() or "unknown"
            os.close(descriptor)
            raise LockError(
                f"{self._database}: another redline process uses this database (process {holder}). "
                "Stop it first, or choose another file with --database."
            ) from None
        os.ftruncate(descriptor, 0)
        os.write(descriptor, str(os.getpid()).encode("ascii"))
        self._descriptor = descriptor

    def release(self) -> None:
        """Give the lock back; a no-op when it is not held."""
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None

    def __enter__(self) -> Self:
        self.take()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.release()
