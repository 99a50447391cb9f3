"""Lines, dots and blocks as ASCII, for terminals that can draw nothing else."""

from __future__ import annotations

_DRAWN = str.maketrans(
    {
        **dict.fromkeys("─━═╌╍┄┅┈┉╼╾▔–—", "-"),
        **dict.fromkeys("│┃║┆┇┊┋╎╏▏▎▍▌▐▕▊▉▋", "|"),
        **dict.fromkeys("┌┐└┘┏┓┗┛╭╮╯╰├┤┬┴┼┣┫┳┻╋╔╗╚╝", "+"),
        **dict.fromkeys("▂▃▄▅▆▇█▀", " "),
        **dict.fromkeys("…⋯", "~"),
        **dict.fromkeys("•●★", "*"),
        "▁": "_",
        "·": "-",
        "↑": "^",
        "↓": "v",
        "←": "<",
        "→": ">",
        "»": ">",
        "▸": ">",
        "▾": "v",
        "⇧": "^",
    }
)
"""Signs of one cell that borders, scrollbars, cuts and hints are drawn with, each with one that every terminal has."""


def drawn_plainly(text: str) -> str:
    """`text` with ASCII in place of what is only drawn: the same width, nothing else changed."""
    return text if text.isascii() else text.translate(_DRAWN)
