BEGIN TRANSACTION;
CREATE TABLE "_sqlite_migrations" (
   "id" INTEGER PRIMARY KEY,
   "migration_set" TEXT,
   "name" TEXT,
   "applied_at" TEXT
);
INSERT INTO "_sqlite_migrations" VALUES(1,'redline','chats_and_conversations','2026-11-22 00:00:00+00:00');
INSERT INTO "_sqlite_migrations" VALUES(2,'redline','deadlines_and_outbox','2026-11-22 00:00:00+00:00');
CREATE TABLE audit (
            id INTEGER PRIMARY KEY AUTOINCREMENT, deadline_id INTEGER NOT NULL REFERENCES deadlines ON DELETE CASCADE,
            at TEXT NOT NULL, actor_id INTEGER, action TEXT NOT NULL, before TEXT NOT NULL,
            after TEXT NOT NULL) STRICT;
INSERT INTO "audit" VALUES(1,1,'2026-11-23T00:00:00+00:00',7,'created','{}','{"title": "安全评估报告", "due": "2026-11-24"}');
CREATE TABLE chats (
            id INTEGER PRIMARY KEY AUTOINCREMENT, telegram_id INTEGER NOT NULL UNIQUE, kind TEXT NOT NULL,
            language TEXT, timezone TEXT NOT NULL DEFAULT 'Asia/Shanghai', settings TEXT NOT NULL DEFAULT '{}',
            state TEXT NOT NULL DEFAULT 'active', state_at TEXT, missed_from TEXT, missed_to TEXT) STRICT;
INSERT INTO "chats" VALUES(1,-100,'group','zh','Asia/Shanghai','{"admins":[7]}','active',NULL,NULL,NULL);
CREATE TABLE deadlines (
            id INTEGER PRIMARY KEY AUTOINCREMENT, chat_id INTEGER NOT NULL REFERENCES chats ON DELETE CASCADE,
            topic INTEGER NOT NULL, title TEXT NOT NULL, obligation TEXT, owner_id INTEGER, backup_id INTEGER,
            event TEXT, period TEXT, due TEXT NOT NULL, unrolled TEXT, zone TEXT NOT NULL, due_at TEXT NOT NULL,
            provisional INTEGER NOT NULL, basis TEXT, state TEXT NOT NULL, rev INTEGER NOT NULL,
            recurrence TEXT, series INTEGER, receipt TEXT, evidence TEXT, acknowledged_at TEXT,
            snoozed_until TEXT, snoozes INTEGER NOT NULL, created_by INTEGER, created_at TEXT NOT NULL,
            closed_by INTEGER, closed_at TEXT, planned_to TEXT NOT NULL, next_at TEXT) STRICT;
INSERT INTO "deadlines" VALUES(1,1,0,'安全评估报告',NULL,7,NULL,NULL,NULL,'2026-11-24',NULL,'Asia/Shanghai','2026-11-24T16:00:00+00:00',0,NULL,'open',1,'{"months": 12}',NULL,NULL,NULL,NULL,NULL,0,7,'2026-11-23T00:00:00+00:00',NULL,NULL,'2026-11-23T01:00:00+00:00','2026-11-24T01:00:00+00:00');
CREATE TABLE events (
            id INTEGER PRIMARY KEY, interview_id INTEGER NOT NULL REFERENCES interviews ON DELETE CASCADE,
            at TEXT NOT NULL, event TEXT NOT NULL) STRICT;
INSERT INTO "events" VALUES(1,1,'2026-11-23T00:00:00+00:00','{"asked":"语聊房要评估吗"}');
CREATE TABLE feedback (
            id INTEGER PRIMARY KEY AUTOINCREMENT, chat_id INTEGER NOT NULL REFERENCES chats ON DELETE CASCADE,
            user_id INTEGER, interview_id INTEGER REFERENCES interviews ON DELETE SET NULL,
            at TEXT NOT NULL, vote TEXT NOT NULL, comment TEXT) STRICT;
INSERT INTO "feedback" VALUES(1,1,7,1,'2026-11-23T00:00:00+00:00','helpful',NULL);
CREATE TABLE interviews (
            id INTEGER PRIMARY KEY AUTOINCREMENT, chat_id INTEGER NOT NULL REFERENCES chats ON DELETE CASCADE,
            topic INTEGER NOT NULL, user_id INTEGER NOT NULL, message_id INTEGER, opened_at TEXT NOT NULL) STRICT;
