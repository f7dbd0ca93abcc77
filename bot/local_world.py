"""A small Telegram in memory: people, chats, topics and messages, and what people do in them.

Everything a person does becomes an update for the bot, as the JSON object that Telegram would send. Chats and
people are made on first mention. Message ids are counted per chat, so the same id exists in several chats.
"""

from collections import deque
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from bot.local_entities import find
from bot.local_limits import Json, formatted
from bot.local_people import MEMBERS, Chat, Person, Upload, member_json


class World:
    """People, chats and the updates the bot has not fetched yet.

    `clock` returns the present as an aware datetime; messages are dated by it. Ids of messages and updates begin
    above `first_id`, so that a second world does not repeat those that a store remembers from the first.
    """

    def __init__(
        self, username: str = "redline_bot", clock: Callable[[], datetime] | None = None, first_id: int = 0
    ) -> None:
        self.clock = clock or (lambda: datetime.now(UTC))
        self.bot = Person(7_000_000_001, username, is_bot=True)
        self.people: dict[str, Person] = {}
        self.chats: dict[int, Chat] = {}
        self.updates: deque[Json] = deque()
        self.presses: dict[str, Json | None] = {}
        self.inline_answers: dict[str, Json | None] = {}
        self.inline_messages: dict[str, Json] = {}
        self.menus: dict[tuple[str, str], list[Json]] = {}
        self.profile: dict[tuple[str, str], str] = {}
        self.files: dict[str, Json] = {}
        self.contents: dict[str, bytes] = {}
        self._first_id = self._last_id = self._last_update = first_id

    # Who and where

    def person(self, name: str, language: str = "") -> Person:
        """Return the person of this name, made if new; `language` changes their app's language."""
        person = self.people.setdefault(name, Person(1001 + len(self.people), name))
        person.language = language or person.language
        return person

    def private(self, name: str) -> Chat:
        """Return the private chat of a person with the bot."""
        person = self.person(name)
        chat = self.chats.setdefault(person.id, Chat(person.id, "private", name, last_message=self._first_id))
        chat.standing.setdefault(self.bot.id, "member")
        return chat

    def group(self, title: str, *members: str, admins: tuple[str, ...] = (), kind: str = "supergroup") -> Chat:
        """Return the group, supergroup or channel of this title; named people join it, `admins` as administrators."""
        known = (chat for chat in self.chats.values() if chat.title == title and chat.type == kind)
        chat = next(known, None) or self._new_group(title, kind)
        for name in members:
            chat.standing.setdefault(self.person(name).id, "member")
        for name in admins:
            chat.standing[self.person(name).id] = "administrator"
        return chat

    def _new_group(self, title: str, kind: str) -> Chat:
        number = 1 + sum(chat.type == kind for chat in self.chats.values())
        chat = Chat(-4000 - number if kind == "group" else -1_000_000_004_000 - number, kind, title)
        chat.last_message = self._first_id
        chat.standing[self.bot.id] = "administrator" if kind == "channel" else "member"
        self.chats[chat.id] = chat
        return chat

    def topic(self, chat: Chat, title: str) -> int:
        """Return the thread id of a topic, opened if new; a group with a topic is a forum."""
        for thread, name in chat.topics.items():
            if name == title:
                return thread
        chat.last_message += 1
        chat.topics[chat.last_message] = title
        return chat.last_message

    # What people do

    def say(
        self,
        user: str,
        text: str,
        chat: Chat | None = None,
        *,
        topic: str | None = None,
        reply_to: Json | None = None,
        **more: Any,
    ) -> Json:
        """Send a message as `user`, privately unless `chat` is given; `more` are further fields of the Message.

        An empty text with, say, `voice={...}` is a voice message; `sender_chat={...}` an anonymous administrator.
        """
        chat = chat or self.private(user)
        if chat.type not in {"private", "channel"}:
            chat.standing.setdefault(self.person(user).id, "member")
        plain, entities = formatted({"text": text})
        body = {"text": plain, **({"entities": entities} if entities else {}), **more} if text else more
        thread = self.topic(chat, topic) if topic else None
        message = self.post(chat, body, sender=self.person(user), thread=thread, reply_to=reply_to)
        self.push("channel_post" if chat.type == "channel" else "message", message)
        return message

    def edit(self, message: Json, text: str) -> Json:
        """Change the text of a person's message."""
        message |= {"text": text, "entities": find(text), "edit_date": self.now()}
        self.push("edited_message", message)
        return message

    def press(self, user: str, message: Json, button: str | int) -> Json:
        """Press a button by its label (or its beginning) or its place from 0; return the CallbackQuery."""
        return self.press_data(user, message, self.button(message, button)["callback_data"])

    def button(self, message: Json, label: str | int) -> Json:
        """Return a button of a message by its label (or its beginning), or its place from 0. Raises LookupError."""
        rows = message.get("reply_markup", {}).get("inline_keyboard", [])
        buttons: list[Json] = [button for row in rows for button in row]
        if isinstance(label, int):
            return buttons[label]
        exact = [button for button in buttons if button["text"] == label]
        for found in exact or [button for button in buttons if button["text"].startswith(label)]:
            return found
        raise LookupError(f"no button {label!r}; there are {[button['text'] for button in buttons]}")

    def press_data(self, user: str, message: Json, data: str) -> Json:
        """Send a press with any data, also data that no button has, on a message that may be gone."""
        chat = self.chats[message["chat"]["id"]]
        gone = message["message_id"] not in chat.messages
        shown = {"chat": chat.json(), "message_id": message["message_id"], "date": 0} if gone else message
        press: Json = {
            "id": str(self._next_id()),
            "from": self.person(user).json(),
            "chat_instance": str(chat.id),
            "message": shown,
            "data": data,
        }
        self.presses[press["id"]] = None
        self.push("callback_query", press)
        return press

    def ask_inline(self, user: str, query: str, offset: str = "", chat_type: str = "sender") -> Json:
        """Type `@bot query` in some chat; the bot's answer appears in `inline_answers` under the id."""
        asked: Json = {
            "id": str(self._next_id()),
            "from": self.person(user).json(),
            "query": query,
            "offset": offset,
            "chat_type": chat_type,
        }
        self.inline_answers[asked["id"]] = None
        self.push("inline_query", asked)
        return asked

    def choose_inline(self, user: str, query: Json, result: Json) -> Json:
        """Send one of the bot's inline results into a chat the bot is not in; return its ChosenInlineResult."""
        person = self.person(user).json()
        chosen = {"result_id": result["id"], "from": person, "query": query["query"]}
        if result.get("reply_markup"):
            chosen["inline_message_id"] = f"inline{self._next_id()}"
            content = result.get("input_message_content", {})
            self.inline_messages[chosen["inline_message_id"]] = {"text": content.get("message_text", "")}
        self.push("chosen_inline_result", chosen)
        return chosen

    def set_standing(self, chat: Chat, status: str, by: str = "admin", user: str | None = None) -> None:
        """Change what the bot (or `user`) is in a chat: member, administrator, left, kicked (in private: blocked)."""
        target = self.person(user) if user else self.bot
        before = chat.standing.get(target.id, "left")
        chat.standing[target.id] = status
        change = {
            "chat": chat.json(),
            "from": self.person(chat.title if chat.type == "private" else by).json(),
            "date": self.now(),
            "old_chat_member": member_json(target, before),
            "new_chat_member": member_json(target, status),
        }
        self.push("chat_member" if user else "my_chat_member", change)
        if not user and before not in MEMBERS and status in MEMBERS and chat.type != "private":
            joined = {"new_chat_members": [self.bot.json()]}
            self.push("message", self.post(chat, joined, sender=self.person(by)))

    def migrate(self, chat: Chat) -> Chat:
        """Turn a group into a supergroup with a new id, as Telegram does with large or configured groups."""
        new = self._new_group(chat.title, "supergroup")
        new.standing, chat.migrated_to = dict(chat.standing), new.id
        sender = self.person("admin")
        self.push("message", self.post(chat, {"migrate_to_chat_id": new.id}, sender=sender))
        self.push("message", self.post(new, {"migrate_from_chat_id": chat.id}, sender=sender))
        return new

    # How it is kept

    def post(
        self,
        chat: Chat,
        body: Json,
        *,
        sender: Person,
        thread: int | None = None,
        reply_to: Json | None = None,
    ) -> Json:
        """Put a message into a chat and return it; a reply goes into the topic of what it answers."""
        chat.last_message += 1
        thread = thread or (reply_to or {}).get("message_thread_id")
        message: Json = {"message_id": chat.last_message, "date": self.now(), "chat": chat.json()}
        if chat.type == "channel":
            message["sender_chat"] = chat.json()
        else:
            message["from"] = sender.json()
        if thread:
            message |= {"message_thread_id": thread, "is_topic_message": True}
        if reply_to:
            message["reply_to_message"] = {key: value for key, value in reply_to.items() if key != "reply_to_message"}
        message |= body
        chat.messages[chat.last_message] = message
        return message

    def keep(self, upload: Upload) -> Json:
        """Keep a file and return its Document object."""
        name = f"file{len(self.files) + 1}"
        self.contents[name] = upload.content
        described = {"file_name": upload.name, "mime_type": upload.media_type, "file_size": len(upload.content)}
        self.files[name] = {"file_id": name, "file_unique_id": name, **described}
        return self.files[name]

    def push(self, kind: str, content: Json) -> None:
        """Queue an update for the bot."""
        self._last_update += 1
        self.updates.append({"update_id": self._last_update, kind: dict(content)})

    def now(self) -> int:
        """Return the present in Unix seconds."""
        return int(self.clock().timestamp())

    def _next_id(self) -> int:
        self._last_id += 1
        return 990_000_000_000 + self._last_id
