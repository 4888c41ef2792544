"""Make static/icons.svg from the npm package lucide-static: `python make.py <folder of the package>`.

Only the icons named here are taken. Colour, stroke and caps come from the style sheet (.icon), so they are left out.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

NAMES = ["archive", "arrow-down", "arrow-left", "arrow-right", "arrow-up", "badge-check", "bell", "book-open", "bookmark", "building-2", "calendar-check", "calendar-days", "calendar-plus", "calendar-x", "check", "chevron-down", "chevron-left", "chevron-right", "chevron-up", "circle-alert", "circle-check", "circle-help", "circle-x", "clipboard-check", "clock", "copy", "download", "ellipsis", "euro", "external-link", "eye", "eye-off", "file-text", "filter", "flag", "globe", "hammer", "handshake", "hard-hat", "history", "hourglass", "inbox", "info", "key-round", "lightbulb", "link", "list", "lock", "log-out", "mail", "map-pin", "menu", "message-circle", "monitor", "moon", "network", "paperclip", "pause", "pencil", "phone", "play", "plus", "printer", "qr-code", "quote", "refresh-cw", "reply", "save", "search", "send", "settings", "shapes", "share-2", "shield-check", "star", "sun", "tag", "timer", "trash-2", "triangle-alert", "undo-2", "upload", "user", "user-minus", "user-plus", "users", "video", "vote", "wifi-off", "x"]

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
