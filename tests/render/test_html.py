"""HTML: what a mail reader would show, as blocks."""

from __future__ import annotations

import pytest

from chatlane_tui.render.body import document
from chatlane_tui.render.document import Mark
from tests.render.corpus import GITHUB, RECEIPT, text_of


def shown(html: str) -> str:
    return text_of(document(html, type="email", format="html"))


def test_paragraphs_are_parted_by_one_empty_row() -> None:
    assert shown("<p>one</p>\n\n<p>two</p><br><br><br><p>three</p>") == "one\n\ntwo\n\nthree"


def test_divisions_follow_each_other_closely() -> None:
    assert shown("<div>one</div><div>two<div>three</div></div>four") == "one\ntwo\nthree\nfour"


def test_white_space_collapses_across_elements() -> None:
    assert shown("<p> a\n <b> b </b> <i>c</i>d&nbsp;&nbsp;e </p>") == "a b cd e"


def test_what_a_page_asks_with_parts_words_and_an_image_map_shows_its_own() -> None:
    assert shown("<p><input type=radio>Yes<input type=radio>No</p>") == "Yes No"
    assert shown("<p>a</p><map>words <a href='https://x.y'>there</a></map>") == "a\n\nwords there"


def test_styles_become_marks() -> None:
    blocks = document("<p>a<b>b<i>c</i></b><s>d</s><u>e</u><code>f</code></p>", type="email").blocks
    assert [(run.text, run.marks) for run in blocks[0].runs] == [
        ("a", Mark.NONE),
        ("b", Mark.BOLD),
        ("c", Mark.BOLD | Mark.ITALIC),
        ("d", Mark.STRIKE),
        ("e", Mark.UNDERLINE),
        ("f", Mark.CODE),
    ]


def test_style_attributes_become_marks_too() -> None:
    html = "<span style='font-weight:700'>b</span><span style='font-style:italic;text-decoration:line-through'>i</span>"
    runs = document(f"<p>{html}</p>", type="email").blocks[0].runs
    assert [run.marks for run in runs] == [Mark.BOLD, Mark.ITALIC | Mark.STRIKE]


def test_headings_are_marked() -> None:
    assert document("<h1>x</h1><p>y</p>", type="email").blocks[0].runs[0].marks == Mark.HEADING | Mark.BOLD


def test_a_link_keeps_its_text_and_its_target_with_ampersands() -> None:
    found = document("<p>see <a href='https://x.example/?a=1&copy=2'>the page</a></p>", type="email")
    assert found.links[0].url == "https://x.example/?a=1&copy=2"
    assert found.blocks[0].runs[-1].link == 0


def test_a_link_to_what_may_not_be_opened_is_only_text() -> None:
    found = document("<p><a href='javascript:alert(1)'>go</a><a href='#top'>up</a></p>", type="email")
    assert (found.links, text_of(found)) == ((), "goup")


def test_addresses_written_in_html_become_links() -> None:
    found = document("<p>write to bob@example.com or see https://example.com/x.</p>", type="email")
    assert [link.url for link in found.links] == ["mailto:bob@example.com", "https://example.com/x"]


def test_lists_have_bullets_and_numbers() -> None:
    assert shown("<ul><li>a<ul><li>b</ul><li>c</ul><ol start=9><li>d<li>e</ol>") == "• a\n  • b\n• c\n\n9. d\n10. e"


def test_an_item_without_a_list_is_still_an_item() -> None:
    assert shown("<div><li>a</div>") == "• a"


def test_rows_of_an_item_hang_under_its_text() -> None:
    block = document("<ol><li>a<br>b</ol>", type="email").blocks
    assert [(row.first, row.rest) for row in block] == [("1. ", "   "), ("   ", "   ")]


def test_definitions_are_indented() -> None:
    assert shown("<dl><dt>a<dd>b<dt>c<dd>d</dl>") == "a\n  b\nc\n  d"


def test_quotes_get_bars() -> None:
    found = document(
        "<p>x</p><blockquote>a<blockquote>b</blockquote></blockquote><p>y</p>", type="email", format="html"
    )
    assert text_of(found) == "x\n\n│ a\n│\n│ │ b\n\ny"
    assert [block.quote for block in found.blocks] == [0, 0, 1, 1, 2, 0, 0]


def test_preformatted_text_keeps_its_spaces() -> None:
    assert shown("<pre>a\n  b\n\nc</pre>") == "a\n  b\n\nc"


def test_a_style_may_preserve_lines() -> None:
    assert shown("<div style='white-space:pre-wrap'>a\n  b</div>") == "a\n  b"


def test_a_rule_is_drawn() -> None:
    assert "────" in shown("<div>a<hr>b</div>").split("\n")[1]


def test_images_are_their_alt_text_and_trackers_are_nothing() -> None:
    html = "<p>a <img alt='A  logo'> <img width=1 alt=t> <img style='height:2px' alt=t> <img src=x> b</p>"
    assert shown(html) == "a [A logo] b"


@pytest.mark.parametrize("image", ["<img src=x>", "<img src=x alt=''>"])
def test_a_linked_image_without_alt_still_shows_its_link(image: str) -> None:
    assert shown(f"<p><a href='https://x.example'>{image}</a></p>") == "[image]"


def test_a_nameless_image_that_leads_where_words_lead_is_left_out() -> None:
    link = "<a href='https://x.example'>{}</a>"
    found = document(f"<p>{link.format('<img>')}</p><p>{link.format('<img> the shop')}</p>", type="email")
    assert (text_of(found), len(found.links)) == ("the shop", 1)


