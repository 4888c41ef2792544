"""A certificate of attendance as one sheet of A4, in Dutch or English."""

from __future__ import annotations

from flask_babel import gettext as _

from network.kernel.i18n import force_locale
from network.kernel.paper import BOLD, BRAND, HEAD, INK, LINE, MARK, SOFT, SUNKEN, Sheet
from network.kernel.text import day
from network.meetups.learning.models import Certificate
from network.meetups.learning.rules import NON_FORMAL
from network.meetups.learning.words import FORMS, duration

WIDTH, HEIGHT = 297.0, 210.0
SIDE = 82.0  # the band with the network's mark and the code
MARGIN, LEFT = 16.0, SIDE + 20.0
COLUMN = WIDTH - LEFT - 20.0
NAME_SIZES, TITLE_SIZES = (40, 34, 28, 23, 19), (25, 21, 18, 15)


def drawn(certificate: Certificate, language: str, base_url: str) -> bytes:
    """The sheet: the same bytes whenever somebody asks for it."""
    with force_locale(language):
        heading = _("Certificate of attendance")
        sheet = Sheet(f"{heading}: {certificate.title}", language, certificate.issued_at, landscape=True)
        _band(sheet, base_url + certificate.path)
        _who(sheet, heading, certificate)
        _facts(sheet, certificate, language)
        _foot(sheet, certificate, language)
    return sheet.finished()


def _band(sheet: Sheet, address: str) -> None:
    """The network, and where one finds out whether this is genuine."""
    sheet.rectangle(0, 0, SIDE, HEIGHT, SUNKEN)
    sheet.pdf.image(str(MARK), x=MARGIN, y=MARGIN, w=30, alt_text="Leernetwerk mkb")
    sheet.write(MARGIN, MARGIN + 34, SIDE - MARGIN, "leernetwerk\nmkb", size=21, family=HEAD, leading=1.02)
    top = HEIGHT - MARGIN - 74
    sheet.code(MARGIN, top, 50, address)
    end = sheet.write(MARGIN, top + 53, 50, _("Is this genuine? Look here:"), size=10, style=BOLD)
    base, _slash, code = address.rpartition("/")
    sheet.write(
        MARGIN, end + 0.8, SIDE - MARGIN - 4, f"{base}/\n{code}", size=9, colour=BRAND, leading=1.2, link=address
    )


def _who(sheet: Sheet, heading: str, certificate: Certificate) -> None:
    y = sheet.write(LEFT, 24, COLUMN, heading, size=15, family=HEAD, colour=BRAND)
    sheet.rectangle(LEFT, y + 3, COLUMN, 0.7, INK)
    size = sheet.fitting(COLUMN, certificate.name, NAME_SIZES, most_lines=2)
    y = sheet.write(LEFT, y + 13, COLUMN, certificate.name, size=size, family=HEAD, leading=1.06)
    y = sheet.write(LEFT, y + 1.5, COLUMN, certificate.firm, size=14, colour=SOFT)
    y = sheet.write(LEFT, y + 9, COLUMN, _("took part in"), size=14, colour=SOFT)
    size = sheet.fitting(COLUMN, certificate.title, TITLE_SIZES, most_lines=3)
    sheet.write(LEFT, y + 1, COLUMN, certificate.title, size=size, family=HEAD, leading=1.12)


def _facts(sheet: Sheet, certificate: Certificate, language: str) -> None:
    """Day, time and form beside each other, at one height whatever stands above."""
    name, meaning = FORMS[NON_FORMAL]
    facts = (
        (_("Held on"), day(certificate.held_on, language), ""),
        (_("Learning time"), duration(certificate.minutes), _("As planned; pauses are not taken off.")),
        (_("Form of learning"), str(name), str(meaning)),
    )
    width = COLUMN / len(facts)
    for at, (label, words, small) in enumerate(facts):
        x = LEFT + at * width
        sheet.rectangle(x, 136, width - 5, 0.3, LINE)
        y = sheet.write(x, 139, width - 5, label, size=10, colour=SOFT)
        y = sheet.write(x, y + 0.5, width - 5, words, size=15, family=HEAD)
        sheet.write(x, y + 0.8, width - 5, small, size=9, colour=SOFT)


def _foot(sheet: Sheet, certificate: Certificate, language: str) -> None:
    issued = _(
        "Issued on %(day)s by Leernetwerk mkb, from its own list of who was there. Code %(code)s.",
        day=day(certificate.issued_at, language), code=certificate.code,
    )  # fmt: skip
    if not sheet.is_whole:
        issued += " " + _("Some letters could not be printed; the page behind the code shows them all.")
    sheet.write(LEFT, 183, COLUMN, issued, size=9.5, colour=SOFT)
