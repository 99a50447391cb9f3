"""What a file that a stranger named may be called on this machine: one name, without a path and without tricks."""

from __future__ import annotations

import re
from typing import Final

from chatlane_tui.model.clean import clean_line

LONGEST: Final = 180
"""Bytes of UTF-8: file systems take 255, and a number or a temporary ending may have to follow."""
LONGEST_ENDING: Final = 24
NAMELESS: Final = "file"

_SEPARATORS: Final = re.compile(r"[/\\]")
_TROUBLE: Final = re.compile(r'[<>:"|?*\x00-\x1f\x7f]')
_DEVICES: Final = frozenset(
    {"con", "prn", "aux", "nul", *(f"{name}{number}" for name in ("com", "lpt") for number in range(10))}
)
_DOUBLE: Final = (".tar.gz", ".tar.bz2", ".tar.xz", ".tar.zst")
_RISKY: Final = frozenset(
    (  # noqa: SIM905 a list of so many words reads better so
        "app appimage apk application bash bat bin cmd com command cpl csh deb desktop dll dmg dylib elf exe "
        "fish gadget hta inf ins iso jar js jse ksh lnk msc msi msix msp mst php pif pkg pl ps1 psm1 py pyc "
        "pyw rb reg rpm run scf scr sct sh so svg swf terminal url vb vbe vbs workflow ws wsc wsf wsh xll zsh"
    ).split()
)


def safe_name(name: str, *, ending: str = "") -> str:
    """One file name made of what somebody else said. A name without an ending gets `ending` (".pdf"), if there is one.

    Of a path only the last part stays. No control or direction characters, no leading dots, no device of Windows, at
    most `LONGEST` bytes with the ending kept; never empty.
    """
    parts = [part for part in _SEPARATORS.split(clean_line(name, limit=4_096)) if part.strip(" .")]
    kept = " ".join(_TROUBLE.sub("_", parts[-1] if parts else "").split()).strip(" .").lstrip("-~")
    kept = kept.strip(" .") or NAMELESS
    stem, own_ending = split(kept)
    if not own_ending and ending:
        own_ending = ending
    if stem.split(".")[0].strip().lower() in _DEVICES:
        stem = f"_{stem}"
    return _cut(stem, LONGEST - len(own_ending.encode())) + own_ending


def split(name: str) -> tuple[str, str]:
    """Stem and ending; the ending begins with its dot, and what is too long for one is none."""
    for double in _DOUBLE:
        if name.lower().endswith(double) and len(name) > len(double):
            return name[: -len(double)], name[-len(double) :]
    stem, dot, ending = name.rpartition(".")
    if not stem or not ending or len(ending.encode()) > LONGEST_ENDING or " " in ending:
        return name, ""
    return stem, dot + ending


def numbered(name: str, number: int) -> str:
    """The name to try when the others are taken: "report (2).pdf"."""
    if number < 2:
        return name
    stem, ending = split(name)
    return f"{stem} ({number}){ending}"


def is_risky(name: str) -> bool:
    """Whether opening a file of that name may run what is in it."""
    return split(name)[1].rpartition(".")[2].lower() in _RISKY


def _cut(stem: str, room: int) -> str:
    if len(stem.encode()) <= room:
        return stem
    return stem.encode()[:room].decode("utf-8", "ignore").rstrip(" .\u200c\u200d") or NAMELESS
