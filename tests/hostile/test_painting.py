"""Strings that got past the cleaning by somebody's mistake: the widgets and the app's filter still paint none of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from rich.console import Console
from textual._compositor import CompositorUpdate
from textual.app import App, ComposeResult
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from chatlane_tui.config.settings import load
from chatlane_tui.desk.commands import Ran
from chatlane_tui.model.ids import ChannelId, ConversationId, MessageId, OutboxId
from chatlane_tui.model.outbox import OutboxState
from chatlane_tui.model.status import Link as Way
from chatlane_tui.model.status import Progress, Status
from chatlane_tui.render.document import Block, Document, Fold, Link, Mark, Run
from chatlane_tui.store.rows import (
    AttachmentRow,
    ChannelRow,
    Direction,
    InboxRow,
    InboxWindow,
    MessageRow,
    ThreadHead,
)
from chatlane_tui.ui.app import ChatlaneApp
from chatlane_tui.ui.screens.channel_picker import ChannelPicker, Choice
from chatlane_tui.ui.screens.output import OutputScreen
from chatlane_tui.ui.screens.question import Answer, Question
from chatlane_tui.ui.widgets.composer import Composer
from chatlane_tui.ui.widgets.entry_list import EntryList
from chatlane_tui.ui.widgets.file_lines import FileLine, file_lines
from chatlane_tui.ui.widgets.header import Header, View
from chatlane_tui.ui.widgets.hint_bar import HintBar
from chatlane_tui.ui.widgets.inbox_list import InboxList
from chatlane_tui.ui.widgets.link_lines import LinkLine, link_lines
from chatlane_tui.ui.widgets.status_bar import StatusBar
from chatlane_tui.ui.widgets.target import Target
from chatlane_tui.ui.widgets.thread import ThreadView
from chatlane_tui.ui.widgets.thread_heading import ThreadHeading
from tests.hostile.corpus import ATTACKS, DEADLY, word, words_in
from tests.hostile.sequences import Written, read

NUMBERS = [number for number, attack in enumerate(ATTACKS) if attack.name in DEADLY]
TRUE_COLOUR = Console(color_system="truecolor", force_terminal=True, legacy_windows=False)
TALL, FLAT = (160, 240), (300, 30)
CONVERSATION = ConversationId(1)


def planted(field: str, number: int) -> str:
    """An attack as it came off the wire, cleaned by nobody."""
    return ATTACKS[number].said(word(field, number))


class Exposed(ChatlaneApp):
    """The app with its filter and its themes, but with widgets of the test's own and no session."""

    def __init__(self, home: Path, *widgets: Widget) -> None:
        environ = {"CHATLANE_BASE_URL": "http://127.0.0.1:9/api/v1", "HOME": str(home), "XDG_CONFIG_HOME": str(home)}
        super().__init__(load(environ), environ=environ)
        self._widgets = widgets

    def compose(self) -> ComposeResult:
        yield from self._widgets

    async def painted(self) -> None:
        """Look for no token."""


class Bare(App[None]):
    """An app without a filter."""

    def compose(self) -> ComposeResult:
        for number in NUMBERS:
            yield Static(Content(planted("bare", number)), markup=False)


def output(app: App[int] | App[None]) -> str:
    """What the app would write to the terminal to paint the whole screen."""
    update = app.screen._compositor.render_update(full=True)
    assert isinstance(update, CompositorUpdate)
    return update.render_segments(TRUE_COLOUR)


def painted(app: App[int] | App[None]) -> Written:
    """The same, read as a terminal reads it."""
    lines = output(app).split("\n")
    assert len(lines) == app.size.height
    return read("\r\n".join(lines).encode("utf-8", "surrogatepass"), columns=app.size.width, rows=app.size.height)


def assert_words_alone(written: Written, fields: Iterable[str], numbers: Iterable[int] = NUMBERS) -> None:
    """Nothing foreign, and every word there."""
    assert written.foreign == ()
    assert {(field, number) for field in fields for number in numbers} - words_in(written.text) == set()


def inbox_row(number: int) -> InboxRow:
    """A conversation of the list."""
    return InboxRow(
        id=ConversationId(number + 1),
        name=planted("name", number),
        subject=planted("subject", number),
        snippet=planted("snippet", number),
        channel=planted("channel", number),
        at=0,
        status=planted("status", number),
        inbox=planted("inbox", number),
        assignee=planted("assignee", number),
        unread=True,
        draft=True,
        waiting=1,
        troubled=1,
        starred=True,
        done=False,
        waiting_since=0,
    )


