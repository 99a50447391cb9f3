"""Every decision the document leaves to the server, as a named switch; the base position is one plausible server."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class Switch:
    """One decision: its name, the trap it belongs to, and what the server does when it is flipped."""

    name: str
    does: str

    @property
    def trap(self) -> str:
        """The trap's name in the list of traps, such as `P1`."""
        return self.name.partition("-")[0]


_TABLE = """
P1-offset-next              | `next` carries `offset=N` on every list, and `page` is ignored.
P1-cursor-next              | `next` carries an opaque `cursor`, `meta` no page numbers; `page` is ignored.
P1-next-never-null          | `next` is never null: after the last page comes an empty one, and so on.
P2-next-keeps-filters       | `next` repeats the filters and the limit of the request.
P3-next-http                | `next` is plain http:// without the port, as behind a proxy.
P3-next-other-host          | `next` names another host.
P3-next-relative            | `next` is a path without scheme and host.
P4-no-links-meta            | Lists have neither `links` nor `meta`.
P4-links-null               | `links` and `meta` are null.
P4-links-empty              | `links` and `meta` are `{}`.
P4-links-list               | `links` and `meta` are `[]`.
P4-next-is-current          | On the last page `next` names the page itself.
P4-limit-refused            | A `limit` above 100 is refused with 422 instead of clamped.
P4-ids-repeat               | Pages overlap by three rows, as when rows arrive during a walk.
P4-inboxes-paged            | `/inboxes` pages, two at a time, with `links` and `meta`.
P4-inboxes-bare             | `/inboxes` answers a bare array.
P5-oldest-first             | Lists are oldest first.
P5-shuffled                 | Lists have a stable order that is neither by time nor by id.
S3-inclusive                | `created_after` means `>=`.
S3-microseconds             | Times are kept and printed with six decimals.
S3-offset                   | Times are printed with `+00:00` instead of `Z`.
S3-other-zone               | Times are printed in another zone, `+05:30`.
S3-null-created-at          | `created_at` is null on every seventh row.
S4-get-marks-read           | GET of one conversation marks it and its messages read.
A1-retry-after-date         | `Retry-After` is an HTTP date.
A1-no-retry-after           | A limited request is answered without `Retry-After`.
A1-limit-503                | A limited request is answered 503 instead of 429.
A1-no-limit-headers         | Answers carry no `X-RateLimit-*` headers.
A2-login-redirect           | Without `Accept: application/json` the answer is 302 to a login page.
A2-html-page                | Without `Accept: application/json` the answer is an HTML page with status 200.
A3-message-only             | Errors are `{message}`.
A3-message-errors           | Errors are `{message, errors: {field: [...]}}`.
A3-html                     | Errors are HTML pages.
A3-empty                    | Errors have no body.
A4-validation-400           | What is 422 in the base position is answered 400.
A4-duplicate-409            | Duplicates are answered 409.
A4-channel-403              | Refusals about channels and contacts are answered 403.
A4-team-404                 | Another team's resource is answered 404.
A5-empty-as-list            | Empty objects are printed as `[]`.
A7-dead-token-403           | A dead or unknown token is answered 403 instead of 401.
A8-no-trailing-slash        | A path with a trailing slash is 404.
A8-create-200               | Creates answer 200 instead of 201.
A8-ids-as-strings           | Ids are printed as numeric strings.
A8-extra-fields             | Every object has fields the document does not know.
A8-unknown-words            | Some rows have a message type, a status and an inbox type the document does not know.
W3-stays-sending            | `delivery_status` stays `sending`.
W3-delivered                | `delivery_status` ends as `delivered`.
W3-failed                   | `delivery_status` ends as `failed`.
W3-unknown-word             | `delivery_status` ends as a word never seen, `handed_to_carrier`.
D2-is-draft-shown           | Messages carry `is_draft`.
C1-inbox-has-channels       | Inboxes carry their `channels`.
C1-inbox-without-type       | Inboxes have no `type`.
C2-other-number-space       | `inbox_channel_id` is `channel.id` + 1000.
C3-picks-last-channel       | Without `inbox_channel_id` the last active channel of the type is taken, not the first.
C3-ignores-channel          | Another active channel of the type is taken than the one asked for.
M2-nested-sender            | Messages inside a conversation carry their `sender`.
M2-sender-null              | `sender` is null.
M2-sender-name-only         | `sender` has a name and nothing else.
M2-sender-typed             | `sender` carries a `type`.
M3-nested-capped            | A conversation carries only its newest ten messages.
M3-nested-newest-first      | Messages inside a conversation are newest first.
M3-nested-unordered         | Messages inside a conversation have no useful order.
M3-nested-absent            | A conversation carries no `messages`.
M5-filename                 | Attachments are `{filename, file_url, content_type}`.
M5-path                     | Attachments are `{file_name, path, type}`, the path relative.
M5-foreign-url              | The URLs of attachments are on another origin.
M8-short-sms                | SMS of more than 160 characters are refused.
V1-single-complete          | GET of one conversation carries the flags and `last_message_at` too.
V1-create-complete          | The answer to a created conversation carries everything.
V2-no-tags                  | The answer to a created conversation has no `tags`.
V2-tags-as-strings          | Tags come back as strings.
V2-tags-everywhere          | Lists and single conversations carry `tags` too.
V4-no-participant           | `participant` is null.
V4-no-assignee              | `assignee` is null.
V4-no-subject               | `subject` is null.
V4-no-inbox                 | `inbox` is null in conversations.
E1-record-shown             | Conversations carry their `custom_entity_record`.
E1-other-type-word          | An inbox of entities has the type `entity` instead of `custom_entity`.
E2-attributes-absent        | A single record's entity has no `attributes`.
E2-attributes-map           | A single record's `attributes` are a map by slug instead of a list.
E3-attributes-replaced      | `custom_attributes` sent with an update replace the old ones instead of merging.
"""


def _read(table: str) -> Mapping[str, Switch]:
    rows = (line.partition("|") for line in table.strip().splitlines())
    return MappingProxyType({name.strip(): Switch(name.strip(), does.strip()) for name, _, does in rows})


SWITCHES: Mapping[str, Switch] = _read(_TABLE)


class Flipped:
    """The switches that are flipped, with the value given to each (True when only named)."""

    __slots__ = ("_values",)

    def __init__(self, switches: Iterable[str] | Mapping[str, object] = ()) -> None:
        """Take names, or names with values; a false value leaves the switch in its base position."""
        given = dict(switches) if isinstance(switches, Mapping) else dict.fromkeys(switches, True)
        for name in given:
            _known(name)
        self._values = {name: value for name, value in given.items() if value is not False}

    def __contains__(self, name: str) -> bool:
        """Whether the switch is flipped; asking for a switch that does not exist is an error."""
        return _known(name) in self._values

    def number(self, name: str, default: int) -> int:
        """The number given to a switch, or the default when it was only named."""
        value = self._values.get(_known(name))
        return value if isinstance(value, int) and not isinstance(value, bool) else default

    def names(self) -> tuple[str, ...]:
        """The names of the flipped switches, in the order they were given."""
        return tuple(self._values)


def _known(name: str) -> str:
    if name in SWITCHES:
        return name
    near = get_close_matches(name, SWITCHES, n=1, cutoff=0.3)
    hint = f"; the nearest is {near[0]!r}" if near else ""
    raise ValueError(f"There is no switch {name!r}{hint}.")
