"""What the composer says of a text before it goes: its length, what the channel makes of it, and why not to send."""

from __future__ import annotations

import unicodedata
from typing import NamedTuple

from chatlane_tui.model.lengths import GSM, Length, measure, plain_punctuation
from chatlane_tui.model.windows import Window, WindowState
from chatlane_tui.ui.widgets.composer_heading import type_words
from chatlane_tui.ui.widgets.target import Target

_MINUTE = 60_000
_HOUR = 60 * _MINUTE
_SOON = 2 * _HOUR


class Remark(NamedTuple):
    """A sentence, and whether it stops sending or only says so."""

    sentence: str
    stops: bool = False


def count_words(length: Length) -> str:
    """The length in a few words: "142 characters", "1,450 of 1,600 characters", "162 characters, 2 SMS (GSM-7)"."""
    plural = "" if length.characters == 1 else "s"
    if length.limit is not None:
        words = f"{length.characters:,} of {length.limit:,} characters"
    else:
        words = f"{length.characters:,} character{plural}"
    if length.octets > length.characters:
        words = f"{words}, {length.octets:,} bytes"
    return f"{words}, {length.segments} SMS ({length.encoding})" if length.segments else words


def character_words(character: str) -> str:
    """A character so that a person can find it: itself where that can be seen, and its code point."""
    code = f"U+{ord(character):04X}"
    if unicodedata.category(character) in {"Mn", "Mc", "Me"}:
        return f"◌{character} ({code})"
    return f"{character} ({code})" if character.isprintable() else code


def remarks(target: Target, text: str, length: Length, window: Window) -> list[Remark]:
    """Everything worth saying while typing, the gravest first."""
    said: list[Remark] = []
    name = type_words(target.type)
    if length.over and length.limit is not None:
        said.append(Remark(f"Over by {length.over:,}: {name} takes {length.limit:,} characters.", stops=True))
    elif length.near and length.limit is not None:
        said.append(Remark(f"{length.limit - length.characters:,} characters left of {length.limit:,} for {name}."))
    said += _of_the_network(name, length)
    if target.type == "phone_call":
        said.append(Remark("Nothing here dials: the text goes to the server as a phone call."))
    if window.state is WindowState.CLOSED:
        said.append(Remark(f"The 24-hour window is closed: {name} will probably refuse this."))
    elif window.state is WindowState.UNKNOWN:
        said.append(Remark("24-hour window unknown: no message from the customer is known here."))
    elif window.left_ms is not None and window.left_ms < _SOON:
        said.append(Remark(f"The 24-hour window closes in {_span(window.left_ms)}."))
    if length.culprit:
        said.append(Remark(_ucs2_words(text, length)))
    return said


def _of_the_network(name: str, length: Length) -> list[Remark]:
    """What the network itself is known to take (M8): it warns, since the server has the last word."""
    if length.network is None:
        return []
    most, unit = length.network
    used = length.octets if unit == "bytes" else length.characters
    if used > most:
        return [Remark(f"{name} itself takes {most:,} {unit}: {used - most:,} too many, it may refuse or split this.")]
    if used * 10 >= most * 9:
        return [Remark(f"{most - used:,} {unit} left of the {most:,} that {name} itself takes.")]
    return []


def plain_helps(text: str, length: Length) -> bool:
    """Whether plain punctuation would put this SMS back into the GSM alphabet or into fewer segments."""
    if not length.culprit:
        return False
    plain = measure(plain_punctuation(text), "sms")
    return plain.encoding == GSM or plain.segments < length.segments


def refusal(target: Target, text: str, length: Length, *, is_draft: bool) -> str:
    """Why this cannot go, as a sentence; empty when it can. The text stays where it is either way."""
    if not text.strip():
        return "There is nothing to send yet."
    if is_draft and target.kind == "note":
        return "A note cannot be a draft on the server (D3); it is saved on this machine as you type."
    if not target.type:
        return "No channel is chosen yet: Esc c chooses one."
    if target.contact_needed and target.contact_id is None and target.kind == "note":
        return "The server wants a contact with a note about a record: Esc c chooses one. The customer sees nothing."
    if target.contact_needed and target.contact_id is None:
        return "This conversation needs a contact to write to: Esc c chooses one."
    if length.over and length.limit is not None:
        name = type_words(target.type)
        return f"Not sent: over by {length.over:,}; {name} takes {length.limit:,} characters. The text is intact."
    return ""


def _ucs2_words(text: str, length: Length) -> str:
    words = f"{character_words(length.culprit)} is not in the SMS alphabet: {length.segments} SMS in UCS-2"
    plain = measure(plain_punctuation(text), "sms")
    if plain.encoding == GSM or plain.segments < length.segments:
        return f"{words}; {plain.segments} with plain punctuation (Esc p)."
    return f"{words}."


def _span(milliseconds: int) -> str:
    minutes = max(1, milliseconds // _MINUTE)
    hours, rest = divmod(minutes, 60)
    return f"{hours} h {rest} min" if hours else f"{rest} min"
