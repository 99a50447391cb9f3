"""A conversation as one text: complete, in three forms, with people in it or without."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from chatlane_tui.desk.export import Exporting, Thread
from chatlane_tui.desk.read import Reading
from chatlane_tui.errors import Missing
from chatlane_tui.model.feed import Feed
from chatlane_tui.model.ids import ConversationId
from chatlane_tui.model.outbox import Outgoing
from chatlane_tui.store import conversations, messages, outbox
from chatlane_tui.store.database import Database
from tests.store.told import ADA, MINUTE, NOON, SAM, conversation, message

ONE = ConversationId(1)
HTML = "<p>Hello <b>Ada</b>, call +44 20 7946 0018.</p><blockquote><p>ada@example.com wrote</p></blockquote>"
FILE = {"id": 1, "name": "ada.pdf", "url": "https://x.example/ada.pdf", "size": 1234, "mime_type": "application/pdf"}


@pytest.fixture
async def exporting(tmp_path: Path) -> AsyncIterator[Exporting]:
    database = Database.open(tmp_path / "store.db", feed=Feed())
    found = [
        message(1, sender=ADA, body="# I am Ada\n*not* bold", attachments=[FILE], type="sms"),
        message(2, at=NOON + MINUTE, sender=SAM, body=HTML),
        message(3, at=NOON + 2 * MINUTE, sender=SAM, body="for Sam only", type="note"),
    ]
    await database.write(lambda tx: messages.upsert(tx, found, now=NOON))
    await database.write(lambda tx: conversations.upsert(tx, [conversation(1, subject="Ada's order")], now=NOON))
    waiting = Outgoing(conversation_id=ONE, body="on its way", type="email")
    await database.write(lambda tx: outbox.submit(tx, waiting, now=NOON + 3 * MINUTE, due=NOON))
    yield Exporting(Reading(database), clock=lambda: NOON + 60 * MINUTE, address="https://inbox.example/{id}")
    database.close()


async def test_markdown_has_heads_bodies_and_files(exporting: Exporting) -> None:
    text = await exporting.export(ONE, "md")
    assert text.startswith(
        "# Ada's order\n\n- Conversation: 1\n- Address: https://inbox.example/1\n- Customer: Ada Lovelace"
    )
    assert "## 2026-01-01T12:00:00Z · Ada Lovelace · sms · customer\n\n\\# I am Ada  \n\\*not\\* bold" in text
    assert "- Attachment: ada.pdf · application/pdf · 1,234 bytes · https://x.example/ada.pdf" in text
    assert "Hello **Ada**, call +44 20 7946 0018.\n\n> ada@example.com wrote" in text
    assert "· internal note\n\nfor Sam only" in text
    assert "· not sent: held\n\non its way" in text


async def test_plain_text_has_the_same_words(exporting: Exporting) -> None:
    text = await exporting.export(ONE, "text")
    assert "\n# I am Ada\n*not* bold\n[attachment] ada.pdf" in text
    assert "Hello Ada, call +44 20 7946 0018.\n\n> ada@example.com wrote" in text


async def test_json_is_for_programs(exporting: Exporting) -> None:
    told = json.loads(await exporting.export(ONE, "json"))
    assert (told["version"], told["conversation"]["id"], told["conversation"]["url"]) == (
        1,
        1,
        "https://inbox.example/1",
    )
    assert [one["direction"] for one in told["messages"]] == ["theirs", "ours", "note", "ours"]
    assert told["messages"][0]["attachments"] == [
        {"name": "ada.pdf", "url": "https://x.example/ada.pdf", "size": 1234, "mime_type": "application/pdf"}
    ]
    assert (told["messages"][3]["id"], told["messages"][3]["outbox"]) == (None, "held")


@pytest.mark.parametrize("form", ["md", "text", "json"])
async def test_redacted_nobody_is_in_it_in_any_form(exporting: Exporting, form: str) -> None:
    text = await exporting.export(ONE, form, redact=True)
    assert not [word for word in ("Ada", "Lovelace", "Sam", "example.com", "7946", "inbox.example") if word in text]
    assert "[name 1]" in text
    assert "[phone 1]" in text


async def test_the_file_is_named_after_the_subject_unless_people_are_taken_out(exporting: Exporting) -> None:
    assert await exporting.name(ONE, "md") == "conversation 1 Ada's order.md"
    assert await exporting.name(ONE, "json", redact=True) == "conversation 1.json"


async def test_a_conversation_that_was_only_begun_has_neither_number_nor_address(exporting: Exporting) -> None:
    assert await exporting.name(ConversationId(-3), "text") == "conversation new.txt"
    head = await exporting._read.head(ONE)
    assert head is not None
    begun = Thread(head._replace(id=ConversationId(-3)), (), {})
    text = exporting._written(begun, "md", redact=False)
    assert "- Conversation: not on the server yet" in text
    assert "inbox.example" not in text


async def test_what_is_not_cached_is_missing(exporting: Exporting) -> None:
    with pytest.raises(Missing, match="Conversation 9 is not cached here"):
        await exporting.export(ConversationId(9), "md")
