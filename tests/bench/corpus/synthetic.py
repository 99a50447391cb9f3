"""Mail made here, after what the common clients and mailing programs send: of each word it is known whether it is seen.

Words are numbers in letters and never come twice in a mail, so that one that is lost, leaked or doubled is seen.
"""

from __future__ import annotations

import html as entities
import random
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from tests.bench.corpus.samples import Gold, Sample, Truth, words_of

EACH = 6
"""Mails of each kind."""
_SYLLABLES = ("ba", "ke", "li", "mo", "nu", "ra", "se", "ti", "vo", "zu", "dra", "ple", "gri", "sto")
_SCRIPTS = ("заказ", "δέμα", "注文", "طلب", "הזמנה", "주문", "câblé", "Größe", "पार्सल", "👍")

_HIDERS = (
    '<div style="display:none">{}</div>',
    '<div style="display:none !important;max-height:0;overflow:hidden;mso-hide:all">{}</div>',
    "<span style='visibility:hidden'>{}</span>",
    '<div style="max-height:0px;overflow:hidden;">{}</div>',
    '<div style="font-size:0;line-height:0">{}</div>',
    '<p style="opacity:0">{}</p>',
    '<div style="position:absolute;left:-9999px;top:0">{}</div>',
    '<div class="preheader">{}</div>',
    '<p id="teaser">{}</p>',
    "<div hidden>{}</div>",
    '<span style="display:none;font-size:1px;color:#ffffff">{}&zwnj;&nbsp;&zwnj;&nbsp;</span>',
    '<table style="display:none"><tr><td><p>{}</p></td></tr></table>',
)
_SHEET = (
    "<style type='text/css'>/* } */ body{margin:0} .preheader, #teaser{display:none!important} a{color:red}"
    "@media screen and (max-width:600px){.wide{display:none!important}.stack td{display:block}}</style>"
)


@dataclass
class Letter:
    """A mail that is being written: what goes in, and what a reader will see of it."""

    dice: random.Random
    visible: Counter[str] = field(default_factory=Counter)
    hidden: Counter[str] = field(default_factory=Counter)
    alts: Counter[str] = field(default_factory=Counter)
    links: set[str] = field(default_factory=set)
    _number: int = 0

    def words(self, least: int = 3, most: int = 12) -> str:
        """Words that are in no other place of this mail."""
        return " ".join(self._word() for _ in range(self.dice.randint(least, most)))

    def _word(self) -> str:
        self._number += 1
        number, word = self._number, ""
        while number:
            number, place = divmod(number, len(_SYLLABLES))
            word += _SYLLABLES[place]
        return word + self.dice.choice(("", "", "", "n", self.dice.choice(_SCRIPTS)))

    def seen(self, least: int = 3, most: int = 12) -> str:
        """Text that is seen."""
        text = self.words(least, most)
        self.visible.update(words_of(text))
        return entities.escape(text)

    def unseen(self) -> str:
        """Something that hides its text."""
        text = self.words()
        self.hidden.update(words_of(text))
        return self.dice.choice(_HIDERS).format(entities.escape(text))

    def link(self, inside: str) -> str:
        """A link around that."""
        url = f"https://shop{len(self.links)}.example/{self._word()}?a=1&copy={len(self.links)}"
        self.links.add(url)
        style = self.dice.choice(("", ' style="color:#fff;text-decoration:none"', ' target="_blank" class="btn"'))
        return f'<a href="{entities.escape(url)}"{style}>{inside}</a>'

    def button(self) -> str:
        """A link that Outlook alone draws as a shape of its own, from a comment that nobody else reads."""
        shape = f"<!--[if mso]><v:roundrect><center>{self.words(1, 3)}</center></v:roundrect><![endif]-->"
        return f'{shape}<span style="mso-hide:all">{self.link(self.seen(1, 3))}</span>'

    def picture(self) -> str:
        """An image with its alternative text."""
        text = self.words(1, 3)
        self.alts.update(words_of(text))
        return f'<img src="https://cdn.example/{len(self.alts)}.png" alt="{entities.escape(text)}" width="120">'

    def paragraph(self) -> str:
        """Text as people write it, with some emphasis and perhaps a link."""
        match self.dice.randrange(3):
            case 0:
                middle = f"<b>{self.seen(1, 3)}</b>"
            case 1:
                middle = self.link(self.seen(1, 3))
            case _:
                middle = f"<i>{self.seen(1, 2)}</i>"
        return f"{self.seen()} {middle} {self.seen()}"

    def truth(self) -> Truth:
        """What is seen of all that."""
        return Truth(self.visible, self.hidden, self.alts, frozenset(self.links))


