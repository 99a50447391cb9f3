"""What a message is found by."""

from __future__ import annotations

import pytest

from chatlane_tui.model.ids import ConversationId
from chatlane_tui.model.outbox import OutboxState
from chatlane_tui.store.rows import MessageRow
from chatlane_tui.ui.flows.consulting import reference_of
from chatlane_tui.ui.widgets.voices import view_words
from tests.ui.widgets.made_rows import message, outgoing

ADDRESS = "https://inbox.example/{id}?tab=all"


@pytest.mark.parametrize(
    ("number", "row", "template", "said"),
    [
        (7, message(9), "", "Conversation 7, message 9"),
        (7, message(9), ADDRESS, "Conversation 7, message 9 · https://inbox.example/7?tab=all"),
        (7, outgoing(1, OutboxState.HELD, id=None), "", "Conversation 7, a message that is not sent yet"),
        (-1, outgoing(1, OutboxState.HELD, id=None), ADDRESS, "A conversation that the server does not have yet"),
    ],
)
def test_a_reference_is_what_the_server_knows_it_by(number: int, row: MessageRow, template: str, said: str) -> None:
    assert reference_of(ConversationId(number), row, template) == said


def test_views_have_names_and_a_view_of_the_future_is_shown_raw() -> None:
    assert [view_words(view) for view in ("html", "plain", "hologram")] == ["HTML", "plain text", "hologram"]
