"""The tables, as numbered migrations: what they hold and which of them may be refilled from the server.

What a person typed or decided (`KEPT`) is migrated and never dropped. The rest is a cache of what the server said; a
migration that drops some of it also clears the cursors in `meta`.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from pathlib import Path

from chatlane_tui.errors import StoreNewer, StoreUnusable
from chatlane_tui.store.finding_schema import FINDING

_FIRST = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;

CREATE TABLE draft (
  conversation_id INTEGER NOT NULL, kind TEXT NOT NULL, body TEXT NOT NULL, type TEXT NOT NULL,
  inbox_channel_id INTEGER, contact_id INTEGER, cc TEXT NOT NULL, bcc TEXT NOT NULL, file_urls TEXT NOT NULL,
  notice TEXT NOT NULL, updated_at INTEGER NOT NULL,
  PRIMARY KEY (conversation_id, kind)
) WITHOUT ROWID;

CREATE TABLE outbox (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  conversation_id INTEGER NOT NULL, state TEXT NOT NULL, body TEXT NOT NULL, type TEXT NOT NULL,
  is_draft INTEGER NOT NULL, inbox_channel_id INTEGER, contact_id INTEGER,
  cc TEXT NOT NULL, bcc TEXT NOT NULL, file_urls TEXT NOT NULL,
  seen INTEGER, created_at INTEGER NOT NULL, due INTEGER NOT NULL, attempts INTEGER NOT NULL DEFAULT 0,
  problem TEXT NOT NULL DEFAULT '', code TEXT NOT NULL DEFAULT '', sent_at INTEGER
);
CREATE INDEX outbox_of_conversation ON outbox (conversation_id, id);

CREATE TABLE own_post (message_id INTEGER PRIMARY KEY, is_draft INTEGER NOT NULL, at INTEGER NOT NULL);
CREATE INDEX own_post_by_time ON own_post (at);

-- Each act carries the mark beyond which a message of the customer ends it: a time of the server's clock, like theirs.
CREATE TABLE triage (
  conversation_id INTEGER PRIMARY KEY,
  done_at INTEGER, done_mark INTEGER, snoozed_until INTEGER, snoozed_mark INTEGER,
  starred INTEGER NOT NULL DEFAULT 0, read_here INTEGER, read_at INTEGER, read_mark INTEGER
);
CREATE INDEX triage_snoozed ON triage (snoozed_until) WHERE snoozed_until IS NOT NULL;

CREATE TABLE label (
  conversation_id INTEGER NOT NULL, label TEXT NOT NULL, PRIMARY KEY (conversation_id, label)
) WITHOUT ROWID;

CREATE TABLE inbox (id INTEGER PRIMARY KEY, name TEXT, type TEXT);
CREATE TABLE channel (
  id INTEGER PRIMARY KEY, inbox_id INTEGER, name TEXT, type TEXT, is_active INTEGER, seen_at INTEGER NOT NULL
);
CREATE TABLE contact (
  id INTEGER PRIMARY KEY, name TEXT, email TEXT, phone_number TEXT, custom_attributes TEXT,
  created_at INTEGER, updated_at INTEGER
);
CREATE INDEX contact_by_name ON contact (name COLLATE NOCASE, id);

CREATE TABLE entity (id INTEGER PRIMARY KEY, name TEXT, slug TEXT, attributes TEXT);
CREATE TABLE record (
  id INTEGER PRIMARY KEY, custom_entity_id INTEGER, external_id TEXT, "values" TEXT,
  created_at INTEGER, updated_at INTEGER
);
CREATE TABLE record_contact (
  record_id INTEGER NOT NULL, contact_id INTEGER NOT NULL, PRIMARY KEY (record_id, contact_id)
) WITHOUT ROWID;
CREATE TABLE record_conversation (
  conversation_id INTEGER NOT NULL, record_id INTEGER NOT NULL, PRIMARY KEY (conversation_id, record_id)
) WITHOUT ROWID;
CREATE INDEX record_conversation_of_record ON record_conversation (record_id);

-- What the server said, then what `summary` works out from the messages and from triage.
CREATE TABLE conversation (
  id INTEGER PRIMARY KEY,
  subject TEXT, status TEXT, is_read INTEGER, is_archived INTEGER, is_starred INTEGER, last_message_at INTEGER,
  created_at INTEGER, updated_at INTEGER, inbox_id INTEGER,
  participant_id INTEGER, participant_name TEXT, participant_email TEXT, participant_phone TEXT,
  assignee_id INTEGER, assignee_name TEXT, assignee_email TEXT, tags TEXT NOT NULL DEFAULT '[]',
  known_at INTEGER, fetched_at INTEGER, gone_at INTEGER,
  sort_at INTEGER NOT NULL DEFAULT 0, snippet TEXT NOT NULL DEFAULT '', channel TEXT NOT NULL DEFAULT '',
  newest_id INTEGER, newest_at INTEGER, last_inbound_at INTEGER, waiting_since INTEGER,
  reply_type TEXT NOT NULL DEFAULT '', reply_channel_id INTEGER,
  unread INTEGER NOT NULL DEFAULT 0, done INTEGER NOT NULL DEFAULT 0, starred INTEGER NOT NULL DEFAULT 0,
  in_all INTEGER NOT NULL DEFAULT 0, in_inbox INTEGER NOT NULL DEFAULT 0, in_unread INTEGER NOT NULL DEFAULT 0,
  in_waiting INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX list_all ON conversation (sort_at DESC, id DESC) WHERE in_all = 1;
CREATE INDEX list_inbox ON conversation (sort_at DESC, id DESC) WHERE in_inbox = 1;
CREATE INDEX list_unread ON conversation (sort_at DESC, id DESC) WHERE in_unread = 1;
CREATE INDEX conversation_of_participant ON conversation (participant_id) WHERE participant_id IS NOT NULL;

-- How many conversations of each list had their last activity on a day (UTC, counted from 1970), kept by `places`.
CREATE TABLE list_day (
  day INTEGER PRIMARY KEY, whole INTEGER NOT NULL DEFAULT 0, inbox INTEGER NOT NULL DEFAULT 0,
  unread INTEGER NOT NULL DEFAULT 0, waiting INTEGER NOT NULL DEFAULT 0
);

-- `row` sorts by time (`message_rows`), so the newest hits of a search are read first. Bodies lie apart: lists never
-- read them. `plain` is what is searched where that is not the body itself.
CREATE TABLE message (
  row INTEGER PRIMARY KEY, id INTEGER NOT NULL UNIQUE, conversation_id INTEGER, at INTEGER NOT NULL,
  type TEXT NOT NULL, direction INTEGER NOT NULL, server_draft INTEGER NOT NULL, channel_id INTEGER,
  delivery_status TEXT, is_read INTEGER, is_draft INTEGER, external_message_id TEXT, attachments TEXT NOT NULL,
  sender_id INTEGER, sender_name TEXT, sender_email TEXT, created_at INTEGER, updated_at INTEGER,
  size INTEGER NOT NULL, newlines INTEGER NOT NULL, version INTEGER NOT NULL
);
CREATE INDEX message_in_thread ON message (conversation_id, at, id, direction, server_draft, type, channel_id);
CREATE TABLE message_body (row INTEGER PRIMARY KEY, body TEXT NOT NULL, plain TEXT);
CREATE VIEW message_text AS SELECT row, coalesce(plain, body) AS text FROM message_body;
CREATE VIRTUAL TABLE message_fts USING fts5 (
  text, content='message_text', content_rowid='row', tokenize='unicode61 remove_diacritics 2', prefix='2 3'
);
-- Fewer, larger merges: a quarter more messages a second while a mailbox is read for the first time.
INSERT INTO message_fts (message_fts, rank) VALUES ('automerge', 16);
INSERT INTO message_fts (message_fts, rank) VALUES ('crisismerge', 64);
"""

