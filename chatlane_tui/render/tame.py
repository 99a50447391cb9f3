"""Mail's HTML made harmless for a parser in C, in one linear pass: what comes out is well nested, shallow and small.

Lexbor builds a quadratic number of nodes from repeated formatting elements (12 KB: 0.6 s, 200 KB: out of memory),
and takes quadratic time over depth and over attributes of one tag. So tags are read here; comments, scripts and
everything a reader never sees are left out; inline elements become `span`, which no parser opens anew by itself.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field

from chatlane_tui.render.guess import lines_matter

DEEPEST = 96
MOST_TAGS = 12_000
"""Start tags; with end tags and the text between them about 40,000 nodes."""
LONGEST_VALUE = 8_192

_TAG = re.compile(r"<(?:(!--)|([!?])|(/?)([A-Za-z][^\s/>]*+))")
_ATTRIBUTE = re.compile(r"[\s/]*+([^\s/>][^\s/>=]*+)(?:\s*+=\s*+(?:([\"'])|([^\s>]*+)))?+")
_TAG_END = re.compile(r"[\s/]*+>")
_COMMENT_END = re.compile(r"--!?>")
_ADDRESS = re.compile(r"<(?:[^\s<>@]{1,64}@[^\s<>@]{1,255}|https?://[^\s<>]{1,2000})>", re.IGNORECASE)


def words(text: str) -> frozenset[str]:
    """The words of `text`."""
    return frozenset(text.split())


_WANTED = words("href src alt title style class id width height hidden start")
_NONE: dict[str, str] = {}
_FORMATTING = words("a b big code del em font i ins kbd s samp small strike strong tt u")
_INLINE = _FORMATTING | words("abbr acronym bdi bdo button cite dfn label mark q span sub sup time var")
_DIVISIONS = words("center details fieldset form legend main summary")
_BLOCKS = words(
    "address article aside blockquote dd div dl dt figcaption figure footer h1 h2 h3 h4 h5 h6 header "
    "li nav ol p pre section ul"
)
_VOID = frozenset({"br", "hr", "img"})
_CELLS = frozenset({"td", "th", "caption"})
_RAW = frozenset({"script", "style", "title", "iframe", "noembed", "noframes", "xmp", "textarea"})
_UNSEEN = frozenset({"svg", "math", "select", "template", "object", "audio", "video", "canvas", "datalist"})
_SIBLINGS = {"li": ("li",), "dd": ("dd", "dt"), "dt": ("dd", "dt")}
_LISTS = frozenset({"ul", "ol", "dl"})


@dataclass(slots=True)
class Tamed:
    """HTML that is safe to parse, the style sheets it had, and whether tags had to be left out."""

    html: str
    styles: str
    truncated: bool


def tame(html: str) -> Tamed:
    """`html` rewritten with known tags and attributes only, at most `DEEPEST` deep and `MOST_TAGS` long. Linear."""
    return _Tamer(html).tamed()


@dataclass(slots=True)
class _Frame:
    """The elements open inside one table, one cell, or the page."""

    barrier: str
    place: int = 0
    names: list[str] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)


class _Tamer:
    def __init__(self, html: str) -> None:
        self.html = html
        self.breaks = lines_matter(html)
        self.out: list[str] = []
        self.styles: list[str] = []
        self.frames = [_Frame("")]
        self.depth = 0
        self.tags = 0
        self.last = {mark: html.rfind(mark) for mark in ('"', "'", ">")}
        self.exhausted: set[str] = set()

    def tamed(self) -> Tamed:
        html, position = self.html, 0
        while (tag := _TAG.search(html, position)) is not None:
            if tag.start() > position:
                self.text(html[position : tag.start()])
            position = self.markup(tag)
        self.text(html[position:])
        while self.frames:
            self.close_frame()
        return Tamed("".join(self.out), "\n".join(self.styles), self.tags > MOST_TAGS)

    def text(self, text: str) -> None:
        if "<" in text:
            text = text.replace("<", "&lt;")
        if self.breaks and self.frames[-1].counts["pre"] == 0:
            text = text.replace("\n", "<br>")
        self.out.append(text)

    def markup(self, tag: re.Match[str]) -> int:
        """Handle what begins at `tag`; where to go on from."""
        comment, bogus, slash, name = tag.groups()
        if comment:
            return self.end_of_comment(tag)
        if tag.end() > self.last[">"]:
            self.text(tag[0])
            return tag.end()
        if bogus:
            return self.html.find(">", tag.end()) + 1
        if ("@" in name or ":" in name) and (address := _ADDRESS.match(self.html, tag.start())):
            self.text(address[0])
            return address.end()
        name = name.lower()
        attributes, end = self.attributes(tag.end())
        if slash:
            self.end(name)
        elif name in _RAW:
            end = self.raw(name, end)
        elif name in _UNSEEN:
            end = self.past(name, end) or end
        elif self.tags > MOST_TAGS:
            return end
        else:
            self.tags += 1
            self.start(name, attributes)
        return end

    def end_of_comment(self, tag: re.Match[str]) -> int:
        if "--" not in self.exhausted:
            if (end := _COMMENT_END.search(self.html, tag.end() - 2)) is not None:
                return end.end()
            self.exhausted.add("--")
        return tag.end()

    def past(self, name: str, position: int) -> int:
        """Just behind the end tag of an element whose content is not read; 0 if it has none."""
        if name in self.exhausted:
            return 0
        if (end := re.compile(rf"</{name}[^>]*+>?", re.IGNORECASE | re.ASCII).search(self.html, position)) is not None:
            return end.end()
        self.exhausted.add(name)
        return 0

    def raw(self, name: str, position: int) -> int:
        end = self.past(name, position)
        if name == "style":
            self.styles.append(self.html[position : end or len(self.html)])
        if name in ("script", "style"):
            return end or len(self.html)
        if name in ("xmp", "textarea"):
            return position
        return end or position

    def attributes(self, position: int) -> tuple[dict[str, str], int]:
        """The wanted attributes of the tag whose name ends at `position`, and where the tag ends."""
        html = self.html
        if html[position] == ">":
            return _NONE, position + 1
        found: dict[str, str] = {}
        while (end := _TAG_END.match(html, position)) is None:
            attribute = _ATTRIBUTE.match(html, position)
            if attribute is None:
                return found, len(html)
            name, quote, value = attribute.groups()
            position = attribute.end()
            if quote:
                closing = html.find(quote if position <= self.last[quote] else ">", position)
                closing = closing if closing >= 0 else len(html)
                value = html[position:closing]
                position = closing + (position <= self.last[quote])
            if (name := name.lower()) in _WANTED and name not in found and len(value or "") <= LONGEST_VALUE:
                found[name] = value or ""
        return found, end.end()

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name in _INLINE:
            if name == "a" and self.frames[-1].counts["a"]:
                self.close_to("a")
            if self.depth < DEEPEST:
                self.push(name)
                self.emit(f"span t={name}", attributes)
        elif name in _BLOCKS or name in _DIVISIONS:
            self.start_block("div" if name in _DIVISIONS else name, attributes)
        elif name in _CELLS or name == "tr":
            self.start_cell(name, attributes)
        elif name == "table":
            self.close_paragraph()
            self.start_table(attributes)
        elif name in _VOID:
            if name == "hr":
                self.close_paragraph()
            self.emit(name, attributes)
        elif name == "input":
            self.out.append(" ")  # a box to tick is not shown, and parts the words on both sides of it

    def start_block(self, name: str, attributes: dict[str, str]) -> None:
        self.close_paragraph()
        if name in _SIBLINGS:
            self.close_siblings(name)
        if self.depth < DEEPEST:
            self.push(name)
            self.emit(name, attributes)
        else:
            self.out.append("<br>")

    def start_table(self, attributes: dict[str, str]) -> None:
        if self.depth >= DEEPEST:
            self.out.append("<br>")
            return
        for frame in reversed(self.frames):
            if frame.barrier == "table":
                self.out[frame.place] = "<table t=nest>"
                break
        self.frames.append(_Frame("table", place=len(self.out)))
        self.depth += 1
        self.emit("table", {key: attributes[key] for key in attributes.keys() & {"style", "class", "id", "hidden"}})

    def start_cell(self, name: str, attributes: dict[str, str]) -> None:
        if not self.inside_table():
            if name == "tr":
                self.out.append("<br>")
            return
        while self.frames[-1].barrier != "table":
            self.close_frame()
        self.close_names(self.frames[-1], 0)
        if name == "tr":
            self.emit("tr", attributes)
            return
        self.frames.append(_Frame(name))
        self.depth += 1
        self.emit(name, attributes)

    def inside_table(self) -> bool:
        return any(frame.barrier == "table" for frame in self.frames[-2:])

    def end(self, name: str) -> None:
        frame = self.frames[-1]
        name = "div" if name in _DIVISIONS else name
        if name == "br":
            self.out.append("<br>")
        elif name == "table":
            if self.inside_table():
                while self.frames[-1].barrier != "table":
                    self.close_frame()
                self.close_frame()
        elif name in _CELLS:
            if frame.barrier == name:
                self.close_frame()
        elif name == "tr":
            if frame.barrier in _CELLS:
                self.close_frame()
            self.out.append("</tr>" if self.inside_table() else "")
        elif frame.counts[name] and (name not in _INLINE or name in _FORMATTING or self.near(name)):
            self.close_to(name)

    def near(self, name: str) -> bool:
        """Whether no block was opened since the inline element `name`: else it outlives its end tag, as in browsers."""
        for other in reversed(self.frames[-1].names[-8:]):
            if other == name:
                return True
            if other not in _INLINE:
                return False
        return False

    def close_paragraph(self) -> None:
        if self.frames[-1].counts["p"]:
            self.close_to("p")

    def close_siblings(self, name: str) -> None:
        siblings = _SIBLINGS[name]
        names = self.frames[-1].names
        for place in range(len(names) - 1, max(-1, len(names) - 17), -1):
            if names[place] in _LISTS:
                return
            if names[place] in siblings:
                self.close_names(self.frames[-1], place)
                return

    def push(self, name: str) -> None:
        self.frames[-1].names.append(name)
        self.frames[-1].counts[name] += 1
        self.depth += 1

    def close_to(self, name: str) -> None:
        names = self.frames[-1].names
        place = len(names) - 1
        while names[place] != name:
            place -= 1
        self.close_names(self.frames[-1], place)

    def close_names(self, frame: _Frame, place: int) -> None:
        while len(frame.names) > place:
            name = frame.names.pop()
            frame.counts[name] -= 1
            self.depth -= 1
            self.out.append("</span>" if name in _INLINE else f"</{name}>")

    def close_frame(self) -> None:
        frame = self.frames.pop()
        self.close_names(frame, 0)
        if frame.barrier:
            self.depth -= 1
            self.out.append(f"</{frame.barrier}>")

    def emit(self, tag: str, attributes: dict[str, str]) -> None:
        if attributes:
            for key, value in attributes.items():
                tag += f' {key}="{value}"' if '"' not in value else f' {key}="{value.replace(chr(34), "&quot;")}"'
        self.out.append(f"<{tag}>")
