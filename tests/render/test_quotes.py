"""Folding: history and signatures, and everything that must stay open."""

from __future__ import annotations

import pytest

from chatlane_tui.render.body import document
from chatlane_tui.render.document import Block, Fold, Run
from chatlane_tui.render.quotes import folded
from tests.render.corpus import (
    APPLE_REPLY,
    FORWARD,
    GMAIL_REPLY,
    INLINE_REPLY,
    OUTLOOK_REPLY,
    PLAIN_REPLY,
    open_text_of,
    text_of,
)


def opened(body: str, kind: str = "email") -> str:
    return open_text_of(document(body, type=kind)).strip()


@pytest.mark.parametrize(
    ("body", "visible"),
    [
        (GMAIL_REPLY, "Thanks, that works!\n\nBob"),
        (OUTLOOK_REPLY, "Hi Alice,\n\nThe invoice is fine now."),
        (PLAIN_REPLY, "Sure, go ahead."),
        (APPLE_REPLY, "Yes, please send it."),
    ],
)
def test_history_of_the_common_clients_folds(body: str, visible: str) -> None:
    assert opened(body) == visible


def test_each_fold_says_what_it_is_and_how_long() -> None:
    assert document(PLAIN_REPLY, type="email").folds == (Fold("quote", 4), Fold("signature", 3))


def test_nothing_is_deleted() -> None:
    assert "Did the new cable arrive?" in text_of(document(GMAIL_REPLY, type="email"))


def test_inline_replies_stay_open() -> None:
    assert document(INLINE_REPLY, type="email").folds == ()


def test_a_forwarded_message_stays_open() -> None:
    assert document(FORWARD, type="email").folds == ()


def test_a_mail_of_quotes_alone_stays_open() -> None:
    assert document("> a\n> b\n> c\n", type="email").folds == ()


def test_a_signature_alone_stays_open() -> None:
    assert document("--\nBob\nAcme", type="email").folds == ()


def test_of_a_quote_and_a_signature_alone_the_signature_folds() -> None:
    assert [fold.kind for fold in document("> a\n> b\n\n--\nBob", type="email").folds] == ["signature"]


def test_a_long_quote_above_the_answer_folds() -> None:
    quote = "".join(f"> line {number}\n" for number in range(10))
    assert opened(f"{quote}\nMy answer.") == "My answer."


def test_a_short_quote_above_the_answer_stays() -> None:
    assert document("> Which one?\n> Red?\n\nThe red one.", type="email").folds == ()


def test_two_quotes_with_nothing_between_are_one() -> None:
    assert len(document("Yes.\n\n> a\n> b\n\n\n> c\n", type="email").folds) == 1


@pytest.mark.parametrize(
    "intro",
    [
        "On 5 January 2026 at 10:00, Alice <a@x.example> wrote:",
        "Am 05.01.26 um 10:00 schrieb Alice:",
        "Le lun. 5 janv. 2026 à 10:00, Alice <a@x.example> a écrit :",
        "El lun, 5 ene 2026, Alice <a@x.example> escribió:",
        "Il giorno lun 5 gen 2026 Alice <a@x.example> ha scritto:",
        "Op ma 5 jan 2026 schreef Alice <a@x.example>:",
        "2026年1月5日 Alice <a@x.example> 写道:",
        "On Mon, Jan 5, 2026 at 3:04 PM\nAlice <a@x.example>\nwrote:",
        'Op 16 aug. 2014 05:13 schreef "alice" <a@x.example> het\nvolgende geschreven:',
        "Alice <a@x.example> schrieb am Fr., 28.\nApr. 2017 um 11:53 Uhr:",
        "2016-10-24 15:36 GMT+02:00 Alice <\na@x.example>:",
        '30 серп. 2016 р. 20:45 "Alice" <a@x.example> пише:',
        '20 окт. 2016 г. 19:37 пользователь "Alice" <\na@x.example> написал:',
        "2013/7/20 Alice <a@x.example>",
        "Dne 5. ledna 2026 v 10:00 uživatel\nAlice <a@x.example>\nuvedl:",
    ],
)
def test_the_introduction_of_a_quote_folds_with_it(intro: str) -> None:
    quoted = "> old text\n> more of it\n"
    assert opened(f"New text.\n\n{intro}\n\n{quoted}") == "New text."


@pytest.mark.parametrize(
    "line", ["You said this:", "See you at 10:30:", "Write to bob@x.example:", "Bob <bob@x.example> said so in 2019."]
)
def test_an_ordinary_line_above_a_quote_stays_open(line: str) -> None:
    assert opened(f"{line}\n\n> a\n> b") == line


def test_an_introduction_does_not_begin_above_an_empty_line() -> None:
    assert opened("Bob <bob@x.example> asks.\n\nAt 10:30:\n\n> a\n> b") == "Bob <bob@x.example> asks.\n\nAt 10:30:"


