"""The README says what is so: its table of keys is the key table's, its commands are those that CI runs."""

from __future__ import annotations

import re
from pathlib import Path

from chatlane_tui.ui.keys import TABLE, Place, label
from chatlane_tui.ui.screens.help import TITLES

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


def test_ci_finds_both_commands() -> None:
    blocks = re.findall(r"<!-- (run|test) -->\n```sh\n(.+?)\n```", README)
    assert [name for name, _ in blocks] == ["run", "test"]
    assert "chatlane-tui demo" in dict(blocks)["run"]
    assert "pytest" in dict(blocks)["test"]


def test_every_picture_is_there() -> None:
    for picture in re.findall(r"!\[[^]]*\]\(([^)]+)\)", README):
        assert (ROOT / picture).is_file(), picture
