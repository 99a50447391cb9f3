"""A look at a message before it goes: to whom, with what, and how it reads; or the request itself, as `curl`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from chatlane_tui.render.document import Document
from chatlane_tui.ui.layout import content
from chatlane_tui.ui.screens.closing import Modal
from chatlane_tui.ui.text import plain


class Preview(Modal[None]):
    """`lines` are (label, value); `document` is the body as it reads; `request` the command with the token masked."""

    DEFAULT_CSS = """
    Preview {
        align: center middle;

        & > VerticalScroll {
            width: 94%;
            max-width: 100;
            height: 90%;
            padding: 0 1;
            border: round $primary;
            background: $surface;
        }
        Static { width: 100%; height: auto; }
        .preview--head { color: $text-muted; margin-bottom: 1; }
        .preview--head.-danger { color: $text-error; text-style: bold; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,f3", "dismiss", "Back", show=False),
        Binding("v", "switch", "As it reads, or the request", show=False),
        Binding("y", "copy", "Copy as curl", show=False),
        Binding("j,down", "go('down')", show=False),
        Binding("k,up", "go('up')", show=False),
        Binding("space,pagedown,ctrl+d", "go('page_down')", show=False),
        Binding("pageup,ctrl+u", "go('page_up')", show=False),
    ]

    def __init__(
        self, lines: Sequence[tuple[str, str]], document: Document, request: str, *, danger: bool = False
    ) -> None:
        super().__init__()
        self._lines = tuple(lines)
        self._document = document
        self._request = request
        self._is_raw = False
        self._head = Static(markup=False, classes="preview--head")
        self._head.set_class(danger, "-danger")
        self._body = Static(markup=False)

    def compose(self) -> ComposeResult:
        """What is said of it, and the body."""
        with VerticalScroll() as box:
            box.border_subtitle = Content("v request · y copies it as curl · Esc back")
            yield self._head
            yield self._body

    def on_mount(self) -> None:
        """As it reads, first."""
        self.query_one(VerticalScroll).focus()
        self._head.update(plain("\n".join(f"{label:>8}  {value}" for label, value in self._lines)))

    def on_resize(self) -> None:
        """Another width, other lines."""
        self.call_after_refresh(self._show)

    def action_switch(self) -> None:
        """As it reads, or as it is asked of the server."""
        self._is_raw = not self._is_raw
        self._show()
        self.query_one(VerticalScroll).scroll_home(animate=False)

    async def action_copy(self) -> None:
        """The request, into the clipboard; the token is a variable's name in it."""
        from chatlane_tui.ui.clipboard import copy

        await copy(self.app, self._request)
        self.notify("Copied as curl; it reads the token from $CHATLANE_API_TOKEN.", timeout=4, markup=False)

    def action_go(self, how: str) -> None:
        """Scroll: "down", "up", "page_down" or "page_up"."""
        getattr(self.query_one(VerticalScroll), f"scroll_{how}")(animate=False)

    def _show(self) -> None:
        box = self.query_one(VerticalScroll)
        kind = "Markdown" if self._document.format == "markdown" else "text"
        box.border_title = plain("The request" if self._is_raw else f"Preview, read as {kind}")
        self._head.display = not self._is_raw
        width = max(10, box.scrollable_content_region.width)
        self._body.update(plain(self._request) if self._is_raw else content(self._document, width))