def message_row(number: int, **changes: object) -> MessageRow:
    """A message of the thread."""
    values: dict[str, object] = {
        "key": f"m{number}",
        "id": MessageId(number + 1),
        "outbox_id": None,
        "type": planted("type", number),
        "at": 0,
        "sender": planted("sender", number),
        "direction": list(Direction)[number % len(Direction)],
        "channel": planted("channel", number),
        "delivery": planted("delivery", number),
        "is_server_draft": False,
        "attachments": (AttachmentRow(planted("file", number), planted("url", number), 3, planted("mime", number)),),
        "size": 10,
        "newlines": 0,
        "version": 1,
    }
    return MessageRow(**{**values, **changes})  # type: ignore[arg-type]


def troubled_row(number: int) -> MessageRow:
    """A message of the outbox that was refused."""
    return message_row(
        number,
        key=f"o{number}",
        id=None,
        outbox_id=OutboxId(number + 1),
        state=OutboxState.REFUSED,
        problem=planted("problem", number),
        attachments=(),
    )


def document(number: int) -> Document:
    """A body that no renderer made."""
    runs = (Run(planted("body", number)), Run(f" {planted('bold', number)}", Mark.BOLD))
    quote = Block((Run(planted("quote", number)),), first="\x1b[5m> ", rest="\x9b5m> ", fold=0)
    return Document((Block(runs), Block(runs, preformatted=True), quote), folds=(Fold("quote", 1),), notice="n\x1bc")


def head(number: int) -> ThreadHead:
    """What a thread's heading shows."""
    return ThreadHead(
        id=CONVERSATION,
        subject=planted("subject", number),
        status=planted("status", number),
        inbox_id=None,
        inbox=planted("inbox", number),
        inbox_type=planted("inboxtype", number),
        participant_id=None,
        name=planted("name", number),
        email="",
        phone="",
        assignee="",
        tags=(planted("tag", number),),
        created_at=None,
        starred=False,
        done=False,
        reply_type="email",
        reply_channel_id=None,
        newest=None,
        last_inbound_at=None,
        fetched_at=None,
    )


def target(number: int) -> Target:
    """Where an answer goes."""
    return Target(
        conversation_id=CONVERSATION,
        kind="reply",
        type=planted("type", number),
        channel=planted("channel", number),
        recipient=planted("recipient", number),
        inbox=planted("inbox", number),
    )


@dataclass
class Counts:
    """Numbers for the bars."""

    outbox_waiting: int = 1
    outbox_troubled: int = 1
    drafts: int = 1


async def test_without_a_filter_the_attacks_would_work() -> None:
    app = Bare()
    async with app.run_test(size=TALL) as pilot:
        await pilot.pause()
        payloads = {
            attack.payload for attack in ATTACKS if attack.name in ("osc-2-title", "csi-clear", "bidi-override")
        }
        assert [payload for payload in payloads if payload not in output(app)] == []


async def test_the_list_paints_words_alone(tmp_path: Path) -> None:
    inbox = InboxList()
    app = Exposed(tmp_path, inbox)
    async with app.run_test(size=TALL) as pilot:
        inbox.show(InboxWindow(0, len(NUMBERS), tuple(inbox_row(number) for number in NUMBERS)))
        inbox.focus()
        await pilot.pause()
        assert_words_alone(painted(app), ["name", "subject", "snippet"])


async def test_an_empty_pane_says_why_in_words_alone(tmp_path: Path) -> None:
    inbox = InboxList()
    app = Exposed(tmp_path, inbox)
    async with app.run_test(size=FLAT) as pilot:
        for number in NUMBERS:
            inbox.explain(planted("why", number), planted("hint", number))
            await pilot.pause()
            assert_words_alone(painted(app), ["why", "hint"], [number])


@pytest.mark.parametrize("unfolded", [False, True])
async def test_the_thread_paints_words_alone(tmp_path: Path, unfolded: bool) -> None:
    thread = ThreadView()
    app = Exposed(tmp_path, thread)
    rows = tuple(message_row(number) for number in NUMBERS[::2])
    troubled = tuple(troubled_row(number) for number in NUMBERS[1::2])
    async with app.run_test(size=TALL) as pilot:
        documents = {f"{prefix}{number}": document(number) for number in NUMBERS for prefix in "mo"}
        thread.show((*rows, *troubled), conversation=CONVERSATION, documents=documents)
        thread.focus()
        await pilot.pause()
        if unfolded:
            await pilot.press("h", "h")
        written = painted(app)
        assert_words_alone(written, ["body", "bold", *(["quote"] if unfolded else [])])
        assert_words_alone(written, ["file", "mime"], NUMBERS[::2])
        assert_words_alone(written, ["problem"], NUMBERS[1::2])
        assert {field for field, _ in words_in(written.text)} >= {"sender", "channel", "type"}


