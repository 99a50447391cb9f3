"""The fourteen error codes of API v1 and the status each is answered with (A4: the document does not say which)."""

from __future__ import annotations

from typing import Any

from chatlane_tui.sandbox.switches import Flipped

STATUS = {
    "UNAUTHENTICATED": 401,
    "UNAUTHORIZED": 403,
    "NOT_FOUND": 404,
    "VALIDATION_ERROR": 422,
    "TEAM_ACCESS_DENIED": 403,
    "INVALID_CHANNEL": 422,
    "NO_CHANNEL_FOUND": 422,
    "CONTACT_REQUIRED": 422,
    "CONTACT_NOT_ASSOCIATED": 422,
    "NO_EMAIL_ADDRESS": 422,
    "NOTE_CANNOT_BE_DRAFT": 422,
    "MESSAGE_TOO_LONG": 422,
    "DUPLICATE_EMAIL": 422,
    "DUPLICATE_PHONE": 422,
}

_SENTENCE = {
    "UNAUTHENTICATED": "Unauthenticated.",
    "UNAUTHORIZED": "This token may not write.",
    "NOT_FOUND": "Resource not found.",
    "VALIDATION_ERROR": "The given data was invalid.",
    "TEAM_ACCESS_DENIED": "This token is not valid for the requested team.",
    "INVALID_CHANNEL": "The specified channel is not active or does not match the message type.",
    "NO_CHANNEL_FOUND": "No active channel of the specified type was found.",
    "CONTACT_REQUIRED": "A contact must be specified for entity record conversations.",
    "CONTACT_NOT_ASSOCIATED": "The specified contact is not associated with the entity record.",
    "NO_EMAIL_ADDRESS": "The contact does not have an email address.",
    "NOTE_CANNOT_BE_DRAFT": "Notes cannot be saved as drafts.",
    "MESSAGE_TOO_LONG": "The message exceeds the maximum length.",
    "DUPLICATE_EMAIL": "A contact with this email already exists.",
    "DUPLICATE_PHONE": "A contact with this phone number already exists.",
}

_CHANNEL_AND_CONTACT = {
    "INVALID_CHANNEL",
    "NO_CHANNEL_FOUND",
    "CONTACT_REQUIRED",
    "CONTACT_NOT_ASSOCIATED",
    "NO_EMAIL_ADDRESS",
}


class RefusedError(Exception):
    """The server's no: a code of the document, a sentence and its details."""

    def __init__(
        self,
        code: str,
        *,
        details: dict[str, Any] | None = None,
        message: str | None = None,
        status: int | None = None,
    ) -> None:
        """Refuse with `code`; `message` and `status` replace the usual ones."""
        self.code = code
        self.message = message or _SENTENCE[code]
        self.details = details or {}
        self.usual_status = status or STATUS[code]
        super().__init__(f"{code}: {self.message}")

    def status(self, flipped: Flipped) -> int:
        """The HTTP status in the given position of the switches (A4)."""
        if "A4-duplicate-409" in flipped and self.code.startswith("DUPLICATE_"):
            return 409
        if "A4-channel-403" in flipped and self.code in _CHANNEL_AND_CONTACT:
            return 403
        if "A4-team-404" in flipped and self.code == "TEAM_ACCESS_DENIED":
            return 404
        if "A7-dead-token-403" in flipped and self.code == "UNAUTHENTICATED":
            return 403
        if "A4-validation-400" in flipped and self.usual_status == 422:
            return 400
        return self.usual_status


def invalid(**fields: str) -> RefusedError:
    """A VALIDATION_ERROR with one sentence a field."""
    return RefusedError("VALIDATION_ERROR", details={name: [sentence] for name, sentence in fields.items()})
