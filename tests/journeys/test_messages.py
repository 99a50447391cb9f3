"""Every kind of message, as the server holds it afterwards; and each refusal it may meet, with what comes next."""

from __future__ import annotations

import shlex
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from textual import events

from chatlane_tui.config.settings import Me
from chatlane_tui.config.writing import ExpertSettings, SpellingSettings
from chatlane_tui.sandbox.server import Sandbox
from tests.journeys.inside import Seat, seat

ADA, BEN, SOFIA, KAI, PRIYA = (
    "Ada Okonkwo", "Ben Whitaker", "Sofía Castellanos", "Kai Nakamura 🌊", "Priya Raghunathan",
)  # fmt: skip
WORDS = "Your money left us today."


@asynccontextmanager
async def writing(
    sandbox: Sandbox, home: Path, words: str = "", *, to: str = ADA, key: str = "r", size: tuple[int, int] = (120, 40)
) -> AsyncIterator[Seat]:
    """Somebody with the composer open on an answer to somebody, nothing held back."""
    async with seat(sandbox, home, chat_hold=0, size=size) as person:
        await person.choose(to)
        await person.press(key)
        await person.until(lambda: person.screen.composer.has_focus_within)
        if words:
            await person.paste(words)
            await person.until(lambda: words in person.screen.composer.text)
        yield person


async def _choose_type(person: Seat, letter: str, said: str) -> None:
    """Choose a type by its letter, the first line of it, and wait until the line that sends says so."""
    await person.press("ctrl+t")
    await person.until("How should it go out?")
    await person.press(letter, "enter")
    await person.until(said)


async def _sent(person: Seat, sandbox: Sandbox) -> dict[str, object]:
    await person.press("escape", "s")
    await person.until(lambda: sandbox.world.posted())
    [post] = sandbox.world.posted()
    return post


@pytest.mark.parametrize(
    ("to", "said", "type_word", "channel"),
    [
        (ADA, "SEND EMAIL to ada.okonkwo@example.com via Support mail (#1)", "email", 1),
        (SOFIA, "SEND SMS to +12025550103 via SMS UK (#3)", "sms", 3),
        (BEN, "SEND WHATSAPP to +447700900102 via WhatsApp UK (#5)", "whatsapp", 5),
        (KAI, "SEND INSTAGRAM to Kai Nakamura 🌊 via Instagram @acme (#8)", "instagram", 8),
    ],
    ids=["email", "sms", "whatsapp", "instagram"],
)
async def test_an_answer_goes_out_on_the_channel_that_the_line_that_sends_names(
    tmp_path: Path, to: str, said: str, type_word: str, channel: int
) -> None:
    with Sandbox() as sandbox:
        async with writing(sandbox, tmp_path, WORDS, to=to, size=(200, 50)) as person:
            await person.until(said)
            post = await _sent(person, sandbox)
            assert (post["type"], post["inbox_channel_id"], post["channel_id"], post["body"]) == (
                type_word, channel, channel, WORDS,
            )  # fmt: skip


@pytest.mark.parametrize(
    ("to", "letter", "unnamed", "named", "type_word", "channel"),
    [
        (
            KAI, "f", "via the server's first facebook channel",
            "SEND FACEBOOK to Kai Nakamura 🌊 via Facebook Acme (#9)", "facebook", 9,
        ),
        (
            ADA, "p", "via the server's first phone call channel",
            "SEND PHONE CALL to +447700900101 via Help line (#7)", "phone_call", 7,
        ),
    ],
    ids=["facebook", "phone_call"],
)  # fmt: skip
async def test_a_channel_that_the_server_chose_once_is_named_the_next_time(
    tmp_path: Path, to: str, letter: str, unnamed: str, named: str, type_word: str, channel: int
) -> None:
    with Sandbox() as sandbox:
        async with writing(sandbox, tmp_path, WORDS, to=to, size=(200, 50)) as person:
            await _choose_type(person, letter, unnamed)
            first = await _sent(person, sandbox)
            await person.until(lambda: person.screen.target is None)

            async def learnt() -> bool:
                head = person.screen.reading.head
                assert head is not None
                return channel in {known.id for known in await person.session.read.channels(head.inbox_id)}

            await person.until(learnt)
            await person.press("r")
            await person.until(lambda: person.screen.composer.has_focus_within)
            await person.paste("And again.")
            await _choose_type(person, letter, named)
            await person.press("escape", "s")
            await person.until(lambda: len(sandbox.world.posted()) == 2)
            second = sandbox.world.posted()[1]
            assert (first["inbox_channel_id"], second["inbox_channel_id"]) == (None, channel)
            assert (second["type"], second["channel_id"]) == (type_word, channel)


