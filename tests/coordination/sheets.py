"""Spreadsheets for tests: one line of each kind that is right, and files as a spreadsheet program writes them."""

from __future__ import annotations

import io
from typing import Any

from openpyxl import Workbook

MEMBER = {
    "Organisatie": "Bakkerij Deegkrans", "Plaats": "Zutphen", "Provincie": "Gelderland", "Sector": "Landbouw en voeding",
    "Mensen in het bedrijf": "5–9", "HR-afdeling": "Nee", "Naam": "Vera Deegkrans", "E-mailadres": "vera@deegkrans.example",
}  # fmt: skip
PRACTICE = {
    "E-mailadres van de auteur": "vera@deegkrans.example", "Thema": "Meergeneratiewerkvloer", "Titel": "Samen om vier uur op",
    "Uren van eigen mensen": 40, "Euro’s": "€ 1.400,-", "Hoe leerden mensen?": "informeel leren",
}  # fmt: skip


def book(members: list[dict[str, Any]] = (), practices: list[dict[str, Any]] = (), **more: Any) -> bytes:
    """An Excel file with these lines; `more` are sheets of another name."""
    made = Workbook()
    made.remove(made.active)
    for name, lines in (("Leden", members), ("Praktijkvoorbeelden", practices), *more.items()):
        if lines:
            sheet = made.create_sheet(name)
            labels = list(dict.fromkeys(label for line in lines for label in line))
            sheet.append(labels)
            for line in lines:
                sheet.append([line.get(label) for label in labels])
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()
