"""What is looked at once more before words leave: each finding is a sentence, said once; only a few stop the sending.

Pure and linear in the text. What is found is never repeated whole where it may be secret.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from chatlane_tui.config.writing import CheckSettings
from chatlane_tui.model import addresses, file_links
from chatlane_tui.model.template import leftovers


class Letter(NamedTuple):
    """What is about to be sent: a reply or a note, and with what around it."""

    text: str
    kind: str = "reply"
    """"reply" or "note"."""
    type: str = "email"
    name: str = ""
    """The customer's name."""
    cc: str = ""
    bcc: str = ""
    file_urls: tuple[str, ...] = ()
    sender_type: str = ""
    sender_id: int | None = None
    others: tuple[str, ...] = ()
    """Names of customers to whom words of this went before."""


class Finding(NamedTuple):
    """`key` tells two findings apart, so that each is said once; `blocks`: it cannot be sent like this at all."""

    key: str
    sentence: str
    blocks: bool = False


_ATTACHED: Final = re.compile(
    r"\b(?:attached|attachments?|enclosed|angehängt\w*|anhang|anhänge|beigefügt\w*|anbei|załącz\w+|w załączeniu"
    r"|adjunt[oa]s?|pièces? jointes?|ci-joint\w*|allegat[oi]|in allegato|bijlagen?|bijgevoegd|em anexo|bifoga[td])\b",
    re.IGNORECASE,
)
_TO_COLLEAGUES: Final = re.compile(
    r"^(?:internal|intern|note|notiz|notatka|nota interna|fyi|for the team|fürs team)\b\s*[:\-–—]", re.IGNORECASE
)
_MENTION: Final = re.compile(r"^@[\w.]{2,30}\b")
_GREETING: Final = re.compile(
    r"^(?:hi|hello|dear|hey|good (?:morning|afternoon|evening)|hallo|liebe[rs]?|sehr geehrte[rs]?|guten (?:tag|morgen)"
    r"|cześć|dzień dobry|szanown[yai]|bonjour|chère?|hola|buenos días|estimad[oa]|ciao|gentile|beste|olá)\b"
    r"[^\n]{0,60}[,!]",
    re.IGNORECASE,
)
_HANDLES: Final = frozenset({"instagram", "facebook"})
_DIGITS: Final = re.compile(r"(?<![\w.+-])\d(?:[ -]?\d){12,18}(?![\w-])")
_CARD: Final = re.compile(
    r"4\d{12}(?:\d{3}){0,2}|5[1-5]\d{14}|2[2-7]\d{14}|3[47]\d{13}|3[0689]\d{12}|6(?:011|5\d\d|[0-9]{3})\d{12}"
)
_SECRETS: Final = (
    ("a private key", re.compile(r"-----BEGIN [A-Z ]{0,20}PRIVATE KEY-----")),
    ("an API token", re.compile(r"(?<![\w|])\d{1,10}\|[0-9A-Za-z]{32,}")),
    ("an AWS key", re.compile(r"\bA(?:KI|SI)A[0-9A-Z]{16}\b")),
    ("a secret key", re.compile(r"\b[sr]k[-_](?:live[-_]|test[-_]|proj-)?[0-9A-Za-z_-]{20,}")),
    ("a GitHub token", re.compile(r"\b(?:gh[pousr]_[0-9A-Za-z]{30,}|github_pat_\w{30,})")),
    ("a Slack token", re.compile(r"\bxox[abeoprs]-[0-9A-Za-z-]{10,}")),
    ("a Google key", re.compile(r"\bAIza[0-9A-Za-z_-]{35}")),
    ("a signed token", re.compile(r"\beyJ[\w-]{10,}\.[\w-]{10,}\.[\w-]{5,}")),
    ("a bearer token", re.compile(r"\bbearer\s+[\w.~+/-]{20,}", re.IGNORECASE)),
    (
        "a password",
        re.compile(
            r"\b(?:password|passwort|hasło|contraseña|mot de passe)\s{0,3}(?:is|ist|to)?\s{0,3}[:=]\s{0,3}\S{4,}",
            re.IGNORECASE,
        ),
    ),
)  # fmt: skip


def findings(letter: Letter, rules: CheckSettings) -> tuple[Finding, ...]:
    """Everything worth a second look, what blocks first."""
    found = [
        *_unresolved(letter),
        *_enclosures(letter),
        *_sender(letter),
        *_attachment(letter),
        *_wrong_kind(letter),
        *_internal(letter, rules),
        *_others(letter),
        *_card(letter),
        *_secret(letter),
        *_recipients(letter, rules),
    ]
    return tuple(sorted(dict.fromkeys(found), key=lambda one: not one.blocks))


