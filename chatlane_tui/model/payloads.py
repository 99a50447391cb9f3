"""The JSON of a request that writes, made in one place: what is shown before sending is what is sent."""

from __future__ import annotations

from collections.abc import Sequence

from chatlane_tui.model.readers import Json


def given(**values: Json) -> dict[str, Json]:
    """What was given: a null, an empty text, list or object is left out, for absent is not null (M1)."""
    return {name: value for name, value in values.items() if value is not None and value not in ("", [], {})}


def message(
    *,
    body: str,
    type: str,  # noqa: A002 - the parameter's name in the API
    is_draft: bool = False,
    inbox_channel_id: int | None = None,
    contact_id: int | None = None,
    cc: str = "",
    bcc: str = "",
    file_urls: Sequence[str] = (),
    sender_type: str | None = None,
    sender_id: int | None = None,
) -> dict[str, Json]:
    """Of POST /conversations/{id}/messages. `cc` and `bcc` are comma-separated (M7), `file_urls` public (M6)."""
    sent: dict[str, Json] = {"body": body, "type": type, "is_draft": is_draft}
    return sent | given(
        inbox_channel_id=inbox_channel_id,
        contact_id=contact_id,
        cc=cc,
        bcc=bcc,
        file_urls=list(file_urls),
        sender_type=sender_type,
        sender_id=sender_id,
    )
