"""How switches about lists, times, limits, errors and transport are seen: a probe, then base and flipped."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from tests.sandbox.conftest import Api, headers

Probe = tuple[Callable[[Api], Any], Any, Any]


def _next(api: Api, **query: object) -> str | None:
    following: str | None = api.get("/messages", **query).json()["links"]["next"]
    return following


def _masked(api: Api, **query: object) -> str:
    """`next` of the first page, without the port."""
    return str(_next(api, limit=10, **query)).replace(f":{urlsplit(api.sandbox.base_url).port}", ":PORT")


def _last_page_next(api: Api) -> str | None:
    last = api.get("/custom-entity-records").json()
    following: str | None = last["links"]["next"]
    return urlsplit(following).query if following else None


def _after_next(api: Api, **query: object) -> bool:
    """Whether the query of `next` leads on from the first page, with our own limit."""
    first = [row["id"] for row in api.data("/messages", limit=20)]
    second = [row["id"] for row in api.data("/messages", limit=10, **query)]
    return second == first[10:20]


def _cursor(api: Api) -> str:
    return urlsplit(str(_next(api, limit=10))).query.replace("%3D", "=")


def _around(api: Api) -> tuple[Any, ...]:
    answer = api.get("/messages").json()
    return answer.get("links", "absent") if not answer.get("links") else "full", "meta" in answer


def _overlap(api: Api) -> int:
    first, second = ({row["id"] for row in api.data("/messages", limit=20, page=page)} for page in (1, 2))
    return len(first & second)


def _inboxes(api: Api) -> tuple[str, int]:
    answer = api.get("/inboxes").json()
    if isinstance(answer, list):
        return "bare", len(answer)
    return "paged" if "links" in answer else "whole", len(answer["data"])


def _order(api: Api) -> str:
    ids = [row["id"] for row in api.data("/messages", limit=40)]
    if ids == sorted(ids):
        return "oldest first"
    if ids == sorted(ids, reverse=True):
        return "newest first"
    return "stable" if ids == [row["id"] for row in api.data("/messages", limit=40)] else "unstable"


def _at_the_moment(api: Api) -> int:
    newest = api.data("/conversations", limit=1)[0]
    return len(api.data("/conversations", created_after=newest["created_at"]))


def _stamp_form(api: Api) -> str:
    return re.sub(r"\d", "9", str(api.data("/messages", limit=1)[0]["created_at"]))


def _stamp_tail(api: Api) -> str:
    return str(api.data("/messages", limit=1)[0]["created_at"])[19:]


def _null_times(api: Api) -> set[bool]:
    rows = api.data("/messages", limit=50)
    return {row["created_at"] is None for row in rows if row["id"] % 7 == 0}


def _reading_marks(api: Api) -> tuple[int, int]:
    conversation_id = api.conversation(is_read=0)
    api.get(f"/conversations/{conversation_id}")
    row = next(row for row in api.sandbox.world.conversations() if row["id"] == conversation_id)
    return row["is_read"], min(message["is_read"] for message in api.sandbox.world.messages(conversation_id))


def _limited(api: Api) -> Any:
    api.get("/inboxes")
    return api.get("/inboxes")


def _plain(api: Api) -> tuple[int, str, str]:
    plain = {**headers(api.sandbox.token), "Accept": "*/*"}
    answer = api.http.get("/inboxes", headers=plain)
    return (
        answer.status_code,
        answer.headers.get("content-type", "").partition(";")[0],
        answer.headers.get("location", "")[-6:],
    )


def _error(api: Api) -> tuple[int, Any]:
    answer = api.post("/contacts", {})
    kind = answer.headers.get("content-type", "")
    return answer.status_code, list(answer.json()) if "json" in kind else kind.partition(";")[0]


def _status(ask: Callable[[Api], Any]) -> Callable[[Api], int]:
    return lambda api: int(ask(api).status_code)


def _dead(api: Api) -> Any:
    return api.http.get("/inboxes", headers=headers("9|wrong"))


def _others(api: Api) -> Any:
    return api.http.get("/conversations/60", headers=headers(api.sandbox.other_team_token))


_PAGE_2 = "http://127.0.0.1:PORT/api/v1/messages?page=2"
_SHORT = {"name": "Nia", "email": "ada.okonkwo@example.com"}

PROBES: dict[str, Probe] = {
    "P1-offset-next": (
        lambda api: (urlsplit(str(_next(api, limit=10))).query, _after_next(api, offset=10), _after_next(api, page=2)),
        ("page=2", False, True),
        ("offset=10", True, False),
    ),
    "P1-cursor-next": (
        lambda api: (_cursor(api)[:7], _after_next(api, cursor=_cursor(api)[7:]), _after_next(api, page=2)),
        ("page=2", False, True),
        ("cursor=", True, False),
    ),
    "P1-next-never-null": (_last_page_next, None, "page=2"),
    "P2-next-keeps-filters": (
        lambda api: urlsplit(_masked(api, type="email")).query, "page=2", "limit=10&type=email&page=2",
    ),
    "P3-next-http": (_masked, _PAGE_2, "http://127.0.0.1/api/v1/messages?page=2"),
    "P3-next-other-host": (_masked, _PAGE_2, "https://backend-3.chatlane.example/api/v1/messages?page=2"),
    "P3-next-relative": (_masked, _PAGE_2, "/api/v1/messages?page=2"),
    "P4-no-links-meta": (_around, ("full", True), ("absent", False)),
    "P4-links-null": (_around, ("full", True), (None, True)),
    "P4-links-empty": (_around, ("full", True), ({}, True)),
    "P4-links-list": (_around, ("full", True), ([], True)),
    "P4-next-is-current": (_last_page_next, None, "page=1"),
    "P4-limit-refused": (_status(lambda api: api.get("/messages", limit=101)), 200, 422),
    "P4-ids-repeat": (_overlap, 0, 3),
    "P4-inboxes-paged": (_inboxes, ("whole", 5), ("paged", 2)),
    "P4-inboxes-bare": (_inboxes, ("whole", 5), ("bare", 5)),
    "P5-oldest-first": (_order, "newest first", "oldest first"),
    "P5-shuffled": (_order, "newest first", "stable"),
    "S3-inclusive": (_at_the_moment, 0, 1),
    "S3-microseconds": (_stamp_form, "9999-99-99T99:99:99Z", "9999-99-99T99:99:99.999999Z"),
    "S3-offset": (_stamp_tail, "Z", "+00:00"),
    "S3-other-zone": (_stamp_tail, "Z", "+05:30"),
    "S3-null-created-at": (_null_times, {False}, {True}),
    "S4-get-marks-read": (_reading_marks, (0, 0), (1, 1)),
    "A1-retry-after-date": (
        lambda api: _limited(api).headers["retry-after"], "60", "Mon, 02 Feb 2026 02:41:00 GMT",
    ),
    "A1-no-retry-after": (lambda api: "retry-after" in _limited(api).headers, True, False),
    "A1-limit-503": (_status(_limited), 429, 503),
    "A1-no-limit-headers": (lambda api: "x-ratelimit-limit" in api.get("/inboxes").headers, True, False),
    "A2-login-redirect": (_plain, (200, "application/json", ""), (302, "", "/login")),
    "A2-html-page": (_plain, (200, "application/json", ""), (200, "text/html", "")),
    "A3-message-only": (_error, (422, ["error", "code", "details"]), (422, ["message"])),
    "A3-message-errors": (_error, (422, ["error", "code", "details"]), (422, ["message", "errors"])),
    "A3-html": (_error, (422, ["error", "code", "details"]), (422, "text/html")),
    "A3-empty": (_error, (422, ["error", "code", "details"]), (422, "")),
    "A4-validation-400": (_status(lambda api: api.post("/contacts", {})), 422, 400),
    "A4-duplicate-409": (_status(lambda api: api.post("/contacts", _SHORT)), 422, 409),
    "A4-channel-403": (_status(lambda api: api.message(api.conversation(inbox_id=1), type="instagram")), 422, 403),
    "A4-team-404": (_status(_others), 403, 404),
    "A5-empty-as-list": (lambda api: api.get("/messages/999999").json()["details"], {}, []),
    "A7-dead-token-403": (_status(_dead), 401, 403),
    "A8-no-trailing-slash": (_status(lambda api: api.get("/inboxes/")), 200, 404),
    "A8-create-200": (_status(lambda api: api.post("/contacts", {"name": "Nia"})), 201, 200),
    "A8-ids-as-strings": (lambda api: api.data("/custom-entity-records/1")["custom_entity_id"], 1, "1"),
    "A8-extra-fields": (lambda api: "team_id" in api.data("/inboxes/1"), False, True),
}  # fmt: skip

LIMITED = [name for name in PROBES if name.startswith("A1-")]
