"""Checks of single fields in bodies and queries, each with the sentence a refused field gets."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from chatlane_tui.sandbox.refusals import RefusedError

_EMAIL = re.compile(r"[^@\s,]+@[^@\s,]+\.[^@\s,.]+")
_COUNTRY = "+44"


class Fields:
    """A body being checked: `take_*` give values, problems gather, `finish` refuses once with all of them."""

    def __init__(self, body: Mapping[str, Any]) -> None:
        """Check this body."""
        self.body = body
        self.problems: dict[str, list[str]] = {}

    def problem(self, name: str, sentence: str) -> None:
        """Say what is wrong with a field."""
        self.problems.setdefault(name, []).append(sentence)

    def finish(self) -> None:
        """Refuse with VALIDATION_ERROR if anything was wrong."""
        if self.problems:
            raise RefusedError("VALIDATION_ERROR", details=self.problems)

    def given(self, name: str) -> bool:
        """Whether the field is there and not null."""
        return self.body.get(name) is not None

    def _missing(self, name: str, *, required: bool) -> bool:
        if self.given(name):
            return False
        if required:
            self.problem(name, f"The {_words(name)} field is required.")
        return True

    def text(self, name: str, *, required: bool = False, longest: int | None = None) -> str | None:
        """A string; a required one may not be blank."""
        if self._missing(name, required=required):
            return None
        value = self.body[name]
        if not isinstance(value, str):
            self.problem(name, f"The {_words(name)} field must be a string.")
            return None
        if required and not value.strip():
            self.problem(name, f"The {_words(name)} field is required.")
        if longest is not None and len(value) > longest:
            self.problem(name, f"The {_words(name)} field must not be greater than {longest} characters.")
        return value

    def choice(self, name: str, choices: Iterable[str], *, required: bool = False) -> str | None:
        """One of a few words."""
        value = self.text(name, required=required)
        if value and value not in choices:
            self.problem(name, f"The selected {_words(name)} is invalid.")
        return value

    def number(self, name: str, *, required: bool = False) -> int | None:
        """An integer; a numeric string counts as one, as in Laravel (A8)."""
        if self._missing(name, required=required):
            return None
        value = self.body[name]
        if isinstance(value, str) and value.isascii() and value.isdigit():
            value = int(value)
        if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value < 2**63:
            self.problem(name, f"The {_words(name)} field must be an integer.")
            return None
        return value

    def truth(self, name: str) -> bool:
        """A boolean, false when absent."""
        value = self.body.get(name)
        if value is None:
            return False
        if not isinstance(value, bool) and value not in (0, 1):
            self.problem(name, f"The {_words(name)} field must be true or false.")
        return bool(value)

    def strings(self, name: str) -> list[str]:
        """An array of strings, empty when absent."""
        value = self.body.get(name)
        if value is None:
            return []
        if not isinstance(value, list):
            self.problem(name, f"The {_words(name)} field must be an array.")
            return []
        for position, item in enumerate(value):
            if not isinstance(item, str) or not item:
                self.problem(f"{name}.{position}", f"The {name}.{position} field must be a string.")
        return [item for item in value if isinstance(item, str)]

    def table(self, name: str, *, required: bool = False) -> dict[str, Any] | None:
        """An object; an empty array counts as an empty one (A5)."""
        if self._missing(name, required=required):
            return None
        value = self.body[name]
        if value == []:
            return {}
        if not isinstance(value, dict):
            self.problem(name, f"The {_words(name)} field must be an object.")
            return None
        return value

    def emails(self, name: str) -> str | None:
        """Comma-separated e-mail addresses (M7)."""
        value = self.text(name)
        if value and not all(is_email(part.strip()) for part in value.split(",")):
            self.problem(name, f"The {_words(name)} field must be a comma-separated list of email addresses.")
        return value

    def email(self, name: str) -> str | None:
        """An e-mail address."""
        value = self.text(name)
        if value and not is_email(value):
            self.problem(name, f"The {_words(name)} field must be a valid email address.")
        return value

    def phone(self, name: str) -> str | None:
        """A phone number in E.164."""
        value = self.text(name)
        if not value:
            return value
        number = e164(value)
        if number is None:
            self.problem(name, f"The {_words(name)} field must be a valid phone number.")
        return number


def is_email(text: str) -> bool:
    """Whether this looks like one e-mail address."""
    return _EMAIL.fullmatch(text) is not None


def e164(text: str) -> str | None:
    """A phone number as `+` and digits; one without `+` is a number of the team's country (A9), or None."""
    plain = re.sub(r"[\s().\-/]", "", text)
    if plain.startswith("00"):
        plain = "+" + plain[2:]
    if not plain.startswith("+"):
        plain = _COUNTRY + plain.removeprefix("0")
    return plain if re.fullmatch(r"\+[1-9]\d{6,14}", plain) else None


def _words(name: str) -> str:
    return name.replace("_", " ")
