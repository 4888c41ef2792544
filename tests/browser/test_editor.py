"""The editor in the place of a long text: by keyboard, with what Word puts on the clipboard, after a crash, in every look."""

from io import BytesIO

import pytest
from PIL import Image
from playwright.sync_api import expect
from sqlalchemy import select

from network.kernel.database import db
from network.practices.models import Practice

pytestmark = pytest.mark.browser

WORD = """<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><style>p.MsoNormal{margin:0}</style></head><body>
<!--StartFragment--><p class=MsoNormal style='margin:0cm'><b>Zo</b> begonnen <span style='color:red'>we</span><o:p></o:p></p>
<p class=MsoListParagraphCxSpFirst style='text-indent:-18pt;mso-list:l0 level1 lfo1'><![if !supportLists]><span
style='font-family:Symbol'><span style='mso-list:Ignore'>·<span>&nbsp;&nbsp;</span></span></span><![endif]>eerste punt</p>
<p class=MsoListParagraphCxSpLast style='mso-list:l0 level1 lfo1'><![if !supportLists]><span style='mso-list:Ignore'>·
</span><![endif]>tweede punt</p>
<p class=MsoNormal><img width=10 src="data:image/png;base64,iVBORw0KGgo=" onerror="window.hacked=1"></p>
<table class=MsoTableGrid style='border:none'><tr><td width=100><p class=MsoNormal>cel</p></td></tr></table>
<!--EndFragment--></body></html>"""
PASTE = """([label, html]) => {
  const data = new DataTransfer();
  data.setData("text/html", html);
  const page = document.querySelector(`[aria-labelledby=${label}-label]`);
  page.focus();
  page.dispatchEvent(new ClipboardEvent("paste", {clipboardData: data, bubbles: true, cancelable: true}));
}"""


@pytest.fixture
def write(visit, bram, in_theme, theme):
    """Bram's window with a new practice before him."""
    in_theme(bram)
    page = visit(bram)
    page.goto(f"/practices/new?theme={theme.slug}")
    page.wait_for_selector(".editor")
    return page


def text_of(page, name):
    return page.locator(f"[aria-labelledby={name}-label]")


def saved(page):
    expect(page.locator("[data-autosave-status][data-state=saved]")).to_be_visible(timeout=15_000)
    db.session.expire_all()
    db.session.rollback()
    return db.session.scalars(select(Practice)).one()


def test_headings_lists_links_and_tables_by_keyboard_alone(write):
    page = write
    page.locator("#summary").focus()
    page.keyboard.press("Tab")  # past the fold with the example
    while page.evaluate("document.activeElement.getAttribute('aria-labelledby')") != "problem-label":
        page.keyboard.press("Tab")
    page.keyboard.type("# Kop\nEen zin.\n- punt\n\n")
    page.keyboard.press("Alt+F10")
    for _ in range(5):
        page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    page.keyboard.type("voorbeeld.nl/pad")
    page.keyboard.press("Enter")
    page.keyboard.press("Alt+F10")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    page.keyboard.type("cel")
    page.keyboard.press("Tab")  # nobody is caught in a table

    expect(text_of(page, "problem")).not_to_be_focused()
    assert saved(page).rich["problem"] == (
        "<h3>Kop</h3>\n<p>Een zin.</p>\n<ul><li>punt</li></ul>\n"
        '<p><a href="https://voorbeeld.nl/pad">https://voorbeeld.nl/pad</a></p>\n'
        "<table><tbody><tr><th>cel</th><th>Kop 2</th></tr><tr><td></td><td></td></tr><tr><td></td><td></td></tr></tbody></table>"
    )


def test_what_word_puts_on_the_clipboard_is_cleaned_and_foreign_pictures_are_told_of(write):
    write.evaluate(PASTE, ["action", WORD])

    expect(write.locator(".editor__said", has_text="Afbeeldingen")).to_be_visible()
    assert write.evaluate("window.hacked") is None
    assert saved(write).rich["action"] == (
        "<p><strong>Zo</strong> begonnen we</p>\n<ul><li>eerste punt</li><li>tweede punt</li></ul>\n"
        "<table><tbody><tr><td>cel</td></tr></tbody></table>"
    )


def test_a_picture_comes_with_its_words_into_a_draft_that_nobody_saved_yet(write):
    file = BytesIO()
    Image.new("RGB", (80, 50), (40, 120, 90)).save(file, "PNG")
    text_of(write, "action").click()
    write.keyboard.type("Zo:")
    write.locator(".editor", has=text_of(write, "action")).locator("[data-act=picture]").click()
    write.locator("#editor-picture [value=save]").click()
    expect(write.locator("#editor-picture [data-fault]")).to_contain_text("zeg wat erop staat")
    write.set_input_files("#editor-file", {"name": "foto.png", "mimeType": "image/png", "buffer": file.getvalue()})
    write.fill("#editor-alt", "Twee mensen")
    write.fill("#editor-caption", "Donderdag")
    write.locator("#editor-picture [value=save]").click()
    expect(text_of(write, "action").locator("figure img[alt='Twee mensen']")).to_be_visible()
    expect(write.locator("input[name=version]")).not_to_have_value("1")
    expect(write.locator("input[name=version]")).not_to_have_value("")

    practice = saved(write)
    assert "<figcaption>Donderdag</figcaption>" in practice.rich["action"]
    assert practice.action == "Zo:\n\n[Twee mensen – Donderdag]"


def test_what_a_crash_would_lose_is_put_back_with_its_look(write):
    write.route("**/practices", lambda route: route.abort() if route.request.method == "POST" else route.continue_())
    text_of(write, "result").click()
    write.keyboard.type("- negen\nzes")
    expect(write.locator("[data-autosave-status][data-state=failed]")).to_be_visible(timeout=15_000)
    write.on("dialog", lambda dialog: dialog.accept())
    write.unroute("**/practices")
    write.reload()
    write.wait_for_selector(".editor")
    assert text_of(write, "result").inner_text().strip() == ""

    write.get_by_role("button", name="Zet de tekst terug").click()

    expect(text_of(write, "result").locator("li")).to_have_count(2)
    assert saved(write).result == "- negen\n- zes"


def test_plain_text_stays_plain_and_a_click_on_the_label_leads_to_it(write):
    write.locator("#advice-label").click()
    expect(text_of(write, "advice")).to_be_focused()
    write.keyboard.type("Gewoon <b>dit</b> & dat")

    practice = saved(write)
    assert practice.advice == "Gewoon <b>dit</b> & dat"
    assert practice.rich == {}


def test_the_editor_is_sound_with_its_table_and_its_questions_open(write, axe):
    said = []
    write.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
    text_of(write, "problem").click()
    write.locator("[data-act=table]").first.click()
    axe(write)
    write.locator("[data-act=picture]").first.click()
    axe(write)
    write.keyboard.press("Escape")
    expect(text_of(write, "problem")).to_be_focused()
    write.locator("[data-act=link]").first.click()
    write.fill("#editor-address", "geen adres")
    write.keyboard.press("Enter")
    expect(write.locator("#editor-address-error")).to_be_visible()
    axe(write)
    assert said == []


def test_what_fills_in_fields_by_itself_fills_the_editor(write):
    write.fill("[name=cost]", "Eerste regel\n\nTweede & <b>laatste</b>")

    expect(text_of(write, "cost")).to_contain_text("Tweede & <b>laatste</b>")
    assert saved(write).cost == "Eerste regel\n\nTweede & <b>laatste</b>"