async def test_a_note_goes_to_nobody_but_the_team(tmp_path: Path) -> None:
    with Sandbox() as sandbox:
        async with writing(sandbox, tmp_path, "She is right.", key="n") as person:
            await person.until("SEND NOTE (internal)")
            post = await _sent(person, sandbox)
            assert (post["type"], post["channel_id"], post["direction"]) == ("note", None, "note")


async def test_an_email_takes_copies_and_files_along(tmp_path: Path) -> None:
    with Sandbox() as sandbox:
        async with writing(sandbox, tmp_path, "The invoices are attached.") as person:
            await person.press("f2")
            await person.until("Copies and files")
            for words in ('"Okonkwo, B." <b@example.com>, c@example.org', "boss@acme.example.com"):
                await person.paste(words)
                await person.press("enter")
            await person.paste("https://example.com/a.pdf\nhttps://example.com/b.pdf")
            await person.until("a.pdf, b.pdf.")
            await person.press("escape")
            await person.until("+ cc 2, bcc 1, 2 files")

            async def is_kept() -> bool:
                copies = [draft.cc for draft in await person.session.drafts.all()]
                return copies == ['"Okonkwo, B." <b@example.com>, c@example.org']

            await person.until(is_kept)
            await person.until("1 draft")
            post = await _sent(person, sandbox)
            assert (post["cc"], post["bcc"]) == ("b@example.com, c@example.org", "boss@acme.example.com")
            assert post["file_urls"] == ["https://example.com/a.pdf", "https://example.com/b.pdf"]


async def test_copies_and_files_come_back_with_a_text_that_is_recalled(tmp_path: Path) -> None:
    with Sandbox() as sandbox:
        sandbox.faults.add("status", method="POST", status=422, body='{"error": "No", "code": "VALIDATION_ERROR"}')
        async with writing(sandbox, tmp_path, WORDS) as person:
            await person.press("f2")
            await person.until("Copies and files")
            await person.paste("c@example.org")
            await person.press("escape")
            await person.until("+ cc 1")
            await person.press("escape", "s")
            await person.until("REFUSED")
            await person.press("enter")
            await person.until("edit")
            await person.press("e")
            await person.until("+ cc 1")
            await person.written(WORDS)


async def test_in_another_name_it_is_red_and_both_fields_go_along(tmp_path: Path) -> None:
    with Sandbox() as sandbox:
        async with writing(sandbox, tmp_path, WORDS, size=(160, 40)) as person:
            settings = person.session.settings
            person.session.settings = settings._replace(expert=ExpertSettings(custom_sender=True))
            await person.press("f2")
            await person.until("In another name.")
            await person.press("tab", "tab", "tab", *"agent", "tab", "1", "escape")
            await person.until("In the name of AGENT #1, not in yours (M9).")
            await person.until("SEND EMAIL AS AGENT #1")
            post = await _sent(person, sandbox)
            assert (post["sender_type"], post["sender_id"]) == ("agent", 1)


async def test_an_uncertain_message_in_a_contacts_name_is_found_again(tmp_path: Path) -> None:
    with Sandbox() as sandbox:
        sandbox.faults.add("process_then_drop", method="POST")
        async with writing(sandbox, tmp_path, WORDS) as person:
            await person.synced()
            settings = person.session.settings
            person.session.settings = settings._replace(expert=ExpertSettings(custom_sender=True))
            await person.press("f2")
            await person.until("In another name.")
            contact = person.screen.reading.head
            assert contact is not None
            number = str(contact.participant_id)
            await person.press("tab", "tab", "tab", *"contact", "tab", *number, "escape")
            await person.until("SEND EMAIL AS CONTACT")
            await person.press("escape", "s")
            await person.until("Found on the server")
            assert len(sandbox.world.posted()) == 1
            await person.until(person.nothing_waits)


# what helps


