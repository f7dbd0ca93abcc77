"""Who and what a local world holds: people, chats, files, as plain values with their Bot API objects."""

from dataclasses import dataclass, field
from typing import NamedTuple

from bot.local_limits import Json

MEMBERS = {"member", "administrator", "creator"}


class Upload(NamedTuple):
    """A file that a bot sends: its name, its bytes, its media type."""

    name: str
    content: bytes
    media_type: str


Files = dict[str, Upload]


@dataclass(slots=True)
class Person:
    """Somebody with an account; `language` is what their app reports, such as "zh-hans"."""

    id: int
    name: str
    language: str = "en"
    is_bot: bool = False

    def json(self) -> Json:
        """Return the User object."""
        user: Json = {"id": self.id, "is_bot": self.is_bot, "first_name": self.name.title(), "username": self.name}
        return user if self.is_bot else {**user, "language_code": self.language}


@dataclass(slots=True)
class Chat:
    """One chat with all its messages, as JSON objects by id; `standing` is the status of each member by id."""

    id: int
    type: str
    title: str
    standing: dict[int, str] = field(default_factory=dict)
    topics: dict[int, str] = field(default_factory=dict)
    messages: dict[int, Json] = field(default_factory=dict)
    last_message: int = 0
    migrated_to: int | None = None

    def json(self) -> Json:
        """Return the Chat object."""
        if self.type == "private":
            return {"id": self.id, "type": "private", "first_name": self.title.title(), "username": self.title}
        forum = {"is_forum": True} if self.topics else {}
        return {"id": self.id, "type": self.type, "title": self.title, **forum}


def member_json(person: Person, status: str) -> Json:
    """Return the ChatMember object of a person with this status."""
    member: Json = {"user": person.json(), "status": status}
    if status == "administrator":
        rights = "manage_chat delete_messages manage_video_chats restrict_members promote_members change_info"
        more = "invite_users post_stories edit_stories delete_stories pin_messages manage_topics"
        member |= {f"can_{right}": True for right in f"{rights} {more}".split()}
        member |= {"can_be_edited": False, "is_anonymous": False}
    elif status == "creator":
        member["is_anonymous"] = False
    elif status == "kicked":
        member["until_date"] = 0
    return member
