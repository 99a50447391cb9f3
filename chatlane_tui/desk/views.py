"""The views of a person: those that the program brings, or those of the configuration, and what is wrong with them."""

from __future__ import annotations

from collections.abc import Iterator

from chatlane_tui.config.private import spoken
from chatlane_tui.config.settings import Settings, ViewSettings
from chatlane_tui.errors import ConfigurationError, QueryError
from chatlane_tui.model.views import BUILT_IN, KEPT, View

_BY_NAME = {view.name.casefold(): view for view in BUILT_IN}


def views(settings: Settings) -> tuple[View, ...]:
    """In the order of their digits, at most nine."""
    return tuple(map(_view, settings.views)) or BUILT_IN


def check(settings: Settings) -> None:
    """Raise ConfigurationError with every view whose query means nothing."""
    if settings.views and (found := list(_mistakes(settings))):
        raise ConfigurationError("\n".join(found))


def kept(view: View) -> str | None:
    """The list that stands ready for it, if it can be seen without reading the query."""
    return KEPT.get(view.query)


def _view(wanted: ViewSettings) -> View:
    known = _BY_NAME.get(wanted.name.casefold(), View(wanted.name, ""))
    query = known.query if wanted.query is None else wanted.query
    return View(wanted.name, query, wanted.sort or (known.order if wanted.query is None else "newest"))


def _mistakes(settings: Settings) -> Iterator[str]:
    from chatlane_tui.model.query_text import parsed

    for view in views(settings):
        try:
            parsed(view.query)
        except QueryError as error:
            yield f"{spoken(settings.file)}: the view `{view.name}`, at letter {error.at + 1}: {error.sentence}"
