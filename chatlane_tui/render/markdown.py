"""Markdown to a document: markdown-it's tokens into the same emitter as HTML. Raw HTML in it stays text."""

from __future__ import annotations

from functools import cache

from markdown_it import MarkdownIt
from markdown_it.token import Token

from chatlane_tui.render.document import Mark
from chatlane_tui.render.flow import BAR, Flow, FullError
from chatlane_tui.render.tables import Cell, Table, put_table

LONGEST = 20_000
MOST_LINES = 2_000
MOST_MARKERS = 3_000
MOST_COLUMNS = 32
"""What is read as Markdown; beyond it a body is plain text. Its parser is linear, at 25 µs a character."""

_MARKERS = "[]*_~`!"
_MARKS = {"strong": Mark.BOLD, "em": Mark.ITALIC, "s": Mark.STRIKE}
_RULE = "─" * 24


@cache
def _parser() -> MarkdownIt:
    options = {"html": False, "breaks": True, "linkify": False, "maxNesting": 20}
    return MarkdownIt("commonmark", options).enable(["table", "strikethrough"])


def is_modest(text: str) -> bool:
    """Whether markdown-it reads `text` in bounded time. Linear."""
    return (
        len(text) <= LONGEST
        and text.count("\n") <= MOST_LINES
        and sum(map(text.count, _MARKERS)) <= MOST_MARKERS
        and all(line.count("|") <= MOST_COLUMNS for line in text.split("\n"))
    )


def walk_markdown(text: str, flow: Flow) -> bool:
    """Put `text` into `flow`; whether it had to be truncated."""
    try:
        _Walker(flow).walk(_parser().parse(text))
    except FullError:
        return True
    return False


class _Walker:
    def __init__(self, flow: Flow) -> None:
        self.page = flow
        self.flow = flow
        self.table = Table()
        self.numbers: list[int | None] = []
        self.heading = Mark.NONE

    def walk(self, tokens: list[Token]) -> None:
        for token in tokens:
            name, _, edge = token.type.rpartition("_")
            if token.type == "inline":
                self.inline(token.children or [])
            elif edge == "open":
                self.open(name, token)
            elif edge == "close":
                self.close(name, token)
            elif token.type in ("fence", "code_block"):
                self.flow.paragraph(1)
                self.flow.write_lines(token.content.rstrip("\n"), Mark.CODE)
                self.flow.paragraph(1, preformatted=True)
            elif token.type == "hr":
                self.flow.paragraph(0)
                self.flow.write(_RULE, Mark.DIM)
                self.flow.paragraph(0)

    def open(self, name: str, token: Token) -> None:
        match name:
            case "paragraph" if token.hidden:
                self.flow.paragraph(0)
            case "paragraph":
                self.flow.paragraph(1)
            case "heading":
                self.flow.paragraph(1)
                self.heading = Mark.HEADING | Mark.BOLD
            case "bullet_list" | "ordered_list":
                self.flow.paragraph(0 if self.numbers else 1)
                start = str(token.attrGet("start") or "1")
                self.numbers.append(int(start) if name == "ordered_list" else None)
            case "list_item":
                self.open_item()
            case "blockquote":
                self.flow.paragraph(1)
                self.flow.open(BAR, BAR, quote=1)
            case "table":
                self.flow.paragraph(1)
                self.table = Table()
            case "tr":
                self.table.row()
            case "th" | "td":
                self.flow = Flow(self.page.links, self.page.room)
            case _:
                pass

    def open_item(self) -> None:
        self.flow.end_line()
        number = self.numbers[-1]
        if number is None:
            self.flow.open("• ", "  ")
        else:
            self.numbers[-1] = number + 1
            self.flow.open(f"{number}. ", " " * len(f"{number}. "))

    def close(self, name: str, token: Token) -> None:
        match name:
            case "paragraph":
                self.flow.paragraph(0 if token.hidden else 1)
            case "heading":
                self.heading = Mark.NONE
                self.flow.paragraph(1)
            case "bullet_list" | "ordered_list":
                self.numbers.pop()
                self.flow.paragraph(0 if self.numbers else 1)
            case "list_item":
                self.flow.close()
            case "blockquote":
                self.flow.close()
                self.flow.paragraph(1)
            case "th" | "td":
                self.table.add(Cell(self.flow.finish(), heading=name == "th"))
                self.flow = self.page
            case "table":
                put_table(self.table, self.flow)
                self.flow.paragraph(1)
            case _:
                pass

    def inline(self, tokens: list[Token]) -> None:
        marks = [self.heading]
        link: int | None = None
        for token in tokens:
            name, _, edge = token.type.rpartition("_")
            if name in _MARKS:
                if edge == "open":
                    marks.append(marks[-1] | _MARKS[name])
                else:
                    marks.pop()
                continue
            shown = marks[-1] | (Mark.LINK if link is not None else Mark.NONE)
            match token.type:
                case "text" if link is None:
                    self.flow.write_linked(token.content, shown)
                case "text":
                    self.flow.write(token.content, shown, link)
                case "softbreak" | "hardbreak":
                    self.flow.line_break()
                case "code_inline":
                    self.flow.write(token.content, shown | Mark.CODE, link)
                case "link_open":
                    link = self.flow.links.index(str(token.attrGet("href") or ""))
                case "link_close":
                    link = None
                case "image":
                    self.flow.write(f"[{token.content or 'image'}]", shown | Mark.DIM, link)
                case _:
                    pass
