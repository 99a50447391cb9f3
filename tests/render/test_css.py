"""What style sheets hide."""

from __future__ import annotations

import pytest

from chatlane_tui.render.css import HideRules, hides, tiny


@pytest.mark.parametrize(
    ("style", "hidden"),
    [
        ("display:none", True),
        ("display:block", False),
        ("color:red", None),
        ("", None),
        ("nonsense", None),
        ("height:0;overflow:hidden", True),
        ("height:10px;overflow:hidden", None),
        ("height:0", None),
        ("position:absolute;left:-5000px", True),
        ("position:absolute;left:5px", None),
        ("opacity:0.0", True),
        ("opacity:0.5", None),
    ],
)
def test_a_style_hides_or_shows_or_does_not_say(style: str, hidden: bool | None) -> None:
    assert hides(style) is hidden


@pytest.mark.parametrize(
    ("style", "small"),
    [("font-size:0", True), ("font-size:1px", True), ("font-size:14px", False), ("", None), ("font-size:", False)],
)
def test_letters_may_be_too_small(style: str, small: bool | None) -> None:
    assert tiny(style) is small


@pytest.mark.parametrize(
    "sheet",
    [
        "p{display:none}",
        "P.a , x > y {display:none}",
        "@import url(x); .a{display:none}",
        "@media x { .q{color:red} } .a{display:none}",
        "/* .a{display:block} */ .a{display:none} /* open",
        "<!-- #i{display:none} -->",
        "} .a{display:none}",
    ],
)
def test_rules_are_found(sheet: str) -> None:
    assert HideRules(sheet).hides("p", {"class": "z a", "id": "i"})


@pytest.mark.parametrize(
    "sheet", ["", ".a .b{display:none}", "@media x{.a{display:none}}", ".a{color:red}", "{display:none}"]
)
def test_other_rules_hide_nothing(sheet: str) -> None:
    assert not HideRules(sheet).hides("p", {"class": "a"})
