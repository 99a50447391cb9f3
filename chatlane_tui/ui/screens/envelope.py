"""Who gets a copy, what goes along, and in whose name: a field each. Whatever was typed is kept when it is left."""

from __future__ import annotations

from typing import ClassVar, Final, NamedTuple

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Input, Static, TextArea

from chatlane_tui.model import addresses, file_links
from chatlane_tui.ui.screens.closing import Modal
from chatlane_tui.ui.text import plain
from chatlane_tui.ui.widgets.composer_text import own
from chatlane_tui.ui.widgets.field import Field

SENDERS: Final = ("user", "contact", "agent")
"""In whose name a message may go (M9)."""
_PUBLIC: Final = "The server fetches each link without signing in: whoever has the link can read the file."
_M9: Final = "In another name. A contact's message looks as if the customer had written it. Both fields, or neither."


class Enclosed(NamedTuple):
    """What the fields say."""

    cc: str
    bcc: str
    file_urls: tuple[str, ...]
    sender_type: str
    sender_id: int | None


class Envelope(Modal[Enclosed]):
    """Dismisses with what stands in the fields, on Esc too: nothing that was typed is lost.

    `copies`: the type of message has cc and bcc. `senders`: another sender may be named.
    """

    DEFAULT_CSS = """
    Envelope {
        align: center middle;

        & > VerticalScroll {
            width: 94%;
            max-width: 90;
            height: auto;
            max-height: 96%;
            padding: 0 1;
            border: round $primary;
            background: $surface;
        }
        Static { width: 100%; height: auto; }
        Input { height: 1; border: none; padding: 0 1; background: $boost; }
        TextArea, TextArea:focus { height: 4; border: none; padding: 0 1; background: $boost; }
        .envelope--said { color: $text-muted; margin-bottom: 1; }
        .envelope--said.-wrong { color: $text-warning; }
        .envelope--danger { color: $text-error; text-style: bold; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "done", "Back to the text", show=False),
        Binding("ctrl+s", "done", "Back to the text", show=False, priority=True),
    ]

    def __init__(self, now: Enclosed, *, copies: bool, senders: bool) -> None:
        super().__init__()
        self._now = now
        self._copies = copies
        self._senders = senders or bool(now.sender_type) or now.sender_id is not None
        self._cc = Field(
            " ".join(now.cc.split()), placeholder='ada@example.com, "Lovelace, A." <a@example.com>', compact=True
        )
        self._bcc = Field(" ".join(now.bcc.split()), placeholder="nobody sees these", compact=True)
        self._files = TextArea("\n".join(now.file_urls), soft_wrap=False, tab_behavior="focus")
        self._sender_type = Field(now.sender_type, placeholder="user, contact or agent", compact=True)
        number = "" if now.sender_id is None else str(now.sender_id)
        self._sender_id = Field(number, placeholder="its id", restrict=r"[0-9]{0,12}", compact=True)
        self._cc.then, self._bcc.then, self._sender_type.then = self._bcc, self._files, self._sender_id
        self._said = {name: Static(markup=False, classes="envelope--said") for name in ("cc", "bcc", "files", "sender")}

    def compose(self) -> ComposeResult:
        """Copies where there are any, files, and the sender where that is allowed."""
        with VerticalScroll(can_focus=False) as box:
            box.border_title = Content("Copies and files" if self._copies else "Files")
            box.border_subtitle = Content("Tab next field · Esc done, all is kept")
            if self._copies:
                yield Static("Cc", markup=False)
                yield self._cc
                yield self._said["cc"]
                yield Static("Bcc", markup=False)
                yield self._bcc
                yield self._said["bcc"]
            yield Static("Files by their public link, one a line", markup=False)
            yield self._files
            yield self._said["files"]
            if self._senders:
                yield Static(_M9, classes="envelope--danger", markup=False)
                yield self._sender_type
                yield self._sender_id
                yield self._said["sender"]

    def on_mount(self) -> None:
        """The first field is typed into; what stands in the fields is judged already."""
        (self._cc if self._copies else self._files).focus(scroll_visible=False)
        self._judge()

    @on(Input.Changed)
    @on(TextArea.Changed)
    def _changed(self, event: Input.Changed | TextArea.Changed) -> None:
        event.stop()
        self._judge()

    @on(Input.Submitted)
    def _last_field(self, event: Input.Submitted) -> None:
        event.stop()
        self.action_done()

    def action_done(self) -> None:
        """Back to the text, with everything as it was typed."""
        self.dismiss(self._typed())

    def _typed(self) -> Enclosed:
        copies = (own(self._cc.value).strip(), own(self._bcc.value).strip()) if self._copies else self._now[:2]
        number = int(self._sender_id.value) if self._sender_id.value else None
        return Enclosed(
            *copies, file_links.links(own(self._files.text)), self._sender_type.value.strip().lower(), number
        )

    def _judge(self) -> None:
        typed = self._typed()
        if self._copies:
            self._say("cc", _people(typed.cc), wrong=bool(addresses.problems(typed.cc)))
            self._say("bcc", _people(typed.bcc), wrong=bool(addresses.problems(typed.bcc)))
        files = file_links.looked_at(typed.file_urls)
        wrong = file_links.problem(typed.file_urls) or " ".join(link.remark for link in files if link.remark)
        named = f"{', '.join(link.name for link in files)}. {_PUBLIC}" if files else "Nothing is attached."
        self._say("files", wrong or named, wrong=bool(wrong))
        if self._senders:
            said = sender_problem(typed.sender_type, typed.sender_id)
            self._say("sender", said or "", wrong=bool(said))

    def _say(self, field: str, sentence: str, *, wrong: bool) -> None:
        self._said[field].update(plain(sentence))
        self._said[field].set_class(wrong, "-wrong")


def sender_problem(kind: str, number: int | None) -> str:
    """Why that is nobody's name, as a sentence; empty where it is, or where nobody is named."""
    if kind and kind not in SENDERS:
        return f"“{kind}” is no sender: user, contact or agent."
    if bool(kind) != (number is not None):
        return "Both a type and an id, or neither."
    return ""


def _people(text: str) -> str:
    found = addresses.parsed(text)
    if wrong := addresses.problems(text):
        return " ".join(wrong)
    return "; ".join(f"{one.name} {one.address}".strip() for one in found) if found else "Nobody."
