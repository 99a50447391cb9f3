"""The forms for contacts and records, new and edited: which fields they have, and what is sent of them."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from chatlane_tui.model import edits
from chatlane_tui.model.edits import ATTRIBUTES, VALUES, Flat
from chatlane_tui.model.fields import Attribute, kind_of, typed
from chatlane_tui.model.ids import ContactId, RecordId
from chatlane_tui.model.phones import digits
from chatlane_tui.model.readers import Json
from chatlane_tui.store.forms import FormEntry
from chatlane_tui.store.people_rows import ContactPage, EntityLine, Field, RecordPage
from chatlane_tui.ui.flows.saving import save
from chatlane_tui.ui.screens.form import FormScreen, Values
from chatlane_tui.ui.widgets.form_row import FormField

if TYPE_CHECKING:
    from textual.app import App

    from chatlane_tui.desk.editing import Outcome
    from chatlane_tui.desk.session import Session

AGAIN: Final = "Taken up again: what you had typed and not saved. ^s saves it, Esc asks."


class _Plan(NamedTuple):
    """One form: under which name its text is kept, what it holds, what stood there, and how it is written."""

    kind: str
    subject: int
    title: str
    fields: tuple[FormField, ...]
    adds: str
    before: Flat
    put: Callable[[Flat, Flat, bool], Awaitable[Outcome]]
    """Given the changes, what stands on the server, and whether a person is sure that it is wanted once more."""


async def new_contact(app: App[Any], session: Session, *, words: str = "") -> ContactId | None:
    """Make a contact; `words` is a name, an e-mail address or a phone number that was looked for in vain."""

    async def put(ours: Flat, _: Flat, is_sure: bool) -> Outcome:
        return await session.editing.create_contact(ours, is_sure=is_sure)

    plan = _Plan("contact", 0, "New contact", contact_fields(words=words), ATTRIBUTES, {}, put)
    saved = await _filled(app, session, plan)
    return None if saved is None else ContactId(saved)


async def edit_contact(app: App[Any], session: Session, contact_id: ContactId) -> ContactId | None:
    """Change a contact; only what was changed is sent. The id may be that of another one, opened instead."""
    from chatlane_tui.desk.editing import flat_contact_page

    page = await session.people.contact(contact_id)
    if page is None:
        return None

    async def put(ours: Flat, now: Flat, _: bool) -> Outcome:
        return await session.editing.edit_contact(contact_id, before=now, ours=ours)

    title = f"Edit contact {contact_id}"
    plan = _Plan("contact", contact_id, title, contact_fields(page), ATTRIBUTES, flat_contact_page(page), put)
    saved = await _filled(app, session, plan)
    return None if saved is None else ContactId(saved)


async def new_record(app: App[Any], session: Session, entity: EntityLine) -> RecordId | None:
    """Make a record of an entity; its fields are those of which anything is known (E2)."""

    async def put(ours: Flat, _: Flat, __: bool) -> Outcome:
        return await session.editing.create_record(entity.id, ours)

    fields = record_fields(None, await session.people.attributes(entity.id))
    title = f"New record: {entity.name or entity.id}"
    saved = await _filled(app, session, _Plan(f"record of {entity.id}", 0, title, fields, VALUES, {}, put))
    return None if saved is None else RecordId(saved)


async def edit_record(app: App[Any], session: Session, record_id: RecordId) -> RecordId | None:
    """Change a record; only what was changed is sent."""
    from chatlane_tui.desk.editing import flat_record_page

    page = await session.people.record(record_id)
    if page is None:
        return None

    async def put(ours: Flat, now: Flat, _: bool) -> Outcome:
        return await session.editing.edit_record(record_id, before=now, ours=ours)

    fields = record_fields(page, await session.people.attributes(page.entity_id))
    title = f"Edit record {record_id}"
    saved = await _filled(app, session, _Plan("record", record_id, title, fields, VALUES, flat_record_page(page), put))
    return None if saved is None else RecordId(saved)


async def _filled(app: App[Any], session: Session, plan: _Plan) -> int | None:
    """The form until it is left: the id of what was saved, or opened instead."""
    people = session.people

    async def keep(entries: Sequence[FormEntry]) -> None:
        if entries:
            await people.keep(plan.kind, plan.subject, entries)
        else:
            await people.forget(plan.kind, plan.subject)

    stands = plan.before

    def learn(now: Flat) -> None:
        nonlocal stands
        stands = now

    async def written(form: FormScreen, values: Values) -> int | None:
        ours = changed(stands, values)
        if not ours:
            form.tell("Nothing was changed." if plan.before else "There is nothing in it yet.")
            return None
        return await save(form, lambda now, is_sure: plan.put(ours, now, is_sure), before=stands, learn=learn)

    async def remark(key: str, text: str) -> str:
        if key != "phone_number":
            return ""
        sent, doubt = await people.written(text)
        return doubt or (f"sent as {sent} · {await people.national(text)}" if text else "")

    begun = await people.begun(plan.kind, plan.subject)
    form = FormScreen(
        plan.title,
        plan.fields,
        written,
        keep=keep,
        kept=begun.entries if begun is not None else (),
        remark=remark,
        adds=plan.adds,
        note=AGAIN if begun is not None else "",
    )
    return await app.push_screen_wait(form)


def changed(before: Flat, values: Values) -> dict[str, Json]:
    """What is to be sent: what is not as it was. A field that was empty and is empty still is none of it."""
    ours = edits.changes(before, values)
    return {key: value for key, value in ours.items() if not (value == "" and before.get(key) is None)}


def contact_fields(page: ContactPage | None = None, *, words: str = "") -> tuple[FormField, ...]:
    """Name, e-mail, phone and the attributes there are."""
    is_mail, is_phone = "@" in words, bool(digits(words))
    name = page.name if page else "" if is_mail or is_phone else words
    email = page.email if page else words if is_mail else ""
    phone = page.phone if page else words if is_phone else ""
    return (
        FormField("name", "Name", name, required=True, has_kind=False),
        FormField("email", "E-mail", email, has_kind=False),
        FormField(
            "phone_number", "Phone", phone, has_kind=False, hint="" if phone else "with + and the country's code"
        ),
        *(_free(ATTRIBUTES, field) for field in (page.attributes if page else ())),
    )


def record_fields(page: RecordPage | None, attributes: Iterable[Attribute]) -> tuple[FormField, ...]:
    """The external id, what is known of the definition, and whatever else the record holds."""
    values = {field.key: field for field in (page.values if page else ())}
    known = tuple(attributes)
    external = FormField("external_id", "External id", page.external_id if page else "", has_kind=False)
    keys = {attribute.key for attribute in known}
    return (
        *(_defined(attribute, values.get(attribute.key)) for attribute in known),
        *(_free(VALUES, field) for key, field in values.items() if key not in keys),
        external,
    )


def _defined(attribute: Attribute, field: Field | None) -> FormField:
    value = field.value if field is not None else None
    kind = attribute.kind if value is None else kind_of(value)
    key, name, options = f"{VALUES}.{attribute.key}", attribute.name, attribute.options
    return FormField(key, name, typed(value), kind, attribute.required, options)


def _free(nested: str, field: Field) -> FormField:
    return FormField(f"{nested}.{field.key}", field.key, typed(field.value), kind_of(field.value))
