"""Every string of every endpoint, with every attack in it: what is left once it is parsed, refused or rendered."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import product
from typing import Final

import pytest

from chatlane_tui.api.errors import from_response
from chatlane_tui.errors import Refused
from chatlane_tui.model import wire
from chatlane_tui.model.answers import parse_one, parse_page
from chatlane_tui.model.clean import FORBIDDEN
from chatlane_tui.render.body import document
from tests.hostile import shapes
from tests.hostile.corpus import ATTACKS, DEADLY, Attack, encoded, word, words_in
from tests.hostile.sequences import read
from tests.hostile.shapes import Shape

MULTILINE: Final = {
    ("Message", "body"),
    ("Contact", "custom_attributes"),
    ("Record", "values"),
    ("Entity", "attributes"),
}
UNREAD: Final = frozenset({"extra", "created", "link"})
"""Fields that no model has, or that hold a time: an attack in them is dropped whole."""
MODELS: Final[dict[str, tuple[type[wire.Wire], Callable[[shapes.Say], Shape]]]] = {
    "conversation": (wire.Conversation, lambda say: shapes.conversation(say, 0, messages=shapes.messages(say, 3))),
    "message": (wire.Message, lambda say: shapes.message(say, 0, 0, "html")),
    "inbox": (wire.Inbox, lambda say: shapes.inbox(say, 0)),
    "contact": (wire.Contact, lambda say: shapes.contact(say, 0)),
    "record": (wire.Record, lambda say: shapes.record(say, 0)),
}
STATUSES = (302, 400, 401, 403, 404, 422, 429, 500, 503)
FORMATS = ("auto", "html", "markdown", "plain", "source")
each_attack = pytest.mark.parametrize("number", range(len(ATTACKS)), ids=lambda number: ATTACKS[number].name)


@dataclass
class Uniform:
    """Says the same attack in every field, and remembers which fields there were."""

    number: int
    fields: set[str] = field(default_factory=set)

    def __call__(self, name: str) -> str:
        self.fields.add(name)
        return ATTACKS[self.number].said(word(name, self.number))


def strings(value: object, place: tuple[str, str] = ("", "")) -> Iterator[tuple[tuple[str, str], str]]:
    """Every string in a parsed value, keys of maps included, with the (model, field) it came by."""
    match value:
        case str():
            yield place, value
        case wire.Wire():
            for name in type(value).model_fields:
                yield from strings(getattr(value, name), (type(value).__name__, name))
        case dict():
            for key, item in value.items():
                yield from strings(key, place)
                yield from strings(item, place)
        case list() | tuple():
            for item in value:
                yield from strings(item, place)
        case _:
            return


def told(say: shapes.Say, kind: str) -> list[wire.Wire]:
    """The resource as a list and as a single answer tell it, off the wire."""
    model, made = MODELS[kind]
    assert issubclass(model, wire.Identified)
    page = parse_page(encoded(shapes.page(say, [made(say)])), model)
    assert page.skipped == 2
    return [*page.items, parse_one(encoded({"data": made(say)}), model)]


@pytest.mark.parametrize("kind", MODELS)
@each_attack
def test_no_field_holds_what_a_terminal_would_obey(number: int, kind: str) -> None:
    say = Uniform(number)
    for parsed in told(say, kind):
        found = list(strings(parsed))
        assert [(place, text) for place, text in found if FORBIDDEN.search(text)] == []
        assert [(place, text) for place, text in found if "\n" in text and place not in MULTILINE] == []
        seen = words_in(" ".join(text for _, text in found))
        assert seen >= {(name, number) for name in say.fields - UNREAD}


def test_every_field_of_every_model_that_can_hold_a_string_was_attacked() -> None:
    attacked = {place for kind in MODELS for parsed in told(Uniform(0), kind) for place, _ in strings(parsed)}
    models = {model for kind in wire.Wire.__subclasses__() for model in (kind, *kind.__subclasses__())}
    able = {
        (model.__name__, name)
        for model in models
        for name, info in model.model_fields.items()
        if "str" in repr(info.annotation)
    }
    assert len(able) > 25
    assert able - attacked == set()


@each_attack
def test_what_a_page_says_of_itself_is_plain(number: int) -> None:
    page = parse_page(encoded(shapes.page(Uniform(number), [])), wire.Contact)
    assert [value for value in page.meta.values() if isinstance(value, str) and FORBIDDEN.search(value)] == []


@each_attack
def test_a_refusal_is_told_in_words_alone(number: int) -> None:
    for status, known, write in product(STATUSES, (True, False), (True, False)):
        payload = shapes.refusal(Uniform(number), known=known)
        headers = dict.fromkeys(("retry-after", "date", "location", "x-ratelimit-remaining"), str(payload["error"]))
        error = from_response(status, headers, encoded(payload), write=write, now=0)
        fields = error.fields if isinstance(error, Refused) else {}
        parts = [
            error.sentence,
            error.hint,
            str(error),
            error.code,
            *fields,
            *(t for ts in fields.values() for t in ts),
        ]
        assert [part for part in parts if FORBIDDEN.search(part) or "\n" in part] == []
        if status == 400 and not known:
            assert ("error", number) in words_in(error.sentence)
        if status == 422 and known:
            assert {("detail", number), ("detailkey", number)} <= words_in(error.sentence)


@each_attack
def test_a_body_becomes_runs_without_controls(number: int) -> None:
    for kind, taken_for in product((*shapes.KINDS, "newest"), FORMATS):
        body = parse_one(encoded({"id": 1, "body": shapes.body(Uniform(number), kind)}), wire.Message).body
        assert body is not None
        shown = document(body, type="email", format=taken_for)
        texts = [run.text for block in shown.blocks for run in block.runs]
        texts += [text for block in shown.blocks for text in (block.first, block.rest)]
        texts += [shown.notice, *(part for link in shown.links for part in (link.url, link.host))]
        assert [text for text in texts if FORBIDDEN.search(text) or "\n" in text] == []
        first = "heading" if kind == "markdown" else kind
        assert (first, number) in words_in(" ".join(texts)), taken_for


@pytest.mark.parametrize("attack", [attack for attack in ATTACKS if attack.name in DEADLY], ids=lambda it: it.name)
def test_the_reader_of_terminal_output_notices_every_attack(attack: Attack) -> None:
    assert read(f"\x1b[1;1Hgood {attack.payload}\x1b[0m".encode(), columns=80, rows=24).foreign
    assert not read(b"\x1b[1;1Hgood\x1b[0;1;38;2;1;2;3m!\r\n", columns=80, rows=24).foreign


def test_no_attack_is_deadly_only_by_name() -> None:
    assert {attack.name for attack in ATTACKS} > DEADLY
