"""What can go wrong between a bot and Telegram, and the pace that Telegram allows."""

import asyncio
import math
import time
from collections import defaultdict, deque
from collections.abc import Callable
from dataclasses import dataclass, field

from bot.local_limits import ApiError, Json


@dataclass
class Fault:
    """What goes wrong with the next `times` calls of `method` ("" for any but getUpdates), in the chat `chat` if given.

    `kind` is an HTTP status (429, 500, 502, 403, ...), "garbage" (no JSON), "half" (the answer
    breaks off), "reset before" or "reset after" (the connection breaks before or after Telegram did as asked), or
    "slow" (takes `seconds` more; a test that sets them to 0 ends the wait).
    """

    method: str
    kind: int | str
    times: int = 1
    seconds: float = 1
    chat: int | None = None

    def strikes(self, method: str, params: Json) -> bool:
        """Whether this call is meant; counts it if so."""
        meant = self.method == method or (not self.method and method != "getUpdates")
        if not meant or not self.times or self.chat not in (None, params.get("chat_id")):
            return False
        self.times -= 1
        return True

    async def over(self) -> None:
        """Wait as long as a slow call takes."""
        began = time.monotonic()
        while time.monotonic() - began < self.seconds:
            await asyncio.sleep(0.02)

    def error(self) -> ApiError:
        """Return the error of an HTTP status."""
        if self.kind == 429:
            return too_many(math.ceil(self.seconds))
        conflict = "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"
        words = {
            401: "Unauthorized",
            409: conflict,
            403: "Forbidden: bot was blocked by the user",
            500: "Internal Server Error",
        }
        return ApiError(int(self.kind), words.get(int(self.kind), "Bad Gateway"))


def too_many(seconds: int) -> ApiError:
    """Return the answer to a bot in a hurry."""
    return ApiError(429, f"Too Many Requests: retry after {seconds}", retry_after=seconds)


@dataclass
class Pace:
    """Telegram's limits for sending: 30 a second, one a second in a chat (bursts of 5 pass), 20 a minute in a group."""

    clock: Callable[[], float] = time.monotonic
    windows: dict[object, deque[float]] = field(default_factory=lambda: defaultdict(deque))
    refused: list[str] = field(default_factory=list)
    """What broke a limit that a bot must keep by itself; a burst in one chat may happen, and waits."""

    def check(self, chat: int) -> None:
        """Count a message to `chat`. Raises ApiError 429 if it is too many; then it does not count."""
        now = self.clock()
        limits: list[tuple[object, int, float]] = [("all", 30, 1), (chat, 5, 5)]
        if chat < 0:
            limits.append((("group", chat), 20, 60))
        for key, most, seconds in limits:
            window = self.windows[key]
            while window and window[0] <= now - seconds:
                window.popleft()
            if len(window) >= most:
                if key != chat:
                    self.refused.append(f"more than {most} messages in {seconds} s to {key}")
                raise too_many(max(1, math.ceil(window[0] + seconds - now)))
        for key, _, _ in limits:
            self.windows[key].append(now)
