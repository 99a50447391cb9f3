"""What is typed between the key that opens a composer and the composer: nobody waits before they type."""

from __future__ import annotations

from textual import events


class TypedAhead:
    """Holds text while a composer is expected, and nothing at any other time."""

    def __init__(self) -> None:
        self._keys: list[str] | None = None

    def expect(self) -> None:
        """A composer is about to open: from here on what is typed is its text."""
        if self._keys is None:
            self._keys = []

    @property
    def is_expected(self) -> bool:
        """Whether a composer is about to open."""
        return self._keys is not None

    def takes(self, event: events.Key) -> bool:
        """Whether the key is text for a composer that is being opened."""
        if self._keys is None:
            return False
        if event.key == "enter":
            self._keys.append("\n")
        elif event.key == "backspace":
            del self._keys[-1:]
        elif event.is_printable and event.character is not None:
            self._keys.append(event.character)
        else:
            return False
        return True

    def take(self) -> str:
        """The composer is open: what was typed meanwhile."""
        keys, self._keys = self._keys, None
        return "".join(keys or ())

    def drop(self) -> None:
        """None opens."""
        self._keys = None
