"""The style sheets are one whole: every file is imported once, in a layer, and uses tokens that exist."""

import re
from pathlib import Path

from network.config import ROOT
from network.kernel.assets import join_sheets
from network.kernel.drawing import COLOURS

CSS = ROOT / "static" / "css"
SHEETS = sorted(CSS.rglob("*.css"))


def text_of(path: Path) -> str:
    return re.sub(r"/\*.*?\*/", "", path.read_text(), flags=re.S)


def test_every_sheet_is_imported_once():
    imported = re.findall(r'@import url\("([^"]+)"\)', (CSS / "main.css").read_text())

    assert sorted(imported) == [str(path.relative_to(CSS)) for path in SHEETS if path.name != "main.css"]


def test_every_rule_stands_in_a_layer():
    loose = [
        path.name
        for path in SHEETS
        if path.name != "main.css" and text_of(path).strip() and not text_of(path).strip().startswith("@layer")
    ]

    assert loose == []


def test_brackets_close():
    joined = join_sheets(CSS / "main.css")

    assert "@import" not in joined
    assert joined.count("{") == joined.count("}")


def test_only_tokens_that_exist_are_used():
    joined = join_sheets(CSS / "main.css")

    assert set(re.findall(r"var\((--[\w-]+)\)", joined)) - set(re.findall(r"(--[\w-]+):", joined)) == set()


def test_every_colour_of_a_theme_has_its_numbers():
    tokens = text_of(CSS / "tokens.css")

    assert [colour for colour in COLOURS if f".th-{colour} " not in tokens] == []


def test_every_icon_that_a_page_names_is_in_the_sprite():
    sprite = set(re.findall(r'<symbol id="([^"]+)"', (ROOT / "static" / "icons.svg").read_text()))
    pages = "".join(path.read_text() for path in (ROOT / "templates").rglob("*.html"))
    named = set(re.findall(r'\bicon\("([a-z0-9-]+)"', pages)) | set(re.findall(r'sign="([a-z0-9-]+)"', pages))

    assert named - sprite == set()


def test_every_behaviour_that_is_asked_for_has_its_file():
    asked = set(re.findall(r'": "([a-z-]+)",', (ROOT / "static" / "js" / "app.js").read_text()))

    assert asked == {path.stem for path in (ROOT / "static" / "js" / "behaviours").glob("*.js")}


def test_the_sprite_holds_what_its_recipe_names_and_something_names_each():
    recipe = (ROOT / "static" / "vendor" / "icons" / "make.py").read_text()
    names = re.findall(r'"([a-z0-9-]+)"', recipe.split("NAMES = [")[1].split("]")[0])
    asked = "".join(
        path.read_text()
        for folder in ("templates", "network", "static/js")
        for path in (ROOT / folder).rglob("*")
        if path.suffix in {".html", ".py", ".js"}
    )

    assert re.findall(r'<symbol id="([^"]+)"', (ROOT / "static" / "icons.svg").read_text()) == names
    assert [name for name in names if not re.search(rf"[\"'#]{name}[\"'`]|\"{name}\"", asked)] == []


def test_every_class_of_the_sheets_stands_on_some_page():
    rules = re.sub(r'url\([^)]*\)|"[^"]*"', "", join_sheets(CSS / "main.css"))
    classes = set(re.findall(r"\.(-?[a-zA-Z_][\w-]*)", re.sub(r"/\*.*?\*/", "", rules, flags=re.S)))
    made = "".join(
        path.read_text()
        for folder in ("templates", "network", "static/js", "static/vendor/editor")
        for path in (ROOT / folder).rglob("*")
        if path.suffix in {".html", ".py", ".js"}
    )
    words = set(re.findall(r"[\w-]+", made)) | {f"th-{colour}" for colour in COLOURS}

    assert classes - words == set()