async def test_a_canned_reply_is_found_filled_and_typed_on_from_its_cursor(tmp_path: Path) -> None:
    with Sandbox() as sandbox:
        async with writing(sandbox, tmp_path) as person:
            await person.synced()
            folder = person.session.canned.folder
            folder.mkdir(parents=True)
            (folder / "refund.md").write_text(
                "---\nname: Refund on its way\nshortcut: rf\n---\n"
                "Hello {{contact.first_name|there}},\n"
                "the {{contact.custom.plan}} fee: {{cursor}}\n{{contact.custom.case}}"
            )
            (folder / "broken.md").write_text("---\nnaem: x\n---\nHi")
            (folder / "sms.md").write_text("---\ntypes: sms\n---\nHi")
            await person.press("/", "/")
            await person.until("Canned replies for EMAIL in Support")
            await person.until("broken.md:2: unknown key `naem`; did you mean `name`?")
            await person.until("1 more is for other types or inboxes.")
            await person.until("Hello Ada,")
            await person.press("r", "f", "enter")
            await person.until("Nobody knows this yet")
            await person.press(*"40", "enter")
            await person.until(lambda: person.screen.composer.has_focus_within)
            await person.press("9")
            await person.written("Hello Ada,\nthe Business fee: 9\n40")


async def test_a_value_that_changed_on_the_server_is_the_one_that_is_written(tmp_path: Path) -> None:
    with Sandbox() as sandbox:
        async with writing(sandbox, tmp_path) as person:
            await person.synced()
            head = person.screen.reading.head
            assert head is not None
            folder = person.session.canned.folder
            folder.mkdir(parents=True)
            (folder / "name.md").write_text("Dear {{contact.name}},")
            sandbox.world.write(
                "UPDATE contacts SET name = ? WHERE id = ?", ("Ada {{agent.name}}", head.participant_id)
            )
            await person.press("ctrl+o")
            await person.until("Canned replies for")
            await person.press("enter")
            await person.until(lambda: "Dear Ada" in person.screen.composer.text)
            await person.written("Dear Ada {{agent.name}},")


async def test_what_is_typed_while_a_value_is_asked_for_stands_behind_it(tmp_path: Path) -> None:
    with Sandbox() as sandbox:
        async with writing(sandbox, tmp_path) as person:
            await person.synced()
            folder = person.session.canned.folder
            folder.mkdir(parents=True)
            (folder / "name.md").write_text("Dear {{contact.first_name}}, ")
            sandbox.faults.add("delay", path="/contacts/", seconds=1.0)
            await person.press("ctrl+o")
            await person.until("Canned replies for")
            await person.burst("enter", *"no")
            await person.written("Dear Ada, no")


async def test_a_signature_stands_below_an_answer_and_goes_with_its_type(tmp_path: Path) -> None:
    with Sandbox() as sandbox:
        async with seat(sandbox, tmp_path, chat_hold=0) as person:
            signatures = {"Support": "Best wishes\n{{agent.name}}", "sms": "no", "support/sms": "Sam, {{inbox.name}}"}
            person.session.settings = person.session.settings._replace(signatures=signatures, me=Me("Sam Porter", ""))
            await person.choose(ADA)
            await person.press("r", "H", "i")
            await person.written("Hi\n\nBest wishes\nSam Porter")
            await _choose_type(person, "s", "SEND SMS")
            await person.written("Hi\n\nSam, Support")
            post = await _sent(person, sandbox)
            assert (post["type"], post["body"]) == ("sms", "Hi\n\nSam, Support")


async def test_what_was_answered_before_is_seen_and_taken(tmp_path: Path) -> None:
    with Sandbox() as sandbox:
        async with writing(sandbox, tmp_path, to=BEN) as person:
            await person.synced()
            await person.press("ctrl+r", "ctrl+r")
            await person.until("What was answered before")
            await person.press("escape")
            await person.until(lambda: person.screen.composer.has_focus_within)
            await person.press("ctrl+r")
            await person.until("What was answered before")
            await person.press("enter")
            await person.until(lambda: person.screen.composer.has_focus_within)
            answers = await person.session.memory.answers(person.screen.reading.shown or 0)  # type: ignore[arg-type]
            await person.written(answers[0].text)


async def test_words_that_a_dictionary_does_not_know_are_selected_and_listed(tmp_path: Path) -> None:
    with Sandbox() as sandbox:
        async with writing(sandbox, tmp_path, "teh cat recieves it") as person:
            await person.press("f4")
            await person.until("No spelling program is set.")
            code = "import sys; [print(w) for w in sys.stdin.read().split() if w in ('teh', 'recieves')]"
            command = (sys.executable, "-c", code)
            person.session.settings = person.session.settings._replace(spelling=SpellingSettings(command))
            await person.press("f4")
            await person.until("Unknown: teh, recieves.")
            await person.until(lambda: person.screen.composer.area.selected_text == "teh")
            await person.press("the"[0], "h", "e", "f4")
            await person.until(lambda: person.screen.composer.area.selected_text == "recieves")
            await person.paste("gets")
            await person.press("f4")
            await person.until("The spelling program knows every word.")


