"""The body of a message that holds what is looked for: whole, unfolded where the hits are, and on which lines they
begin."""

from __future__ import annotations

from typing import NamedTuple

from textual.strip import Strip

from chatlane_tui.render.document import Document, Mark
from chatlane_tui.render.hits import marked
from chatlane_tui.ui.layout import lay_out
from chatlane_tui.ui.widgets.hit_marks import Marks
from chatlane_tui.ui.widgets.message_block import Brush, painted
from chatlane_tui.ui.widgets.voices import Shape


class HitBody(NamedTuple):
    """Its lines, and those on which hits begin, in order; a line with two hits stands there twice."""

    lines: tuple[Strip, ...]
    hits: tuple[int, ...]


def hit_body(brush: Brush, shape: Shape, document: Document, marks: Marks, *, unfolded: bool) -> HitBody | None:
    """None where nothing is looked for, or nothing is found: it is shown like any other."""
    if not marks or not (found := marked(document, marks.spans)).any:
        return None
    opened = True if unfolded else found.folds
    rows = lay_out(found.document, brush.text_width(shape), unfolded=opened, emoji_as_text=not brush.glyphs.pictures)
    hits: list[int] = []
    goes_on = False
    for number, row in enumerate(rows):
        for _, mark, _ in row.segments:
            is_hit = Mark.HIT in mark
            if is_hit and not goes_on:
                hits.append(number)
            goes_on = is_hit
    return HitBody(tuple(painted(brush, shape, rows)), tuple(hits))
