"""What a person has set about writing: what is looked for before words leave, spelling, and what few need."""

from typing import NamedTuple


class CheckSettings(NamedTuple):
    """What is looked for before words leave."""

    internal_words: tuple[str, ...] = ("internal only", "do not forward", "not for the customer")
    """Words that customers should not read; found as whole words, whatever their case."""
    most_recipients: int = 10
    """People that a message goes to before that is worth a question."""


class SpellingSettings(NamedTuple):
    """A program that reads a text and prints the words it does not know, one a line: `["hunspell", "-l"]`."""

    command: tuple[str, ...] = ()


class ExpertSettings(NamedTuple):
    """What only few need and many would regret."""

    custom_sender: bool = False
    """Whether a message may be sent in somebody else's name (M9)."""
