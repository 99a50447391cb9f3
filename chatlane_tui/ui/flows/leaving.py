"""Leaving: what is typed is on disk, what is held is asked about, and the terminal is given back at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from chatlane_tui.errors import StoreError
from chatlane_tui.model.outbox import OutboxState
from chatlane_tui.store.rows import OutboxRow
from chatlane_tui.ui.screens.question import Answer, Question

if TYPE_CHECKING:
    from chatlane_tui.ui.screens.inbox import InboxScreen

QUIT = Answer("quit", "q", "quit")
STAY = Answer("stay", "s", "stay")
COPY = Answer("copy", "c", "copy it to the clipboard, then quit")
LOSE = Answer("quit", "q", "quit without it")


async def may_leave(screen: InboxScreen) -> bool:
    """Save what is typed; ask if something is held or uncertain. Whether the program may end now."""
    await screen.composing.flush()
    if not (await _may_lose(screen) and await _may_leave_forms(screen)):
        return False
    try:
        rows = await screen.session.read.outbox()
    except StoreError:
        return True  # whatever waits is in the file, and stays there
    sentence = _sentence(rows)
    if not sentence:
        return True
    return await screen.app.push_screen_wait(Question(sentence, (QUIT, STAY))) == "quit"


async def _may_leave_forms(screen: InboxScreen) -> bool:
    """Keep what stands in the forms that are open; whether that was done, or their author gives it up."""
    if screen.app.screen is screen:
        return True
    from chatlane_tui.ui.screens.form import FormScreen

    try:
        for form in screen.app.screen_stack:
            if isinstance(form, FormScreen):
                await form.put_away()
    except StoreError as error:
        question = Question(f"The form could not be saved: quitting loses it. {error.sentence}", (STAY, LOSE))
        return await screen.app.push_screen_wait(question) == "quit"
    return True


async def _may_lose(screen: InboxScreen) -> bool:
    """Whether no text is on this screen alone, or its author takes it elsewhere or gives it up."""
    keeping = screen.composing.keeping
    texts = keeping.only_here
    if not texts:
        return True
    it = "A text you typed" if len(texts) == 1 else f"{len(texts)} texts you typed"
    question = Question(f"{it} could not be saved: quitting loses it. {keeping.problem}", (STAY, COPY, LOSE))
    answer = await screen.app.push_screen_wait(question)
    if answer == "copy":
        screen.app.copy_to_clipboard("\n\n".join(texts))
    return answer in ("copy", "quit")


def _sentence(rows: tuple[OutboxRow, ...]) -> str:
    held = sum(row.state is OutboxState.HELD for row in rows)
    uncertain = sum(row.state in (OutboxState.UNCERTAIN, OutboxState.SENDING) for row in rows)
    said = []
    if held:
        said.append(f"{_messages(held)} still held: quitting does not send, the text comes back as a draft.")
    if uncertain:
        said.append(f"{_messages(uncertain)} perhaps sent, perhaps not: it is looked for again at the next start.")
    return " ".join(said)


def _messages(number: int) -> str:
    return "1 message is" if number == 1 else f"{number} messages are"
