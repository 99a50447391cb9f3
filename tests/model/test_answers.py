"""How whole answers are read: a page or one resource, however the server wrapped them, and what is none of ours."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from chatlane_tui.model.answers import Unparsable, parse_one, parse_page
from chatlane_tui.model.wire import Contact, Message, Record


def page(body: object, model: type[Any] = Message) -> Any:
    return parse_page(json.dumps(body).encode(), model)


def test_an_endless_nest_is_no_json_of_ours() -> None:
    with pytest.raises(Unparsable):
        parse_one(b'{"data":' + b"[" * 100_000, Record)


@pytest.mark.parametrize(
    ("around", "links", "meta"),
    [
        ({}, {}, {}),
        ({"links": None, "meta": None}, {}, {}),
        ({"links": {}, "meta": {}}, {}, {}),
        ({"links": [], "meta": []}, {}, {}),
        ({"links": {"next": None}, "meta": {"total": "3"}}, {"next": None}, {"total": 3}),
        ({"links": {"next": "?page=2", "prev": 5}}, {"next": "?page=2", "prev": None}, {}),
        ({"next_page_url": "?page=2", "current_page": 1}, {"next": "?page=2"}, None),
    ],
)
def test_links_and_meta_may_be_anything(around: dict[str, object], links: object, meta: object) -> None:
    read = page({"data": [{"id": 1}], **around})
    assert read.links == links
    assert meta is None or read.meta == meta


def test_flat_pagination_is_read_as_meta() -> None:
    assert page({"data": [], "next_page_url": None, "current_page": 1, "last_page": 2}).meta["last_page"] == 2


@pytest.mark.parametrize("body", [[{"id": 1}], {"data": {"4": {"id": 1}}}, {"data": {"id": 1}}])
def test_a_page_may_be_a_bare_array_or_an_object_of_items(body: object) -> None:
    assert [item.id for item in page(body).items] == [1]


def test_a_page_of_null_is_empty() -> None:
    assert page({"data": None}).count == 0


def test_a_single_resource_may_come_bare_or_in_a_list_of_one() -> None:
    assert parse_one(b'{"id": 5}', Contact).id == 5
    assert parse_one(b'{"data": [{"id": 5}]}', Contact).id == 5
    assert parse_one(b'\xef\xbb\xbf{"id": 5, "data": {"id": 6}}', Contact).id == 5


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"<html>",
        b"5",
        b"null",
        b"{}",
        b'{"message": "x"}',
        b'{"data": 5}',
        b'{"data": "x"}',
        b'{"data',
        b"\xff\xfe",
    ],
)
@pytest.mark.parametrize("parse", [parse_page, parse_one])
def test_a_body_that_is_not_this_apis_json_is_unparsable(parse: Callable[..., object], content: bytes) -> None:
    with pytest.raises(Unparsable):
        parse(content, Contact)


@pytest.mark.parametrize("content", [b'{"data": []}', b'{"data": [{"id": 1}, {"id": 2}]}', b'{"data": {"id": "x"}}'])
def test_a_single_resource_needs_one_object_with_an_id(content: bytes) -> None:
    with pytest.raises(Unparsable, match="contact"):
        parse_one(content, Contact)


def test_bytes_that_are_no_utf8_and_lone_surrogates_are_replaced() -> None:
    assert parse_one(b'{"id": 1, "name": "caf\xe9 \\ud83d \\ud83d\\ude00"}', Contact).name == "caf\ufffd \ufffd 😀"
