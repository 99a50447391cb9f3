"""Folding of quoted history and signatures, decided over the lines of the rendered text; never of everything."""

from __future__ import annotations

import re
from collections.abc import Sequence

from chatlane_tui.render import quote_words as words
from chatlane_tui.render.document import Block, Fold

LONGEST_SIGNATURE = 12
LONGEST_FOOTER = 6
"""Lines of a mailing list's footer."""
LONGEST_SENT_FROM = 3
TORN = 60
"""Characters of a quoted line that may have been longer when it was sent."""
LONG_QUOTE = 8
"""Lines from which a quote that an answer follows is folded; a shorter one is what is being answered."""

_WORD = re.compile(r"\w|[^\x00-\u2fff]")

_Spans = list[tuple[int, int]]


def folded(blocks: Sequence[Block]) -> tuple[list[Block], tuple[Fold, ...]]:
    """The blocks with those of quoted history and of a signature marked, and what is folded. Linear."""
    lines = _Lines(blocks)
    history = lines.unquoted_history()
    signature = lines.signature(history[0])
    quotes = lines.history(*history, signature)
    if quotes and quotes[-1][1] == len(blocks) and not signature:
        signature = lines.signature(quotes[-1][0])
    for kept in ((quotes, signature), ([], signature), (quotes, []), ([], [])):
        spans = sorted([(*span, "quote") for span in kept[0]] + [(*span, "signature") for span in kept[1]])
        if spans and lines.leaves_something(spans):
            break
    else:
        return list(blocks), ()
    marked = list(blocks)
    folds = []
    for number, (start, stop, kind) in enumerate(spans):
        marked[start:stop] = [block._replace(fold=number) for block in marked[start:stop]]
        folds.append(Fold(kind, sum(1 for block in marked[start:stop] if block.runs)))
    return marked, tuple(folds)


