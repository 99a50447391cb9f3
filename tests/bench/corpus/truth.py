"""What a reader sees of HTML, without a browser: the whole tree of a browser's parser, and the commonest ways to hide.

It shares nothing with `render` but that parser: no guard rewrites the markup, and style sheets are asked by the
parser's own selectors. It knows neither layout nor the cascade's finer rules: where there is a Chromium, `browser` is
asked.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from selectolax.lexbor import LexborHTMLParser, LexborNode, SelectolaxError

from tests.bench.corpus.samples import Truth, words_of

_UNSEEN = frozenset({"head", "script", "style", "title", "template", "select", "svg", "iframe", "noframes", "object"})
_INLINE = frozenset({
    "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "del", "dfn", "em", "font", "i", "img", "ins",
    "kbd", "label", "mark", "nobr", "o:p", "q", "s", "samp", "small", "span", "strike", "strong", "sub", "sup", "tt",
    "u", "var", "wbr",
})  # fmt: skip
"""Elements across which a word goes on."""
_COMMENT = re.compile(r"/\*.*?\*/|<!--|-->", re.DOTALL)
_MEDIA = re.compile(r"@[^{;]*\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}|@[^{;]*;")
_RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
_HIDES = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)|opacity\s*:\s*0*(?:\.0+)?\s*(?:;|!|$)"
    r"|(?:max-height|height)\s*:\s*0(?:px)?\s*(?:;|!|$)(?=.*overflow\s*:\s*hidden)"
    r"|position\s*:\s*absolute.*(?:left|top)\s*:\s*-\d{3,}"
    r"|overflow\s*:\s*hidden.*(?:max-height|height)\s*:\s*0(?:px)?\s*(?:;|!|$)",
    re.IGNORECASE | re.DOTALL,
)
_SIZE = re.compile(r"(?<![\w-])font-size\s*:\s*([\d.]+)\s*(px|pt|em|rem|%)?", re.IGNORECASE)
_LINK = re.compile(r"\s*(?:https?|mailto|tel):", re.IGNORECASE)
_TINY = 1.0


def truth_of(html: str) -> Truth:
    """The words, links and alternative texts of a mail."""
    tree = LexborHTMLParser(html)
    texts: dict[bool, list[str]] = {True: [], False: []}
    alts, links = Counter[str](), set[str]()
    for node, is_seen, link in _walked(tree.body, _hidden_by_sheets(tree)):
        if node is None:
            texts[True].append("\n")
            texts[False].append("\n")
        elif node.tag == "-text":
            text = node.text_content or ""
            texts[is_seen].append(text)
            if is_seen and link and text.strip():
                links.add(link)
        elif is_seen and node.tag == "img" and not is_tracker(node.attributes):
            alts.update(words_of(node.attributes.get("alt") or node.attributes.get("title") or ""))
            if link:
                links.add(link)
    return Truth(words_of("".join(texts[True])), words_of("".join(texts[False])), alts, frozenset(links))


def is_tracker(attributes: dict[str, str | None]) -> bool:
    """Whether a picture is too small to be seen."""
    return any((attributes.get(side) or "").strip() in ("0", "1", "1px", "2", "3") for side in ("width", "height"))


def _walked(body: LexborNode | None, rules: set[int]) -> Iterator[tuple[LexborNode | None, bool, str]]:
    """Every node, whether it is seen, and where the link around it leads (empty: nowhere); None where a word ends."""
    todo: list[tuple[LexborNode | None, bool, bool, str]] = [(body, True, True, "")]
    while todo:
        node, is_shown, is_large, link = todo.pop()
        tag = node.tag or "" if node is not None else ""
        if tag in _UNSEEN or (tag.startswith("-") and tag != "-text"):
            continue
        if node is not None and tag != "-text":
            attributes = node.attributes
            style = attributes.get("style") or ""
            is_shown = is_shown and not (node.mem_id in rules or "hidden" in attributes or _HIDES.search(style))
            if size := _SIZE.search(style):
                is_large = float(size[1].rstrip(".") or 0) > (0 if size[2] in ("em", "rem", "%") else _TINY)
            href = attributes.get("href") or ""
            link = (href.strip() if _LINK.match(href) else "") if tag == "a" else link
            if tag not in _INLINE:
                yield None, is_shown, link
                todo.append((None, is_shown, is_large, link))
        yield node, is_shown and is_large, link
        children, child = [], node.first_child if node is not None else None
        while child is not None:
            children.append((child, is_shown, is_large, link))
            child = child.next
        todo += reversed(children)


def _hidden_by_sheets(tree: LexborHTMLParser) -> set[int]:
    """Elements that a rule of a style sheet hides, outside of `@media`."""
    found = set[int]()
    for sheet in tree.css("style"):
        rules = _MEDIA.sub(" ", _COMMENT.sub(" ", sheet.text()))
        for selectors, style in _RULE.findall(rules):
            if _HIDES.search(style):
                try:
                    found |= {node.mem_id for node in tree.css(selectors.strip())}
                except SelectolaxError:  # a selector that no browser knows either
                    continue
    return found
