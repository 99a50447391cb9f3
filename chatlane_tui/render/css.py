"""What a mail's style sheets and `style` attributes hide from its reader."""

from __future__ import annotations

import re
from functools import lru_cache

LONGEST_SHEET = 65_536
MOST_RULES = 4_000

_COMMENT = re.compile(r"/\*|\*/")
_SELECTOR = re.compile(r"([a-z][a-z0-9]*)?([.#][A-Za-z_][\w\-]*)?\Z", re.IGNORECASE | re.ASCII)
_ZERO = re.compile(r"0*(?:\.0+)?(?:px|pt|em|rem|%)?\Z", re.ASCII)
_TINY = re.compile(r"(?:[01]px|1pt|0*(?:\.0+)?(?:px|pt|em|rem|%)?)\Z", re.ASCII)
_FAR = re.compile(r"-\d{3,}", re.ASCII)


@lru_cache(maxsize=2_048)
def declarations(style: str) -> dict[str, str]:
    """The properties of a `style` attribute, lower case, without `!important`."""
    found = {}
    for declaration in style[:4_096].lower().split(";"):
        name, colon, value = declaration.partition(":")
        if colon:
            found[name.strip()] = value.replace("!important", "").strip()
    return found


@lru_cache(maxsize=2_048)
def hides(style: str) -> bool | None:
    """Whether this `style` hides its element; None if it does not say."""
    found = declarations(style)
    if (
        found.get("display") == "none"
        or found.get("visibility") in ("hidden", "collapse")
        or _is_zero(found.get("opacity"))
        or (found.get("position") == "absolute" and _FAR.match(found.get("left", found.get("top", ""))))
    ):
        return True
    sizes = (found.get(name) for name in ("height", "max-height", "width", "max-width"))
    if found.get("overflow", found.get("overflow-y")) == "hidden" and any(_is_zero(size) for size in sizes):
        return True
    return False if "display" in found else None


@lru_cache(maxsize=2_048)
def tiny(style: str) -> bool | None:
    """Whether this `style` makes letters too small to be seen; None if it leaves their size alone."""
    size = declarations(style).get("font-size")
    return None if size is None else bool(_TINY.match(size)) and size != ""


def _is_zero(value: str | None) -> bool:
    return bool(value) and _ZERO.match(value or "") is not None


class HideRules:
    """The rules of style sheets that hide elements by tag, class or id, outside `@media`; later rules win."""

    def __init__(self, sheet: str) -> None:
        self._rules: dict[tuple[str, str], bool] = {}
        for selectors, body in _rules(_without_comments(sheet[:LONGEST_SHEET])):
            if (verdict := hides(body)) is not None:
                for selector in selectors.split(","):
                    self._learn(selector.strip(), verdict=verdict)

    def _learn(self, selector: str, *, verdict: bool) -> None:
        match = _SELECTOR.match(selector)
        if match and selector and len(self._rules) < MOST_RULES:
            self._rules[(match[1] or "").lower(), match[2] or ""] = verdict

    def hides(self, tag: str, attributes: dict[str, str | None]) -> bool:
        """Whether an element is hidden, by its own style, its attributes, or these rules."""
        if "hidden" in attributes:
            return True
        if (style := attributes.get("style")) and (own := hides(style)) is not None:
            return own
        if not self._rules:
            return False
        names = [f".{name}" for name in (attributes.get("class") or "").split()[:32]]
        names += [f"#{attributes['id']}"] if attributes.get("id") else []
        names.append("")
        return any(self._rules.get((tag, name)) or self._rules.get(("", name)) for name in names)


def _without_comments(sheet: str) -> str:
    kept, inside, done = [], False, 0
    for mark in _COMMENT.finditer(sheet):
        if not inside and mark[0] == "/*":
            kept.append(sheet[done : mark.start()])
            inside = True
        elif inside and mark[0] == "*/":
            done, inside = mark.end(), False
    return "".join(kept) + ("" if inside else sheet[done:])


def _rules(sheet: str) -> list[tuple[str, str]]:
    """Selectors and declarations of each rule that stands in no `@` block."""
    sheet = sheet.replace("<!--", " ").replace("-->", " ")
    rules: list[tuple[str, str]] = []
    depth, opened, selector = 0, 0, ""
    start = 0
    for mark in re.finditer(r"[{};]", sheet):
        match mark[0]:
            case "{":
                if depth == 0:
                    selector, opened = sheet[start : mark.start()].strip(), mark.end()
                depth += 1
            case "}":
                depth = max(0, depth - 1)
                if depth == 0:
                    if not selector.startswith("@"):
                        rules.append((selector, sheet[opened : mark.start()]))
                    start = mark.end()
            case _:
                if depth == 0:
                    start = mark.end()
    return rules
