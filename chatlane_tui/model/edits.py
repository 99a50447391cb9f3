"""Editing what a colleague may edit at the same time: what was changed here, and what changed meanwhile (W5).

A contact or a record is one flat mapping here: "name", "email", "custom_attributes.company", "values.status". So is
what the server says of a field that it refuses.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, NamedTuple

from chatlane_tui.model.fields import same
from chatlane_tui.model.readers import Json

Flat = Mapping[str, Json]

ATTRIBUTES: Final = "custom_attributes"
VALUES: Final = "values"


class Meanwhile(NamedTuple):
    """A field that changed on the server since the form was opened. `ours` is what is to be written over it, if so."""

    key: str
    was: Json
    theirs: Json
    ours: Json
    is_contested: bool
    """The person changed it too, to something else."""


def flat(whole: Mapping[str, Json], nested: str) -> dict[str, Json]:
    """One mapping out of a resource and the map within it."""
    inner = whole.get(nested)
    found = {key: value for key, value in whole.items() if key != nested}
    return found | {f"{nested}.{key}": value for key, value in (inner if isinstance(inner, Mapping) else {}).items()}


def changes(before: Flat, after: Flat) -> dict[str, Json]:
    """The fields of `after` that are not as they were; one that was not there and is nothing is no change."""
    return {key: value for key, value in after.items() if not same(value, before.get(key))}


def meanwhile(before: Flat, now: Flat, ours: Flat) -> tuple[Meanwhile, ...]:
    """What somebody else changed between `before` and `now`, while `ours` were being typed."""
    found = []
    for key in dict.fromkeys((*before, *now)):
        was, theirs = before.get(key), now.get(key)
        if not same(was, theirs):
            contested = key in ours and not same(ours[key], theirs)
            found.append(Meanwhile(key, was, theirs, ours.get(key, was), contested))
    return tuple(found)


def body(ours: Flat, now: Flat, nested: str, *, whole_map: bool) -> dict[str, Json]:
    """What is sent: the changed fields alone; of the map within, the changed keys, or all of it as it will be (E3)."""
    prefix = f"{nested}."
    sent = {key: value for key, value in ours.items() if not key.startswith(prefix)}
    inner = {key.removeprefix(prefix): value for key, value in ours.items() if key.startswith(prefix)}
    if inner and whole_map:
        kept = {key.removeprefix(prefix): value for key, value in now.items() if key.startswith(prefix)}
        inner = kept | inner
    return sent | {nested: inner} if inner else sent


def stands(ours: Flat, now: Flat) -> bool:
    """Whether the server has all of it: how a write whose answer was lost is looked for (W1)."""
    return all(same(now.get(key), value) for key, value in ours.items())
