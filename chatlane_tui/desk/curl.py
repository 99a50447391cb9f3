"""A request as a person can run it elsewhere: `curl`, with the name of a variable in place of the token."""

from __future__ import annotations

import json
import shlex

from chatlane_tui.model import payloads
from chatlane_tui.model.outbox import Outgoing
from chatlane_tui.model.readers import Json

TOKEN = "$CHATLANE_API_TOKEN"  # noqa: S105 - the name of it


def as_curl(base_url: str, outgoing: Outgoing) -> str:
    """The POST that sends this message, quoted for a POSIX shell; the body is what the program itself would send."""
    body = json.dumps(body_of(outgoing), ensure_ascii=False, indent=2)
    url = f"{base_url}/conversations/{outgoing.conversation_id}/messages"
    return " \\\n  ".join(
        (
            f"curl -X POST {shlex.quote(url)}",
            f'-H "Authorization: Bearer {TOKEN}"',
            "-H 'Accept: application/json'",
            "-H 'Content-Type: application/json'",
            f"--data-binary {shlex.quote(body)}",
        )
    )


def body_of(outgoing: Outgoing) -> dict[str, Json]:
    """The JSON of the message, field by field as the API names them."""
    return payloads.message(
        body=outgoing.body,
        type=outgoing.type,
        is_draft=outgoing.is_draft,
        inbox_channel_id=outgoing.inbox_channel_id,
        contact_id=outgoing.contact_id,
        cc=outgoing.cc,
        bcc=outgoing.bcc,
        file_urls=outgoing.file_urls,
        sender_type=outgoing.sender_type or None,
        sender_id=outgoing.sender_id,
    )