def test_of_many_nameless_images_that_lead_to_one_place_one_is_left() -> None:
    link = "<a href='https://x.example'><img></a>"
    assert shown(f"<p>{link}</p><p>{link}</p><p>{link} and words</p><p>{link}</p>") == "[image]\n\nand words"


@pytest.mark.parametrize(
    "hidden",
    [
        "<div style='display:none'>x</div>",
        "<div style='DISPLAY : none !important'>x</div>",
        "<div style='visibility:hidden'>x</div>",
        "<div style='opacity:0'>x</div>",
        "<div style='max-height:0px;overflow:hidden'>x</div>",
        "<div style='position:absolute;left:-9999px'>x</div>",
        "<div style='font-size:0'>x</div>",
        "<div hidden>x</div>",
        "<span style='display:none'>x<p>x</p></span>",
        "<script>x</script><style>x</style><title>x</title><svg><text>x</text></svg><select><option>x</select>",
        "<!-- x --><![CDATA[ x ]]><!--[if mso]>x<![endif]-->",
        "<style>.a{display:none}</style><div class='b a'>x</div>",
        "<style>/* } */ #i , p.z {display:none}</style><p class=z>x</p><div id=i>x</div>",
        "<div style='display:none'><hr><br><img alt=x></div>",
        "<table style='display:none'><tr><td>x</td></tr></table>",
        "<table><tr style='display:none'><td>x</td></tr></table>",
    ],
)
def test_what_is_hidden_stays_hidden(hidden: str) -> None:
    assert shown(f"<p>a</p>{hidden}<p>b</p>") == "a\n\nb"


@pytest.mark.parametrize(
    "visible",
    [
        "<div style='font-size:0'><span style='font-size:14px'>x</span></div>",
        "<style>@media print{.a{display:none}}</style><div class=a>x</div>",
        "<style>.a{display:none}.a{display:block}</style><div class=a>x</div>",
        "<style>.a{display:none}</style><div class=a style='display:block'>x</div>",
        "<!--[if !mso]><!-->x<!--<![endif]-->",
        "<a style='color:white;mso-hide:all' href='https://a.example'>x</a>",  # only Outlook draws another button
        "<o:p>x</o:p>",
        "<noscript>x</noscript>",
        "<blink>x</blink>",
        "<textarea>x</textarea>",
    ],
)
def test_what_is_visible_stays_visible(visible: str) -> None:
    assert "x" in shown(f"<p>a</p>{visible}<p>b</p>")


def test_a_receipt_is_a_grid_with_figures_to_the_right() -> None:
    assert shown(RECEIPT).split("\n")[2:] == [
        "Item        Qty   Price",
        "Tea & milk    2   $3.50",
        "Sugar         1  $12.00",
        "                 $15.50",
    ]


def test_a_wide_row_is_joined() -> None:
    wide = "word " * 10
    html = f"<table><tr><td>{wide}</td><td>{wide}</td></tr><tr><td>{wide}<td>x</tr></table>"
    assert shown(html).split("\n") == [f"{wide.strip()} · {wide.strip()}", f"{wide.strip()} · x"]


def test_cells_of_several_lines_stand_below_each_other() -> None:
    assert shown("<table><tr><td><p>a</p><p>b</p></td><td>c</td></tr></table>") == "a\n\nb\nc"


def test_a_table_for_layout_is_not_a_grid() -> None:
    inner = "<table><tr><td>a</td></tr></table>"
    assert shown(f"<table><tr><td>{inner}</td><td>b</td></tr></table>").split() == ["a", "b"]


def test_text_with_a_few_tags_keeps_its_lines() -> None:
    assert shown(GITHUB).split("\n")[:5] == ["Hello there,", "", "the build fails on `main`.", "See the log.", ""]


def test_outlooks_empty_paragraph_is_an_empty_row() -> None:
    html = "<p>a</p><p><o:p>&nbsp;</o:p></p><p>b</p><p>c</p>"
    assert shown(html.replace("<p>", "<p class=MsoNormal>")) == "a\n\nb\nc"


def test_a_paragraph_without_margin_stands_close() -> None:
    assert (
        shown("<p style='margin:0'>a</p><p style='margin:0 0 0 0'>b</p><p style='margin-bottom:0.5em'>c</p>")
        == "a\nb\n\nc"
    )


@pytest.mark.parametrize(
    ("attack", "text"),
    [
        ("&#27;]0;title&#7;x", "x"),
        ("&#x9b;31mx", "›31mx"),
        ("a&#x202e;b&#x200b;c", "abc"),
        ("a&#10;b&#13;c&#9;d", "a b c d"),
        ("[/nope] [@click=app.quit]x[/]", "[/nope] [@click=app.quit]x[/]"),
    ],
)
def test_what_entities_smuggle_is_cleaned(attack: str, text: str) -> None:
    assert shown(f"<p>{attack}</p>") == text


def test_marks_do_not_pile_up_across_elements() -> None:
    assert shown("<p>e" + "<b>\u0301</b>" * 50 + "</p>") == "e" + "◌\u0301" * 50


def test_an_unclosed_style_ends_with_its_block() -> None:
    blocks = document("<div><b>a</div><div>b</div>", type="email").blocks
    assert [block.runs[0].marks for block in blocks] == [Mark.BOLD, Mark.NONE]