@pytest.mark.parametrize(
    "history",
    [
        "-----Original Message-----\nFrom: Alice\nOld text.",
        "-----Ursprüngliche Nachricht-----\nVon: Alice\nOld text.",
        "________________________________\nFrom: Alice\nSent: Monday\nTo: Bob\nSubject: x\n\nOld text.",
        "Von: Alice\nGesendet: Montag\nAn: Bob\nBetreff: x\n\nOld text.",
        "*From:* Alice\n*Date:* Monday\n*To:* Bob\n\nOld text.",
        "On Mon, Jan 5, 2026, Alice <a@x.example> wrote:\n\nOld text without any marks.\nMore.",
        "2026年1月5日 15:04，Alice <a@x.example> 写道\uff1a\n\nOld text.",
        "---- On Tue, 22 Dec 2015 14:17:36 +0530 Alice<a@x.example> wrote ----\nOld text.",
        "Alice <a@x.example> wrote:\n\nOld text.",
        "ср, 30 апр. 2025 г. в 15:19, Alice <a@x.example>:\n\nOld text.",
        '30.09.2017, 18.30, "Alice - Shop" <a@x.example>:\n\nOld text.',
        "On Wed, 14 Nov 2018 08:14:43 -0200 Alice <a@x.example> wrote\n\nOld text.",
        "On Nov 26, 2013 you wrote:\n\nOld text.",
        "-------- Oprindelig besked --------\nFra: Alice\nDato: 04.07.2024\nTil: Bob\nEmne: x\n\nOld text.",
        "Fra: Alice <a@x.example>\nSendt: mandag\nTil: Bob\nEmne: Pakke\n\nOld text.",
        "Od: Alice <a@x.example>\nWysłano: środa\nDo: Bob\nTemat: Paczka\n\nOld text.",
        "发件人: Alice\n发送时间: 星期一\n收件人: Bob\n主题: x\n\nOld text.",
        "差出人: Alice\n送信日時: 月曜日\n宛先: Bob\n件名: x\n\nOld text.",
        "====\n\nMessage du : 12/12/2016\nDe : Alice\nA : Bob\nSujet : x\n\nOld text.",
        "Den 5. jan. 2026 kl. 20.42 skrev Alice <a@x.example<mailto:a@x.example>>:\n\nOld text.",
    ],
)
def test_history_without_marks_folds(history: str) -> None:
    assert opened(f"New text.\n\n{history}") == "New text."


@pytest.mark.parametrize(
    "text",
    [
        "From: the shop\nI bought a lamp.",
        "On Monday she wrote:\nplease come",
        "From: a\nnothing\nelse\nhere",
        "On 5 May 2026, at noon, Bob, who wrote:",
        "Call me at 10:30, says Bob <b@x.example>.\nWill you?",
        "Jan 15, 2024 at 14:30\nand more",
    ],
)
def test_what_only_looks_like_history_stays_open(text: str) -> None:
    assert document(f"Hello.\n\n{text}", type="email").folds == ()


@pytest.mark.parametrize(
    "signature",
    [
        "Sent from my iPhone",
        "Get Outlook for iOS",
        "Von meinem iPhone gesendet",
        "Envoyé de mon iPhone",
        "发自我的iPhone",
    ],
)
def test_what_a_phone_adds_folds(signature: str) -> None:
    assert opened(f"Yes please.\n\n{signature}") == "Yes please."


@pytest.mark.parametrize(
    "line", ["Sent from my desk, is much easier than my phone.", "The mail was sent from my iPhone app to all users."]
)
def test_a_sentence_about_sending_is_no_signature(line: str) -> None:
    assert document(f"Yes please.\n\n{line}", type="email").folds == ()


def test_dashes_of_a_book_and_the_rule_of_a_mailing_list_begin_signatures() -> None:
    footer = f"{'_' * 40}\nusers mailing list\nusers@x.example"
    both = f"--\nBob\n\n{footer}"
    assert [opened(f"Yes.\n\n{end}") for end in ("—————\nBob\nAcme", footer, both)] == ["Yes.", "Yes.", "Yes."]


def test_a_quoted_line_that_was_torn_does_not_end_the_quote() -> None:
    long = "> " + "word " * 15
    body = f"Yes.\n\nOn Mon, Jan 5, 2026, Alice <a@x.example> wrote:\n{long}\nand its rest\n> more\n{long}\n"
    assert opened(body) == "Yes."


def test_an_answer_between_quoted_lines_is_not_taken_for_their_rest() -> None:
    assert "Blue" in opened(f"> Which colour is it that you wanted, {'really ' * 6}?\nBlue.\n> And which size?\nLarge.")


def test_the_head_of_a_whole_mail_is_no_history() -> None:
    head = "From: Bob <b@x.example>\nSent: Monday\nTo: Alice\nSubject: x"
    body = f"{head}\n\nYes.\n\nOn Mon, Jan 5, 2026, Alice <a@x.example> wrote:\n> old\n> text\n"
    assert opened(body) == f"{head}\n\nYes."


def test_a_signature_above_the_history_folds_apart() -> None:
    kinds = [
        fold.kind
        for fold in document("Yes.\n\n--\nBob\n\nOn Mon, Jan 5 A <a@x.y> wrote:\n> a\n> b", type="email").folds
    ]
    assert kinds == ["signature", "quote"]


def test_a_long_text_below_dashes_is_no_signature() -> None:
    text = "\n".join(f"line {number}" for number in range(20))
    assert document(f"Hello.\n--\n{text}", type="email").folds == ()


def test_a_chat_may_fold_a_signature_but_has_no_bars() -> None:
    assert "> not a quote" in text_of(document("> not a quote", type="whatsapp"))


def test_a_signature_holds_no_quotes() -> None:
    assert document("--\nBob\n> a\n> b\nCarol\n> c\n> d", type="email").folds == (Fold("quote", 2),)


def test_no_blocks_fold_to_none() -> None:
    assert folded([]) == ([], ())


def test_one_quoted_line_is_not_worth_a_fold() -> None:
    assert folded([Block((Run("a"),)), Block((Run("b"),), quote=1)])[1] == ()
