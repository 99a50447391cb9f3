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
    visible, hidden, alts = Counter[str](), Counter[str](), Counter[str]()
    links = set[str]()
    rules = _hidden_by_sheets(tree)
    for node, is_seen, link in _walked(tree.body, rules):
        if node.tag == "-text":
            words = words_of(node.text_content or "")
            (visible if is_seen else hidden).update(words)
            if is_seen and link and words:
                links.add(link)
        elif is_seen and node.tag == "img" and not is_tracker(node.attributes):
            alts.update(words_of(node.attributes.get("alt") or node.attributes.get("title") or ""))
            if link:
                links.add(link)
    return Truth(visible, hidden, alts, frozenset(links))


def is_tracker(attributes: dict[str, str | None]) -> bool:
    """Whether a picture is too small to be seen."""
    return any((attributes.get(side) or "").strip() in ("0", "1", "1px", "2", "3") for side in ("width", "height"))


def _walked(body: LexborNode | None, rules: set[int]) -> Iterator[tuple[LexborNode, bool, str]]:
    """Every node, whether it is seen, and where the link around it leads (empty: nowhere)."""
    todo = [(body, True, True, "")] if body is not None else []
    while todo:
        node, is_shown, is_large, link = todo.pop()
        tag = node.tag or ""
        if tag in _UNSEEN or (tag.startswith("-") and tag != "-text"):
            continue
        if tag != "-text":
            attributes = node.attributes
            style = attributes.get("style") or ""
            is_shown = is_shown and not (node.mem_id in rules or "hidden" in attributes or _HIDES.search(style))
            if size := _SIZE.search(style):
                is_large = float(size[1].rstrip(".") or 0) > (0 if size[2] in ("em", "rem", "%") else _TINY)
            href = attributes.get("href") or ""
            link = (href.strip() if _LINK.match(href) else "") if tag == "a" else link
        yield node, is_shown and is_large, link
        children, child = [], node.first_child
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