_TRUTH = """
-- The number of the latest sweep in whose course the server told of it; -1: a new message touched it, read it again.
ALTER TABLE conversation ADD COLUMN swept INTEGER NOT NULL DEFAULT 0;
CREATE INDEX conversation_touched ON conversation (id) WHERE swept < 0;
CREATE INDEX message_untimed ON message (conversation_id) WHERE created_at IS NULL;

-- What changed on the server after it was first seen, and when that was noticed here. `changes` keeps it bounded.
CREATE TABLE change (
  id INTEGER PRIMARY KEY, conversation_id INTEGER NOT NULL, at INTEGER NOT NULL, kind TEXT NOT NULL,
  was TEXT NOT NULL, now TEXT NOT NULL
);
CREATE INDEX change_of_conversation ON change (conversation_id, id);
"""


_AUTHORS = """
-- Which process holds it: a hold ends with the process in which it could have been taken back.
ALTER TABLE outbox ADD COLUMN author TEXT NOT NULL DEFAULT '';
"""


# Answers of ours that the server could not deliver (W3), from when it was noticed until a person let it rest or a later
# answer went out; while one is on its way it is in good hands.
_FAILED_DELIVERIES = """
CREATE TABLE failed_delivery (
  message_id INTEGER PRIMARY KEY, conversation_id INTEGER NOT NULL, noticed_at INTEGER NOT NULL, rested_at INTEGER
);
CREATE INDEX failed_delivery_standing ON failed_delivery (conversation_id) WHERE rested_at IS NULL;
CREATE VIEW undelivered AS SELECT message_id, conversation_id, noticed_at FROM failed_delivery AS f
  WHERE rested_at IS NULL AND NOT EXISTS (
    SELECT 1 FROM outbox AS o WHERE o.conversation_id = f.conversation_id AND o.type <> 'note' AND o.is_draft = 0
    AND o.created_at >= f.noticed_at
  );
"""

