"""Variables in texts: found, filled once, and never twice."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatlane_tui.model.template import fill, leftovers, parse, problems, wanted

ADA = {"contact.first_name": "Ada", "contact.custom.plan_level": "Business", "record.orders.status": "pending"}


def filled(text: str, values: dict[str, str] | None = None) -> str:
    return fill(parse(text), ADA if values is None else values).text


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Hi {{contact.first_name}}!", "Hi Ada!"),
        ("Hi {{ Contact.First_Name | there }}!", "Hi Ada!"),
        ("Hi {{contact.last_name|there}}!", "Hi there!"),
        ("a{{contact.last_name|}}b", "ab"),
        ("{{contact.custom.Plan Level}} / {{contact.custom.plan-level}}", "Business / Business"),
        ("{{record.orders.status}}", "pending"),
        ("no variable {x} {{unknown}}", "no variable {x} {{unknown}}"),
    ],
)
def test_variables_are_filled_in_any_spelling_and_by_their_defaults(text: str, words: str) -> None:
    assert filled(text) == words


def test_a_value_is_text_and_never_expanded() -> None:
    assert filled("Hi {{contact.first_name}}", {"contact.first_name": "{{agent.email}}"}) == "Hi {{agent.email}}"


def test_what_is_missing_is_wanted_once_and_stays_in_sight() -> None:
    pieces = parse("{{agent.name}} {{contact.name}} {{agent.name}} {{contact.email|x}} {{cursor}}")
    assert wanted(pieces, {"contact.name": " Ada"}) == ("agent.name",)
    assert leftovers(fill(pieces, {}).text) == ("{{agent.name}}", "{{contact.name}}")


def test_an_empty_value_is_no_value() -> None:
    assert wanted(parse("{{agent.name}}"), {"agent.name": ""}) == ("agent.name",)


def test_the_cursor_has_a_place_in_the_filled_text() -> None:
    found = fill(parse("Hi {{contact.first_name}}, {{cursor}}\nSam"), ADA)
    assert (found.text, found.cursor) == ("Hi Ada, \nSam", 8)


def test_without_a_cursor_there_is_no_place() -> None:
    assert fill(parse("Hi"), {}).cursor is None


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("a\n{{contact.frist_name}}", 2, "did you mean `contact.first_name`?"),
        ("{{}}", 1, "without a name"),
        ("a\n\n{{contact.name", 3, "do not match"),
        ("contact.name}}", 1, "do not match"),
        ("{{record.orders}}", 1, "names no value"),
        ("{{zzz}}", 1, "unknown variable `zzz`"),
    ],
)
def test_a_mistake_is_named_with_its_line(text: str, line: int, said: str) -> None:
    [problem] = problems(text)
    assert problem.line == line
    assert said in problem.sentence


def test_a_text_without_mistakes_has_none() -> None:
    assert problems("{{contact.name}} {{contact.custom.x|y}} {{record.orders.a b}} {{cursor}} { } }") == ()


@given(st.text(alphabet="{}|. \nacontx", max_size=80), st.text(alphabet="{}|a", min_size=1, max_size=10))
def test_filling_adds_no_line_and_keeps_every_value_as_it_is(text: str, value: str) -> None:
    pieces = parse(f"{text}{{{{contact.name}}}}")
    made = fill(pieces, {"contact.name": value}).text
    assert made.endswith(value)
    assert made.count("\n") == text.count("\n")
