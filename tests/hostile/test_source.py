"""How the screens are written: a string that is not a constant is never read as markup, and never steers a terminal.

Textual takes a `str` for markup in a dozen places. So a variable is shown as `Content`, or by a widget that was made
with `markup=False`; this reads the source of `ui` and says where that is not so.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import pytest

import chatlane_tui.ui

ROOT: Final = Path(chatlane_tui.ui.__file__).parent
CONTENT_MAKER: Final = "text.py"
"""The one place where `Content` is made of variables: each is cleaned there once more, and read as no markup."""
_SHOWN = (
    "Static Label Button Option OptionList Selection SelectionList Checkbox RadioButton Switch Markdown Link Tab "
    "TabPane Collapsible Tree Digits Placeholder Pretty Log RichLog"
)
SHOWN: Final = frozenset(_SHOWN.split())
"""Widgets whose first arguments are markup unless told otherwise."""
_ADDED = (
    "add_option add_options set_options replace_option_prompt replace_option_prompt_at_index add_leaf add_row add_rows "
    "add_column add_columns with_tooltip"
)
ADDED: Final = frozenset(_ADDED.split())
"""Methods that hand such a widget something to show."""
MADE: Final = frozenset({"Content", "assemble", "styled", "from_rich_text"})
"""What makes `Content`, without reading markup."""
TITLES: Final = frozenset({"border_title", "border_subtitle", "tooltip", "label", "prompt"})
KEYWORDS: Final = TITLES | {"content", "title"}
"""The same as arguments."""
FORBIDDEN_CALLS: Final = {
    "from_markup": "markup made at run time",
    "render_markup": "markup made at run time",
    "print": "goes round the screen",
    "write": "goes round the screen",
    "from_ansi": "reads escape sequences",
    "from_text": "markup unless told otherwise",
    "render_str": "markup unless told otherwise",
    "highlight": "markup made at run time",
    "Hit": "markup made at run time",
    "DiscoveryHit": "markup made at run time",
}
ACTIONS: Final = "palette.py"
"""Shows the words of the key table, which are our own, in ways that read markup."""
COPIES: Final = frozenset({"clipboard.py", "flows/leaving.py"})
"""Who may write the clipboard (OSC 52): what a person selected, or typed, and asked for."""


WRITERS: Final = frozenset({"signals.py", "outlet.py"})
"""Who may write to the terminal: beside the screen bell, title and notifications, of words cleaned to a line; and what
Textual's writer writes to.
"""


@dataclass
class Source:
    """A module of `ui`, and what is known of the names in it."""

    name: str
    tree: ast.Module
    makers: set[str] = field(default_factory=set)
    """Functions of the whole package that return `Content`, or a list of it."""
    tame: set[str] = field(default_factory=set)
    """Names and attributes that hold a widget made with `markup=False`."""
    scopes: dict[ast.AST, ast.AST] = field(default_factory=dict)


def faults(source: Source) -> Iterator[str]:
    """What is written in it that could read a variable as markup, or steer the terminal."""
    for node in ast.walk(source.tree):
        at = f"{source.name}:{getattr(node, 'lineno', 0)}"
        match node:
            case ast.Call():
                yield from (f"{at} {fault}" for fault in _call_faults(source, node))
            case (
                ast.Assign(targets=[ast.Attribute(attr=name)], value=ast.expr() as value)
                | ast.AnnAssign(target=ast.Attribute(attr=name), value=ast.expr() as value)
                | ast.AugAssign(target=ast.Attribute(attr=name), value=value)
            ) if name in TITLES:
                if not is_safe(source, value):
                    yield f"{at} {name} may be markup: {ast.unparse(value)}"
            case ast.ImportFrom(module=str(module)) if module in ("rich.markup", "textual.markup"):
                yield f"{at} imports {module}"


def _call_faults(source: Source, call: ast.Call) -> Iterator[str]:
    name = called(call)
    first = call.args[0] if call.args else None
    if name in FORBIDDEN_CALLS and not _is_allowed(source, call):
        yield f"{name}: {FORBIDDEN_CALLS[name]}"
    if name == "setattr" and isinstance(call.args[1], ast.Constant) and call.args[1].value in TITLES:
        yield f"sets {call.args[1].value} unseen"
    if name == "copy_to_clipboard" and source.name not in COPIES:
        yield "writes the clipboard"
    if name == "Style" and any(keyword.arg == "link" for keyword in call.keywords):
        yield "makes a link that the terminal follows (OSC 8)"
    if name == "notify" and first is not None and not (is_safe(source, first) or is_tame(call)):
        yield f"a toast that may be markup: {ast.unparse(first)}"
    if name in SHOWN | ADDED and not is_tame(call):
        yield from _shown_faults(source, call, KEYWORDS)
    if name == "TextArea":
        yield from _shown_faults(source, ast.Call(call.func, [], call.keywords), frozenset({"placeholder"}))
    if name in MADE and source.name != CONTENT_MAKER and not all(map(is_constant, call.args)):
        yield f"Content of a variable outside of ui/text.py: {ast.unparse(call)}"
    if name == "update" and first is not None and isinstance(call.func, ast.Attribute):
        yield from _update_faults(source, _name_of(call.func.value), first)


def _update_faults(source: Source, receiver: str, first: ast.expr) -> Iterator[str]:
    is_text = isinstance(first, ast.JoinedStr | ast.BinOp | ast.Name | ast.Call | ast.IfExp | ast.Subscript)
    if receiver not in source.tame and receiver in _widgets(source) and is_text and not is_safe(source, first):
        yield f"{receiver}.update may be markup: {ast.unparse(first)}"


def _shown_faults(source: Source, call: ast.Call, keywords: frozenset[str]) -> Iterator[str]:
    said = [*call.args, *(word.value for word in call.keywords if word.arg in keywords)]
    for argument in said:
        if not is_safe(source, argument):
            yield f"{called(call)} that may be markup: {ast.unparse(argument)}"


def is_tame(call: ast.Call) -> bool:
    """Whether it says `markup=False`."""
    return any(
        keyword.arg == "markup" and isinstance(keyword.value, ast.Constant) and keyword.value.value is False
        for keyword in call.keywords
    )


def _is_allowed(source: Source, call: ast.Call) -> bool:
    """Whether it is one of `FORBIDDEN_CALLS` that does no harm: by who makes it, or by what it is given."""
    name = called(call)
    if (name == "write" and source.name in WRITERS) or source.name == ACTIONS:
        return True
    if name == "from_text" and is_tame(call):
        return True
    return all(isinstance(arg, ast.Constant) or is_safe(source, arg) for arg in call.args)


def is_constant(node: ast.expr) -> bool:
    """Whether it is written out in the source: a string, one of two, or an entry of a table in capitals."""
    match node:
        case ast.Constant():
            return True
        case ast.IfExp(body=body, orelse=orelse):
            return is_constant(body) and is_constant(orelse)
        case ast.Name(id=name):
            return name.lstrip("_").isupper()
        case ast.Subscript(value=ast.Name(id=name)):
            return name.lstrip("_").isupper()
        case _:
            return False


def is_safe(source: Source, node: ast.expr) -> bool:
    """Whether it is a constant, a widget, or certainly `Content`."""
    match node:
        case ast.Call():
            name = called(node)
            return name in ("Content", "assemble", "styled", "plain", "Option") or name in source.makers
        case ast.IfExp(body=body, orelse=orelse):
            return is_safe(source, body) and is_safe(source, orelse)
        case ast.Starred(value=ast.expr() as inner):
            return is_safe(source, inner)
        case ast.GeneratorExp(elt=item) | ast.ListComp(elt=item):
            return is_safe(source, item)
        case ast.Name(id=name) if not is_constant(node):
            return name in _contents(source, node)
        case _:
            return is_constant(node)


def _contents(source: Source, node: ast.AST) -> set[str]:
    """Names that hold `Content` in the function around a node, by annotation or by what was assigned."""
    scope = source.scopes.get(node)
    found: set[str] = set()
    for inner in ast.walk(scope) if scope is not None else ():
        match inner:
            case ast.arg(arg=name, annotation=ast.Name(id="Content")):
                found.add(name)
            case ast.Assign(targets=[ast.Name(id=name)], value=ast.Call() as value) if is_safe(source, value):
                found.add(name)
    return found


def _widgets(source: Source) -> set[str]:
    """Names and attributes of a module that hold one of `SHOWN`, and the module's own widgets of that kind."""
    found = set(source.tame)
    for node in ast.walk(source.tree):
        match node:
            case ast.Assign(targets=[ast.Attribute() | ast.Name() as target], value=ast.Call() as value):
                kinds = {called(value), *(_name_of(arg) for arg in value.args)}
                if kinds & SHOWN:
                    found.add(_name_of(target))
            case ast.arg(arg=name, annotation=ast.Name(id=kind)) if kind in SHOWN:
                found.add(name)
            case ast.ClassDef(bases=bases) if {_name_of(base) for base in bases} & SHOWN:
                found.add("self")
    return found


