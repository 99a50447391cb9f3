"""What a person can do, in parts: each is made, and imported, when it is first asked for."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from chatlane_tui.config.settings import Settings
from chatlane_tui.model.clock import Clock
from chatlane_tui.model.views import BUILT_IN, View
from chatlane_tui.model.writes import Writes
from chatlane_tui.store.database import Database
from chatlane_tui.sync.presence import Presence

if TYPE_CHECKING:
    from chatlane_tui.api.client import Client
    from chatlane_tui.desk.arrivals import Arrivals
    from chatlane_tui.desk.begin import Beginnings
    from chatlane_tui.desk.canned import Canned
    from chatlane_tui.desk.directory import Directory
    from chatlane_tui.desk.drafts import Drafts
    from chatlane_tui.desk.editing import Editing
    from chatlane_tui.desk.export import Exporting
    from chatlane_tui.desk.files import Files
    from chatlane_tui.desk.find import Finding
    from chatlane_tui.desk.memory import Memory
    from chatlane_tui.desk.people import People
    from chatlane_tui.desk.read import Reading
    from chatlane_tui.desk.runs import Runs
    from chatlane_tui.desk.send import Sending
    from chatlane_tui.desk.triage import Triage
    from chatlane_tui.model.targets import Targets


class Parts:
    """Those of one profile. `_client` and `_token` are there while it is connected."""

    def __init__(self, database: Database, *, settings: Settings, clock: Clock) -> None:
        self.settings = settings
        self.clock = clock
        self.writes = Writes(allowed=not settings.read_only)
        """Whether anything may be written to the server: `Session.allow_writes` changes it."""
        self._presence = Presence(database.path)
        self._database = database
        self._client: Client | None = None
        self._token = ""

    @cached_property
    def targets(self) -> Targets | None:
        """How soon customers are to be answered; None: nobody said."""
        if not self.settings.targets:
            return None
        from chatlane_tui.model.targets import Targets

        return Targets.of(self.settings.targets, self.settings.hours)

    @cached_property
    def views(self) -> tuple[View, ...]:
        """What the digits show."""
        if not self.settings.views:
            return BUILT_IN
        from chatlane_tui.desk.views import views

        return views(self.settings)

    @cached_property
    def read(self) -> Reading:
        """What a person reads."""
        from chatlane_tui.desk.read import Reading

        return Reading(self._database)

    @cached_property
    def find(self) -> Finding:
        """What a person looks for."""
        from chatlane_tui.desk.find import Finding

        return Finding(self._database, settings=self.settings, clock=self.clock)

    @cached_property
    def send(self) -> Sending:
        """What a person sends."""
        from chatlane_tui.desk.send import Sending

        return Sending(
            self._database,
            settings=self.settings,
            clock=self.clock,
            presence=self._presence,
            writes=self.writes,
        )

    @cached_property
    def runs(self) -> Runs:
        """Conversations gone through one by one."""
        from chatlane_tui.desk.runs import Runs

        return Runs(self._database, clock=self.clock)

    @cached_property
    def arrivals(self) -> Arrivals:
        """What customers wrote since one looked last."""
        from chatlane_tui.desk.arrivals import Arrivals

        return Arrivals(self._database, clock=self.clock)

    @cached_property
    def drafts(self) -> Drafts:
        """What a person has begun to write."""
        from chatlane_tui.desk.drafts import Drafts

        return Drafts(self._database)

    @cached_property
    def begin(self) -> Beginnings:
        """Conversations that a person begins."""
        from chatlane_tui.desk.begin import Beginnings

        return Beginnings(self._database, clock=self.clock, writes=self.writes)

    @cached_property
    def canned(self) -> Canned:
        """Texts that are written often, and signatures."""
        from chatlane_tui.desk.canned import Canned

        return Canned(self._database, settings=self.settings)

    @cached_property
    def memory(self) -> Memory:
        """What was answered before."""
        from chatlane_tui.desk.memory import Memory

        return Memory(self._database)

    @cached_property
    def triage(self) -> Triage:
        """What a person did with conversations here."""
        from chatlane_tui.desk.triage import Triage

        return Triage(self._database, clock=self.clock)

    @cached_property
    def people(self) -> People:
        """Contacts, records and inboxes, as they are cached."""
        from chatlane_tui.desk.people import People

        return People(self._database, clock=self.clock)

    @cached_property
    def directory(self) -> Directory:
        """What the server is asked about them."""
        from chatlane_tui.desk.directory import Directory

        return Directory(self._database, client=lambda: self._client, clock=self.clock)

    @cached_property
    def editing(self) -> Editing:
        """What a person creates and edits of them."""
        from chatlane_tui.desk.editing import Editing

        return Editing(self._database, self.directory)

    @cached_property
    def files(self) -> Files:
        """Files that came with messages."""
        from chatlane_tui.desk.files import Files

        return Files(self.settings, token=lambda: self._token)

    @cached_property
    def exporting(self) -> Exporting:
        """Whole conversations as texts."""
        from chatlane_tui.desk.export import Exporting

        return Exporting(self.read, clock=self.clock, address=self.settings.ui.conversation_url)
