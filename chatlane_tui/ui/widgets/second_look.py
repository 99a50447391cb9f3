"""The composer's second look before words leave: each finding is said once, and sending again goes through."""

from __future__ import annotations

from typing import NamedTuple

from chatlane_tui.config.writing import CheckSettings
from chatlane_tui.ui.widgets.target import Target


class Found(NamedTuple):
    """What to say before it goes, and whether it cannot go at all; empty: off it goes."""

    sentence: str = ""
    blocks: bool = False


class SecondLook:
    """Remembers what was said about the text that is being written."""

    def __init__(self, rules: CheckSettings) -> None:
        self._rules = rules
        self._said: set[str] = set()
        self._others: list[str] = []

    def forget(self) -> None:
        """Another text is being written."""
        self._said.clear()
        self._others.clear()

    def watch(self, name: str) -> None:
        """Words that went to this customer before are in the text."""
        if name and name not in self._others:
            self._others.append(name)

    def at(self, target: Target, text: str) -> Found:
        """What was not said yet; what blocks is said every time."""
        from chatlane_tui.model.checks import Letter, findings  # not before something is sent

        copies = (target.cc, target.bcc) if target.has_copies else ("", "")
        letter = Letter(
            text,
            kind=target.kind,
            type=target.type,
            name=target.name,
            cc=copies[0],
            bcc=copies[1],
            file_urls=target.file_urls,
            sender_type=target.sender_type,
            sender_id=target.sender_id,
            others=tuple(self._others),
        )
        found = findings(letter, self._rules)
        stopping = [finding.sentence for finding in found if finding.blocks]
        if stopping:
            return Found(" ".join(stopping), blocks=True)
        fresh = [finding for finding in found if finding.key not in self._said]
        if not fresh:
            return Found()
        self._said.update(finding.key for finding in fresh)
        return Found(" ".join([*(finding.sentence for finding in fresh), "Not sent yet: sending again sends it."]))
