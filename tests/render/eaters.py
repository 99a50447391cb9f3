"""Every function that eats text from outside, and how it is fed: found by looking, so that none is forgotten."""

from __future__ import annotations

import enum
import inspect
import pkgutil
import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import is_dataclass
from importlib import import_module
from types import FunctionType, ModuleType
from typing import Final

from rich.style import Style

from chatlane_tui import render
from chatlane_tui.model import clean, scrub
from chatlane_tui.render import (
    as_markdown,
    body,
    css,
    flow,
    guess,
    hits,
    html,
    links,
    markdown,
    plain,
    quotes,
    redact,
    tables,
    tame,
    words,
)
from chatlane_tui.render.document import Block, Document, Link, Mark, Run
from chatlane_tui.ui import layout, pictures, text

MODULES: Final = (
    *(import_module(f"{render.__name__}.{found.name}") for found in pkgutil.iter_modules(render.__path__)),
    clean,
    scrub,
    layout,
    text,
    pictures,
)
_TEXT = re.compile(r"\b(?:str|Block|Document|Run|Cell|Table|Row|Segment)\b")


def a_flow() -> flow.Flow:
    """An empty one, with all its room."""
    return flow.Flow(links.Links(), flow.Room())


def _written(write: Callable[[flow.Flow, str], None]) -> Callable[[str], object]:
    def eat(given: str) -> object:
        into = a_flow()
        with suppress(flow.FullError):
            write(into, given)
        return into.blocks

    return eat


def _blocks(given: str) -> list[Block]:
    """A block a line, and one of everything, as hostile markup would make them."""
    return [Block((Run(line, Mark.BOLD),), quote=line.count(">")) for line in given.split("\n")[: flow.MOST_BLOCKS]]


def _table(given: str) -> tables.Table:
    found = tables.Table()
    for line in given.split("\n")[: flow.MOST_BLOCKS]:
        found.row()
        for part in line.split(" ", 8):
            found.add(tables.Cell([Block((Run(part),))] if part else []))
    return found


def _uncached(function: object) -> Callable[[str], object]:
    return function.__wrapped__  # type: ignore[attr-defined, no-any-return]


def _rules(given: str) -> object:
    return css.HideRules(given)


def _hidden(given: str) -> object:
    attributes: dict[str, str | None] = {"style": given, "class": given, "id": given}
    return css.HideRules(".a{display:none}").hides("p", attributes)


def _laid(given: str, *, preformatted: bool = False) -> object:
    document = Document(tuple(block._replace(preformatted=preformatted) for block in _blocks(given)))
    return layout.lay_out(document, 40)


def _painted(given: str) -> object:
    row = layout.Row(((given, Mark.NONE, None),), 40)
    return layout.strip(row, layout.Palette(), 40, Style())


def _one_paragraph(given: str) -> Document:
    """One block of as many runs as there can be, each a link."""
    parts = [given[start : start + 4] for start in range(0, len(given), 4)]
    runs = tuple(Run(part, Mark.CODE if place % 2 else Mark.BOLD, 0) for place, part in enumerate(parts))
    return Document((Block(runs),), links=(Link("https://a.example", "a.example"),))


def _hits(given: str) -> list[tuple[int, int]]:
    return [found.span() for found in re.finditer(r"\w", given)]


def _linked(given: str) -> Document:
    """A document with a link in every line, and code in every other one."""
    made = [
        Block((Run(words, Mark.CODE if number % 2 else Mark.LINK, 0),), preformatted=bool(number % 2))
        for number, words in enumerate(given.split("\n")[: flow.MOST_BLOCKS])
    ]
    return Document(tuple(made), links=(Link("https://a.example", "a.example"),))


