"""How long a text is for the channel that carries it: limits as data (M8), and SMS segments as GSM 03.38 counts them.

Everything here is linear in the text and pure; the server's own refusal (`MESSAGE_TOO_LONG`) has the last word.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final, NamedTuple

Limits = Mapping[str, int | None]
"""Code points allowed for each type of message; absent or None: nobody said."""

LIMITS: Final[Limits] = MappingProxyType({"whatsapp": 1600})
"""What the vendor's document names (M8); settings add to it or replace it."""

GSM_BASIC: Final = (
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ"
    " !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§"
    "¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
"""The basic alphabet of GSM 03.38 in code order, without the escape at 0x1B. `Ç` is in it, `ç` is not."""

GSM_EXTENSION: Final = "\f^{}\\[~]|€"
"""Characters that cost two septets: an escape and a code, which stay in one segment."""

GSM: Final = "GSM-7"
UCS2: Final = "UCS-2"

_ESCAPE: Final = "\x1b"
_DROP_GSM: Final = dict.fromkeys(map(ord, GSM_BASIC + GSM_EXTENSION))
_EXPAND: Final = {ord(character): _ESCAPE + character for character in GSM_EXTENSION}
_PLAIN: Final = str.maketrans(
    {
        "‘": "'", "’": "'", "‚": ",", "‛": "'", "′": "'", "`": "'", "´": "'",
        "“": '"', "”": '"', "„": '"', "‟": '"', "″": '"', "«": '"', "»": '"', "‹": "'", "›": "'",
        "‐": "-", "‑": "-", "‒": "-", "–": "-", "—": "-", "―": "-", "−": "-",
        "…": "...", "•": "*", "·": "-", "×": "x", "\u00a0": " ", "\u2009": " ", "\u202f": " ", "\t": " ",
    }
)  # fmt: skip


class NetworkLimit(NamedTuple):
    """How much a network itself is known to take; the vendor's document is silent about it, so it only warns (M8)."""

    most: int
    unit: str
    """"characters" or "bytes" (of UTF-8)."""


NETWORK_LIMITS: Final[Mapping[str, NetworkLimit]] = MappingProxyType(
    {"facebook": NetworkLimit(2000, "characters"), "instagram": NetworkLimit(1000, "bytes")}
)


class Length(NamedTuple):
    """`characters` are code points. The SMS fields are zero or empty for every other type."""

    characters: int
    segments: int
    """Short messages the network will make of it."""
    encoding: str
    """`GSM` or `UCS2`."""
    culprit: str
    """The first character that is not in GSM 03.38 and so forced UCS-2, or empty."""
    limit: int | None
    over: int
    """How many characters have to go; 0 while it fits."""
    near: bool
    """At 90 % of the limit or more, and still within it."""
    left: int = 0
    """Septets (GSM) or UTF-16 units (UCS-2) that still fit into the last segment."""
    octets: int = 0
    """Bytes of UTF-8, where the network counts them; else 0."""
    network: NetworkLimit | None = None
    """What the network itself takes, where no limit of ours is set."""


def measure(text: str, type: str, limits: Limits = LIMITS) -> Length:  # noqa: A002 - the API's word
    """Measure `text` for a message type ("sms", "whatsapp", …; unknown ones have no limit, A8)."""
    kind = type.lower()
    characters = len(text)
    limit = limits.get(kind)
    over = max(0, characters - limit) if limit is not None else 0
    near = limit is not None and not over and characters * 10 >= limit * 9 and characters > 0
    if kind != "sms":
        network = NETWORK_LIMITS.get(kind) if limit is None else None
        octets = len(text.encode("utf-8", "surrogatepass")) if network and network.unit == "bytes" else 0
        return Length(characters, 0, "", "", limit, over, near, octets=octets, network=network)
    foreign = text.translate(_DROP_GSM)
    encoding = UCS2 if foreign else GSM
    segments, left = _ucs2_segments(text) if foreign else _gsm_segments(text)
    return Length(characters, segments, encoding, foreign[:1], limit, over, near, left)


def plain_punctuation(text: str) -> str:
    """`text` with quotes, dashes, ellipses and spaces that GSM 03.38 lacks as the plain ones it has."""
    return text.translate(_PLAIN)


def _gsm_segments(text: str) -> tuple[int, int]:
    """Segments of a GSM text (160 septets alone, 153 each in a chain), and septets left in the last."""
    septets = text.translate(_EXPAND)
    if len(septets) <= 160:
        return (1 if septets else 0), 160 - len(septets)
    segments = start = last = 0
    while start < len(septets):
        segments += 1
        end = start + 153
        if end < len(septets) and septets[end - 1] == _ESCAPE:
            end -= 1
        start, last = end, start
    return segments, 153 - (len(septets) - last)


def _ucs2_segments(text: str) -> tuple[int, int]:
    """Segments of a UCS-2 text (70 units alone, 67 each in a chain), and units left in the last."""
    octets = text.encode("utf-16-le", "surrogatepass")
    units = len(octets) // 2
    if units <= 70:
        return 1, 70 - units
    segments = start = last = 0
    while start < units:
        segments += 1
        end = start + 67
        if end < units and 0xD8 <= octets[end * 2 - 1] <= 0xDB:
            end -= 1
        start, last = end, start
    return segments, 67 - (units - last)
