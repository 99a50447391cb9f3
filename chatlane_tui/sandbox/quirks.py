"""What PHP and time do to JSON: changes over a whole answer, made only when their switch is flipped (A5, A8)."""

from __future__ import annotations

from typing import Any

from chatlane_tui.sandbox.switches import Flipped


def bend(payload: Any, flipped: Flipped) -> Any:
    """The payload as this position of the switches prints it."""
    if "A5-empty-as-list" in flipped:
        payload = _empty_as_list(payload)
    if "A8-ids-as-strings" in flipped:
        payload = _ids_as_strings(payload)
    if "A8-extra-fields" in flipped:
        payload = _extra_fields(payload)
    return payload


def _empty_as_list(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _empty_as_list(inner) for key, inner in value.items()} or []
    if isinstance(value, list):
        return [_empty_as_list(inner) for inner in value]
    return value


def _ids_as_strings(value: Any) -> Any:
    if isinstance(value, dict):
        return {
            key: str(inner)
            if isinstance(inner, int) and not isinstance(inner, bool) and (key == "id" or key.endswith("_id"))
            else _ids_as_strings(inner)
            for key, inner in value.items()
        }
    if isinstance(value, list):
        return [_ids_as_strings(inner) for inner in value]
    return value


def _extra_fields(value: Any) -> Any:
    if isinstance(value, dict):
        known = {key: _extra_fields(inner) for key, inner in value.items()}
        if "id" in known or "name" in known:
            known |= {"team_id": 7, "x_sentiment": None, "x_meta": {"score": 0.5, "labels": ["a", {"b": []}]}}
        return known
    if isinstance(value, list):
        return [_extra_fields(inner) for inner in value]
    return value
