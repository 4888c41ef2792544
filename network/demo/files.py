"""Files and tables of the demo's practices: what the story says of them, kept by the same verbs that the pages use."""

from __future__ import annotations

from collections.abc import Mapping
from io import BytesIO
from typing import Any

from network.files.services import prepared
from network.kernel.richtext import html_of, read, read_plain, written
from network.members.models import Member
from network.practices import services
from network.practices.attachments.services import attach
from network.practices.models import Practice

# Who can what, on the board beside the coffee: alone, with help, wants to learn it, nothing yet.
ALONE, HELPED, WISHED, NOTHING = (62, 142, 86), (240, 190, 60), (66, 120, 190), (250, 248, 242)
BOARD = "aaw.h wa.ha h.aw. .ahaw a.wh. .hwaa".split()
COLOURS = {"a": ALONE, "h": HELPED, "w": WISHED, ".": NOTHING}


def looks(each: Mapping[str, Any]) -> dict[str, Any]:
    """The parts that the story gives as HTML, as the verbs take them."""
    parts = {name: written(read(html)) for name, html in each.get("rich", {}).items()}
    rich = {name: part.html for name, part in parts.items()}
    return {**{name: part.plain for name, part in parts.items()}, "rich": rich}


def put_beside(practice: Practice, author: Member, each: Mapping[str, Any]) -> None:
    """Put the story's files beside a practice that is still a draft; a picture `in` a part ends it."""
    for file in each.get("files", ()):
        data = board() if file["name"].endswith(".png") else file["text"].encode()
        name, data = prepared(data, file["name"])
        kept = attach(practice, author, name, data, words=file["words"], caption=file.get("caption", ""))
        if part := file.get("in"):
            html = html_of([*read_plain(getattr(practice, part)), kept.picture])
            rich = {**practice.rich, part: html}
            services.save(practice, practice.version, rich=rich)


def board() -> bytes:
    """A whiteboard full of stickers, drawn."""
    from PIL import Image, ImageDraw

    size, edge = 110, 30
    picture = Image.new("RGB", (edge * 2 + size * 5, edge * 2 + size * len(BOARD)), (222, 226, 224))
    draw = ImageDraw.Draw(picture)
    for row, line in enumerate(BOARD):
        for column, letter in enumerate(line):
            left, top = edge + column * size, edge + row * size
            draw.rectangle((left + 4, top + 4, left + size - 4, top + size - 4), fill=(250, 248, 242))
            draw.ellipse((left + 22, top + 22, left + size - 22, top + size - 22), fill=COLOURS[letter])
    file = BytesIO()
    picture.save(file, "PNG")
    return file.getvalue()