# Conversations begun here, until the server knows them under an id of its own (`beginnings`). Ids are never used again.
_BEGINNINGS = """
CREATE TABLE beginning (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  inbox_id INTEGER NOT NULL, contact_id INTEGER, contact_name TEXT NOT NULL, contact_email TEXT NOT NULL,
  contact_phone TEXT NOT NULL, record_id INTEGER, subject TEXT NOT NULL, status TEXT NOT NULL, tags TEXT NOT NULL,
  state TEXT NOT NULL, asked_at INTEGER, problem TEXT NOT NULL DEFAULT '', code TEXT NOT NULL DEFAULT '',
  conversation_id INTEGER, created_at INTEGER NOT NULL
);
"""


# Contacts are found by beginnings of words, and by any run of digits of the phone number from its fourth last one on.
_PEOPLE = """
DROP INDEX contact_by_name;
CREATE INDEX contact_listed ON contact (coalesce(name, '') = '', coalesce(name, '') COLLATE NOCASE, id);
CREATE INDEX contact_by_email ON contact (email COLLATE NOCASE);
CREATE INDEX contact_by_phone ON contact (phone_number);
CREATE INDEX record_listed ON record (coalesce(created_at, 0) DESC, id DESC);
CREATE INDEX record_of_entity ON record (custom_entity_id, coalesce(created_at, 0) DESC, id DESC);
CREATE INDEX record_of_contact ON record_contact (contact_id);

CREATE VIEW contact_digits AS SELECT id,
  replace(replace(replace(replace(replace(replace(coalesce(phone_number, ''),
    '+', ''), ' ', ''), '-', ''), '(', ''), ')', ''), '.', '') AS d FROM contact;
CREATE VIEW contact_words AS SELECT c.id AS id,
  coalesce(c.name, '') || ' ' || coalesce(c.email, '') || ' ' || n.d || ' ' || substr(n.d, 2) || ' ' || substr(n.d, 3)
    || ' ' || substr(n.d, 4) || ' ' || substr(n.d, 5) || ' ' || substr(n.d, 6) || ' ' || substr(n.d, 7) || ' '
    || substr(n.d, 8) || ' ' || substr(n.d, 9) || ' ' || substr(n.d, 10) || ' '
    || coalesce((SELECT group_concat(a.atom, ' ') FROM json_each(c.custom_attributes) AS a), '') AS words
  FROM contact AS c JOIN contact_digits AS n ON n.id = c.id;
CREATE VIRTUAL TABLE contact_fts USING fts5 (
  words, content='contact_words', content_rowid='id', tokenize='unicode61 remove_diacritics 2', prefix='2 3',
  detail='none', columnsize=0
);
INSERT INTO contact_fts (rowid, words) SELECT id, words FROM contact_words;

-- How many conversations of a status the server counts in an inbox (`meta.total`), and when that was asked.
CREATE TABLE inbox_count (
  inbox_id INTEGER NOT NULL, status TEXT NOT NULL, total INTEGER, at INTEGER NOT NULL, PRIMARY KEY (inbox_id, status)
) WITHOUT ROWID;

-- Whom a person chose to write to in a conversation about a record (E1).
CREATE TABLE answered_to (conversation_id INTEGER PRIMARY KEY, contact_id INTEGER NOT NULL);

-- Forms that were begun and neither saved nor discarded: of a contact or a record, 0 for a new one.
CREATE TABLE form (
  kind TEXT NOT NULL, subject INTEGER NOT NULL, entries TEXT NOT NULL, updated_at INTEGER NOT NULL,
  PRIMARY KEY (kind, subject)
) WITHOUT ROWID;
"""


# How a person wants to see the body of a message, where that is not what it was taken for; and which messages were read
# one by one: only there are files told of (M5).
_READING = """
CREATE TABLE body_view (message_id INTEGER PRIMARY KEY, conversation_id INTEGER NOT NULL, view TEXT NOT NULL);
CREATE INDEX body_view_of_conversation ON body_view (conversation_id);

CREATE TABLE whole_message (message_id INTEGER PRIMARY KEY);
"""

