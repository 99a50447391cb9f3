"""Words that were looked for are marked in a document, across runs, and in what is folded."""

from __future__ import annotations

from chatlane_tui.model.highlight import Marker
from chatlane_tui.model.query_text import parsed
from chatlane_tui.render.document import Block, Document, Fold, Mark, Run
from chatlane_tui.render.hits import marked

SPANS = Marker.of(parsed('"paid twice"')).spans


def test_a_hit_goes_across_runs_and_keeps_their_marks() -> None:
    document = Document((Block((Run("I pa"), Run("id tw", Mark.BOLD), Run("ice."))),))
    found = marked(document, SPANS)
    assert found.any
    assert found.document.blocks[0].runs == (
        Run("I "),
        Run("pa", Mark.HIT),
        Run("id tw", Mark.BOLD | Mark.HIT),
        Run("ice", Mark.HIT),
        Run("."),
    )


def test_folds_with_a_hit_are_told() -> None:
    blocks = (Block((Run("paid twice"),), fold=1), Block((Run("paid"),), fold=0))
    found = marked(Document(blocks, folds=(Fold("quote", 1), Fold("quote", 1))), SPANS)
    assert found.folds == {1}


def test_a_document_without_a_hit_is_itself() -> None:
    document = Document((Block((Run("nothing"),)),))
    assert marked(document, SPANS) == (document, frozenset(), False)
