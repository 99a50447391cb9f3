"""How the program ends: asked for by a person, who may be asked back, or by whoever closes the terminal."""

from __future__ import annotations

from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING

from textual.worker import Worker, WorkerCancelled

from chatlane_tui.errors import ChatlaneTuiError
from chatlane_tui.ui.filtered import Filtered

if TYPE_CHECKING:
    import asyncio

    from chatlane_tui.desk.session import Session


class Ending(Filtered):
    """A part of `ChatlaneApp`."""

    session: Session | None = None
    fault: BaseException | None = None
    """The defect that ended sync, for whoever reports it: printed when the screen is gone."""

    async def action_quit(self) -> None:
        """The key for it."""
        self.quit()

    def quit(self) -> None:
        """What is typed is saved first, and what is held is asked about; the next keys answer that."""
        asked = self.opening.expect()
        _: Worker[None] = self.run_worker(partial(self._quit, asked), group="quit", exclusive=True)

    async def _quit(self, asked: asyncio.Event) -> None:
        from chatlane_tui.ui.flows.leaving import may_leave

        inbox = self.inbox_screen
        try:
            leaves = inbox is None or await may_leave(inbox)
        except ChatlaneTuiError as error:
            self.notify(error.sentence, severity="error", markup=False)
            return
        finally:
            asked.set()
        if leaves:
            await self.let_go()
            self.exit()

    def end_by_signal(self, number: int) -> None:
        """The terminal is gone, or somebody ends the program: what is typed is kept, and nobody is asked."""
        _: Worker[None] = self.run_worker(partial(self._end, number), group="quit", exclusive=True)

    async def _end(self, number: int) -> None:
        from chatlane_tui.ui import hangup

        if self.inbox_screen is not None:
            with suppress(ChatlaneTuiError):
                await self.inbox_screen.composing.flush()
        hangup.surely_end(128 + number)
        await self.let_go()
        self.exit(return_code=128 + number)

    async def let_go(self) -> None:
        """End sync and close the database, also while the way to them is still being made."""
        for worker in self.workers.cancel_group(self, "token"):
            with suppress(WorkerCancelled):
                await worker.wait()
        session, self.session = self.session, None
        if session is not None:
            await session.close()
            self.fault = session.fault
