"""The README says what is so: its tables are the key table's and the suite's, its commands are those that CI runs."""

from __future__ import annotations

import ast
import re
from pathlib import Path

from chatlane_tui.model.query import OPERATORS, Flag, Thing
from chatlane_tui.sandbox.routes import ENDPOINTS
from chatlane_tui.ui.keys import TABLE, Place, label
from chatlane_tui.ui.screens.help import TITLES
from tests import api_coverage
from tests.reliability import ROWS

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")


def keys_as_markdown() -> str:
    """The table of keys as the README shows it."""
    lines = ["| Where | Key | Action |", "|---|---|---|"]
    for place in Place:
        where = TITLES[place]
        for key in TABLE:
            if key.place is place:
                shown = " ".join(f"`{label([name])}`" for name in key.keys)
                lines.append(f"| {where} | {shown} | {key.words} |")
                where = ""
    return "\n".join(lines)


def test_the_table_of_keys_is_the_one_that_works() -> None:
    found = re.search(r"<!-- keys -->\n(.*?)\n<!-- /keys -->", README, re.DOTALL)
    assert found is not None
    assert found[1] == keys_as_markdown()


def faults_as_markdown() -> str:
    """The table of faults as the README shows it."""
    return "\n".join(
        ["| What goes wrong | What comes of it |", "|---|---|", *(f"| {r.fault} | {r.outcome} |" for r in ROWS)]
    )


def test_the_table_of_faults_is_what_the_suite_shows() -> None:
    found = re.search(r"<!-- faults -->\n(.*?)\n<!-- /faults -->", README, re.DOTALL)
    assert found is not None
    assert found[1] == faults_as_markdown()


def test_each_fault_of_the_table_has_its_tests() -> None:
    missing = [test for row in ROWS for test in row.shown_by if not _exists(*test.split("::"))]
    assert not missing
    assert all(row.shown_by for row in ROWS)


def _exists(file: str, name: str) -> bool:
    path = ROOT / "tests" / file
    tree = ast.parse(path.read_text(encoding="utf-8")) if path.is_file() else ast.Module([], [])
    return any(isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.name == name for node in tree.body)


def test_the_table_of_the_api_is_what_the_client_can_ask_and_has_no_gap() -> None:
    found = re.search(r"<!-- api -->\n(.*?)\n<!-- /api -->", README, re.DOTALL)
    assert found is not None
    assert found[1] == api_coverage.as_markdown()
    actions = {key.id for key in TABLE}
    assert not [use for use in api_coverage.uses() if not use.actions or not set(use.actions) <= actions]


def test_every_endpoint_of_the_document_is_in_that_table() -> None:
    document = {f"{method} {path}".replace("row_id", "id") for path, method, _ in ENDPOINTS if method != "PUT"}
    assert {use.endpoint for use in api_coverage.uses()} == document


def test_ci_finds_both_commands() -> None:
    blocks = re.findall(r"<!-- (run|test) -->\n```sh\n(.+?)\n```", README)
    assert [name for name, _ in blocks] == ["run", "test"]
    assert "chatlane-tui demo" in dict(blocks)["run"]
    assert "pytest" in dict(blocks)["test"]


def test_every_picture_is_there() -> None:
    for picture in re.findall(r"!\[[^]]*\]\(([^)]+)\)", README):
        assert (ROOT / picture).is_file(), picture


def test_the_language_of_searches_is_the_one_that_is_read() -> None:
    section = README.partition("## Searching")[2].partition("\n## ")[0]
    missing = [word for word in OPERATORS if f"`{word}:`" not in section]
    missing += [word for kind in (Flag, Thing) for word in kind if f"`{word}`" not in section]
    assert not missing
