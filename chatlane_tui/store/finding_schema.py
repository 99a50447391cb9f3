"""The migration that lets views, search and filters find: lists that stand ready, heads, forms of words."""

from __future__ import annotations

FINDING = """
-- Worked out by `summary`. `waits_at`: since when the customer waits, or may (`unsure_since`, M2).
ALTER TABLE conversation ADD COLUMN snoozed INTEGER NOT NULL DEFAULT 0;
ALTER TABLE conversation ADD COLUMN mine INTEGER NOT NULL DEFAULT 0;
ALTER TABLE conversation ADD COLUMN unsure_since INTEGER;
ALTER TABLE conversation ADD COLUMN waits_at INTEGER;
ALTER TABLE conversation ADD COLUMN in_mine INTEGER NOT NULL DEFAULT 0;
ALTER TABLE conversation ADD COLUMN in_unassigned INTEGER NOT NULL DEFAULT 0;
ALTER TABLE conversation ADD COLUMN in_starred INTEGER NOT NULL DEFAULT 0;
ALTER TABLE conversation ADD COLUMN in_snoozed INTEGER NOT NULL DEFAULT 0;
ALTER TABLE conversation ADD COLUMN in_done INTEGER NOT NULL DEFAULT 0;
UPDATE conversation SET snoozed = 1 WHERE id IN (
  SELECT conversation_id FROM triage WHERE snoozed_until IS NOT NULL
  AND (snoozed_mark IS NULL OR snoozed_mark >= coalesce(last_inbound_at, 0))
);
UPDATE conversation SET waits_at = waiting_since, in_starred = in_all AND starred, in_snoozed = in_all AND snoozed,
  in_done = in_all AND done,
  in_unassigned = in_inbox AND assignee_id IS NULL AND assignee_name IS NULL AND assignee_email IS NULL;
CREATE INDEX list_waiting ON conversation (waits_at, id, inbox_id) WHERE in_waiting = 1;
CREATE INDEX list_mine ON conversation (sort_at DESC, id DESC) WHERE in_mine = 1;
CREATE INDEX list_unassigned ON conversation (sort_at DESC, id DESC) WHERE in_unassigned = 1;
CREATE INDEX list_starred ON conversation (sort_at DESC, id DESC) WHERE in_starred = 1;
CREATE INDEX list_snoozed ON conversation (sort_at DESC, id DESC) WHERE in_snoozed = 1;
CREATE INDEX list_done ON conversation (sort_at DESC, id DESC) WHERE in_done = 1;
ALTER TABLE list_day ADD COLUMN mine INTEGER NOT NULL DEFAULT 0;
ALTER TABLE list_day ADD COLUMN unassigned INTEGER NOT NULL DEFAULT 0;
ALTER TABLE list_day ADD COLUMN starred INTEGER NOT NULL DEFAULT 0;
ALTER TABLE list_day ADD COLUMN snoozed INTEGER NOT NULL DEFAULT 0;
ALTER TABLE list_day ADD COLUMN done INTEGER NOT NULL DEFAULT 0;
INSERT OR REPLACE INTO list_day (day, whole, inbox, unread, waiting, unassigned, starred, snoozed, done)
  SELECT sort_at / 86400000, sum(in_all), sum(in_inbox), sum(in_unread), sum(in_waiting), sum(in_unassigned),
    sum(in_starred), sum(in_snoozed), sum(in_done) FROM conversation GROUP BY 1;

-- What is looked for beside the words of messages, kept by `heads`; the rowid is the conversation's id.
CREATE VIRTUAL TABLE head_fts USING fts5 (
  subject, who, phone, assignee, tags, tokenize='unicode61 remove_diacritics 2', prefix='2 3'
);

-- Forms of a body's words that the index could not find otherwise (`model.words`): scripts without spaces, numbers.
ALTER TABLE message_body ADD COLUMN extra TEXT;
DROP VIEW message_text;
CREATE VIEW message_text AS
  SELECT row, coalesce(plain, body) || coalesce(char(10) || extra, '') AS text FROM message_body;
CREATE INDEX message_with_files ON message (conversation_id) WHERE attachments <> '[]';
CREATE INDEX message_note ON message (conversation_id) WHERE direction = 3;
"""
