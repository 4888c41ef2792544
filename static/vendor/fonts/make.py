"""Make the two font files of the pages from their sources: `python make.py <folder with the sources>`.

Needs fonttools and brotli. The sources are the latin variable files of the npm packages @fontsource-variable/
familjen-grotesk and source-sans-3 (see ../VENDOR.md). Three things happen to each: the weight axis is cut to what the
style sheet uses, letters and signs are limited to Dutch, English and their Western European neighbours, and the family
gets a name of its own, because the Open Font License reserves the name "Source" for the unchanged font.
"""

from __future__ import annotations

import sys
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont

HERE = Path(__file__).resolve().parent
FONTS = (  # source, result, family, lightest and boldest weight
    ("familjen-grotesk-latin-wght-normal.woff2", "leernetwerk-head.woff2", "Leernetwerk Head", 500, 700),
    ("source-sans-3-latin-wght-normal.woff2", "leernetwerk-sans.woff2", "Leernetwerk Sans", 400, 700),
)
LETTERS = "".join(map(chr, range(0x20, 0x7F))) + "ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÑÒÓÔÕÖØÙÚÛÜÝßàáâãäåæçèéêëìíîïñòóôõöøùúûüýÿŒœı"
SIGNS = "\u00a0\u00ad–—‘’“”„…•·×÷−€£§©°±²³½¼¾«»¡¿"
FEATURES = ["kern", "mark", "ccmp", "locl", "tnum", "pnum", "lnum", "calt", "liga", "rvrn"]
NAMES = {1, 3, 4, 6, 16, 25}  # the records of the name table in which a family is called by its name


def made(source: Path, family: str, lightest: int, boldest: int) -> TTFont:
    """A font with fewer weights and letters, under its own name."""
    font = TTFont(source)
    subsetter = Subsetter(Options(layout_features=FEATURES, hinting=False, name_IDs=["*"]))
    subsetter.populate(text=LETTERS + SIGNS)
    subsetter.subset(font)
    font = instantiateVariableFont(font, {"wght": (lightest, boldest)})
    rename(font, family)
    return font


def rename(font: TTFont, family: str) -> None:
    """Call the family by its new name everywhere; copyright and licence stay as they are."""
    for record in font["name"].names:
        if record.nameID in NAMES:
            record.string = family.replace(" ", "") if record.nameID in (6, 25) else family


def main() -> None:
    sources = Path(sys.argv[1])
    for source, result, family, lightest, boldest in FONTS:
        font = made(sources / source, family, lightest, boldest)
        font.flavor = "woff2"
        font.save(HERE / result)


if __name__ == "__main__":
    main()