class _Lines:
    def __init__(self, blocks: Sequence[Block]) -> None:
        self.texts = ["".join(run.text for run in block.runs).strip() for block in blocks]
        self.quoted = [block.quote > 0 for block in blocks]
        self.first = self.first_text(0, len(self.texts))
        self.last_quoted = max((place for place, quoted in enumerate(self.quoted) if quoted), default=-1)

    def __len__(self) -> int:
        return len(self.texts)

    def history(self, end: int, forwarded: int | None, signature: _Spans) -> _Spans:
        """The stretches of quoted history, in order; the last reaches to `end` if only a signature follows it.

        `end` is where unmarked history begins and `forwarded` where a forwarded message does, which is no history.
        """
        last = min((start for start, _ in signature), default=end)
        stretches = self.quoted_stretches(end if forwarded is None else forwarded)
        spans: _Spans = []
        for start, stop in stretches:
            if forwarded is None and self.first_text(stop, last) >= last:
                spans.append((start, max(stop, last)))
            elif len(stretches) == 1 and self.count(start, stop) >= LONG_QUOTE:
                spans.append((start, stop))
        if end < len(self):
            spans.append((end, len(self)))
        return [span for span in spans if self.count(*span) > 1]

    def unquoted_history(self) -> tuple[int, int | None]:
        """Where an answered message begins that carries no quote marks (Outlook's), and where a forwarded one does."""
        for place, text in enumerate(self.texts):
            if not text or self.quoted[place] or len(text) > 600:
                continue
            if words.FORWARDED.match(text):
                return len(self), place
            if place == self.first:
                continue  # the head of the whole mail
            if words.ORIGINAL.match(text) or (words.FROM.match(text) and self.is_header(place)):
                return self.with_rule(place), None
            if self.is_bare_intro(place) or self.is_bare_line(place):
                return place, None
        return len(self), None

    def is_header(self, place: int) -> bool:
        fields = {match[1].lower() for text in self.next_texts(place, 6) if (match := words.FIELD.match(text))}
        return len(fields) >= 3

    def is_bare_intro(self, place: int) -> bool:
        """An "On … wrote:" below which the history stands unmarked, down to the end."""
        stop = self.intro_end(place)
        following = self.first_text(stop, len(self))
        if (
            not stop
            or following == len(self)
            or self.quoted[following]
            or not self.texts[stop - 1].endswith((":", "\uff1a"))
        ):
            return False
        said = " ".join(self.texts[place:stop])
        is_dated = any(letter.isdigit() for letter in said)
        return self.last_quoted < stop and ("@" in said if not is_dated else "@" in said or said.count(",") > 1)

    def is_bare_line(self, place: int) -> bool:
        """A line that ends with a moment's author, in any language, below which the history stands unmarked."""
        text = self.texts[place]
        if len(text) > 300 or not words.MOMENT.search(text):
            return False
        before, _, address = text.rpartition("<")
        if not words.YOU_WROTE.match(text) and not (before and words.ADDRESS_AT_THE_END.fullmatch(address)):
            return False
        following = self.first_text(place + 1, len(self))
        return self.last_quoted <= place and following < len(self)

    def with_rule(self, place: int) -> int:
        """`place`, or that of a line of dashes right above it."""
        above = place - 1
        while above > 0 and not self.texts[above]:
            above -= 1
        return (
            above
            if above >= 0 and self.texts[above] and not _WORD.search(self.texts[above].replace("_", "-"))
            else place
        )

    def quoted_stretches(self, end: int) -> _Spans:
        """Stretches of quoted lines, each with the line that introduces it."""
        spans: _Spans = []
        place = 0
        while place < end:
            if not self.quoted[place]:
                place += 1
                continue
            start = stop = place
            while place < end and (self.quoted[place] or not self.texts[place] or self.is_torn_off(place)):
                place += 1
                stop = place if self.quoted[place - 1] else stop
            start = self.introduction(start, spans[-1][1] if spans else 0)
            if spans and self.first_text(spans[-1][1], start) >= start:
                start = spans.pop()[0]
            spans.append((start, stop))
        return spans

    def is_torn_off(self, place: int) -> bool:
        """Whether it is the rest of a long quoted line that a program wrapped without a mark."""
        text = self.texts[place]
        between = place + 1 < len(self) and self.quoted[place - 1] and self.quoted[place + 1]
        return between and text[:1].islower() and len(self.texts[place - 1]) >= TORN

    def introduction(self, start: int, least: int) -> int:
        """Where the "On … wrote:" (of at most four lines) above a quote begins, else `start`."""
        above = start - 1
        while above >= least and not self.texts[above]:
            above -= 1
        if above < least:
            return start
        dated = self.dated_introduction(above, least)
        if not words.INTRO_END.search(self.texts[above][-120:]):
            return start if dated is None else dated
        candidates = []
        for first in range(above, max(least, above - 3) - 1, -1):
            if not self.texts[first]:
                break
            if self.intro_end(first) == above + 1:
                candidates.append(first)
        likely = (first for first in candidates if words.DATED.match(self.texts[first]))
        return next(likely, candidates[0] if candidates else above if dated is None else dated)

    def dated_introduction(self, last: int, least: int) -> int | None:
        """Where the lines down to `last` (at most four) begin that name a moment and an address, in any language."""
        if words.DATE_AND_ADDRESS.match(self.texts[last][:600]):
            return last
        if not self.texts[last].endswith((":", "\uff1a")):
            return None
        said = ""
        for first in range(last, max(least, last - 3) - 1, -1):
            if not self.texts[first] or len(self.texts[first]) > 300:
                return None
            said = f"{self.texts[first]} {said}"
            if words.ADDRESS.search(said) and words.MOMENT.search(said):
                return first
        return None

    def intro_end(self, place: int) -> int:
        """Just behind the introduction (of at most four lines) that begins at `place`; 0 if none does."""
        if not words.INTRO_START.match(self.texts[place][:600]):
            return 0
        for stop in range(place + 1, min(place + 4, len(self)) + 1):
            if not self.texts[stop - 1] or len(self.texts[stop - 1]) > 600:
                return 0
            if words.INTRO_END.search(self.texts[stop - 1][-120:]):
                return stop
        return 0

    def signature(self, end: int) -> _Spans:
        """The signature that ends at `end`, if one does; with the footer of a mailing list below it."""
        filled = 0
        footer: _Spans = []
        for place in range(end - 1, -1, -1):
            text = self.texts[place]
            if self.quoted[place]:
                break
            if not text:
                continue
            filled += 1
            if words.FOOTER.fullmatch(text) and 1 < filled <= LONGEST_FOOTER + 1:
                footer = [(place, end)]
            if words.DELIMITER.fullmatch(text) and 1 < filled <= LONGEST_SIGNATURE + 1:
                return [(place, end)]
            if filled <= LONGEST_SENT_FROM and len(text) < 120 and words.SENT_FROM.match(text):
                return [(place, end)]
            if filled > LONGEST_SIGNATURE:
                break
        return footer

    def leaves_something(self, spans: list[tuple[int, int, str]]) -> bool:
        """Whether a word stands outside all of `spans`."""
        done = 0
        for start, stop, _ in [*spans, (len(self), len(self), "")]:
            if any(_WORD.search(text) for text in self.texts[done:start]):
                return True
            done = max(done, stop)
        return False

    def first_text(self, place: int, end: int) -> int:
        while place < end and not self.texts[place]:
            place += 1
        return place

    def next_texts(self, place: int, most: int) -> list[str]:
        return [text for text in self.texts[place : place + 2 * most] if text][:most]

    def count(self, start: int, stop: int) -> int:
        return sum(1 for text in self.texts[start:stop] if text)