async def test_what_would_be_sent_is_seen_first_and_copied_as_a_command(tmp_path: Path) -> None:
    with Sandbox() as sandbox:
        async with writing(sandbox, tmp_path, "It is **here**.") as person:
            await person.press("f3")
            await person.until("It is here.")
            await person.until("Support mail (#1)")
            await person.press("v", "y")
            await person.until("Copied as curl")
            words = shlex.split(person.app.clipboard.replace("\\\n", " "))
            assert words[3].startswith(sandbox.base_url)
            assert sandbox.token not in person.app.clipboard
            await person.press("escape")
            await person.until(lambda: person.screen.composer.has_focus_within)


# refusals


LONG = "MESSAGE_TOO_LONG"


@pytest.mark.parametrize(
    ("code", "status", "said", "next_key", "then"),
    [
        ("INVALID_CHANNEL", 422, "The channel is not active or does not fit", "c", "How should it go out?"),
        ("NO_CHANNEL_FOUND", 422, "This inbox has no active channel of that type.", "c", "How should it go out?"),
        ("NO_EMAIL_ADDRESS", 422, "The contact has no e-mail address.", "c", "How should it go out?"),
        (LONG, 422, "The message is too long for its channel.", "e", "Recalled: it was refused"),
        ("VALIDATION_ERROR", 422, "The server did not accept the data.", "e", "Recalled: it was refused"),
        ("NOTE_CANNOT_BE_DRAFT", 422, "The server keeps no drafts of notes.", "e", "Recalled: it was refused"),
        ("NOT_FOUND", 404, "This conversation is no longer on the server.", "e", "Recalled: it was refused"),
    ],
)
async def test_a_refusal_says_why_and_leads_on_with_the_text_intact(
    tmp_path: Path, code: str, status: int, said: str, next_key: str, then: str
) -> None:
    with Sandbox() as sandbox:
        body = f'{{"error": "No", "code": "{code}", "details": {{}}}}'
        sandbox.faults.add("status", method="POST", status=status, body=body)
        async with writing(sandbox, tmp_path, WORDS) as person:
            await person.press("escape", "s")
            await person.until("REFUSED")
            await person.until(said)
            await person.press("enter")
            await person.until("answer on another channel, with the same text")
            await person.press("enter" if next_key == "c" else next_key)
            await person.until(then)
            if next_key == "c":
                await person.press("escape")
            await person.written(WORDS)
            assert sandbox.world.posted() == []


@pytest.mark.parametrize(
    ("code", "status", "said"),
    [
        ("UNAUTHENTICATED", 401, "does not accept the API token"),
        ("UNAUTHORIZED", 403, "may not do this"),
        ("TEAM_ACCESS_DENIED", 403, "belongs to another team"),
    ],
)
async def test_a_token_that_may_not_send_keeps_the_message_waiting_and_says_why(
    tmp_path: Path, code: str, status: int, said: str
) -> None:
    with Sandbox() as sandbox:
        body = f'{{"error": "No", "code": "{code}"}}'
        sandbox.faults.add("status", method="POST", status=status, body=body, times=1)
        async with writing(sandbox, tmp_path, WORDS) as person:
            await person.press("escape", "s")
            await person.until("waiting to send")
            await person.until(said)
            person.session.refresh()
            await person.until(lambda: sandbox.world.posted())
            assert [post["body"] for post in sandbox.world.posted()] == [WORDS]


async def test_a_message_that_is_too_long_for_its_channel_is_stopped_before_it_is_sent(tmp_path: Path) -> None:
    with Sandbox() as sandbox:
        async with writing(sandbox, tmp_path, "x" * 1_601, to=BEN) as person:
            await person.press("escape", "s")
            await person.until("Not sent: over by 1; WHATSAPP takes 1,600 characters.")
            person.app.post_message(events.Key("backspace", None))
            await person.until("1,600 of 1,600 characters")
            post = await _sent(person, sandbox)
            assert len(str(post["body"])) == 1_600
