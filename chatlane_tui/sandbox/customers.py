"""The customers of a lively sandbox: they write back after they are answered, and now and then by themselves."""

from __future__ import annotations

import math
import random
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from chatlane_tui.sandbox.world import World

_REPLIES = {
    "email": (
        "Thank you for the quick answer! That helps me a lot.\n\nKind regards",
        "Hello again,\n\nthat worked, thank you. One more question: will I get a new invoice for it?\n\nBest wishes",
        "Great, then I will wait for the confirmation. Thanks for taking care of this so quickly.",
        "Hmm, I tried that and it still looks the same on my side. Could you have another look, please?",
    ),
    "sms": ("Great, thanks!", "OK thx, see you then", "Got it. Can you confirm by mail too?"),
    "whatsapp": ("Perfect, *thank you* 🙏", "ok 👍 and when will that be?", "_Super_, that was fast 😊"),
    "instagram": ("yesss thank you 💙", "omg so quick, thx!!", "cool, will do 🙌"),
    "facebook": (
        "Thank you very much!",
        "Good to know, thanks. Have a nice day!",
        "Thanks! Do I have to do anything else?",
    ),
}
_BY_THEMSELVES = {
    "email": (
        "Hello, is there any news about this?",
        "One thing I forgot: please use my new address from now on. Thank you!",
    ),
    "sms": ("Any news?", "Running 10 min late, sorry"),
    "whatsapp": ("Hi, me again 👋 any *news*?", "Ah, found it. Sorry for the noise 😅"),
    "instagram": ("hellooo 👀", "any update? 🙏"),
    "facebook": ("Hello, did you see my message?", "Is there any news?"),
}
_NOBODY_ANSWERS = ("note", "phone_call")
_PAUSE = (20.0, 40.0)


@dataclass(frozen=True, slots=True)
class _Due:
    at: float
    conversation_id: int
    type: str


class Customers:
    """Reads what was posted and writes back through the world; time passes with `tick`."""

    def __init__(self, world: World, *, reply_after: float, seed: int, by_themselves: bool = True) -> None:
        """`reply_after` is in seconds; the seed decides what they say and who speaks up `by_themselves`."""
        self._world = world
        self._reply_after = reply_after
        self._dice = random.Random(seed)  # noqa: S311 - small talk
        self._lock = threading.Lock()
        self._read = 0
        self._due: list[_Due] = []
        self._speaks_up_at = world.clock() + self._dice.uniform(*_PAUSE) if by_themselves else math.inf

    def tick(self) -> None:
        """Do whatever is due by now."""
        with self._lock:
            now = self._world.clock()
            self._notice()
            ripe = [due for due in self._due if due.at <= now]
            self._due = [due for due in self._due if due.at > now]
            for due in ripe:
                self._say(due.conversation_id, due.type, _REPLIES)
            if now >= self._speaks_up_at:
                self._speaks_up_at = now + self._dice.uniform(*_PAUSE)
                self._somebody_speaks_up()

    def _notice(self) -> None:
        posted = self._world.posted()
        for entry in posted[self._read :]:
            if entry["direction"] == "out" and not entry["is_draft"] and entry["type"] not in _NOBODY_ANSWERS:
                self._due.append(_Due(entry["at"] + self._reply_after, entry["conversation_id"], entry["type"]))
        self._read = len(posted)

    def _somebody_speaks_up(self) -> None:
        candidates = self._world.rows(
            "SELECT id FROM conversations WHERE status = 'active' AND contact_id IS NOT NULL "
            "ORDER BY last_message_at DESC LIMIT 30"
        )
        if candidates:
            chosen = self._dice.choice(candidates)["id"]
            self._say(chosen, self._world.last_inbound_type(chosen), _BY_THEMSELVES)

    def _say(self, conversation_id: int, kind: str, words: Mapping[str, Sequence[str]]) -> None:
        body = self._dice.choice(words.get(kind, words["email"]))
        try:
            self._world.customer_writes(conversation_id, body, type=kind)
        except KeyError:  # the conversation was deleted meanwhile
            return