def _tame_names(tree: ast.Module) -> set[str]:
    """What holds a widget with `markup=False`: assigned here, found by its id, or the class itself."""
    ids, found = set(), set()
    for node in ast.walk(tree):
        match node:
            case ast.Assign(targets=[ast.Attribute() | ast.Name() as target], value=ast.Call() as value) if is_tame(
                value
            ):
                found.add(_name_of(target))
            case ast.Call() if is_tame(node):
                ids |= {
                    str(keyword.value.value)
                    for keyword in node.keywords
                    if keyword.arg == "id" and isinstance(keyword.value, ast.Constant)
                }
                if isinstance(node.func, ast.Attribute) and node.func.attr == "__init__":
                    found.add("self")
    for node in ast.walk(tree):
        match node:
            case ast.Assign(
                targets=[ast.Name(id=name)],
                value=ast.Call(func=ast.Name(id="query_one"), args=[ast.Constant(value=str(selector)), *_]),
            ) if selector.removeprefix("#") in ids:
                found.add(name)
    return found


def called(call: ast.Call) -> str:
    """The last part of what is called."""
    return _name_of(call.func)


def _name_of(node: ast.AST) -> str:
    match node:
        case ast.Name(id=name):
            return name
        case ast.Attribute(attr=name):
            return name
        case _:
            return ""


