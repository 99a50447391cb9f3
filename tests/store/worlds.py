"""Small made mailboxes, and which of their conversations a query means, worked out slowly and obviously in Python."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from datetime import UTC, datetime

from hypothesis import strategies as st

from chatlane_tui.model.acts import Later
from chatlane_tui.model.ids import ConversationId
from chatlane_tui.model.outbox import OutboxState, Outgoing
from chatlane_tui.model.query import All, Bound, Either, Field, Flag, Has, Is, Named, Not, Query, Thing, When, Word
from chatlane_tui.store import acts, conversations, drafts, identity, messages, outbox, triage
from chatlane_tui.store.database import Database, Transaction
from chatlane_tui.store.rows import DraftRow
from tests.store.told import MINUTE, NOON, conversation, message, stamp

DAY = 24 * 60 * MINUTE
NOW = NOON + 3 * DAY
INBOXES = {1: "Support", 2: "Sales Support", 3: "Café"}
PEOPLE = (
    {"id": 5, "name": "Ada Lovelace", "email": "ada@example.com", "phone_number": "+44 (0)20 7946 0958"},
    {"id": 6, "name": "返金 太郎", "email": "taro@example.jp", "phone_number": None},
    {"id": 7, "name": "Refund Bot", "email": "bot@acme.example", "phone_number": "020 7946 0001"},
)
SAM = {"id": 9, "name": "Sam Acme", "email": "sam@acme.example"}
EVE = {"id": 10, "name": "Eve", "email": "eve@acme.example"}
TEXTS = (
    "I paid twice, a refund please",
    "Refunds are slow; REORDER the order 1042",
    "CAFÉ re-order for ada@example.com",
    "返金をお願い します。order",
    "お願いします 金",
    "call 020-7946 0958 or +44 20 7946 0001",
    "nothing here",
)


@dataclass
class Said:
    """A message: whose, when, what."""

    at: int
    text: str
    by: str
    type: str
    files: bool


@dataclass
class Case:
    """A conversation with all that a query may ask about it."""

    id: int
    subject: str
    status: str
    inbox: int
    person: dict[str, object]
    assignee: dict[str, object] | None
    tags: tuple[str, ...]
    is_read: bool
    archived: bool
    done: bool
    snoozed: bool
    later: bool
    starred: bool
    draft: bool
    failed: bool
    label: str
    said: list[Said] = field(default_factory=list)

    @property
    def at(self) -> int:
        """The last activity."""
        return max([NOON, *(one.at for one in self.said)])

    @property
    def waits(self) -> bool:
        """The customer, or somebody unknown, wrote after our last answer; nobody waits where all is closed and read."""
        if self.status == "closed" and self.is_read:
            return False
        answers = [one.at for one in self.said if one.by == "us"]
        return any(one.by in ("them", "?") and one.at > max(answers, default=0) for one in self.said)


def worlds() -> st.SearchStrategy[list[Case]]:
    """A few conversations."""
    said = st.builds(
        Said,
        st.just(0),
        st.sampled_from(TEXTS),
        st.sampled_from(("them", "us", "note", "?")),
        st.sampled_from(("email", "whatsapp", "sms")),
        st.booleans(),
    )
    case = st.builds(
        Case,
        st.just(0),
        st.sampled_from(("Refund for order 1042", "Café", "", "返金")),
        st.sampled_from(("active", "pending", "closed")),
        st.sampled_from(tuple(INBOXES)),
        st.sampled_from(PEOPLE),
        st.sampled_from((None, SAM, EVE)),
        st.sampled_from(((), ("VIP",), ("billing", "vip gold"))),
        *[st.booleans()] * 8,
        st.sampled_from(("", "later", "Later on")),
        st.lists(said, max_size=4),
    )
    return st.lists(case, min_size=1, max_size=6).map(_numbered)


def _numbered(cases: list[Case]) -> list[Case]:
    clock = 0
    for number, case in enumerate(cases, start=1):
        case.id = number
        for one in case.said:
            clock += 7
            one.at = NOON + clock * 60 * MINUTE // 2
            one.type = "note" if one.by == "note" else one.type
    return cases


def fill(database: Database, cases: list[Case]) -> None:
    """Put the world into the store as the server and a person would."""

    def put(tx: Transaction) -> None:
        for case in cases:
            _fill(tx, case)
        identity.set_to(tx, name="", email="SAM@acme.example")

    database.write_soon(put).result()


def _fill(tx: Transaction, case: Case) -> None:
    id_ = ConversationId(case.id)
    told = conversation(
        case.id,
        at=case.at,
        created_at=stamp(NOON),
        subject=case.subject,
        status=case.status,
        is_read=case.is_read,
        is_archived=case.archived,
        inbox={"id": case.inbox, "name": INBOXES[case.inbox], "type": "standard"},
        participant=case.person,
        assignee=case.assignee,
        tags=[{"id": n, "name": tag} for n, tag in enumerate(case.tags)],
    )
    conversations.upsert(tx, [told], now=NOON)
    senders = {"them": case.person, "us": SAM, "note": SAM, "?": None}
    batch = [
        message(
            case.id * 100 + n,
            at=one.at,
            conversation=None,
            body=one.text,
            type=one.type,
            sender=senders[one.by],
            is_read=case.is_read,
            attachments=[{"name": "a.pdf"}] if one.files else [],
        )
        for n, one in enumerate(case.said)
    ]
    messages.upsert(tx, batch, now=NOON, conversation_id=id_)
    if case.done:
        triage.set_done(tx, id_, now=NOW)
    if case.snoozed:
        triage.set_snooze(tx, id_, NOW + DAY)
    if case.later:
        acts.apply(tx, [id_], Later(), now=NOW)
    if case.starred:
        triage.set_star(tx, id_, True)
    if case.label:
        triage.add_label(tx, id_, case.label)
    if case.failed:
        sent = outbox.submit(tx, Outgoing(id_, "Hello", "sms"), now=NOW, due=NOW)
        outbox.move(tx, sent, OutboxState.HELD, OutboxState.QUEUED)
        outbox.move(tx, sent, OutboxState.QUEUED, OutboxState.SENDING)
        outbox.move(tx, sent, OutboxState.SENDING, OutboxState.REFUSED, problem="no")
    if case.draft:
        drafts.save(tx, DraftRow(id_, "reply", "Dear", "email", None, None, "", "", (), "", NOW))


# the slow and obvious way -------------------------------------------------------------------------


def meant(cases: list[Case], query: Query) -> dict[int, int]:
    """The conversations that a query means → when its words were last said (ms), else the last activity."""
    result = {}
    for case in cases:
        heads = [case.subject, f"{case.person['name']}\n{case.person['email']}", str(case.person["phone_number"] or "")]
        texts = [(case.at, heads), *((one.at, [*heads, one.text]) for one in case.said)]
        dates = [at for at, places in texts if _holds(query, case, places)]
        if dates:
            result[case.id] = max(dates)
    return result


def _holds(query: Query, case: Case, places: list[str]) -> bool:
    """`places`: the texts in which the words may stand, the head's and perhaps one message's."""
    match query:
        case Word(text, whole):
            return any(_says(place, text, whole) for place in places)
        case Not(of):
            return case.id not in meant([case], of)
        case All(of):
            return all(_holds(part, case, places) for part in of)
        case Either(of):
            return any(_holds(part, case, places) for part in of)
        case Is(flag):
            return _is(case, flag)
        case Has(thing):
            return {
                Thing.ATTACHMENT: any(one.files for one in case.said),
                Thing.NOTE: any(one.by == "note" for one in case.said),
                Thing.DRAFT: case.draft,
            }[thing]
        case Named():
            return _named(case, query)
        case When(bound, value):
            return _in_time(case.at, bound, value)


def _is(case: Case, flag: Flag) -> bool:
    return {
        Flag.INBOX: not (case.done or case.snoozed or case.archived),
        Flag.UNREAD: not case.is_read,
        Flag.READ: case.is_read,
        Flag.STARRED: case.starred,
        Flag.DONE: case.done,
        Flag.SNOOZED: case.snoozed,
        Flag.LATER: case.later,
        Flag.WAITING: case.waits,
        Flag.DRAFT: case.draft,
        Flag.FAILED: case.failed,
        Flag.MINE: case.assignee is SAM,
        Flag.UNASSIGNED: case.assignee is None,
        Flag.ARCHIVED: case.archived,
    }[flag]


def _named(case: Case, named: Named) -> bool:
    value, whole = named.value, named.whole
    assignee = case.assignee or {}
    match named.field:
        case Field.STATUS:
            return case.status == value.lower()
        case Field.TYPE if value == "note":
            return any(one.by == "note" for one in case.said)
        case Field.TYPE:
            spoken = [one.type for one in case.said if one.by != "note"]
            return spoken[-1:] == [value]
        case Field.INBOX:
            name = INBOXES[case.inbox]
            return str(case.inbox) == value or (name.lower() == value.lower() if whole else _says(name, value, whole))
        case Field.FROM:
            who = f"{case.person['name']}\n{case.person['email']}"
            return _says(who, value, whole) or _says(str(case.person["phone_number"] or ""), value, whole)
        case Field.ASSIGNEE:
            return _says(f"{assignee.get('name', '')}\n{assignee.get('email', '')}", value, whole)
        case Field.TAG:
            return any(_says(tag, value, whole) for tag in case.tags)
        case Field.LABEL:
            return case.label.lower() == value.lower() if whole else _says(case.label, value, whole)


def _in_time(at: int, bound: Bound, value: str) -> bool:
    units = {"min": MINUTE, "h": 60 * MINUTE, "d": DAY, "w": 7 * DAY, "m": 30 * DAY, "y": 365 * DAY}
    if bound in (Bound.OLDER, Bound.NEWER):
        number, unit = re.fullmatch(r"(\d+)(\w+)", value).groups()  # type: ignore[union-attr]
        limit = NOW - int(number) * units[unit]
        return at < limit if bound is Bound.OLDER else at >= limit
    today = datetime.fromtimestamp(NOW / 1000, UTC)
    days = {"today": today, "yesterday": datetime.fromtimestamp((NOW - DAY) / 1000, UTC)}
    year, month, number = (*value.split("-"), "1", "1")[:3] if value not in days else ("1", "1", "1")
    day = days.get(value) or datetime(int(year), int(month), int(number), tzinfo=UTC)
    start = datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp() * 1000
    return at < start if bound is Bound.BEFORE else at >= start


def _says(text: str, sought: str, whole: bool) -> bool:
    if re.fullmatch(r"[\d+ ().-]+", sought) and _has_number(text, re.sub(r"\D", "", sought)):
        return True
    if re.search("[\u3040-\u9fff]", sought):
        return re.search(r"\W+".join(map(re.escape, sought.split())), text) is not None
    there, wanted = _words(text), _words(sought)
    for at in range(len(there) - len(wanted) + 1):
        found = there[at : at + len(wanted)]
        if found == wanted or (not whole and len(sought) > 1 and _begins(found, wanted)):
            return True
    return False


def _begins(found: list[str], wanted: list[str]) -> bool:
    return found[:-1] == wanted[:-1] and found[-1].startswith(wanted[-1])


def _has_number(text: str, digits: str) -> bool:
    if len(digits) < 5:
        return False
    written = ("+44 (0)20 7946 0958", "020 7946 0001", "020-7946 0958", "+44 20 7946 0001")
    numbers = [re.sub(r"\D", "", number) for number in written if number in text]
    return any(number.startswith(digits) or number[-8:] == digits[-8:] for number in numbers)


def _words(text: str) -> list[str]:
    plain = "".join(c for c in unicodedata.normalize("NFKD", text) if unicodedata.category(c) != "Mn")
    return re.findall(r"[^\W_]+", plain.lower())
