"""Deletes what a profile keeps on this machine: unsent words only with `--yes`, and nothing under a running app."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager

from chatlane_tui.config.private import spoken
from chatlane_tui.config.settings import Settings
from chatlane_tui.desk import kept
from chatlane_tui.errors import ConfigurationError, StoreUnusable

_HINT = "Nothing was changed. Add `--yes` to delete them."


@contextmanager
def purging(settings: Settings, *, yes: bool) -> Iterator[None]:
    """Refuse before the block if the profile is open or holds unsent words without `yes`; delete after it."""
    with _alone(settings):
        if not yes:
            _refuse_to_lose(settings)
        yield
        for directory in (settings.places.state / settings.profile, settings.places.cache / settings.profile):
            try:
                shutil.rmtree(directory)
            except FileNotFoundError:
                continue
            except OSError as error:
                raise StoreUnusable(f"{spoken(directory)} cannot be deleted: {error.strerror}.") from error


@contextmanager
def _alone(settings: Settings) -> Iterator[None]:
    """No other process has one of the profile's databases open, nor opens one meanwhile."""
    from chatlane_tui.sync.lock import SyncLock

    held: list[SyncLock] = []
    try:
        for database in settings.places.databases(settings.profile):
            lock = SyncLock(database)
            if not lock.take():
                raise ConfigurationError(
                    f"The profile `{settings.profile}` is open in another window.", hint="Quit it first."
                )
            held.append(lock)
        yield
    finally:
        for lock in held:
            lock.free()


def _refuse_to_lose(settings: Settings) -> None:
    drafts = outbox = 0
    for database in settings.places.databases(settings.profile):
        try:
            found = kept.unsent(database)
        except StoreUnusable as error:
            raise StoreUnusable(f"{error} It may hold drafts and unsent messages.", hint=_HINT) from error
        drafts, outbox = drafts + found.drafts, outbox + found.outbox
    counted = ((drafts, "draft", "drafts"), (outbox, "unsent message", "unsent messages"))
    held = [f"{count} {one if count == 1 else many}" for count, one, many in counted if count]
    if held:
        raise ConfigurationError(f"The profile `{settings.profile}` holds {' and '.join(held)}.", hint=_HINT)