def _webmail(letter: Letter) -> str:
    return (
        f'<div dir="ltr"><div>{letter.paragraph()}</div><div><br></div><div>{letter.seen()}</div></div><br>'
        f'<div class="gmail_quote"><div dir="ltr" class="gmail_attr">{letter.seen()} &lt;'
        f'{letter.seen(1, 1)}@shop.example&gt; wrote:<br></div><blockquote class="gmail_quote" '
        f'style="margin:0 0 0 .8ex;border-left:1px solid #ccc"><div>{letter.paragraph()}<blockquote>'
        f"{letter.seen()}</blockquote></div></blockquote></div>"
    )


def _office(letter: Letter) -> str:
    rows = "".join(
        f"<p class=MsoNormal><span style='font-size:11.0pt;mso-fareast-language:EN-US'>{letter.paragraph()}<o:p></o:p>"
        "</span></p><p class=MsoNormal><o:p>&nbsp;</o:p></p>"
        for _ in range(3)
    )
    return (
        '<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><style><!-- p.MsoNormal{margin:0cm} --></style>'
        "<!--[if gte mso 9]><xml><o:shapedefaults/></xml><![endif]--></head><body lang=EN-GB link=blue>"
        f"<div class=WordSection1>{rows}<div style='border-top:solid #E1E1E1 1.0pt'><p class=MsoNormal><b>"
        f"{letter.seen(1, 1)}:</b> {letter.seen()}<br><b>{letter.seen(1, 1)}:</b> {letter.seen()}</p></div></div>"
        "</body>"
    )


def _newsletter(letter: Letter) -> str:
    cells = "".join(
        f'<tr><td class="wide" style="font-size:0;padding:0"><table width="100%"><tr><td style="font-size:14px">'
        f"{letter.link(letter.picture())}<h2>{letter.seen(2, 5)}</h2><p>{letter.paragraph()}</p>"
        f'<table class="btn"><tr><td bgcolor="#123456">{letter.button()}</td></tr></table>'
        "</td></tr></table></td></tr>"
        for _ in range(4)
    )
    return (
        f'<!doctype html><html><head><title>Weekly</title><meta charset="utf-8">{_SHEET}</head><body class="body">'
        f'{letter.unseen()}{letter.unseen()}<center><table width="600" align="center">{cells}</table></center>'
        f'<p style="font-size:10px">{letter.seen()} {letter.link(letter.seen(1, 2))}</p>{letter.unseen()}'
        '<img src="https://track.example/open.gif" width="1" height="1" alt="pixel"></body></html>'
    )


def _receipt(letter: Letter) -> str:
    rows = "".join(
        f"<tr><td>{letter.seen(1, 3)}</td><td align=right>{letter.seen(1, 1)}</td><td>{letter.seen(1, 1)}</td></tr>"
        for _ in range(5)
    )
    return (
        f"<html><head>{_SHEET}</head><body><h1>{letter.seen(2, 4)}</h1>"
        f"<table><thead><tr><th>{letter.seen(1, 1)}</th><th>"
        f"{letter.seen(1, 1)}</th><th>{letter.seen(1, 1)}</th></tr></thead><tbody>{rows}</tbody></table>"
        f"{letter.unseen()}<p>{letter.link(letter.seen(2, 3))}</p></body></html>"
    )


def _careless(letter: Letter) -> str:
    """Nothing is closed, and what is, is closed in the wrong order."""
    return (
        f"<HTML>{_SHEET}<BODY BGCOLOR=white><FONT SIZE=+2 COLOR='red'><B>{letter.seen()}<P>{letter.seen()}</B>"
        f"<TABLE><TR><TD>{letter.seen()}<TD>{letter.seen()}<TR><TD>{letter.link(letter.seen(1, 2))}<B>{letter.seen()}"
        f"</TABLE><UL><LI>{letter.seen()}<LI>{letter.seen()}</UL><P>{letter.seen()}<DIV>{letter.seen()}</P>"
        f"<!-- a comment > with a sign --><CENTER>{letter.seen()}<BR>{letter.seen()} 2 < 3 &amp 4 &copy; </CENTER>"
        f"<script>var s = '<p>not this</p>';</script><noscript>{letter.seen(1, 2)}</noscript>{letter.unseen()}"
    )


