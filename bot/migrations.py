"""The tables, as an ordered list of steps. A shipped step is never edited; the next one goes below it.

Times are UTC text (see `database.stamp`). `chat_id` is our own id, so that a group which becomes a supergroup
keeps everything; Telegram's number stands in `chats.telegram_id` alone. User ids are Telegram's, they never change.
"""

from sqlite_utils import Database
from sqlite_utils.migrations import Migrations


def _run(database: Database, *statements: str) -> None:
    for statement in statements:
        database.execute(statement)


def chats_and_conversations(database: Database) -> None:
    """Who talks to the bot, what was asked and answered."""
    _run(
        database,
        """CREATE TABLE chats (
            id INTEGER PRIMARY KEY AUTOINCREMENT, telegram_id INTEGER NOT NULL UNIQUE, kind TEXT NOT NULL,
            language TEXT, timezone TEXT NOT NULL DEFAULT 'Asia/Shanghai', settings TEXT NOT NULL DEFAULT '{}',
            state TEXT NOT NULL DEFAULT 'active', state_at TEXT, missed_from TEXT, missed_to TEXT) STRICT""",
        "CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT, language TEXT) STRICT",
        """CREATE TABLE interviews (
            id INTEGER PRIMARY KEY AUTOINCREMENT, chat_id INTEGER NOT NULL REFERENCES chats ON DELETE CASCADE,
            topic INTEGER NOT NULL, user_id INTEGER NOT NULL, message_id INTEGER, opened_at TEXT NOT NULL) STRICT""",
        "CREATE INDEX interviews_person ON interviews (chat_id, topic, user_id)",
        "CREATE INDEX interviews_message ON interviews (chat_id, message_id)",
        """CREATE TABLE events (
            id INTEGER PRIMARY KEY, interview_id INTEGER NOT NULL REFERENCES interviews ON DELETE CASCADE,
            at TEXT NOT NULL, event TEXT NOT NULL) STRICT""",
        "CREATE INDEX events_interview ON events (interview_id)",
        """CREATE TABLE verdicts (
            id INTEGER PRIMARY KEY AUTOINCREMENT, chat_id INTEGER NOT NULL REFERENCES chats ON DELETE CASCADE,
            user_id INTEGER, interview_id INTEGER REFERENCES interviews ON DELETE SET NULL,
            at TEXT NOT NULL, payload BLOB NOT NULL) STRICT""",
        "CREATE INDEX verdicts_chat ON verdicts (chat_id, id)",
        "CREATE INDEX verdicts_interview ON verdicts (interview_id)",
        """CREATE TABLE questions (
            id INTEGER PRIMARY KEY AUTOINCREMENT, chat_id INTEGER NOT NULL REFERENCES chats ON DELETE CASCADE,
            user_id INTEGER, at TEXT NOT NULL, language TEXT NOT NULL, text TEXT NOT NULL,
            state TEXT NOT NULL) STRICT""",
        "CREATE INDEX questions_chat ON questions (chat_id)",
        "CREATE INDEX questions_state ON questions (state, id)",
        """CREATE TABLE feedback (
            id INTEGER PRIMARY KEY AUTOINCREMENT, chat_id INTEGER NOT NULL REFERENCES chats ON DELETE CASCADE,
            user_id INTEGER, interview_id INTEGER REFERENCES interviews ON DELETE SET NULL,
            at TEXT NOT NULL, vote TEXT NOT NULL, comment TEXT) STRICT""",
        "CREATE INDEX feedback_chat ON feedback (chat_id)",
        "CREATE INDEX feedback_interview ON feedback (interview_id)",
        "CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT",
    )