def _unresolved(letter: Letter) -> Iterator[Finding]:
    left = leftovers(letter.text)
    if left:
        shown = ", ".join(left[:3])
        yield Finding(
            "variable", f"Not sent: {shown} is still to be filled in. Between `backticks` it goes as it stands.", True
        )


def _enclosures(letter: Letter) -> Iterator[Finding]:
    if said := file_links.problem(letter.file_urls):
        yield Finding("file", f"Not sent: {said}", True)
    for link in file_links.looked_at(letter.file_urls):
        if link.remark:
            yield Finding(f"file {link.url}", link.remark)
    for field in (letter.cc, letter.bcc):
        for said in addresses.problems(field):
            yield Finding(said, said)


def _sender(letter: Letter) -> Iterator[Finding]:
    if bool(letter.sender_type) != (letter.sender_id is not None):
        yield Finding("sender", "Not sent: another sender needs both a type and an id, or neither (M9).", True)


def _attachment(letter: Letter) -> Iterator[Finding]:
    if letter.kind == "note" or letter.file_urls:
        return
    own = "\n".join(line for line in letter.text.split("\n") if not line.startswith(">"))
    if word := _ATTACHED.search(own):
        yield Finding("attachment", f"“{word[0]}” is said, and nothing is attached.")


def _wrong_kind(letter: Letter) -> Iterator[Finding]:
    start = letter.text.lstrip()[:120]
    if letter.kind == "note":
        if greeting := _greeting(start, letter.name):
            yield Finding("kind", f"This note begins “{greeting}”, and the customer will not see it: ^n replies.")
    elif _TO_COLLEAGUES.match(start) or (letter.type not in _HANDLES and _MENTION.match(start)):
        yield Finding("kind", f"This begins “{start.split()[0]}”: the customer will see it. ^n writes a note.")


def _greeting(start: str, name: str) -> str:
    line = start.partition("\n")[0]
    if found := _GREETING.match(line):
        return found[0]
    first = name.split()[0] if name.split() else ""
    return f"{first}," if len(first) > 1 and line.casefold().startswith(f"{first.casefold()},") else ""


def _internal(letter: Letter, rules: CheckSettings) -> Iterator[Finding]:
    if letter.kind == "note":
        return
    for words in rules.internal_words:
        if re.search(rf"(?<!\w){re.escape(words)}(?!\w)", letter.text, re.IGNORECASE):
            yield Finding(
                f"internal {words.casefold()}", f"“{words}” is an internal word, and this goes to the customer."
            )


def _others(letter: Letter) -> Iterator[Finding]:
    mine = {word.casefold() for word in letter.name.split()}
    for name in letter.others:
        for word in name.split():
            if (
                len(word) > 2
                and word.casefold() not in mine
                and re.search(rf"(?<!\w){re.escape(word)}(?!\w)", letter.text)
            ):
                yield Finding(
                    f"other {name}", f"“{word}” is the name of another customer, {name}, who got this before."
                )
                break


def _card(letter: Letter) -> Iterator[Finding]:
    for found in _DIGITS.finditer(letter.text):
        digits = found[0].replace(" ", "").replace("-", "")
        if _CARD.fullmatch(digits) and _luhn(digits):
            yield Finding(f"card {digits[-4:]}", f"…{digits[-4:]} looks like the number of a payment card.")


def _luhn(digits: str) -> bool:
    doubled = (sum(divmod(2 * int(digit), 10)) for digit in digits[-2::-2])
    return (sum(map(int, digits[-1::-2])) + sum(doubled)) % 10 == 0


def _secret(letter: Letter) -> Iterator[Finding]:
    for what, pattern in _SECRETS:
        if found := pattern.search(letter.text):
            yield Finding(f"secret {what}", f"“{found[0][:4]}…” looks like {what}.")


def _recipients(letter: Letter, rules: CheckSettings) -> Iterator[Finding]:
    if letter.kind == "note":
        return
    number = 1 + len(addresses.split(letter.cc)) + len(addresses.split(letter.bcc))
    if number > rules.most_recipients:
        yield Finding(f"recipients {number}", f"This goes to {number} people, more than {rules.most_recipients}.")
