"""A small corpus made here: what the common clients send, and what an attacker would. No body is anybody's."""

from __future__ import annotations

from chatlane_tui.render.document import Block, Document


def text_of(document: Document) -> str:
    """Every row of the document, prefixes included, folded ones too."""
    return "\n".join(line_of(block) for block in document.blocks)


def open_text_of(document: Document) -> str:
    """What a reader sees before anything is unfolded."""
    return "\n".join(line_of(block) for block in document.blocks if block.fold is None)


def line_of(block: Block) -> str:
    """One block as a row of any width."""
    return block.first + "".join(run.text for run in block.runs)


GMAIL_REPLY = """<div dir="ltr">Thanks, that works!<div><br></div><div>Bob</div></div><br>
<div class="gmail_quote gmail_quote_container"><div dir="ltr" class="gmail_attr">On Mon, Jan 5, 2026 at 3:04 PM Alice
&lt;<a href="mailto:alice@example.com">alice@example.com</a>&gt; wrote:<br></div>
<blockquote class="gmail_quote" style="margin:0px 0px 0px 0.8ex;border-left:1px solid rgb(204,204,204)">
<div>Did the new cable arrive?<br>And does it fit?
<blockquote>I ordered the wrong one.</blockquote></div></blockquote></div>"""

OUTLOOK_REPLY = """<html xmlns:o="urn:schemas-microsoft-com:office:office"><head>
<style><!-- p.MsoNormal {margin:0cm; font-size:11.0pt;} --></style></head><body lang=EN-GB><div class=WordSection1>
<p class=MsoNormal><span style='mso-fareast-language:EN-US'>Hi Alice,<o:p></o:p></span></p>
<p class=MsoNormal><o:p>&nbsp;</o:p></p>
<p class=MsoNormal>The invoice is fine now.<o:p></o:p></p>
<div><div style='border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0cm 0cm 0cm'>
<p class=MsoNormal><b>From:</b> Alice &lt;alice@example.com&gt;<br><b>Sent:</b> 05 January 2026 10:12<br>
<b>To:</b> Bob &lt;bob@example.com&gt;<br><b>Subject:</b> RE: Invoice</p></div></div>
<p class=MsoNormal>Please check the invoice again.<o:p></o:p></p></div></body></html>"""

APPLE_REPLY = """<html><body style="overflow-wrap: break-word;">Yes, please send it.<br><div><br></div>
<div>Sent from my iPhone</div><div><br><blockquote type="cite"><div>On 5 Jan 2026, at 09:00, Alice
&lt;alice@example.com&gt; wrote:</div><br>
<div><div>Shall I send the part?</div></div></blockquote></div></body></html>"""

NEWSLETTER = """<!doctype html><html><head><title>July</title><style>.pre{display:none!important}
@media only screen and (max-width:600px){.wide{display:none}}</style></head><body>
<div class="pre">Preheader nobody should read &zwnj;&nbsp;&zwnj;&nbsp;</div>
<div style="display:none;max-height:0;overflow:hidden;mso-hide:all">Another hidden preheader</div>
<table width="600"><tr><td class="wide"><table><tr><td><img src="https://cdn.example.com/l.png" alt="Acme" width="120">
<h1>Summer sale</h1><p>Everything is <b>half</b> price.</p>
<a href="https://shop.example.com/sale?x=1&amp;copy=2">Shop now</a></td></tr></table></td></tr></table>
<table><tr><td><a href="https://shop.example.com/u">Unsubscribe</a></td></tr></table>
<img src="https://track.example.com/o.gif" width="1" height="1" alt="pixel"></body></html>"""

RECEIPT = """<html><body><p>Your receipt</p><table><tr><th>Item</th><th>Qty</th><th>Price</th></tr>
<tr><td>Tea &amp; milk</td><td>2</td><td>$3.50</td></tr><tr><td>Sugar</td><td>1</td><td>$12.00</td></tr>
<tr><td></td><td></td><td>$15.50</td></tr></table></body></html>"""

GITHUB = """Hello there,

the build fails on `main`.
See the log.

<p>&mdash;<br />Reply to this email directly or <a href="https://github.com/x/y/issues/1">view it on GitHub</a>.</p>
"""

