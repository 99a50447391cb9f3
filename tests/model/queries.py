"""Made queries: every shape of the language, put together as the parser does."""

from __future__ import annotations

from collections.abc import Sequence

from hypothesis import strategies as st

from chatlane_tui.model.query import Bound, Field, Flag, Has, Is, Named, Not, Query, Thing, When, Word, either, every

WORDS = ("refund", "ref", "Café", "cafe", "order", "1042", "a", "re-order", "ada@example.com", "返金", "金", "0958")
PHRASES = ("paid twice", "refund", "or", "OR", "is:unread", "お願い します", "+44 20 7946 0958")
VALUES = {
    Field.STATUS: ("active", "pending", "Closed"),
    Field.INBOX: ("support", "sup", "2", "nowhere"),
    Field.TYPE: ("email", "whatsapp", "note"),
    Field.FROM: ("ada", "example", "lovelace", "+44 20"),
    Field.ASSIGNEE: ("sam", "acme"),
    Field.TAG: ("vip", "bil"),
    Field.LABEL: ("later", "lat"),
}
WHOLE_VALUES = ("Support", "Ada Lovelace", "vip", "Sam", "later")
DAYS = ("2026-01-01", "2026-01", "2026", "today", "yesterday")
AGES = ("30min", "2h", "1d", "2w", "6m", "1y")


def leaves(words: Sequence[str] = WORDS, phrases: Sequence[str] = PHRASES) -> st.SearchStrategy[Query]:
    """A single word or condition."""
    named: list[st.SearchStrategy[Query]] = [
        st.builds(Named, st.just(field), st.sampled_from([value for value in values if " " not in value]))
        for field, values in VALUES.items()
    ]
    return st.one_of(
        st.builds(Word, st.sampled_from(words)),
        st.builds(Word, st.sampled_from(phrases), st.just(True)),
        st.builds(Is, st.sampled_from(Flag)),
        st.builds(Has, st.sampled_from(Thing)),
        st.builds(When, st.sampled_from((Bound.BEFORE, Bound.AFTER)), st.sampled_from(DAYS)),
        st.builds(When, st.sampled_from((Bound.OLDER, Bound.NEWER)), st.sampled_from(AGES)),
        st.builds(Named, st.sampled_from(Field), st.sampled_from(WHOLE_VALUES), st.just(True)).filter(_is_written_so),
        *named,
    )


def queries(leaf: st.SearchStrategy[Query] | None = None) -> st.SearchStrategy[Query]:
    """Leaves joined, grouped and negated."""
    return st.recursive(
        leaf or leaves(),
        lambda inner: st.one_of(
            st.lists(inner, min_size=2, max_size=3).map(every),
            st.lists(inner, min_size=2, max_size=3).map(either),
            st.builds(Not, inner),
        ),
        max_leaves=5,
    )


def _is_written_so(named: Named) -> bool:
    return named.field is not Field.TYPE
