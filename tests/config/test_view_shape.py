"""Views, targets and hours in `config.toml`: what they may be, and what is said of what they may not."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from chatlane_tui.config.settings import ViewSettings, load
from chatlane_tui.config.shape import mistakes
from chatlane_tui.config.view_shape import minutes, opening
from chatlane_tui.desk.views import check, views
from chatlane_tui.errors import ConfigurationError
from chatlane_tui.model.views import BUILT_IN, View


def said(data: Mapping[str, object]) -> list[str]:
    return [mistake.sentence for mistake in mistakes(data)]


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ({"views": {"name": "x"}}, "`views` is a list of tables: write [[views]] above each"),
        ({"views": [{"name": "x", "qery": ""}]}, "unknown key `qery` in [[views]]; did you mean `query`?"),
        ({"views": [{"query": ""}]}, "a view in [[views]] needs a `name`"),
        (
            {"views": [{"name": "x", "sort": "up"}]},
            '`sort` in [[views]] must be "newest" or "oldest" or "waiting", not "up"',
        ),
        ({"views": [{"name": 5}]}, "`name` in [[views]] must be a line of text in quotes, not 5"),
        ({"views": [{"name": "x"}] * 10}, "there are 10 views, and digits for 9"),
        (
            {"targets": {"Support": "soon"}},
            '`Support` in [targets] must be a time such as "30m", "4h" or "2d", not "soon"',
        ),
        (
            {"hours": {"*": "9-5"}},
            '`*` in [hours] must be days and hours such as "mon-fri 09:00-17:00" or "mon,wed 8:00-12:00", not "9-5"',
        ),
    ],
)
def test_a_mistake_is_said(data: Mapping[str, object], sentence: str) -> None:
    assert sentence in said(data)


@pytest.mark.parametrize(("text", "span"), [("30m", 30), ("4h", 240), ("2d", 2_880)])
def test_spans_in_minutes(text: str, span: int) -> None:
    assert minutes(text) == span


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("mon-fri 09:00-17:00", {0, 1, 2, 3, 4}),
        ("sat-mon 8:00-12:30", {5, 6, 0}),
        ("tue,thu-fri 00:00-24:00", {1, 3, 4}),
        ("mon-fri 17:00-09:00", set()),
        ("mon-foo 09:00-17:00", set()),
        ("mon 09:75-17:00", set()),
    ],
)
def test_opening_hours(text: str, days: set[int]) -> None:
    assert set(opening(text)) == days


def written(tmp_path: Path, text: str) -> dict[str, str]:
    (tmp_path / "config.toml").write_text(text)
    return {"CHATLANE_CONFIG": str(tmp_path / "config.toml"), "HOME": str(tmp_path)}


def test_a_persons_views_take_the_place_of_the_programs(tmp_path: Path) -> None:
    text = '[[views]]\nname = "waiting"\n[[views]]\nname = "Money"\nquery = "refund"\nsort = "oldest"\n'
    settings = load(written(tmp_path, text))
    assert settings.views == (ViewSettings("waiting"), ViewSettings("Money", "refund", "oldest"))
    found = (View("waiting", "is:inbox is:waiting", "waiting"), View("Money", "refund", "oldest"))
    assert views(settings) == found


def test_without_any_there_are_nine(tmp_path: Path) -> None:
    settings = load(written(tmp_path, ""))
    assert (views(settings), len(BUILT_IN)) == (BUILT_IN, 9)
    check(settings)


def test_a_view_whose_query_means_nothing_is_named(tmp_path: Path) -> None:
    settings = load(written(tmp_path, '[[views]]\nname = "Money"\nquery = "refund stauts:open"\n'))
    with pytest.raises(ConfigurationError, match=r"the view `Money`, at letter 8: There is no stauts: to search by"):
        check(settings)


def test_a_mistake_names_the_line_of_its_own_view(tmp_path: Path) -> None:
    text = '[[views]]\nname = "a"\n\n[[views]]\nname = "b"\nsort = "up"\n'
    with pytest.raises(ConfigurationError, match=r"config.toml:6: `sort` in \[\[views\]\]"):
        load(written(tmp_path, text))
