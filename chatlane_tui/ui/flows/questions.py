"""The questions that acts ask: until when, and which label. What they offer is computed from what is typed."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from chatlane_tui.model.acts import Labelled, Snooze
from chatlane_tui.model.clean import clean_line
from chatlane_tui.model.when import Preset, Unclear, presets, understood
from chatlane_tui.ui.ages import ahead
from chatlane_tui.ui.screens.picker import Line, Offers, Picker

LONGEST_LABEL = 32
"""Characters of a label."""
_EXAMPLES = "tomorrow 9am, in 3h, mon, fri 14:00, 2 days"


def until_when(whom: str, *, now: int, follow_up: bool, sleeps: bool) -> Picker[Snooze]:
    """Until when; `sleeps`: they are snoozed now, and can be woken."""
    question = f"If nobody answers, remind me: {whom}" if follow_up else f"Snooze here until: {whom}"
    return Picker(
        question, lambda text: _times(text, now=now, follow_up=follow_up, sleeps=sleeps), placeholder=_EXAMPLES
    )


def which_label(whom: str, every: Sequence[tuple[str, int]], worn: Collection[str]) -> Picker[Labelled]:
    """Which label to give or to take off; `every` is (label, how often it is used), `worn` what all of them have."""
    return Picker(
        f"Label here: {whom}",
        lambda text: _labels(text, every, worn),
        placeholder="a label, an old one or a new one",
        limit=LONGEST_LABEL,
    )


def _times(text: str, *, now: int, follow_up: bool, sleeps: bool) -> Offers[Snooze]:
    if text.strip():
        try:
            at = understood(text, now=now)
        except Unclear as unclear:
            return Offers((), str(unclear))
        return Offers((Line(Snooze(at, follow_up=follow_up), ahead(at, now=now)),))
    often = _patience(now) if follow_up else presets(now=now)
    lines = [Line(Snooze(at, follow_up=follow_up), words, ahead(at, now=now)) for words, at in often]
    if sleeps:
        lines.insert(0, Line(Snooze(None), "now", "end the snooze"))
    return Offers(lines)


def _patience(now: int) -> tuple[Preset, ...]:
    return tuple(Preset(words, understood(words, now=now)) for words in ("2 days", "1 day", "3 days", "1 week"))


def _labels(text: str, every: Sequence[tuple[str, int]], worn: Collection[str]) -> Offers[Labelled]:
    wanted = clean_line(text, limit=LONGEST_LABEL).strip()
    folded = wanted.casefold()
    lines = [
        Line(Labelled(label, on=label not in worn), label, "take it off" if label in worn else _used(count))
        for label, count in every
        if folded in label.casefold()
    ]
    lines.sort(key=lambda line: not line.words.casefold().startswith(folded))
    if wanted and all(label.casefold() != folded for label, _ in every):
        lines.append(Line(Labelled(wanted), wanted, "a new label"))
    return Offers(lines, "" if lines else "There are no labels yet: type one.")


def _used(count: int) -> str:
    return f"on {count:,}"
