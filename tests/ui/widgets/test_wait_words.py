"""How long a customer has waited: in words, louder as it gets late, and with the doubt there is."""

from __future__ import annotations

from datetime import UTC
from typing import Any

import pytest

from chatlane_tui.model.targets import Targets
from chatlane_tui.ui.widgets.wait_words import Wait, wait_of
from tests.ui.widgets.made_rows import MINUTE, NOW, row

HOUR = 60 * MINUTE
TARGETS = Targets.of({"Support": "4h"}, {}, zone=UTC)


@pytest.mark.parametrize(
    ("changes", "targets", "said"),
    [
        ({}, None, Wait()),
        ({"waiting_since": NOW - HOUR}, None, Wait("wait 1h")),
        ({"waiting_since": NOW - 5 * HOUR}, None, Wait("wait 5h", 1)),
        ({"unsure_since": NOW - 5 * HOUR}, None, Wait("wait? 5h")),
        ({"waiting_since": NOW - 5 * HOUR, "done": True}, None, Wait()),
        ({"waiting_since": NOW - HOUR}, TARGETS, Wait("wait 1h")),
        ({"waiting_since": NOW - 3 * HOUR - 10 * MINUTE}, TARGETS, Wait("due in 50m", 1)),
        ({"waiting_since": NOW - 6 * HOUR}, TARGETS, Wait("overdue 2h", 2)),
        ({"unsure_since": NOW - 6 * HOUR}, TARGETS, Wait("overdue? 2h", 2)),
        ({"waiting_since": NOW - 9 * HOUR, "inbox": "Sales"}, TARGETS, Wait("wait 9h", 1)),
    ],
)
def test_what_a_row_says(changes: dict[str, Any], targets: Targets | None, said: Wait) -> None:
    assert wait_of(row(1, **changes), targets, now=NOW, late=4 * HOUR) == said