EATERS: Final[dict[str, Callable[[str], object]]] = {
    "render.body.document as html": lambda given: body.document(given, type="email", format="html"),
    "render.body.document as plain": lambda given: body.document(given, type="email", format="plain"),
    "render.body.document as whatsapp": lambda given: body.document(given, type="whatsapp"),
    "render.body.document as source": lambda given: body.document(given, type="email", format="source"),
    "render.as_markdown.markdown_of": lambda given: as_markdown.markdown_of(Document(tuple(_blocks(given)))),
    "render.as_markdown.markdown_of with links and code": lambda given: as_markdown.markdown_of(_linked(given)),
    "render.as_markdown.markdown_of one paragraph": lambda given: as_markdown.markdown_of(_one_paragraph(given)),
    "render.body.stripped": body.stripped,
    "render.css.declarations": _uncached(css.declarations),
    "render.css.hides": _uncached(css.hides),
    "render.css.tiny": _uncached(css.tiny),
    "render.css.HideRules": _rules,
    "render.css.HideRules.hides": _hidden,
    "render.flow.safe": flow.safe,
    "render.flow.Flow.write": _written(lambda into, given: into.write(given)),
    "render.flow.Flow.write_linked": _written(lambda into, given: into.write_linked(given)),
    "render.flow.Flow.write_lines": _written(lambda into, given: into.write_lines(given)),
    "render.flow.Flow.extend": _written(lambda into, given: into.extend(_blocks(given))),
    "render.guess.guessed_format": lambda given: guess.guessed_format(given, type="email"),
    "render.guess.lines_matter": guess.lines_matter,
    "render.hits.marked": lambda given: hits.marked(_one_paragraph(given), _hits),
    "render.html.walk_html": lambda given: html.walk_html(given, a_flow()),
    "render.html.without_echoes": lambda given: html.without_echoes(
        [block._replace(runs=tuple(run._replace(link=0) for run in block.runs)) for block in _blocks(given)]
    ),
    "render.links.link_to": lambda given: links.link_to("https://" + given),
    "render.links.as_read": lambda given: links.as_read("xn--" + given),
    "render.links.Links.index": lambda given: links.Links().index("https://" + given),
    "render.links.found_links": links.found_links,
    "render.markdown.is_modest": markdown.is_modest,
    "render.plain.plain_blocks": lambda given: plain.plain_blocks(given, links.Links(), emphasis=True),
    "render.plain.source_blocks": plain.source_blocks,
    "render.plain.styled": lambda given: list(plain.styled(given.replace("\n", " "), links.Links(), emphasis=True)),
    "render.quotes.folded": lambda given: quotes.folded(_blocks(given)),
    "render.redact.Redactor": lambda given: redact.Redactor(given.split("\n")[:50]),
    "render.redact.Redactor.text": lambda given: redact.Redactor(("Ada Okonkwo", "x")).text(given),
    "render.tables.Table.add": _table,
    "render.tables.put_table": lambda given: tables.put_table(_table(given), a_flow()),
    "render.tables.cells": tables.cells,
    "render.tame.tame": tame.tame,
    "render.words.code_of": lambda given: words.code_of(_linked(given)),
    "render.words.is_code": lambda given: [words.is_code(block) for block in _blocks(given)],
    "render.words.line_of": lambda given: [words.line_of(block) for block in _blocks(given)],
    "render.words.text_of": lambda given: words.text_of(Document(tuple(_blocks(given)))),
    "render.words.words_of": lambda given: [words.words_of(block) for block in _blocks(given)],
    "render.words.words_of_links of one paragraph": lambda given: words.words_of_links(_one_paragraph(given)),
    "render.words.words_of_links": lambda given: words.words_of_links(_linked(given)),
    "model.clean.clean": lambda given: clean.clean(given, limit=10**9),
    "model.clean.clean_line": lambda given: clean.clean_line(given, limit=10**9),
    "model.clean.is_ordinary": clean.is_ordinary,
    "model.scrub.scrubbed": scrub.scrubbed,
    "ui.layout.lay_out": _laid,
    "ui.layout.lay_out preformatted": lambda given: _laid(given, preformatted=True),
    "ui.layout.strip": _painted,
    "ui.layout.content": lambda given: layout.content(Document(tuple(_blocks(given))), 40),
    "ui.text.plain": text.plain,
    "ui.text.harmless": text.harmless,
    "ui.text.line": lambda given: text.line(given, 40),
    "ui.text.cut": lambda given: text.cut(given, 40),
    "ui.pictures.spelled": pictures.spelled,
    "ui.pictures.boxed": pictures.boxed,
}
"""Name of the function, and perhaps in which way it is fed → it, fed."""

CAPPED: Final = {
    "render.body.document as markdown": lambda given: body.document(given, type="note", format="markdown"),
    "render.markdown.walk_markdown": lambda given: (
        markdown.is_modest(given) and markdown.walk_markdown(given, a_flow())
    ),
}
"""Those that read no more than `markdown.LONGEST` characters."""

FED_OTHERWISE: Final = {
    "render.flow.Flow.open": "prefixes of our own",
    "render.tame.words": "lists of our own",
    "ui.text.OutputFilter.apply": "what `strip` and Textual cut to the width of a terminal",
}
"""What takes text, but none from outside, or none that is long."""


def forget() -> None:
    """Empty every cache: what was read once would be read for nothing."""
    for module in MODULES:
        for found in vars(module).values():
            if hasattr(found, "cache_clear"):
                found.cache_clear()


def eaters() -> Iterator[str]:
    """The names of all public functions and methods of those modules that take text, or what is made of it."""
    for module in MODULES:
        for name, found in vars(module).items():
            if not name.startswith("_") and getattr(found, "__module__", "") == module.__name__:
                yield from _eaters_of(module, name, found)


def _eaters_of(module: ModuleType, name: str, found: object) -> Iterator[str]:
    place = module.__name__.removeprefix("chatlane_tui.")
    function = getattr(found, "__wrapped__", found)
    if isinstance(function, FunctionType) and _takes_text(function):
        yield f"{place}.{name}"
    elif isinstance(found, type) and not _is_plain_value(found):
        for method, inner in vars(found).items():
            if isinstance(inner, FunctionType) and _takes_text(inner):
                if method == "__init__" and not is_dataclass(found):
                    yield f"{place}.{name}"
                elif not method.startswith("_"):
                    yield f"{place}.{name}.{method}"


def _takes_text(function: FunctionType) -> bool:
    parameters = inspect.signature(function).parameters.values()
    return any(_TEXT.search(str(parameter.annotation)) for parameter in parameters)


def _is_plain_value(kind: type) -> bool:
    return issubclass(kind, tuple | enum.Enum | Exception) or (is_dataclass(kind) and not _has_methods(kind))


def _has_methods(kind: type) -> bool:
    return any(isinstance(found, FunctionType) and not name.startswith("_") for name, found in vars(kind).items())
