"""Which signature a reply has: the one set for its inbox and type, else its inbox, else its type, else `default`."""

from __future__ import annotations

from collections.abc import Mapping


def signature(signatures: Mapping[str, str], *, inbox: str, type: str) -> str:  # noqa: A002 - the API's word
    """The text as it was set, variables and all; empty where none is meant. Case does not count in names.

    A note has the signature `note` or none: `default` is for customers.
    """
    named = {key.casefold(): text for key, text in signatures.items()}
    inbox, kind = inbox.casefold(), type.casefold()
    wanted = [f"{inbox}/{kind}", kind] if kind == "note" else [f"{inbox}/{kind}", inbox, kind, "default"]
    return next((named[key] for key in wanted if key and key in named), "").strip("\n")