def _returns_content(function: ast.AST) -> bool:
    return (
        isinstance(function, ast.FunctionDef)
        and function.returns is not None
        and (ast.unparse(function.returns) in ("Content", "Option"))
    )


def read_source(name: str, text: str, makers: set[str]) -> Source:
    """A module, ready to be judged."""
    tree = ast.parse(text)
    source = Source(name, tree, makers=makers, tame=_tame_names(tree))
    for function in ast.walk(tree):
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
            source.scopes.update(dict.fromkeys(ast.walk(function), function))
    return source


def sources() -> list[Source]:
    """All of `ui`."""
    texts = {str(path.relative_to(ROOT)): path.read_text(encoding="utf-8") for path in sorted(ROOT.rglob("*.py"))}
    makers = {
        node.name
        for text in texts.values()
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.FunctionDef) and _returns_content(node)
    }
    return [read_source(name, text, makers) for name, text in texts.items()]


SOURCES: Final = sources()


@pytest.mark.parametrize("source", SOURCES, ids=lambda source: source.name)
def test_no_variable_is_read_as_markup(source: Source) -> None:
    assert list(faults(source)) == []


def test_the_file_that_makes_content_is_known() -> None:
    assert len(SOURCES) > 25
    assert CONTENT_MAKER in {source.name for source in SOURCES}


@pytest.mark.parametrize(
    "line",
    [
        "Static(f'hello {name}')",
        "Static(name)",
        "Label('a ' + name)",
        "self.notify(error.sentence)",
        "self.notify(f'{name}', severity='error')",
        "Content.from_markup(f'[b]{name}')",
        "Text.from_ansi(body)",
        "self.border_title = name",
        "self.tooltip = f'{name}'",
        "Button(name)",
        "Option(name)",
        "OptionList(*(name for name in names))",
        "Content(name)",
        "Content.assemble((name, 'bold'))",
        "Content.styled(name, 'bold')",
        "Content.from_rich_text(name)",
        "Style(link=url)",
        "self.app.copy_to_clipboard(body)",
        "print(body)",
        "from rich.markup import escape",
        "Button(label=name)",
        "Static(content=f'{name}')",
        "Label('x', tooltip=name)",
        "self.button.label = name",
        "self.border_title: str = name",
        "self.border_subtitle += name",
        "setattr(self, 'tooltip', name)",
        "TextArea(placeholder=name)",
        "self.options.add_option(name)",
        "self.options.replace_option_prompt('id', name)",
        "table.add_row(name)",
        "Button('x').with_tooltip(name)",
        "Tree(name)",
        "Collapsible(title=name)",
        "Content.from_text(name)",
        "self.render_str(name)",
        "matcher.highlight(name)",
        "Hit(1.0, name, do)",
        "DiscoveryHit(f'{name}', do)",
        "self.x = Static('')\nself.x.update(name)",
        "class W(Static):\n    def f(self, name: str) -> None:\n        self.update(f'{name}')",
    ],
)
def test_each_mistake_would_be_found(line: str) -> None:
    assert list(faults(read_source("widgets/new.py", line, set())))


@pytest.mark.parametrize(
    "line",
    [
        "Static(name, markup=False)",
        "Static('Constant')",
        "Static(heading(name))",
        "self.notify(name, markup=False)",
        "self.x = Static(markup=False)\nself.x.update(name)",
        "self.border_title = heading(name)",
        "self.seen.update(names)",
        "Content.from_text(name, markup=False)",
        "TextArea(name, placeholder='Constant')",
        "self.options.add_option(heading(name))",
        "Button(label=heading(name))",
        "matcher.highlight('Constant')",
        "def f(content: Content) -> None:\n    self.border_title = content",
    ],
)
def test_what_is_right_passes(line: str) -> None:
    assert list(faults(read_source("widgets/new.py", line, {"heading"}))) == []
