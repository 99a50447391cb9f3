"""What the status bar says: one frozen value, replaced whole when anything of it changes."""

import enum
from typing import NamedTuple


class Link(enum.Enum):
    """How the way to the server stands."""

    STARTING = "starting"
    ONLINE = "online"
    OFFLINE = "offline"
    LIMITED = "limited"
    SIGNED_OUT = "signed out"
    FOLLOWING = "following"
    """Another process of this profile owns the sync; this one reads what it stores."""


class Progress(NamedTuple):
    """The first sync: how far it is. `total` is None while the server has not said."""

    done: int
    total: int | None
    what: str


class Status(NamedTuple):
    """`data_at` and `until` are milliseconds since 1970 UTC; `problem` is a sentence for a person, or empty."""

    link: Link = Link.STARTING
    data_at: int | None = None
    until: int | None = None
    progress: Progress | None = None
    problem: str = ""
