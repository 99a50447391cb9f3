"""Single values that outlive a run."""

from __future__ import annotations

from chatlane_tui.store import meta
from tests.store.conftest import Store


async def test_what_was_put_last_is_there(store: Store) -> None:
    await store.write(meta.put, "cursor", "1")
    await store.write(meta.put, "cursor", "2")
    assert await store.database.read(lambda c: meta.value(c, "cursor")) == "2"


async def test_none_forgets_a_value(store: Store) -> None:
    await store.write(meta.put, "cursor", "1")
    await store.write(meta.put, "cursor", None)
    assert await store.database.read(lambda c: meta.value(c, "cursor")) is None
