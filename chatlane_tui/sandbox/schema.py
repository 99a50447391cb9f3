"""The tables of the sandbox's SQLite state."""

from __future__ import annotations

import sqlite3
from pathlib import Path

# Ids of what was deleted are never given again, as on the servers that this one stands for.
_TABLES = """
CREATE TABLE inboxes (id INTEGER PRIMARY KEY, name TEXT, type TEXT, entity_id INTEGER, created_at INTEGER);
CREATE TABLE channels (
    id INTEGER PRIMARY KEY, inbox_id INTEGER, name TEXT, type TEXT, is_active INTEGER, address TEXT
);
CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT, email TEXT);
CREATE TABLE agents (id INTEGER PRIMARY KEY, name TEXT, email TEXT);
CREATE TABLE contacts (
    id INTEGER PRIMARY KEY, name TEXT, email TEXT, phone_number TEXT, custom_attributes TEXT NOT NULL DEFAULT '{}',
    created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL
);
CREATE TABLE entities (id INTEGER PRIMARY KEY, name TEXT, slug TEXT, attributes TEXT);
CREATE TABLE records (
    id INTEGER PRIMARY KEY, entity_id INTEGER, external_id TEXT, "values" TEXT,
    created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL
);
CREATE TABLE record_contacts (record_id INTEGER, contact_id INTEGER, PRIMARY KEY (record_id, contact_id)) WITHOUT ROWID;
CREATE TABLE tags (id INTEGER PRIMARY KEY, name TEXT UNIQUE, color TEXT);
CREATE TABLE conversation_tags (
    conversation_id INTEGER, tag_id INTEGER, PRIMARY KEY (conversation_id, tag_id)
) WITHOUT ROWID;
CREATE TABLE conversations (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    inbox_id INTEGER NOT NULL, contact_id INTEGER, record_id INTEGER, subject TEXT,
    status TEXT NOT NULL, is_read INTEGER NOT NULL, is_archived INTEGER NOT NULL DEFAULT 0,
    is_starred INTEGER NOT NULL DEFAULT 0, assignee_id INTEGER, last_message_at INTEGER,
    created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL,
    topic INTEGER NOT NULL DEFAULT 0, length INTEGER NOT NULL DEFAULT 0, gap INTEGER NOT NULL DEFAULT 0
);
CREATE TABLE messages (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    conversation_id INTEGER NOT NULL, type TEXT NOT NULL, body TEXT, direction TEXT NOT NULL,
    sender_type TEXT NOT NULL, sender_id INTEGER NOT NULL, channel_id INTEGER, delivery_status TEXT, settles_at INTEGER,
    is_read INTEGER NOT NULL DEFAULT 1, is_draft INTEGER NOT NULL DEFAULT 0, external_message_id TEXT, attachments TEXT,
    created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL, template INTEGER
);
"""

_INDEXES = """
CREATE INDEX contacts_email ON contacts (email);
CREATE INDEX contacts_phone ON contacts (phone_number);
CREATE INDEX contacts_created ON contacts (created_at);
CREATE INDEX records_created ON records (created_at);
CREATE INDEX conversations_created ON conversations (created_at);
CREATE INDEX conversations_contact ON conversations (contact_id);
CREATE INDEX messages_created ON messages (created_at);
CREATE INDEX messages_conversation ON messages (conversation_id);
"""


def open_database(path: Path) -> sqlite3.Connection:
    """An empty database for several threads behind one lock; durability is not its business."""
    path.unlink(missing_ok=True)
    connection = sqlite3.connect(path, check_same_thread=False, isolation_level=None)
    connection.row_factory = sqlite3.Row
    for pragma in ("journal_mode = MEMORY", "synchronous = OFF", "temp_store = MEMORY", "cache_size = -65536"):
        connection.execute(f"PRAGMA {pragma}")
    connection.executescript(_TABLES)
    return connection


def index(connection: sqlite3.Connection) -> None:
    """Add the indexes, once the seed is planted."""
    connection.executescript(_INDEXES)
