"""A pane that paints its own lines: it keeps a picture of strips and repaints only the lines that are not the same.

The list and the thread stand on it. It goes round Textual's styles cache, changes its height without a layout, never
animates, and says why there is nothing to show where there is nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import tzinfo
from itertools import groupby

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.color import Color
from textual.filter import LineFilter
from textual.geometry import Region, Size
from textual.scroll_view import ScrollView
from textual.scrollbar import ScrollDown, ScrollTo, ScrollUp
from textual.strip import Strip
from textual.theme import Theme
from textual.widget import Widget

from chatlane_tui.model.clock import Clock, system_clock
from chatlane_tui.ui.text import draws_pictures
from chatlane_tui.ui.theme import UNICODE, Glyphs, Looks, looks
from chatlane_tui.ui.widgets.kept_strip import KeptStrip
from chatlane_tui.ui.widgets.wrapping import fitted, wrapped

MINUTE = 60.0
"""Seconds after which ages and day names are looked at again."""

EIGHTHS = 8
"""Steps in which the scrollbar's handle moves within a cell."""


class Canvas(ScrollView, can_focus=True, inherit_bindings=False):
    """Subclasses say what to paint in `draw`, and call `repaint` when that may have changed."""

    ALLOW_SELECT = False
    DEFAULT_CSS = """
    Canvas {
        overflow-x: hidden;
        overflow-y: scroll;
        scrollbar-size-vertical: 1;
    }
    """

    def __init__(
        self,
        *,
        clock: Clock = system_clock,
        glyphs: Glyphs = UNICODE,
        zone: tzinfo | None = None,
        id: str | None = None,  # noqa: A002 - Textual's word
        classes: str | None = None,
    ) -> None:
        super().__init__(id=id, classes=classes)
        self.clock = clock
        self.glyphs = self._signs = glyphs
        self.zone = zone
        self._picture: list[Strip] = []
        self._shape = Size(0, 0)
        self._looks: Looks | None = None
        self._background = Color(0, 0, 0)
        self._filters: tuple[LineFilter, ...] = ()
        self._framed = False
        self._blank: Strip | None = None
        self._why = ("", "")

    def on_mount(self) -> None:
        """Paint with the theme's colours, and again when it changes; look at the clock once a minute."""
        self._restyle()
        self.app.theme_changed_signal.subscribe(self, self._theme_changed)
        self.set_interval(MINUTE, self.pass_time)

    def on_unmount(self) -> None:
        """Hear of no theme any more: Textual would hold on to whoever listens. What was painted weighs most of what is
        gone, and goes at once; the rest is collected when there is time."""
        self.app.theme_changed_signal.unsubscribe(self)
        self._picture = []
        self.forget()

    # what subclasses say ---------------------------------------------------------------

    def draw(self, top: int, shape: Size) -> Sequence[Strip] | None:  # noqa: ARG002
        """`shape.height` strips of `shape.width` cells from line `top` on; None: the old picture stays for now."""
        return self._explanation(shape)

    def reshaped(self, before: Size) -> None:
        """The width or the height is another: heights and scroll may have to follow, before the next paint."""

    def restyled(self) -> None:
        """Colours changed: paint everything anew."""
        self.forget()

    def forget(self) -> None:
        """Strips that were kept are of no use any more."""

    def scrolled(self) -> None:
        """The wheel or the scrollbar moved the view."""
        self.repaint()

    def pass_time(self) -> None:
        """Look at the clock again; ages and day names may have changed."""
        self.repaint()

    # what subclasses use -----------------------------------------------------------------

    @property
    def shape(self) -> Size:
        """The cells there are to paint, without the scrollbar."""
        return self._shape

    @property
    def top(self) -> int:
        """The first line in view."""
        return round(self.scroll_y)

    @property
    def looks(self) -> Looks:
        """The styles of the present theme on the present background."""
        if self._looks is None:
            self._looks = looks(self.app.theme_variables, self.background_colors[1])
        return self._looks

    def explain(self, text: str, hint: str = "") -> None:
        """What to say where there is nothing to show: which emptiness this is, and what to do next."""
        if self._why != (text, hint):
            self._why = (text, hint)
            self.repaint()

    def strip(self, segments: Sequence[Segment], cells: int) -> Strip:
        """A strip as the app wants it (NO_COLOR, ANSI themes); `cells` is the sum of the segments' widths."""
        kept = list(segments)
        for line_filter in self._filters:
            kept = line_filter.apply(kept, self._background)
        return KeptStrip(kept, cells)

    @property
    def blank(self) -> Strip:
        """A line with nothing on it; the same one each time."""
        width = self._shape.width
        if self._blank is None or self._blank.cell_length != width:
            self._blank = self.strip([Segment(" " * width, self.looks.base)], width)
        return self._blank

    def repaint(self) -> None:
        """Compare what should be seen with what is, and have only the lines painted that differ."""
        if not self.is_mounted:
            return
        self._measure()
        if not self._shape:
            return
        drawn = self.draw(self.top, self._shape)
        if drawn is None:
            return
        old, self._picture = self._picture, list(drawn)
        if len(old) != len(self._picture):
            self.refresh()
            return
        width, y, regions = self._shape.width, 0, []
        for same, lines in groupby(map(_is_same, old, self._picture)):
            height = len(list(lines))
            if not same:
                regions.append(Region(0, y, width, height))
            y += height
        if regions:
            self.refresh(*regions)

    def set_height(self, lines: int) -> None:
        """The height of everything there is. Unlike `virtual_size`, this costs no layout."""
        size = Size(self._shape.width, lines)
        if size != self.virtual_size:
            self.set_reactive(Widget.virtual_size, size)
            if self.show_vertical_scrollbar:
                self.vertical_scrollbar.window_virtual_size = lines
                self.vertical_scrollbar.window_size = self._shape.height

    def set_top(self, line: int) -> None:
        """Bring that line to the top, as far as there is enough below it. Does not repaint."""
        y = float(max(0, min(line, self.virtual_size.height - self._shape.height)))
        self.set_reactive(Widget.scroll_y, y)
        self.set_reactive(Widget.scroll_target_y, y)
        self._show_position(y)

    # what Textual asks ---------------------------------------------------------------------

    def render_lines(self, crop: Region) -> list[Strip]:
        """The picture itself: the same strips as last time where nothing changed."""
        self._measure()
        if len(self._picture) != self._shape.height:
            self._picture = list(self.draw(self.top, self._shape) or ())
        if self._framed:
            return super().render_lines(crop)
        x, y, width, height = crop
        if not x and width >= self._shape.width:
            return self._picture[y : y + height]
        return [strip.crop(x, x + width) for strip in self._picture[y : y + height]]

    def render_line(self, y: int) -> Strip:
        """One line of the picture, for Textual's way of painting where there is a border or padding."""
        return self._picture[y] if y < len(self._picture) else self.blank

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """The wheel, the scrollbar, or Textual after a resize."""
        self._show_position(new_value)
        if round(old_value) != round(new_value) and self.scrollable_content_region.size == self._shape:
            self.scrolled()

    def watch_has_focus(self, has_focus: bool) -> None:
        """The cursor looks different in a pane without focus."""
        super().watch_has_focus(has_focus)
        self.repaint()

    def on_resize(self) -> None:
        """Usually painted already; only the scrollbar may have to follow."""
        self.repaint()
        self.set_height(self.virtual_size.height)
        self.set_top(self.top)

    def notify_style_update(self) -> None:
        """The background or the border may be another."""
        super().notify_style_update()
        if self.is_mounted:
            self._restyle()

    def on_scroll_to(self, event: ScrollTo) -> None:
        """The scrollbar was dragged: no animation."""
        event.prevent_default().stop()
        if event.y is not None:
            self.scroll_to(y=event.y, animate=False)

    def on_scroll_down(self, event: ScrollDown) -> None:
        """The scrollbar was clicked below its handle: no animation."""
        event.prevent_default().stop()
        self.scroll_to(y=self.top + self._shape.height, animate=False)

    def on_scroll_up(self, event: ScrollUp) -> None:
        """The scrollbar was clicked above its handle: no animation."""
        event.prevent_default().stop()
        self.scroll_to(y=self.top - self._shape.height, animate=False)

    def _measure(self) -> None:
        shape = self.scrollable_content_region.size
        if shape and shape != self._shape:  # it has none while it is hidden
            before, self._shape = self._shape, shape
            self._framed = any(self.styles.gutter)
            self._picture = []
            self.reshaped(before)

    def _show_position(self, y: float) -> None:
        """Tell the scrollbar, in steps of what it can show: it is painted whole whenever it is told another place."""
        if not self.show_vertical_scrollbar:
            return
        height, total = self._shape.height, self.virtual_size.height
        hidden = total - height
        if 0 < y < hidden and height > 1:
            step = hidden / (EIGHTHS * max(1.0, height - max(1.0, height * height / total)))
            y = (y // step + 0.5) * step if step > 1 else y
        self.vertical_scrollbar.position = y

    def _theme_changed(self, _: Theme) -> None:
        self._restyle()

    def _restyle(self) -> None:
        self._background = self.background_colors[1]
        self._framed = any(self.styles.gutter)
        filters = tuple(entry for entry in self.app.get_line_filters() if entry.enabled)
        fresh = looks(self.app.theme_variables, self._background)
        if fresh != self._looks or filters != self._filters:
            self._looks, self._filters, self._blank = fresh, filters, None
            self.glyphs = self._signs._replace(pictures=self._signs.pictures and draws_pictures(filters))
            self.restyled()
            self.repaint()

    def _explanation(self, shape: Size) -> list[Strip]:
        text, hint = self._why
        width = max(1, shape.width - 4)
        words = [(row, self.looks.base) for row in wrapped(text, width)]
        words += [(row, self.looks.base + self.looks.muted) for row in wrapped(hint, width)] if hint else []
        above = max(0, (shape.height - len(words)) // 3)
        rows = [self._centred(row, style, shape.width) for row, style in words[: shape.height - above]]
        return [*[self.blank] * above, *rows, *[self.blank] * (shape.height - above - len(rows))]

    def _centred(self, text: str, style: Style, width: int) -> Strip:
        spare = max(0, width - cell_len(text)) // 2
        return self.strip([Segment(fitted(" " * spare + text, width, self.glyphs), style)], width)


def _is_same(old: Strip, new: Strip) -> bool:
    return old is new
