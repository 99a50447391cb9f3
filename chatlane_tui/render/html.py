"""HTML to a document: a walker over lexbor's tree that shows what a mail reader would show, and nothing else."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from selectolax.lexbor import LexborHTMLParser, LexborNode

from chatlane_tui.render.css import HideRules, declarations, tiny
from chatlane_tui.render.document import Block, Mark, Run
from chatlane_tui.render.flow import BAR, Flow, FullError
from chatlane_tui.render.tables import Cell, Table, put_table
from chatlane_tui.render.tame import tame, words

TRACKER = 3
"""Pixels up to which an image is taken for a tracker."""

NAMELESS = "[image]"
"""Stands for a picture without alternative text that is a link: the link has to be somewhere."""

_MARKS = {
    **dict.fromkeys(("b", "strong"), Mark.BOLD),
    **dict.fromkeys(("em", "i", "cite"), Mark.ITALIC),
    **dict.fromkeys(("u", "ins"), Mark.UNDERLINE),
    **dict.fromkeys(("s", "strike", "del"), Mark.STRIKE),
    **dict.fromkeys(("code", "tt", "kbd", "samp"), Mark.CODE),
}
_HEADINGS = words("h1 h2 h3 h4 h5 h6")
_SPACED = _HEADINGS | words("p ul ol dl blockquote pre figure table")
_BLOCKS = _SPACED | words("address article aside caption dd div dt figcaption footer header li nav section td th tr")
_RULE = "─" * 24


class _State(NamedTuple):
    """What an element hands down to those in it."""

    marks: Mark = Mark.NONE
    link: int | None = None
    hidden: bool = False
    tiny: bool = False
    pre: bool = False


@dataclass(slots=True)
class _Open:
    """An element being walked, and what has to be put back when it ends."""

    node: LexborNode
    tag: str
    before: _State
    touched: int
    flow: Flow
    containers: int = 0
    gap: int = 0
    table: Table | None = None


@dataclass(slots=True)
class Seen:
    """What the walk met besides text."""

    truncated: bool
    hidden_words: int = 0
    images: int = 0


def walk_html(html: str, flow: Flow) -> Seen:
    """Put everything visible of `html` into `flow`. Linear; may raise what the parser raises, but not for its size."""
    tamed = tame(html)
    body = LexborHTMLParser(f"<!doctype html><html><body>{tamed.html}").body
    seen = Seen(tamed.truncated)
    if body is not None:
        walker = _Walker(flow, HideRules(tamed.styles), seen)
        try:
            walker.walk(body)
        except FullError:
            seen.truncated = True
            walker.save_cells()
    return seen


def without_echoes(blocks: list[Block]) -> list[Block]:
    """The blocks with one nameless picture for each link that no words lead to: a mail cut into slices has dozens."""
    runs = [run for block in blocks for run in block.runs if run.link is not None]
    said = {run.link for run in runs if not _is_nameless(run)}
    nameless = [run.link for run in runs if _is_nameless(run)]
    if said.isdisjoint(nameless) and len(set(nameless)) == len(nameless):
        return blocks
    kept: list[Block] = []
    for block in blocks:
        shown = tuple(run for run in block.runs if not (_is_nameless(run) and _was(run.link, said)))
        is_gap = not block.runs and not block.preformatted
        if is_gap and (not kept or not kept[-1].runs):
            continue
        if len(shown) == len(block.runs):
            kept.append(block)
        elif any(run.text.strip() for run in shown):
            first = shown[0]._replace(text=shown[0].text.lstrip())
            kept.append(block._replace(runs=(first, *shown[1:]) if first.text else shown[1:]))
    while kept and not kept[-1].runs:
        kept.pop()
    return kept


def _was(link: int | None, said: set[int | None]) -> bool:
    """Whether that link was said before; from now on it was."""
    before = link in said
    said.add(link)
    return before


def _is_nameless(run: Run) -> bool:
    return run.link is not None and NAMELESS in run.text and not run.text.replace(NAMELESS, "").strip()


class _Walker:
    def __init__(self, flow: Flow, rules: HideRules, seen: Seen) -> None:
        self.page = flow
        self.flow = flow
        self.rules = rules
        self.seen = seen
        self.state = _State()
        self.tables: list[Table] = []
        self.numbers: list[int | None] = []
        self.blank = False

    def walk(self, body: LexborNode) -> None:
        """Depth first, without recursion."""
        path: list[_Open] = []
        node = body.first_child
        while node is not None:
            opened = self.enter(node)
            if opened is not None and (child := node.first_child) is not None:
                path.append(opened)
                node = child
                continue
            if opened is not None:
                self.leave(opened)
            while node.next is None:
                if not path:
                    return
                opened = path.pop()
                node = opened.node
                self.leave(opened)
            node = node.next

    def save_cells(self) -> None:
        """Put what the unfinished tables hold onto the page."""
        cells = [cell.blocks for table in self.tables for row in table.rows for cell in row]
        if self.flow is not self.page:
            cells.append(self.flow.blocks)
        for blocks in cells:
            self.page.blocks.extend(blocks)

    def enter(self, node: LexborNode) -> _Open | None:
        tag = node.tag or ""
        if tag == "-text":
            self.text(node.text_content or "")
            return None
        if tag.startswith("-"):
            return None
        attributes = node.attributes
        match tag:
            case "br":
                if not self.state.hidden:
                    self.flow.line_break()
                return None
            case "hr":
                self.rule(attributes)
                return None
            case "img":
                self.image(attributes)
                return None
            case _:
                opened = _Open(node, tag, self.state, self.flow.touched, self.flow)
                kind = (attributes.get("t") or "span") if tag == "span" else tag
                self.inherit(kind, attributes)
                if tag in _BLOCKS and not self.state.hidden:
                    self.open_block(tag, attributes, opened)
                return opened

    def inherit(self, tag: str, attributes: dict[str, str | None]) -> None:
        state = self.state
        if not attributes and tag not in _MARKS and tag not in _HEADINGS and tag != "pre":
            return
        style = attributes.get("style") or ""
        marks = state.marks | _MARKS[tag] if tag in _MARKS else state.marks
        link, hidden, small, pre = state.link, state.hidden, state.tiny, state.pre or tag == "pre"
        if tag in _HEADINGS:
            marks |= Mark.HEADING | Mark.BOLD
        elif tag == "a" and (href := attributes.get("href")):
            link = self.flow.links.index(href)
            marks = marks | Mark.LINK if link is not None else marks & ~Mark.LINK
        if style:
            marks = marks | own if (own := _styled(style)) is not Mark.NONE else marks
            small = small if (said := tiny(style)) is None else said
            pre = pre or declarations(style).get("white-space") in ("pre", "pre-wrap", "pre-line")
        hidden = hidden or self.rules.hides(tag, attributes)
        self.state = _State(marks, link, hidden, small, pre)

    def open_block(self, tag: str, attributes: dict[str, str | None], opened: _Open) -> None:
        opened.gap = 1 if tag in _SPACED and not (tag in ("p", "ul", "ol") and self.tight(tag, attributes)) else 0
        self.flow.paragraph(opened.gap)
        match tag:
            case "blockquote":
                self.open_container(opened, BAR, BAR, quote=1)
            case "ul":
                self.numbers.append(None)
            case "ol":
                start = attributes.get("start") or "1"
                self.numbers.append(int(start) if start.isdecimal() and len(start) < 6 else 1)
            case "li":
                self.open_item(opened)
            case "dd":
                self.open_container(opened, "  ", "  ")
            case "table" if attributes.get("t") != "nest":
                opened.table = Table()
                self.tables.append(opened.table)
            case "tr" if self.tables:
                self.tables[-1].row()
            case "td" | "th" if self.tables:
                self.flow = Flow(self.page.links, self.page.room)
            case _:
                pass

    def tight(self, tag: str, attributes: dict[str, str | None]) -> bool:
        """Whether a paragraph stands close to the next (Outlook's do), or a list stands in another."""
        if tag != "p":
            return bool(self.numbers)
        if (attributes.get("class") or "").startswith("Mso"):
            return True
        style = declarations(attributes.get("style") or "")
        margin = style.get("margin-bottom") or style.get("margin", "?").split(" ")[0]
        return margin[:1] == "0" and margin[:2] != "0."

    def open_container(self, opened: _Open, first: str, rest: str, *, quote: int = 0) -> None:
        self.flow.open(first, rest, quote=quote)
        opened.containers += 1

    def open_item(self, opened: _Open) -> None:
        number = self.numbers[-1] if self.numbers else None
        if number is None:
            self.open_container(opened, "• ", "  ")
            return
        self.numbers[-1] = number + 1
        self.open_container(opened, f"{number}. ", " " * len(f"{number}. "))

    def leave(self, opened: _Open) -> None:
        shown = not self.state.hidden
        self.state = opened.before
        tag = opened.tag
        if tag not in _BLOCKS or not shown:
            return
        if tag in ("ul", "ol"):
            self.numbers.pop()
        if tag in ("td", "th") and self.flow is not opened.flow:
            cell = Cell(self.flow.finish(), heading=tag == "th")
            self.flow = opened.flow
            self.tables[-1].add(cell)
            return
        empty = tag in ("p", "div") and self.flow.touched == opened.touched and self.blank
        self.blank = False
        self.flow.paragraph(1 if empty else opened.gap)
        for _ in range(opened.containers):
            self.flow.close()
        if opened.table is not None:
            self.tables.pop()
            put_table(opened.table, self.flow)
            self.flow.paragraph(opened.gap)

    def text(self, text: str) -> None:
        state = self.state
        if state.hidden or state.tiny:
            self.seen.hidden_words += len(text.split())
        elif state.pre:
            self.flow.write_lines(text.replace("\r", ""), state.marks, state.link)
        elif state.link is None and ("://" in text or "@" in text or "www." in text):
            self.flow.write_linked(text, state.marks)
        else:
            self.blank = "\xa0" in text
            self.flow.write(text, state.marks, state.link)

    def rule(self, attributes: dict[str, str | None]) -> None:
        if not self.state.hidden and not self.rules.hides("hr", attributes):
            self.flow.paragraph(0)
            self.flow.write(_RULE, Mark.DIM)
            self.flow.paragraph(0)

    def image(self, attributes: dict[str, str | None]) -> None:
        if self.state.hidden or self.rules.hides("img", attributes) or _is_tracker(attributes):
            return
        self.seen.images += 1
        alt = " ".join((attributes.get("alt") or attributes.get("title") or "").split())[:500]
        if alt or self.state.link is not None:
            self.flow.write(f"[{alt}]" if alt else NAMELESS, self.state.marks | Mark.DIM, self.state.link)


@lru_cache(maxsize=2_048)
def _styled(style: str) -> Mark:
    found = declarations(style)
    marks = Mark.NONE
    if found.get("font-weight") in ("bold", "bolder", "600", "700", "800", "900"):
        marks |= Mark.BOLD
    if found.get("font-style") == "italic":
        marks |= Mark.ITALIC
    if "line-through" in found.get("text-decoration", ""):
        marks |= Mark.STRIKE
    return marks


def _is_tracker(attributes: dict[str, str | None]) -> bool:
    style = declarations(attributes.get("style") or "")
    for side in ("width", "height"):
        said = (attributes.get(side) or style.get(side) or "").removesuffix("px").strip()
        if said.isdecimal() and len(said) < 6 and int(said) <= TRACKER:
            return True
    return False