async def test_bars_and_headings_paint_words_alone(tmp_path: Path) -> None:
    header, heading, status, hints = Header(), ThreadHeading(), StatusBar(), HintBar()
    app = Exposed(tmp_path, header, heading, status, hints)
    async with app.run_test(size=FLAT) as pilot:
        for number in NUMBERS:
            header.title = ATTACKS[number].payload
            header.show_views([View(planted("view", number), 3, current=True)])
            heading.show(head(number))
            status.show_counts(Counts())
            status.show_status(
                Status(
                    link=Way.ONLINE,
                    problem=planted("problem", number),
                    progress=Progress(1, None, planted("what", number)),
                )
            )
            hints.show([(planted("key", number), planted("hint", number), "")])
            await pilot.pause()
            whole = ["view", "subject", "status", "problem", "what", "hint"]
            # A newline that nobody cleaned away hides the rest of a line, and does no other harm.
            assert_words_alone(painted(app), [] if ATTACKS[number].name == "newlines" else whole, [number])


async def test_the_composer_paints_words_alone(tmp_path: Path) -> None:
    composer = Composer()
    app = Exposed(tmp_path, composer)
    async with app.run_test(size=FLAT) as pilot:
        for number in NUMBERS[::3]:
            composer.open(target(number), planted("text", number), notice=planted("notice", number))
            composer.focus()
            await pilot.pause()
            assert_words_alone(painted(app), ["type", "recipient", "text", "notice"], [number])
            composer.action_review()
            await pilot.pause()
            assert_words_alone(painted(app), ["type", "recipient"], [number])
            composer.action_review()


async def test_files_and_links_paint_words_alone(tmp_path: Path) -> None:
    files = EntryList[FileLine](lambda line: line.key, file_lines)
    links = EntryList[LinkLine](lambda line: line.number, link_lines)
    app = Exposed(tmp_path, files, links)
    async with app.run_test(size=TALL) as pilot:
        for numbers in batched(NUMBERS, 8):
            files.show([file_line(number) for number in numbers])
            links.show([link_line(number) for number in numbers])
            await pilot.pause()
            assert_words_alone(painted(app), ["file", "type", "from", "place", "words", "host", "url"], numbers)


def file_line(number: int) -> FileLine:
    """A file whose every word is an attack."""
    file = AttachmentRow(planted("named", number), planted("at", number), 1, planted("type", number))
    return FileLine(
        key=str(number),
        file=file,
        name=planted("file", number),
        sender=planted("from", number),
        at=0,
        is_current=False,
        stage="saved",
        place=planted("place", number),
    )


def link_line(number: int) -> LinkLine:
    """A link whose every word is an attack."""
    link = Link(planted("url", number), planted("host", number), suspicious=False)
    return LinkLine(number, link, planted("words", number), "")


async def test_the_output_of_a_command_paints_words_alone(tmp_path: Path) -> None:
    app = Exposed(tmp_path)
    said = "\n".join(planted("out", number) for number in NUMBERS)
    problems = "\n".join(planted("err", number) for number in NUMBERS)

    async def run() -> Ran:
        return Ran(0, said, problems)

    async with app.run_test(size=TALL) as pilot:
        await app.push_screen(OutputScreen(planted("command", NUMBERS[0]), run))
        await pilot.pause()
        assert_words_alone(painted(app), ["out", "err"])


async def test_a_question_paints_words_alone(tmp_path: Path) -> None:
    app = Exposed(tmp_path)
    async with app.run_test(size=TALL) as pilot:
        for numbers in batched(NUMBERS, 4):
            answers = [Answer(str(number), str(number)[-1], planted("answer", number)) for number in numbers]
            sentence, detail = ("\n".join(planted(field, number) for number in numbers) for field in ("ask", "detail"))
            await app.push_screen(Question(sentence, answers, detail=detail))
            await pilot.pause()
            assert_words_alone(painted(app), ["ask", "detail", "answer"], numbers)
            app.pop_screen()


async def test_the_channel_picker_paints_words_alone(tmp_path: Path) -> None:
    app = Exposed(tmp_path)
    channels = [
        ChannelRow(ChannelId(number + 1), None, planted("channel", number), planted("type", number), None, 0)
        for number in NUMBERS
    ]
    current = Choice(type=planted("current", 0), channel_id=ChannelId(9_999), channel=planted("now", 0))
    async with app.run_test(size=TALL) as pilot:
        await app.push_screen(ChannelPicker(current, channels, now=0))
        await pilot.pause()
        written = painted(app)
        assert_words_alone(written, ["channel", "type"])
        assert_words_alone(written, ["current", "now"], [0])


async def test_toasts_paint_words_alone(tmp_path: Path) -> None:
    app = Exposed(tmp_path)
    async with app.run_test(size=TALL, notifications=True) as pilot:
        for number in NUMBERS:
            app.notify(planted("toast", number), severity="warning", markup=False)
        await pilot.pause()
        assert_words_alone(painted(app), ["toast"])


def batched(numbers: list[int], size: int) -> Iterator[list[int]]:
    """The numbers in runs of that many."""
    for start in range(0, len(numbers), size):
        yield numbers[start : start + size]