# In whose name a message goes: both or neither; neither is whoever owns the token (M9).
_SENDERS = """
ALTER TABLE draft ADD COLUMN sender_type TEXT NOT NULL DEFAULT '';
ALTER TABLE draft ADD COLUMN sender_id INTEGER;
ALTER TABLE outbox ADD COLUMN sender_type TEXT NOT NULL DEFAULT '';
ALTER TABLE outbox ADD COLUMN sender_id INTEGER;
"""

# To be answered later; a snooze that reminds if nobody answers; what came back by itself; focus runs, item by item.
_ACTS = """
ALTER TABLE triage ADD COLUMN later_at INTEGER;
ALTER TABLE triage ADD COLUMN later_mark INTEGER;
ALTER TABLE triage ADD COLUMN follow INTEGER NOT NULL DEFAULT 0;
ALTER TABLE triage ADD COLUMN woke_at INTEGER;
ALTER TABLE triage ADD COLUMN woke_mark INTEGER;
ALTER TABLE triage ADD COLUMN woke_follow INTEGER;
CREATE INDEX label_of ON label (label);
CREATE TABLE run (
  id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL, started_at INTEGER NOT NULL, ended_at INTEGER,
  place INTEGER NOT NULL DEFAULT 0
);
CREATE TABLE run_item (
  run_id INTEGER NOT NULL, place INTEGER NOT NULL, conversation_id INTEGER NOT NULL,
  outcome TEXT NOT NULL DEFAULT '', settled_at INTEGER, PRIMARY KEY (run_id, place)
) WITHOUT ROWID;
CREATE INDEX run_item_of_conversation ON run_item (conversation_id, run_id);
"""

MIGRATIONS: tuple[str, ...] = (
    _FIRST,
    _TRUTH,
    _AUTHORS,
    _FAILED_DELIVERIES,
    _BEGINNINGS,
    _PEOPLE,
    _READING,
    FINDING,
    _SENDERS,
    _ACTS,
)
"""Script n brings a database from version n to n + 1. A script that has been released is never edited."""

SCHEMA_VERSION = len(MIGRATIONS)

KEPT = (
    "beginning", "change", "draft", "failed_delivery", "outbox", "own_post", "triage", "label",
    "answered_to", "form", "body_view", "run", "run_item",
)  # fmt: skip
"""What exists nowhere but here: what is read out of a damaged database."""
CACHE = (
    "meta", "inbox", "channel", "contact", "entity", "record", "record_contact", "record_conversation", "conversation",
    "list_day", "message", "message_body", "message_fts", "whole_message",
    "head_fts",
    "contact_fts", "inbox_count",
)  # fmt: skip
"""What the server tells again."""


def version(connection: sqlite3.Connection) -> int:
    """The schema version of an open database; 0 for a new one."""
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def refuse_newer(connection: sqlite3.Connection, path: Path) -> None:
    """Raise StoreNewer, naming both versions, before anything is written to a database of a newer program."""
    if (found := version(connection)) > SCHEMA_VERSION:
        raise StoreNewer(
            f"The local database {path} has schema {found}; this program knows up to {SCHEMA_VERSION}.",
            hint="Use the newer chatlane-tui that wrote it, or choose another profile.",
        )


def migrate(connection: sqlite3.Connection, *, migrations: Sequence[str] = MIGRATIONS) -> None:
    """Run what is missing, all of it or nothing. Two processes may call it at once: the second finds it done."""
    if version(connection) >= len(migrations):
        return
    _require_fts5(connection)
    connection.execute("BEGIN IMMEDIATE")
    try:
        for number in range(version(connection), len(migrations)):
            for statement in _statements(migrations[number]):
                connection.execute(statement)
            connection.execute(f"PRAGMA user_version = {number + 1}")
        connection.execute("COMMIT")
    finally:
        if connection.in_transaction:
            connection.execute("ROLLBACK")


def _require_fts5(connection: sqlite3.Connection) -> None:
    if not connection.execute("SELECT 1 FROM pragma_module_list WHERE name = 'fts5'").fetchone():
        raise StoreUnusable(
            f"This Python's SQLite {sqlite3.sqlite_version} was built without full-text search (FTS5).",
            hint="Use a Python from python.org, uv, Homebrew or your distribution.",
        )


def _statements(script: str) -> Iterator[str]:
    """One statement at a time (`executescript` would commit); a trigger's inner semicolons do not end it."""
    statement = ""
    for line in script.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""
