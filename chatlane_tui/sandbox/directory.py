"""The rules for contacts and custom entity records: duplicates, merging, definitions of attributes (E2, E3, E4)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from chatlane_tui.sandbox.fields import Fields
from chatlane_tui.sandbox.refusals import RefusedError
from chatlane_tui.sandbox.world import World


def create_contact(world: World, body: Mapping[str, Any]) -> int:
    """Make a contact; its id."""
    fields = Fields(body)
    name = fields.text("name", required=True, longest=255)
    email, phone = fields.email("email") or None, fields.phone("phone_number") or None
    attributes = fields.table("custom_attributes") or {}
    fields.finish()
    with world.lock:
        _refuse_duplicates(world, email=email, phone=phone, own_id=0)
        now = world.now()
        return world.write(
            "INSERT INTO contacts (name, email, phone_number, custom_attributes, created_at, updated_at) "
            "VALUES (?, ?, ?, ?, ?, ?)",
            (name, email, phone, json.dumps(attributes), now, now),
        )


def update_contact(world: World, contact_id: int, body: Mapping[str, Any]) -> None:
    """Change the fields given; `custom_attributes` merge unless E3's switch replaces them."""
    fields = Fields(body)
    name = fields.text("name", required="name" in body, longest=255)
    email, phone = fields.email("email") or None, fields.phone("phone_number") or None
    attributes = fields.table("custom_attributes")
    fields.finish()
    with world.lock:
        row = world.row("SELECT * FROM contacts WHERE id = ?", (contact_id,))
        if row is None:
            raise RefusedError("NOT_FOUND")
        _refuse_duplicates(world, email=email, phone=phone, own_id=contact_id)
        kept = json.loads(row["custom_attributes"])
        if attributes is not None:
            kept = attributes if "E3-attributes-replaced" in world.flipped else {**kept, **attributes}
        world.write(
            "UPDATE contacts SET name = ?, email = ?, phone_number = ?, custom_attributes = ?, updated_at = ? "
            "WHERE id = ?",
            (
                name if "name" in body else row["name"],
                email if "email" in body else row["email"],
                phone if "phone_number" in body else row["phone_number"],
                json.dumps(kept),
                world.now(),
                contact_id,
            ),
        )


def _refuse_duplicates(world: World, *, email: str | None, phone: str | None, own_id: int) -> None:
    """Refuse without naming the other contact (E4)."""
    if email and world.row("SELECT id FROM contacts WHERE email = ? COLLATE NOCASE AND id <> ?", (email, own_id)):
        raise RefusedError("DUPLICATE_EMAIL", details={"email": [email]})
    if phone and world.row("SELECT id FROM contacts WHERE phone_number = ? AND id <> ?", (phone, own_id)):
        raise RefusedError("DUPLICATE_PHONE", details={"phone_number": [phone]})


def create_record(world: World, body: Mapping[str, Any]) -> int:
    """Make a record of a custom entity; its id."""
    fields = Fields(body)
    entity_id = fields.number("custom_entity_id", required=True)
    external_id = fields.text("external_id", longest=255)
    values = fields.table("values", required=True)
    with world.lock:
        definition = _definition(world, entity_id)
        if entity_id is not None and definition is None:
            fields.problem("custom_entity_id", "The selected custom entity id is invalid.")
        if definition is not None and values is not None:
            _check_values(fields, definition, values, whole=True)
        fields.finish()
        named = external_id or _named_by(definition or [], values or {})
        now = world.now()
        return world.write(
            'INSERT INTO records (entity_id, external_id, "values", created_at, updated_at) VALUES (?, ?, ?, ?, ?)',
            (entity_id, named, json.dumps(values), now, now),
        )


def update_record(world: World, record_id: int, body: Mapping[str, Any]) -> None:
    """Merge `values` into a record; an attribute that is its external id moves `external_id` along."""
    fields = Fields(body)
    external_id = fields.text("external_id", longest=255)
    values = fields.table("values")
    entity_id = fields.number("custom_entity_id")
    with world.lock:
        row = world.row("SELECT * FROM records WHERE id = ?", (record_id,))
        if row is None:
            raise RefusedError("NOT_FOUND")
        if entity_id not in (None, row["entity_id"]):
            fields.problem("custom_entity_id", "The custom entity id cannot be changed.")
        definition = _definition(world, row["entity_id"]) or []
        _check_values(fields, definition, values or {}, whole=False)
        fields.finish()
        merged = {**json.loads(row["values"]), **(values or {})}
        named = external_id or _named_by(definition, values or {}) or row["external_id"]
        world.write(
            'UPDATE records SET external_id = ?, "values" = ?, updated_at = ? WHERE id = ?',
            (named, json.dumps(merged), world.now(), record_id),
        )


def _definition(world: World, entity_id: int | None) -> list[dict[str, Any]] | None:
    row = world.row("SELECT attributes FROM entities WHERE id = ?", (entity_id,))
    return json.loads(row["attributes"]) if row else None


def _named_by(definition: list[dict[str, Any]], values: Mapping[str, Any]) -> str | None:
    slug = next((attribute["slug"] for attribute in definition if attribute.get("is_external_id")), None)
    value = values.get(slug) if slug else None
    return None if value is None else str(value)


def _check_values(fields: Fields, definition: list[dict[str, Any]], values: Mapping[str, Any], *, whole: bool) -> None:
    known = {attribute["slug"]: attribute for attribute in definition}
    for slug, value in values.items():
        if slug not in known:
            fields.problem(f"values.{slug}", f"The attribute {slug} is not defined for this custom entity.")
        elif value is not None and not _fits(known[slug], value):
            fields.problem(f"values.{slug}", f"The attribute {slug} must be a valid {known[slug]['type']}.")
    for slug, attribute in known.items():
        absent = values.get(slug) is None if whole or slug in values else False
        if attribute.get("required") and absent:
            fields.problem(f"values.{slug}", f"The attribute {slug} is required.")


def _fits(attribute: Mapping[str, Any], value: object) -> bool:
    match attribute["type"]:
        case "number":
            return isinstance(value, int | float) and not isinstance(value, bool)
        case "boolean":
            return isinstance(value, bool)
        case "select":
            return value in attribute["options"]
        case _:
            return isinstance(value, str)
