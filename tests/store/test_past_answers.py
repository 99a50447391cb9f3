"""Answer memory: which of our own replies fit what the customer wrote."""

from __future__ import annotations

from chatlane_tui.model.ids import ConversationId
from chatlane_tui.store import conversations, messages
from chatlane_tui.store.database import Transaction
from chatlane_tui.store.past_answers import NEWEST, PastAnswer, asked, past_answers
from tests.store.conftest import Store
from tests.store.told import ADA, MINUTE, NOON, SAM, conversation, message

BEN = {"id": 6, "name": "Ben", "email": "ben@example.org"}


def _tell(tx: Transaction) -> None:
    people = {1: ADA, 2: BEN, 3: BEN, 4: BEN}
    conversations.upsert(tx, [conversation(n, participant=person) for n, person in people.items()], now=NOON)
    said = [
        (10, 2, BEN, "Where is my parcel? The courier was not there."),
        (11, 2, SAM, "Sorry! It comes tomorrow.\n-- \nSam, Acme"),
        (20, 3, BEN, "I was charged twice for the subscription"),
        (21, 3, SAM, "The duplicate charge is refunded.\n\nOn Monday Ben wrote:\n> I was charged twice"),
        (22, 3, SAM, "The duplicate charge is refunded."),
        (23, 3, SAM, "<p>A parcel of <b>thanks</b></p>"),
        (30, 4, BEN, "Opening hours?"),
        (31, 4, SAM, "We open at nine."),
        (40, 1, ADA, "the courier lost my parcel"),
        (41, 1, SAM, "Our own parcel answer here"),
    ]
    messages.upsert(
        tx,
        [
            message(id_, at=NOON + n * MINUTE, conversation=where, sender=sender, body=body)
            for n, (id_, where, sender, body) in enumerate(said)
        ],
        now=NOON,
    )
    note = message(50, at=NOON + 60 * MINUTE, conversation=4, sender=SAM, type="note", body="parcel: do not pay")
    messages.upsert(tx, [note], now=NOON)


async def _answers(store: Store, words: str, *, besides: int = 1) -> tuple[PastAnswer, ...]:
    return await store.database.read(lambda c: past_answers(c, words, besides=ConversationId(besides)))


async def test_a_reply_is_found_by_the_question_it_answered(store: Store) -> None:
    await store.write(_tell)
    best = (await _answers(store, "the courier has lost my parcel"))[0]
    assert (best.text, best.conversation_id, best.name) == ("Sorry! It comes tomorrow.", 2, "Ben")


async def test_a_reply_is_found_by_its_own_words_without_what_it_quotes(store: Store) -> None:
    await store.write(_tell)
    texts = [answer.text for answer in await _answers(store, "refunding a duplicate")]
    assert texts[0] == "The duplicate charge is refunded."
    assert texts.count("The duplicate charge is refunded.") == 1


async def test_a_reply_is_found_in_any_script(store: Store) -> None:
    asked_and_answered = (
        (60, 2, "Meine Straße heißt anders", "Die neue Straße ist notiert."),
        (62, 3, "返金をお願いします", "返金しました。"),
        (64, 4, "Πότε έρχεται το δέμα μου;", "Έρχεται αύριο."),
    )
    await store.write(_tell)
    for id_, where, question, answer in asked_and_answered:
        told = [message(id_, at=NOON + id_ * MINUTE, conversation=where, sender=BEN, body=question)]
        told.append(message(id_ + 1, at=NOON + (id_ + 1) * MINUTE, conversation=where, sender=SAM, body=answer))
        await store.write(messages.upsert, told, now=NOON)

    for words, at in (("straße", 61), ("早く返金してください", 63), ("ποτε ερχεται", 65)):
        best = (await _answers(store, words))[0]
        assert best.at == NOON + at * MINUTE, words


async def test_markup_of_a_reply_is_gone_and_no_note_is_ever_offered(store: Store) -> None:
    await store.write(_tell)
    texts = [answer.text for answer in await _answers(store, "parcel")]
    assert "A parcel of thanks" in texts
    assert not [text for text in texts if "do not pay" in text]


async def test_the_conversation_itself_is_left_out(store: Store) -> None:
    await store.write(_tell)
    assert "Our own parcel answer here" not in [answer.text for answer in await _answers(store, "parcel")]
    assert "Our own parcel answer here" in [answer.text for answer in await _answers(store, "parcel", besides=2)]


async def test_what_was_asked_is_what_the_customer_wrote_last(store: Store) -> None:
    await store.write(_tell)
    assert await store.database.read(lambda c: asked(c, ConversationId(1))) == "the courier lost my parcel"


async def test_words_that_nobody_wrote_find_nothing(store: Store) -> None:
    await store.write(_tell)
    assert await _answers(store, "xylophone") == ()
    assert await _answers(store, "?!") == ()
    assert await _answers(store, '"quoted" OR NEAR( * ^') == ()


async def test_the_work_is_bounded_however_much_there_is(store: Store) -> None:
    def tell(tx: Transaction) -> None:
        conversations.upsert(tx, [conversation(2, participant=BEN)], now=NOON)
        many = [
            message(100 + n, at=NOON + n, conversation=2, sender=SAM if n % 2 else BEN, body=f"parcel number {n}")
            for n in range(3 * NEWEST)
        ]
        messages.upsert(tx, many, now=NOON)

    await store.write(tell)
    steps = 0

    def counted(connection: object) -> tuple[PastAnswer, ...]:
        nonlocal steps

        def step() -> int:
            nonlocal steps
            steps += 1
            return 0

        connection.set_progress_handler(step, 1_000)  # type: ignore[attr-defined]
        try:
            return past_answers(connection, "where is my parcel number")  # type: ignore[arg-type]
        finally:
            connection.set_progress_handler(None, 0)  # type: ignore[attr-defined]

    answers = await store.database.read(counted)
    assert len(answers) == 20
    assert steps < 200
