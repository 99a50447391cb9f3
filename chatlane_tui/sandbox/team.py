"""The two teams of the server: the one everybody works in, and another whose ids collide with it (A6)."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

from chatlane_tui.sandbox.access import Grant
from chatlane_tui.sandbox.refusals import RefusedError
from chatlane_tui.sandbox.shapes import Shapes
from chatlane_tui.sandbox.switches import Flipped
from chatlane_tui.sandbox.world import World

_OTHER_SIZE = 12


class Teams:
    """Both worlds with their shapes; the other team's is planted when its token is first used."""

    def __init__(
        self,
        folder: Path,
        own: World,
        *,
        conversations: int,
        seed: int,
        flipped: Flipped,
        clock: Callable[[], float],
    ) -> None:
        """`folder` holds the other team's database."""
        self.own = own
        self.files_url = ""
        self._folder = folder
        self._size = min(conversations, _OTHER_SIZE)
        self._seed = seed
        self._flipped = flipped
        self._clock = clock
        self._lock = threading.Lock()
        self._other: World | None = None

    def close(self) -> None:
        """Close both databases."""
        self.own.close()
        if self._other is not None:
            self._other.close()

    def world(self, grant: Grant) -> World:
        """The world a token opens."""
        return self.own if grant.own_team else self._plant_other()

    def shapes(self, world: World) -> Shapes:
        """The shapes of a world's answers."""
        return Shapes(world, files_url=self.files_url)

    def require(self, world: World, table: str, row_id: str) -> int:
        """The id of a row that is there; NOT_FOUND when nowhere, TEAM_ACCESS_DENIED when only another team has it."""
        if not row_id.isascii() or not row_id.isdigit() or len(row_id) > 18:
            raise RefusedError("NOT_FOUND")
        number = int(row_id)
        sql = f"SELECT id FROM {table} WHERE id = ?"
        if world.row(sql, (number,)):
            return number
        elsewhere = self._other if world is self.own else self.own
        if elsewhere is not None and elsewhere.row(sql, (number,)):
            raise RefusedError("TEAM_ACCESS_DENIED")
        raise RefusedError("NOT_FOUND")

    def _plant_other(self) -> World:
        with self._lock:
            if self._other is None:
                other = World(
                    self._folder / "other-team.sqlite3",
                    conversations=self._size,
                    seed_number=self._seed + 1,
                    flipped=self._flipped,
                    clock=self._clock,
                )
                other.write("UPDATE inboxes SET name = 'Northwind ' || name")
                other.write("UPDATE conversations SET subject = 'Northwind: ' || coalesce(subject, 'chat')")
                other.write("UPDATE contacts SET name = name || ' (Northwind)', email = 'northwind.' || email")
                self._other = other
            return self._other
