"""How fast Telegram lets a bot speak, and what of it is kept free for answering people.

Telegram's limits are about 30 messages a second, one a second in a chat, 20 a minute in a group. It promises none.
Times are seconds of a monotonic clock. A chat's second counts from the moment its last message was answered, because
two requests may overtake each other on the way.
"""

from collections import deque

EVERY_MESSAGE = 1 / 25
ORDINARY_MESSAGE = 1 / 20  # five a second stay free for replies
PER_CHAT = 1.05
MINUTE = 60.5
GROUP_MINUTE = 20
GROUP_MINUTE_ORDINARY = 17  # in a group, three a minute stay free for replies


class Pacer:
    """When the next message may leave, and which chats have to wait."""

    def __init__(self) -> None:
        self._last = float("-inf")
        self._in_flight: set[int] = set()
        self._resting: deque[tuple[float, int]] = deque()
        self._minutes: dict[int, deque[float]] = {}

    def wait(self, now: float, *, urgent: bool) -> float:
        """Return in how many seconds the next message may leave, for whatever chat; 0 for at once."""
        return max(0.0, self._last + (EVERY_MESSAGE if urgent else ORDINARY_MESSAGE) - now)

    def busy(self, now: float, *, urgent: bool) -> set[int]:
        """Return the chats that have to wait: a message is under way or was a second ago, or a minute is used up."""
        while self._resting and self._resting[0][0] <= now - PER_CHAT:
            self._resting.popleft()
        limit = GROUP_MINUTE if urgent else GROUP_MINUTE_ORDINARY
        full = set()
        for chat_id in list(self._minutes):
            minute = self._minutes[chat_id]
            while minute and minute[0] <= now - MINUTE:
                minute.popleft()
            if not minute:
                del self._minutes[chat_id]
            elif len(minute) >= limit:
                full.add(chat_id)
        return self._in_flight | {chat_id for _, chat_id in self._resting} | full

    def left(self, chat_id: int, now: float) -> None:
        """A message to the chat has left."""
        self._last = max(self._last, now)
        self._in_flight.add(chat_id)

    def arrived(self, chat_id: int, now: float, *, is_group: bool) -> None:
        """Telegram has answered it, one way or the other."""
        self._in_flight.discard(chat_id)
        self.replied(chat_id, now, is_group=is_group)

    def replied(self, chat_id: int, now: float, *, is_group: bool) -> None:
        """A message went to the chat by another road, a reply for instance; it counts against the chat's limits."""
        self._resting.append((now, chat_id))
        if is_group:
            self._minutes.setdefault(chat_id, deque()).append(now)
