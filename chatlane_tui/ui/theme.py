"""Themes, signs, and the Rich styles that widgets painting their own lines use. Nothing is ever said by colour alone:
each kind has its own word and its own sign too, so `NO_COLOR` and one-colour terminals lose nothing.
"""

from collections.abc import Collection, Mapping
from typing import Final, NamedTuple

from rich.style import Style
from textual.color import Color
from textual.theme import Theme

DARK: Final = Theme(
    name="chatlane-dark",
    primary="#5fa8e8",
    secondary="#8fa3bf",
    accent="#f0b35c",
    warning="#e6c15c",
    error="#f2727a",
    success="#7cc58a",
    foreground="#d9dfe7",
    background="#13161b",
    surface="#191d23",
    panel="#22272f",
    dark=True,
    variables={
        "border": "#5fa8e8",
        "border-blurred": "#343b46",
        "footer-key-foreground": "#f0b35c",
        "scrollbar": "#39424f",
        "scrollbar-hover": "#4a5564",
        "scrollbar-background": "#191d23",
        "scrollbar-background-hover": "#191d23",
        "scrollbar-background-active": "#191d23",
        "chat-muted": "#8a94a3",
        "chat-theirs": "#7db8f0",
        "chat-ours": "#7cc58a",
        "chat-note": "#e6c15c",
        "chat-draft": "#b79be8",
        "chat-waiting": "#62c7c7",
        "chat-unknown": "#a7b0bd",
    },
)
LIGHT: Final = Theme(
    name="chatlane-light",
    primary="#0b62b0",
    secondary="#4d5f7a",
    accent="#a35a00",
    warning="#7d5a00",
    error="#b3202c",
    success="#1f7436",
    foreground="#1d232b",
    background="#f7f8fa",
    surface="#eef0f4",
    panel="#e2e6ec",
    dark=False,
    variables={
        "border": "#0b62b0",
        "border-blurred": "#c3cad4",
        "footer-key-foreground": "#a35a00",
        "chat-muted": "#5b6572",
        "chat-theirs": "#0b62b0",
        "chat-ours": "#1f7436",
        "chat-note": "#7d5a00",
        "chat-draft": "#6a3fb0",
        "chat-waiting": "#0b6e6e",
        "chat-unknown": "#4d5866",
    },
)
CONTRAST: Final = Theme(
    name="chatlane-contrast",
    primary="#66ccff",
    secondary="#ffffff",
    accent="#ffff00",
    warning="#ffff00",
    error="#ff8080",
    success="#66ff66",
    foreground="#ffffff",
    background="#000000",
    surface="#000000",
    panel="#1a1a1a",
    dark=True,
    text_alpha=1.0,
    variables={
        "border": "#ffff00",
        "border-blurred": "#ffffff",
        "footer-key-foreground": "#ffff00",
        "scrollbar": "#ffffff",
        "scrollbar-background": "#333333",
        "chat-muted": "#e0e0e0",
        "chat-theirs": "#66ccff",
        "chat-ours": "#66ff66",
        "chat-note": "#ffff00",
        "chat-draft": "#ff99ff",
        "chat-waiting": "#66ffff",
        "chat-unknown": "#ffffff",
    },
)
THEMES: Final = (DARK, LIGHT, CONTRAST)
"""To be registered by the app; the first is the default."""


ALIASES: Final[Mapping[str, str]] = {
    "dark": DARK.name,
    "light": LIGHT.name,
    "contrast": CONTRAST.name,
    "ansi": "ansi-dark",
}
"""Short names of themes; "ansi" has the terminal's own colours."""


class Glyphs(NamedTuple):
    """The signs of the list and the thread, each one cell wide unless it is a word."""

    unread: str
    draft: str
    waiting: str
    troubled: str
    star: str
    chosen: str
    cursor: str
    cursor_blurred: str
    here: str
    """Beside the head of the message under the cursor."""
    theirs: str
    ours: str
    note: str
    unknown: str
    server_draft: str
    on_its_way: str
    trouble_bar: str
    rule: str
    file: str
    down: str
    more: str
    dot: str
    choice: str
    """Behind what opens a choice when it is clicked."""
    plain: bool = False
    """Nothing but ASCII may be drawn."""
    pictures: bool = True
    """Emoji are drawn; else they are spelled."""