INSERT INTO "interviews" VALUES(1,1,0,7,55,'2026-11-23T00:00:00+00:00');
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
INSERT INTO "meta" VALUES('last_tick','2026-11-23T01:00:00+00:00');
CREATE TABLE outbox (
            key TEXT PRIMARY KEY, chat_id INTEGER NOT NULL REFERENCES chats ON DELETE CASCADE,
            topic INTEGER NOT NULL, deadline_id INTEGER REFERENCES deadlines ON DELETE CASCADE, kind TEXT NOT NULL,
            prio INTEGER NOT NULL, moment TEXT NOT NULL, not_before TEXT NOT NULL, expires TEXT,
            state TEXT NOT NULL, attempts INTEGER NOT NULL DEFAULT 0, repeats INTEGER NOT NULL DEFAULT 0,
            boot TEXT, message_id INTEGER, sent_at TEXT, error TEXT,
            payload TEXT NOT NULL DEFAULT '{}') STRICT;
INSERT INTO "outbox" VALUES('d1:r1:T-1wd',1,0,1,'lead',2,'2026-11-23T01:00:00+00:00','2026-11-23T01:00:00+00:00',NULL,'pending',0,0,NULL,NULL,NULL,NULL,'{"lead": "T-1wd", "escalate": true}');
CREATE TABLE questions (
            id INTEGER PRIMARY KEY AUTOINCREMENT, chat_id INTEGER NOT NULL REFERENCES chats ON DELETE CASCADE,
            user_id INTEGER, at TEXT NOT NULL, language TEXT NOT NULL, text TEXT NOT NULL,
            state TEXT NOT NULL) STRICT;
INSERT INTO "questions" VALUES(1,1,7,'2026-11-23T00:00:00+00:00','zh','无人机怎么备案','open');
CREATE TABLE subscriptions (
            id INTEGER PRIMARY KEY AUTOINCREMENT, chat_id INTEGER NOT NULL REFERENCES chats ON DELETE CASCADE,
            topic INTEGER NOT NULL, rhythm TEXT NOT NULL, at TEXT NOT NULL, planned_to TEXT NOT NULL, next_at TEXT,
            UNIQUE (chat_id, topic)) STRICT;
INSERT INTO "subscriptions" VALUES(1,1,0,'weekly','09:00','2026-11-23T00:00:00+00:00','2026-11-23T01:04:17+00:00');
CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT, language TEXT) STRICT;
INSERT INTO "users" VALUES(7,'Mei',NULL);
CREATE TABLE verdicts (
            id INTEGER PRIMARY KEY AUTOINCREMENT, chat_id INTEGER NOT NULL REFERENCES chats ON DELETE CASCADE,
            user_id INTEGER, interview_id INTEGER REFERENCES interviews ON DELETE SET NULL,
            at TEXT NOT NULL, payload BLOB NOT NULL) STRICT;
INSERT INTO "verdicts" VALUES(1,1,7,1,'2026-11-23T00:00:00+00:00',X'7B2276657264696374223A227265717569726564227D');
CREATE UNIQUE INDEX "idx__sqlite_migrations_migration_set_name"
    ON "_sqlite_migrations" ("migration_set", "name");
CREATE INDEX interviews_person ON interviews (chat_id, topic, user_id);
CREATE INDEX interviews_message ON interviews (chat_id, message_id);
CREATE INDEX events_interview ON events (interview_id);
CREATE INDEX verdicts_chat ON verdicts (chat_id, id);
CREATE INDEX verdicts_interview ON verdicts (interview_id);
CREATE INDEX questions_chat ON questions (chat_id);
CREATE INDEX questions_state ON questions (state, id);
CREATE INDEX feedback_chat ON feedback (chat_id);
CREATE INDEX feedback_interview ON feedback (interview_id);
CREATE INDEX deadlines_next ON deadlines (next_at) WHERE next_at IS NOT NULL;
CREATE INDEX deadlines_chat ON deadlines (chat_id, state, due_at);
CREATE INDEX audit_deadline ON audit (deadline_id, id);
CREATE INDEX subscriptions_next ON subscriptions (next_at) WHERE next_at IS NOT NULL;
CREATE INDEX outbox_pending ON outbox (prio, not_before) WHERE state = 'pending';
CREATE INDEX outbox_chat ON outbox (chat_id, state);
CREATE INDEX outbox_deadline ON outbox (deadline_id);
CREATE INDEX outbox_message ON outbox (chat_id, message_id);
CREATE INDEX outbox_sending ON outbox (boot) WHERE state = 'sending';
DELETE FROM "sqlite_sequence";
INSERT INTO "sqlite_sequence" VALUES('chats',1);
INSERT INTO "sqlite_sequence" VALUES('interviews',1);
INSERT INTO "sqlite_sequence" VALUES('verdicts',1);
INSERT INTO "sqlite_sequence" VALUES('questions',1);
INSERT INTO "sqlite_sequence" VALUES('feedback',1);
INSERT INTO "sqlite_sequence" VALUES('deadlines',1);
INSERT INTO "sqlite_sequence" VALUES('audit',1);
INSERT INTO "sqlite_sequence" VALUES('subscriptions',1);
COMMIT;
