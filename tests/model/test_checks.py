"""The second look before words leave: what is found, and what is not."""

from __future__ import annotations

import pytest

from chatlane_tui.config.writing import CheckSettings
from chatlane_tui.model.checks import Letter, findings

RULES = CheckSettings(internal_words=("margin", "do not tell"), most_recipients=3)


def said(text: str, rules: CheckSettings = RULES, **fields: object) -> str:
    letter = Letter(text)._replace(**fields)  # type: ignore[arg-type]
    return " ".join(finding.sentence for finding in findings(letter, rules))


def blocks(text: str, **fields: object) -> bool:
    letter = Letter(text)._replace(**fields)  # type: ignore[arg-type]
    return any(finding.blocks for finding in findings(letter, RULES))


def test_an_ordinary_answer_has_nothing_to_look_at() -> None:
    assert (
        said("Hello Ada,\n\nyour order #1042 of 2026-11-02 left today: +44 7700 900101.\n\nSam", name="Ada Okonkwo")
        == ""
    )


@pytest.mark.parametrize("text", ["Hi {{contact.first_name}}", "Hi {{ name }}", "{{}}", "{{ }}", "a {{agent.name|}} b"])
@pytest.mark.parametrize("kind", ["reply", "note"])
def test_a_variable_that_nobody_filled_in_stops_it(text: str, kind: str) -> None:
    assert blocks(text, kind=kind, type="email" if kind == "reply" else "note")
    assert "still to be filled in" in said(text)


@pytest.mark.parametrize("text", ["write `{{contact.name}}` there", "a { b } {c}", "{{", "f(x) = {{1: 2}}"])
def test_braces_that_are_no_variable_stop_nothing(text: str) -> None:
    assert not blocks(text)


@pytest.mark.parametrize(
    "text",
    [
        "Please see attached.", "I enclosed it", "the Attachment", "Im Anhang finden Sie", "W załączeniu przesyłam",
        "Adjunto la factura", "voir la pièce jointe", "in allegato",
    ],
)  # fmt: skip
def test_a_file_that_is_spoken_of_and_not_there_is_missed(text: str) -> None:
    assert "nothing is attached" in said(text)


def test_a_file_that_is_there_is_not_missed() -> None:
    assert said("see attached", file_urls=("https://example.com/a.pdf",)) == ""


@pytest.mark.parametrize("text", ["> see attached\n\nThanks", "He is detached.", "unattached"])
def test_other_peoples_words_and_other_words_are_no_promise(text: str) -> None:
    assert said(text) == ""


def test_a_note_may_speak_of_the_customers_attachment() -> None:
    assert said("their attachment is broken", kind="note", type="note") == ""


@pytest.mark.parametrize(
    ("text", "kind", "words"),
    [
        ("Internal: she is right", "reply", "“Internal:”"),
        ("note - call back", "reply", "“note”"),
        ("@mei can you look", "reply", "“@mei”"),
        ("Hi Ada, it is on its way", "note", "“Hi Ada,”"),
        ("Sehr geehrte Frau Okonkwo,\nwir", "note", "“Sehr geehrte Frau Okonkwo,”"),
        ("ada, it is done", "note", "“Ada,”"),
    ],
)
def test_words_in_the_wrong_kind_are_noticed(text: str, kind: str, words: str) -> None:
    assert words in said(text, kind=kind, name="Ada Okonkwo")


@pytest.mark.parametrize(
    ("text", "kind", "type_word"),
    [
        ("Hi Ada, it is done", "reply", "email"),
        ("Ada wants a refund", "note", "note"),
        ("@kai.surf the blue one", "reply", "instagram"),
        ("Notes on your order follow", "reply", "email"),
    ],
)
def test_words_in_the_right_kind_are_not(text: str, kind: str, type_word: str) -> None:
    assert said(text, kind=kind, type=type_word, name="Ada Okonkwo") == ""


def test_words_set_as_internal_are_noticed_whole_and_in_any_case() -> None:
    assert "“margin” is an internal word" in said("our Margin is thin")
    assert said("marginal gains") == ""
    assert said("our margin is thin", kind="note") == ""


@pytest.mark.parametrize(
    "number", ["4111 1111 1111 1111", "5500-0000-0000-0004", "378282246310005", "6011111111111117"]
)
def test_the_number_of_a_card_is_noticed_and_not_repeated(number: str) -> None:
    words = said(f"your card {number} was charged")
    assert f"…{number.replace(' ', '')[-4:]} looks like the number of a payment card" in words
    assert number not in words


@pytest.mark.parametrize(
    "number", ["4111 1111 1111 1112", "+441632960001", "1234567890123", "2026112222331100", "TRK-4111111111111111"]
)
def test_other_numbers_are_no_card(number: str) -> None:
    assert said(f"see {number}.") == ""


@pytest.mark.parametrize(
    ("secret", "what"),
    [
        ("17|" + "a1B2" * 10, "an API token"),
        ("AKIA" + "ABCD" * 4, "an AWS key"),
        ("sk_live_" + "a1" * 12, "a secret key"),
        ("ghp_" + "a1" * 18, "a GitHub token"),
        ("xoxb-1234567890-abc", "a Slack token"),
        ("AIza" + "a" * 35, "a Google key"),
        ("eyJhbGciOiJIUzI1.eyJzdWIiOiIx.abcdef", "a signed token"),
        ("-----BEGIN RSA PRIVATE KEY-----", "a private key"),
        ("Authorization: Bearer " + "a1" * 12, "a bearer token"),
        ("Password: hunter22", "a password"),
    ],
)
def test_a_secret_is_noticed_and_not_repeated(secret: str, what: str) -> None:
    words = said(f"here: {secret}")
    assert what in words
    assert secret not in words


def test_who_gets_it_is_counted_with_every_copy() -> None:
    assert "goes to 4 people" in said("hello", cc='"B, C" <b@example.com>, c@example.com', bcc="d@example.com")
    assert said("hello", cc="b@example.com", bcc="c@example.com") == ""


def test_an_address_that_is_none_warns_and_stops_nothing() -> None:
    assert "“nobody” is no e-mail address" in said("hello", cc="nobody")
    assert not blocks("hello", cc="nobody")


def test_a_file_that_cannot_be_fetched_stops_it_and_a_doubtful_one_warns() -> None:
    assert blocks("hello", file_urls=("invoice.pdf",))
    assert "private address" in said("hello", file_urls=("http://10.0.0.1/a",))
    assert not blocks("hello", file_urls=("http://10.0.0.1/a",))


@pytest.mark.parametrize(("kind", "number"), [("contact", None), ("", 7)])
def test_half_a_sender_stops_it(kind: str, number: int | None) -> None:
    assert blocks("hello", sender_type=kind, sender_id=number)


def test_the_name_of_whom_these_words_went_to_before_is_noticed() -> None:
    assert "“Whitaker” is the name of another customer" in said(
        "Dear Mr Whitaker", name="Ada Okonkwo", others=("Ben Whitaker",)
    )
    assert said("Dear Ada", name="Ada Okonkwo", others=("Ada Whitaker",)) == ""
