"""Make static/icons.svg from the npm package lucide-static: `python make.py <folder of the package>`.

Only the icons named here are taken. Colour, stroke and caps come from the style sheet (.icon), so they are left out.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

NAMES = [
    "archive", "arrow-left", "arrow-right", "arrow-up", "badge-check", "bell", "bold", "book-open", "bookmark",
    "calendar-days", "calendar-plus", "check", "chevron-down", "chevron-right", "circle-alert",
    "circle-check", "circle-x", "clipboard-check", "clock", "copy", "download", "eye", "eye-off", "hammer", "hard-hat", "heading",
    "history", "image", "inbox", "info", "italic", "link", "list", "list-ordered", "lock", "mail", "map-pin",
    "message-circle", "paperclip", "pencil", "plus", "printer", "quote", "redo-2", "reply", "save", "search",
    "shapes", "sliders-horizontal", "table", "thumbs-up", "trash-2", "triangle-alert", "undo-2", "user-plus",
    "users", "video",
]  # fmt: skip

SPRITE = Path(__file__).resolve().parents[2] / "icons.svg"


def symbol(name: str, package: Path) -> str:
    """One icon's shapes, without white space between them."""
    drawing = (package / "icons" / f"{name}.svg").read_text(encoding="utf-8")
    shapes = re.findall(r"<(?:path|circle|rect|line|polyline|polygon|ellipse)\b[^>]*?/>", drawing, re.S)
    tidy = (re.sub(r"\s+", " ", shape).replace(" />", "/>") for shape in shapes)
    return f'<symbol id="{name}" viewBox="0 0 24 24">{"".join(tidy)}</symbol>'


def main() -> None:
    package = Path(sys.argv[1])
    symbols = "\n".join(symbol(name, package) for name in NAMES)
    SPRITE.write_text(f'<svg xmlns="http://www.w3.org/2000/svg">\n{symbols}\n</svg>\n', encoding="utf-8")


if __name__ == "__main__":
    main()
