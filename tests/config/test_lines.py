"""On which line each key of a TOML text stands."""

from __future__ import annotations

import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatlane_tui.config.lines import lines_of

TEXT = '''\
# [not.a.table]
base_url = "https://x # y"   # a = 1
[sync]
poll_interval = 5
[ profiles . "acme corp" ]
name = """
[fake]
key = 1 \\""" still"""
token_command = \'\'\'
base_url = "no"\'\'\'
me = { name = "A, B", email = "a = b" }
"na\\u006de2" = 'x'
[[lists]]
items = [
  "a", # ]
  [1, { deep = 2 }],
]
after.dotted."key" = true
[lists.inner]
x = 1
'''


@pytest.mark.parametrize(
    ("path", "line"),
    [
        (("base_url",), 2),
        (("sync",), 3),
        (("sync", "poll_interval"), 4),
        (("profiles",), 5),
        (("profiles", "acme corp"), 5),
        (("profiles", "acme corp", "name"), 6),
        (("profiles", "acme corp", "token_command"), 9),
        (("profiles", "acme corp", "me"), 11),
        (("profiles", "acme corp", "me", "email"), 11),
        (("profiles", "acme corp", "name2"), 12),
        (("lists",), 13),
        (("lists", "0", "items"), 14),
        (("lists", "0", "after", "dotted", "key"), 18),
        (("lists", "inner", "x"), 20),
    ],
)
def test_every_key_is_found_on_its_line(path: tuple[str, ...], line: int) -> None:
    assert lines_of(TEXT)[path] == line


def test_what_stands_in_texts_and_comments_is_no_key() -> None:
    found = lines_of(TEXT)
    assert not {("not",), ("fake",), ("a",), ("profiles", "acme corp", "key")} & found.keys()


def test_windows_line_ends_count_once() -> None:
    assert lines_of("a = 1\r\n\r\nb = 2\r\n") == {("a",): 1, ("b",): 3}


def test_an_empty_text_has_no_keys() -> None:
    assert lines_of("") == {}


KEYS = st.one_of(st.from_regex(r"[A-Za-z0-9_-]{1,8}", fullmatch=True), st.text("a.[]{}=#'\\\n\" é", max_size=6))
VALUES = st.recursive(
    st.one_of(st.integers(), st.booleans(), st.text("ab[]{}=#,'\"\\\n", max_size=8)),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=3),
    max_leaves=6,
)


def quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'


def written(value: object) -> str:
    match value:
        case bool():
            return str(value).lower()
        case int():
            return str(value)
        case str():
            return quoted(value)
        case list():
            return f"[\n  {', '.join(written(item) for item in value)}\n]"
        case dict():
            return "{ " + ", ".join(f"{quoted(key)} = {written(inner)}" for key, inner in value.items()) + " }"
        case _:
            raise TypeError(value)


@given(st.dictionaries(KEYS, st.dictionaries(KEYS, VALUES, max_size=3), max_size=3))
def test_any_text_that_parses_has_a_line_for_every_key(tables: dict[str, dict[str, object]]) -> None:
    lines: list[str] = []
    expected: dict[tuple[str, ...], int] = {}
    for table, pairs in tables.items():
        lines.append(f"[{quoted(table)}]")
        expected[table,] = len("\n".join(lines).split("\n"))
        for key, value in pairs.items():
            expected[table, key] = len("\n".join(lines).split("\n")) + 1
            lines.append(f"{quoted(key)} = {written(value)}")
    text = "\n".join(lines)
    assert tomllib.loads(text) == tables
    found = lines_of(text)
    assert {path: found.get(path) for path in expected} == expected


def test_tables_of_a_list_are_numbered() -> None:
    found = lines_of("[[views]]\nname = 'a'\n\n[[views]]\nname = 'b'\n")
    assert (found["views",], found["views", "0", "name"], found["views", "1"], found["views", "1", "name"]) == (
        1,
        2,
        4,
        5,
    )
