"""On which line of a TOML text each key stands. Loaded only when there is a mistake to point at.

The text has been parsed already, so this reads it leniently: it only has to keep its place in strings and brackets.
"""

from __future__ import annotations

import re

Path = tuple[str, ...]

_TOKEN = re.compile(
    r'(?P<multi>"""(?:[^\\]|\\.)*?"{3,5}|\'\'\'.*?\'{3,5})'
    r'|(?P<string>"(?:[^"\\\n]|\\.)*"|\'[^\'\n]*\')'
    r"|(?P<comment>#[^\n]*)"
    r"|(?P<newline>\n)"
    r"|(?P<blank>[ \t\r]+)"
    r"|(?P<mark>[\[\]{}=.,])"
    r"|(?P<bare>[^\s\[\]{}=.,#\"']+)",
    re.DOTALL,
)
_ESCAPE = re.compile(r"\\(u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8}|.)")
_ESCAPED = {"b": "\b", "t": "\t", "n": "\n", "f": "\f", "r": "\r"}


def lines_of(text: str) -> dict[Path, int]:
    """The 1-based line of every table and key by its path, keys of inline tables too; the first mention counts.

    The tables of a list are numbered from 0: `[[views]]` twice is ("views", "0") and ("views", "1").
    """
    return _Reader(text).read()


class _Reader:
    """Walks the tokens once; what is open (brackets, inline tables) is kept on a stack of paths."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._found: dict[Path, int] = {}
        self._table: Path = ()
        self._lists: dict[Path, int] = {}

    def read(self) -> dict[Path, int]:
        statement: list[tuple[str, str, int]] = []
        depth = 0
        line = 1
        for token in _TOKEN.finditer(self._text):
            kind, word = token.lastgroup or "", token.group()
            if kind == "newline":
                line += 1
                if depth == 0 or statement[0][1] == "[":
                    self._statement(statement)
                    statement, depth = [], 0
                continue
            if kind not in ("comment", "blank"):
                statement.append((kind, word, line))
                depth += {"[": 1, "{": 1, "]": -1, "}": -1}.get(word, 0)
            line += word.count("\n")
        self._statement(statement)
        return self._found

    def _statement(self, tokens: list[tuple[str, str, int]]) -> None:
        if not tokens:
            return
        if tokens[0][1] == "[":
            self._table = _path(tokens)
            if tokens[1:2] and tokens[1][1] == "[":
                self._note(self._table, tokens[0][2])
                place = self._lists[self._table] = self._lists.get(self._table, -1) + 1
                self._table = (*self._table, str(place))
            self._note(self._table, tokens[0][2])
        else:
            self._pair(self._table, tokens)

    def _pair(self, above: Path, tokens: list[tuple[str, str, int]]) -> None:
        """Note `key = …`; if the value is an inline table, its pairs too."""
        equals = next((index for index, (_, word, _) in enumerate(tokens) if word == "="), len(tokens))
        path = above + _path(tokens[:equals])
        self._note(path, tokens[0][2])
        value = tokens[equals + 1 :]
        if value and value[0][1] == "{":
            for pair in _split(value[1:-1]):
                self._pair(path, pair)

    def _note(self, path: Path, line: int) -> None:
        for length in range(1, len(path) + 1):
            self._found.setdefault(path[:length], line)


def _path(tokens: list[tuple[str, str, int]]) -> Path:
    return tuple(_name(kind, word) for kind, word, _ in tokens if kind in ("bare", "string"))


def _name(kind: str, word: str) -> str:
    if kind == "bare":
        return word
    if word[0] == "'":
        return word[1:-1]
    return _ESCAPE.sub(lambda found: _unescaped(found.group(1)), word[1:-1])


def _unescaped(code: str) -> str:
    return chr(int(code[1:], 16)) if code[0] in "uU" and len(code) > 1 else _ESCAPED.get(code, code)


def _split(tokens: list[tuple[str, str, int]]) -> list[list[tuple[str, str, int]]]:
    """The pairs of an inline table: split at the commas that are not inside brackets."""
    pairs: list[list[tuple[str, str, int]]] = [[]]
    depth = 0
    for token in tokens:
        depth += {"[": 1, "{": 1, "]": -1, "}": -1}.get(token[1], 0)
        if token[1] == "," and depth == 0:
            pairs.append([])
        else:
            pairs[-1].append(token)
    return [pair for pair in pairs if pair]
