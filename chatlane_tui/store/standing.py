"""Whether an act of a person here still holds, as SQL: `c` is a conversation, `t` its row of triage (V3).

Done and read are worked out by `summary` and kept on the conversation's row; these are asked of the rows in sight. An
act ends with a message of the customer, and with one of which nobody can tell whose it is (M2): an answer that brings
something back is a nuisance, a customer who stays hidden is not heard.
"""

from __future__ import annotations

from chatlane_tui.store.direction import OURS, THEIRS, UNKNOWN

MARK = (
    "(SELECT CASE WHEN newest_at IS NULL THEN nullif(sort_at, 0) ELSE newest_at END FROM conversation "
    "WHERE id = {conversation})"
)
"""What the person had before them: the newest message cached, else the activity that the list tells of. `format` it
with the id's place in the statement."""
HEARD = (
    "(SELECT 1 FROM message AS m WHERE m.conversation_id = {conversation} AND m.at > {mark} "
    f"AND m.direction IN ({THEIRS}, {UNKNOWN}) AND m.server_draft = 0)"
)
"""What ends an act that was done at `mark` (NULL: nothing does). `format` it with both."""
STANDING_SNOOZE = (
    f"(t.snoozed_until IS NOT NULL AND NOT EXISTS {HEARD.format(conversation='c.id', mark='t.snoozed_mark')})"
)
"""Whether it sleeps here: `c` is a conversation, `t` its row of triage."""
STANDING_LATER = (
    "(t.later_at IS NOT NULL AND NOT EXISTS (SELECT 1 FROM message AS m WHERE m.conversation_id = c.id "
    f"AND m.at > coalesce(t.later_mark, 0) AND m.direction = {OURS} AND m.server_draft = 0))"
)
"""Whether it is still to be answered: no answer of ours came after the act."""
STANDING_RETURN = "(t.woke_at IS NOT NULL AND coalesce(c.newest_at, 0) <= coalesce(t.woke_mark, 0))"
"""Whether it came back by itself, and nothing happened to it since."""