UNICODE: Final = Glyphs(
    unread="●",
    draft="✎",
    waiting="→",
    troubled="!",
    star="★",
    chosen="✓",
    cursor="▌",
    cursor_blurred="▏",
    here="▸",
    theirs="▌",
    ours="▎",
    note="▐",
    unknown="┆",
    server_draft="╎",
    on_its_way="»",
    trouble_bar="!",
    rule="─",
    file="▣",
    down="↓",
    more="…",
    dot="·",
    choice="▾",
)
ASCII: Final = Glyphs(
    unread="o",
    draft="d",
    waiting=">",
    troubled="!",
    star="*",
    chosen="x",
    cursor=">",
    cursor_blurred="|",
    here=">",
    theirs="|",
    ours=":",
    note="#",
    unknown="?",
    server_draft=".",
    on_its_way=">",
    trouble_bar="!",
    rule="-",
    file="[file]",
    down="v",
    more="..",
    dot="-",
    choice="v",
    plain=True,
    pictures=False,
)


class Looks(NamedTuple):
    """Rich styles made from one theme on one background. Equal looks paint equal cells."""

    base: Style
    """Foreground and background of ordinary text."""
    muted: Style
    strong: Style
    accent: Style
    warning: Style
    error: Style
    theirs: Style
    ours: Style
    note: Style
    draft: Style
    waiting: Style
    unknown: Style
    selected: Style
    """Background of the row under the cursor, in the focused pane; `selected_blurred` in another."""
    selected_blurred: Style
    note_background: Style
    trouble_background: Style
    code: Style
    link: Style
    hit: Style
    """Words that were looked for: bold and underlined too, for terminals of one colour."""


def unknown_theme(name: str, known: Collection[str]) -> tuple[str, ...]:
    """A sentence about a theme that does not exist, with the nearest that does; nothing for one that does."""
    names = (*known, *ALIASES)
    if not name or name in names:
        return ()
    from difflib import get_close_matches

    near = get_close_matches(name, names, n=1)
    meant = f"did you mean `{near[0]}`?" if near else "the palette lists them (Theme)."
    return (f"There is no theme `{name}` ([ui] in config.toml); {meant}",)


def looks(variables: Mapping[str, str], background: Color) -> Looks:
    """The styles for a theme's variables (`App.theme_variables`) on a widget's own background.

    Themes that are not ours lack the `chat-…` variables: their standard colours stand in.
    """

    def colour(*names: str) -> Color:
        for name in names:
            if name in variables:
                return Color.parse(variables[name])
        return foreground

    foreground = Color.parse(variables["foreground"])
    primary, error = colour("primary"), colour("error")
    note = colour("chat-note", "warning")
    is_ansi = background.ansi is not None or foreground.ansi is not None
    if is_ansi:
        muted = Style(dim=True)
        selected, selected_blurred = Style(reverse=True), Style(bold=True)
        note_background = trouble_background = Style.null()
    else:
        muted = _ink(colour("chat-muted") if "chat-muted" in variables else foreground.blend(background, 0.4))
        selected, selected_blurred = _paper(background.blend(primary, 0.28)), _paper(background.blend(primary, 0.13))
        note_background = _paper(background.blend(note, 0.13))
        trouble_background = _paper(background.blend(error, 0.16))
    ours = colour("chat-ours", "success")
    return Looks(
        base=_ink(foreground) + _paper(background),
        muted=muted,
        strong=Style(bold=True),
        accent=_ink(colour("accent"), bold=True),
        warning=_ink(colour("warning")),
        error=_ink(error, bold=True),
        theirs=_ink(colour("chat-theirs", "primary")),
        ours=_ink(ours),
        note=_ink(note),
        draft=_ink(colour("chat-draft", "secondary")),
        waiting=_ink(colour("chat-waiting", "accent")),
        unknown=_ink(colour("chat-unknown", "secondary")),
        selected=selected,
        selected_blurred=selected_blurred,
        note_background=note_background,
        trouble_background=trouble_background,
        code=_ink(ours),
        link=_ink(primary, underline=True),
        hit=Style(reverse=True) if is_ansi else _hit(background, accent=colour("accent")),
    )


def _hit(background: Color, *, accent: Color) -> Style:
    return Style(bold=True, underline=True) + _paper(background.blend(accent, 0.3))


def _ink(colour: Color, *, bold: bool | None = None, underline: bool | None = None) -> Style:
    return Style(color=colour.rich_color, bold=bold, underline=underline)


def _paper(colour: Color) -> Style:
    return Style(bgcolor=colour.rich_color)
