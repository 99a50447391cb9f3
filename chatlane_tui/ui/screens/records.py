"""The records of custom entities: one entity at a time or all, seen whole beside the list, made and edited."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import BindingType

from chatlane_tui.desk.session import Session
from chatlane_tui.model.ids import RecordId
from chatlane_tui.store.people_rows import EntityLine, RecordLine, Stretch
from chatlane_tui.ui import keys
from chatlane_tui.ui.flows.attempt import opens, start
from chatlane_tui.ui.flows.cards import Subject
from chatlane_tui.ui.keys import Place
from chatlane_tui.ui.screens.directory import DirectoryScreen
from chatlane_tui.ui.theme import Glyphs
from chatlane_tui.ui.widgets.people_lines import entity_lines, record_lines


class RecordsScreen(DirectoryScreen[RecordLine]):
    """`f` goes through the entities; a new record is of the one shown."""

    BINDINGS: ClassVar[list[BindingType]] = [*keys.bindings(Place.RECORDS)]
    PLACE = Place.RECORDS

    def __init__(self, session: Session, *, glyphs: Glyphs, record_id: RecordId | None = None) -> None:
        super().__init__(
            session,
            lambda row: row.id,
            record_lines,
            glyphs=glyphs,
            search="/ searches in their values",
            start_with=None if record_id is None else Subject("record", record_id),
        )
        self.entity: EntityLine | None = None
        """Whose records are shown; None: all."""

    async def bring(self, words: str, *, offset: int | None) -> Stretch[RecordLine]:
        """The newest first, or those that the words find."""
        entity_id = None if self.entity is None else self.entity.id
        stretch = await self.session.people.records(entity_id=entity_id, words=words, offset=offset)
        whose = "all entities" if self.entity is None else self.entity.name or f"entity {self.entity.id}"
        if words:
            found = f"{stretch.total:,} found" if not stretch.more else f"the first {stretch.total:,} found: type more"
            self.heading.show("Records", whose, found)
            self.list.explain(f'No cached record holds "{words}".', "Esc shows all again, n makes a new one.")
        else:
            self.heading.show("Records", whose, f"{stretch.total:,} cached" if stretch.total else "none cached")
            self.list.explain("No records are cached.", "A team without custom entities has none. Esc goes back.")
        return stretch

    def subject_of(self, entry: RecordLine) -> Subject:
        """The record itself."""
        return Subject("record", entry.id)

    def action_entity(self) -> None:
        """The records of the next entity; after the last one, all."""
        start(self, self._next_entity, group="entity", exclusive=True)

    async def _next_entity(self) -> None:
        entities = await self.session.people.entities()
        shown = None if self.entity is None else self.entity.id
        place = next((n for n, entity in enumerate(entities) if entity.id == shown), -1)
        self.entity = entities[place + 1] if place + 1 < len(entities) else None
        self.read(offset=0, anew=True)

    def action_create(self) -> None:
        """Make one."""
        opens(self, self._create, group="form", exclusive=True)

    async def _create(self) -> None:
        from chatlane_tui.ui.flows import people_forms

        entity = self.entity or await self._chosen_entity()
        if entity is None:
            return
        made = await people_forms.new_record(self.app, self.session, entity)
        if made is not None:
            self.search.clear()
            self.cards.show(Subject("record", made))
            self.show_details()

    async def _chosen_entity(self) -> EntityLine | None:
        """Which one a new record is of; nothing is asked where there is only one."""
        entities = await self.session.people.entities()
        if not entities:
            self.say("No custom entity is known yet: they show in the records that the server has.")
            return None
        if len(entities) == 1:
            return entities[0]
        from chatlane_tui.ui.screens.finder import Finder, whole

        picker = Finder[EntityLine](
            "Of which entity?", lambda row: row.id, entity_lines, whole(entities, lambda row: row.name)
        )
        return await self.app.push_screen_wait(picker)

    def action_refresh(self) -> None:
        """Ask the server."""
        self.cards.ask()
        self.say("Asking the server…")