def _ticket(letter: Letter) -> str:
    """Text into which a program put some tags."""
    return (
        f"{letter.seen()}\n\n{letter.seen()}\n{letter.seen()}\n\n<p>&mdash;<br />{letter.seen()} "
        f"{letter.link(letter.seen(1, 3))}.</p>\n"
    )


def _document(letter: Letter) -> str:
    items = "".join(f"<li>{letter.paragraph()}</li>" for _ in range(3))
    nested = f"<ul><li>{letter.seen()}<ol><li>{letter.seen()}</li></ol></li></ul>"
    return (
        f"{_SHEET}<h1>{letter.seen(1, 4)}</h1><dl><dt>{letter.seen(1, 2)}<dd>{letter.seen()}</dl><ol>{items}</ol>"
        f"{nested}"
        f"<pre>{letter.seen()}\n   {letter.seen()}</pre><hr><p style='white-space:pre-wrap'>{letter.seen()}\n"
        f"{letter.seen()}</p><details><summary>{letter.seen(1, 2)}</summary></details>{letter.unseen()}"
        f"<figure>{letter.picture()}<figcaption>{letter.seen()}</figcaption></figure><svg><text>drawn</text></svg>"
    )


_MAKERS: tuple[Callable[[Letter], str], ...] = (
    _webmail,
    _office,
    _newsletter,
    _receipt,
    _careless,
    _ticket,
    _document,
)


def samples() -> Iterator[Sample]:
    """The whole corpus, the same each time."""
    for make in _MAKERS:
        for number in range(EACH):
            letter = Letter(random.Random(f"{make.__name__} {number}"))
            body = make(letter)
            if make is _careless:  # what stands there between the words
                letter.visible.update(("2", "3", "4"))
            elif make is _webmail:
                letter.visible.update(("shop", "example", "wrote"))
            yield Sample(f"{make.__name__[1:]} {number}", body, is_html=True, truth=letter.truth())


_INTRODUCTIONS = (
    "On Mon, 5 Jan 2026 at 15:04, Ada Okonkwo <ada@shop.example> wrote:",
    "On Mon, Jan 5, 2026 at 3:04 PM Ada Okonkwo <ada@shop.example>\nwrote:",
    "Am 05.01.2026 um 15:04 schrieb Ada Okonkwo <ada@shop.example>:",
    "Le lun. 5 janv. 2026 à 15:04, Ada Okonkwo <ada@shop.example> a écrit :",
    "El lun, 5 ene 2026 a las 15:04, Ada (<ada@shop.example>) escribió:",
    "Il giorno lun 5 gen 2026 alle ore 15:04 Ada <ada@shop.example> ha scritto:",
    "Op ma 5 jan. 2026 om 15:04 schreef Ada Okonkwo <ada@shop.example>:",
    "Em seg., 5 de jan. de 2026 às 15:04, Ada <ada@shop.example> escreveu:",
    "W dniu 05.01.2026 o 15:04, Ada Okonkwo pisze:",
    "Den mån 5 jan. 2026 kl 15:04 skrev Ada Okonkwo <ada@shop.example>:",
)
_HEADERS = (
    "From: Ada Okonkwo\nSent: Monday, January 5, 2026 3:04 PM\nTo: Support\nSubject: RE: parcel",
    "-----Original Message-----\nFrom: Ada Okonkwo\nSent: Monday\nTo: Support\nSubject: RE: parcel",
    "________________________________\nVon: Ada Okonkwo\nGesendet: Montag\nAn: Support\nBetreff: AW: Paket",
    "De : Ada Okonkwo\nEnvoyé : lundi 5 janvier 2026 15:04\nÀ : Support\nObjet : RE: colis",
)
_ENDS = ("", "\n-- \nGrace Hopper\nAcme Ltd", "\nSent from my iPhone")


def gold() -> Iterator[Gold]:
    """Replies: new text, perhaps a signature, and the history as programs of ten languages introduce it."""
    for number, introduction in enumerate((*_INTRODUCTIONS, *_HEADERS)):
        letter = Letter(random.Random(f"reply {number}"))
        new = [letter.words(4, 12) + "." for _ in range(letter.dice.randint(1, 4))]
        mark = "> " if introduction in _INTRODUCTIONS else ""
        old = "\n".join(f"{mark}{letter.words()}" for _ in range(4))
        end = _ENDS[number % len(_ENDS)]
        reply = "\n\n".join(new)
        yield Gold(f"reply {number}", f"{reply}\n{end}\n\n{introduction}\n{old}\n", reply)