def deadlines_and_outbox(database: Database) -> None:
    """What is due, what changed about it, what is to be sent.

    `due`, `unrolled` and `event` are wall time in `zone`: a whole day (`2026-11-23`) or a minute
    (`2026-11-23T17:00`); `due_at` is the instant it ends. `next_at` is when the tick looks again, `planned_to` up to
    where it has planned.
    """
    _run(
        database,
        """CREATE TABLE deadlines (
            id INTEGER PRIMARY KEY AUTOINCREMENT, chat_id INTEGER NOT NULL REFERENCES chats ON DELETE CASCADE,
            topic INTEGER NOT NULL, title TEXT NOT NULL, obligation TEXT, owner_id INTEGER, backup_id INTEGER,
            event TEXT, period TEXT, due TEXT NOT NULL, unrolled TEXT, zone TEXT NOT NULL, due_at TEXT NOT NULL,
            provisional INTEGER NOT NULL, basis TEXT, state TEXT NOT NULL, rev INTEGER NOT NULL,
            recurrence TEXT, series INTEGER, receipt TEXT, evidence TEXT, acknowledged_at TEXT,
            snoozed_until TEXT, snoozes INTEGER NOT NULL, created_by INTEGER, created_at TEXT NOT NULL,
            closed_by INTEGER, closed_at TEXT, planned_to TEXT NOT NULL, next_at TEXT) STRICT""",
        "CREATE INDEX deadlines_next ON deadlines (next_at) WHERE next_at IS NOT NULL",
        "CREATE INDEX deadlines_chat ON deadlines (chat_id, state, due_at)",
        """CREATE TABLE audit (
            id INTEGER PRIMARY KEY AUTOINCREMENT, deadline_id INTEGER NOT NULL REFERENCES deadlines ON DELETE CASCADE,
            at TEXT NOT NULL, actor_id INTEGER, action TEXT NOT NULL, before TEXT NOT NULL,
            after TEXT NOT NULL) STRICT""",
        "CREATE INDEX audit_deadline ON audit (deadline_id, id)",
        """CREATE TABLE subscriptions (
            id INTEGER PRIMARY KEY AUTOINCREMENT, chat_id INTEGER NOT NULL REFERENCES chats ON DELETE CASCADE,
            topic INTEGER NOT NULL, rhythm TEXT NOT NULL, at TEXT NOT NULL, planned_to TEXT NOT NULL, next_at TEXT,
            UNIQUE (chat_id, topic)) STRICT""",
        "CREATE INDEX subscriptions_next ON subscriptions (next_at) WHERE next_at IS NOT NULL",
        """CREATE TABLE outbox (
            key TEXT PRIMARY KEY, chat_id INTEGER NOT NULL REFERENCES chats ON DELETE CASCADE,
            topic INTEGER NOT NULL, deadline_id INTEGER REFERENCES deadlines ON DELETE CASCADE, kind TEXT NOT NULL,
            prio INTEGER NOT NULL, moment TEXT NOT NULL, not_before TEXT NOT NULL, expires TEXT,
            state TEXT NOT NULL, attempts INTEGER NOT NULL DEFAULT 0, repeats INTEGER NOT NULL DEFAULT 0,
            boot TEXT, message_id INTEGER, sent_at TEXT, error TEXT,
            payload TEXT NOT NULL DEFAULT '{}') STRICT""",
        "CREATE INDEX outbox_pending ON outbox (prio, not_before) WHERE state = 'pending'",
        "CREATE INDEX outbox_chat ON outbox (chat_id, state)",
        "CREATE INDEX outbox_deadline ON outbox (deadline_id)",
        "CREATE INDEX outbox_message ON outbox (chat_id, message_id)",
        "CREATE INDEX outbox_sending ON outbox (boot) WHERE state = 'sending'",
    )


def questions_of_interviews(database: Database) -> None:
    """Which message asked, so that the answer to an edited question can be edited."""
    _run(
        database,
        "ALTER TABLE interviews ADD COLUMN question_id INTEGER",
        "CREATE INDEX interviews_question ON interviews (chat_id, question_id)",
    )


def updates_on_their_way(database: Database) -> None:
    """What people sent and the bot has not answered yet; without `payload`, what it has answered a moment ago."""
    _run(
        database,
        """CREATE TABLE inbox (
            update_id INTEGER PRIMARY KEY, at TEXT NOT NULL, telegram_id INTEGER, user_id INTEGER,
            tries INTEGER NOT NULL DEFAULT 0, payload TEXT) STRICT""",
    )


STEPS = (chats_and_conversations, deadlines_and_outbox, questions_of_interviews, updates_on_their_way)

migrations = Migrations("redline")
for step in STEPS:
    migrations()(step)
