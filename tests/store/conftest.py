"""A store on a real file, with what it published since it was opened."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Concatenate, ParamSpec, TypeVar

import pytest

from chatlane_tui.model.feed import Fact, Feed
from chatlane_tui.store.database import Database, Transaction

P = ParamSpec("P")
T = TypeVar("T")


class Store:
    """Calls the functions of the store's modules through a `Database`, and hears its facts."""

    def __init__(self, path: Path) -> None:
        self.feed = Feed()
        self.facts: set[Fact] = set()
        self.feed.subscribe(self.facts.update)
        self.database = Database.open(path, feed=self.feed)

    async def write(self, work: Callable[Concatenate[Transaction, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """`work(tx, …)` in a transaction of its own; `facts` holds what that one published."""
        self.facts.clear()
        return await self.database.write(lambda tx: work(tx, *args, **kwargs))

    async def sql(self, statement: str, *values: object) -> list[tuple[object, ...]]:
        """The rows of a query on the reader's connection."""
        return await self.database.read(lambda connection: connection.execute(statement, values).fetchall())


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "profile" / "store.db"


@pytest.fixture
def store(path: Path) -> Iterator[Store]:
    opened = Store(path)
    yield opened
    opened.database.close()