PLAIN_REPLY = """Sure, go ahead.

On Mon, Jan 5, 2026 at 3:04 PM Alice <alice@example.com>
wrote:
> May we close this?
>
>> It works again.

--
Bob Builder
Acme Ltd
"""

INLINE_REPLY = """On Mon, Jan 5, 2026, Alice <alice@example.com> wrote:
> Which colour?

Blue.

> Which size?

Large.
"""

FORWARD = """FYI, please handle.

---------- Forwarded message ---------
From: Carol <carol@example.com>
Date: Mon, Jan 5, 2026 at 3:04 PM
Subject: Broken lamp
To: Bob <bob@example.com>

The lamp you sold me is broken.
"""

WHATSAPP = "*Hola* _amigo_ ~no~ ```x = 1``` https://example.com/a_b_c *no cierra"

MARKDOWN = """# Release notes

Some **bold**, *italic*, ~~gone~~ and `code`, see [the docs](https://docs.example.com/x).

- one
- two
  1. nested

> quoted
> words

| a | b |
|---|---|
| 1 | 22 |

```
x  =  1
  y
```
---
![logo](https://cdn.example.com/l.png)
"""

WIDE = (
    "你好,我的订单还没有到。请帮我查一下物流信息,谢谢!",
    "مرحبا، لم يصل طلبي بعد. هل يمكنك المساعدة؟",
    "שלום, ההזמנה שלי עדיין לא הגיעה. תוכלו לעזור?",
    "안녕하세요 주문이 아직 도착하지 않았어요 ㅠㅠ",
    "👩‍👩‍👧‍👦 family ❤️ 👍🏽 🇩🇪 1️⃣ e\u0301\u0302 ไทย हिन्दी",
)

MAIL = (GMAIL_REPLY, OUTLOOK_REPLY, APPLE_REPLY, NEWSLETTER, RECEIPT, GITHUB, PLAIN_REPLY, INLINE_REPLY, FORWARD)

FLOODS = (
    "<div>", "<b><i>", "<b><p></b>", "<table><tr><td>", "<table><b x=1>", "<tr><td>x", "&", "<", "<a", '<a "', '<a b="',
    "<!--", "<!-- x -->a", "<!x", "<script>", "<style>a{", "<svg>", "<select><option>", "<ul><li>x", "<li>x",
    "<dl><dd><dt>",
    "</span>", "<blockquote>x", "<a href=http://x.y>z", "<br>", "<img alt=x>", "<p style='color:red;font-size:0'>x",
    "&#27;[31m",
    "<b>\u0301</b>", "http://", "http://a.", "a", "a@", "a@a.", ")", "(", ">", "> \n", "\n", "x\n", "On x wrote:\n",
    "On 1 a@b.c wrote:\n> x\n", "From: x\n", "On 1\n", "--\n", "-", "----- ", "Sent from my x\n", "_", " ", "www.",
    "*", "*a", "*a ",
    "*a* ", "*a_b~c`", "`", "*_~a~_* ", "[", "![", "**a", "> ", "- ", "|", "[a](", "[a]: b\n", "\\", "_a*", "~~a",
    "1. ", "    a\n",
    "漢", "👩‍👩‍👧", "e\u0301", "\x1b[", "\x1b]0;x\x07", "\u202e", "\u200d",
)  # fmt: skip
"""Repeated to any length by whoever wants to see time explode."""


def flood(seed: str, size: int) -> str:
    """`seed` repeated to about `size` characters."""
    return seed * (size // len(seed) + 1)


def distinct(size: int) -> str:
    """About `size` characters of addresses, numbers, links and tags of which no two are the same."""
    return "".join(
        f"u{n}@h{n}.example +44 20 7946 {n:05} <b class=c{n}>https://h{n}.example/{n}</b> word{n}\n"
        for n in range(size // 80)
    )


def distinct_formatting(number: int) -> str:
    """Formatting elements that differ: a standard parser opens all of them again in each paragraph."""
    return "".join(f"<b x={place}><p>x" for place in range(number))


def attributes(number: int) -> str:
    """One tag with so many attributes."""
    return f"<a {' '.join(f'a{place}=1' for place in range(number))}>x"
