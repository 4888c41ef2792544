"""Make the font files from their sources, for pages and for paper: `python make.py <folder with the sources>`.

Needs fonttools and brotli. The sources are the variable files of the npm packages @fontsource-variable/familjen-grotesk
and source-sans-3 (see ../VENDOR.md). Three things happen to each of the two for pages: the weight axis is cut to what the
style sheet uses, letters and signs are limited to Dutch, English and their Western European neighbours, and the family
gets a name of its own, because the Open Font License reserves the name "Source" for the unchanged font.

The three for paper are of one weight each, plain TrueType, which is what PDFs are drawn with. A page that lacks a letter
borrows it from the reader's own fonts, paper cannot: so they have the letters of all European names.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from fontTools.merge import Merger
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont

HERE = Path(__file__).resolve().parent
FONTS = (  # source, result, family, lightest and boldest weight
    ("familjen-grotesk-latin-wght-normal.woff2", "leernetwerk-head.woff2", "Leernetwerk Head", 500, 700),
    ("source-sans-3-latin-wght-normal.woff2", "leernetwerk-sans.woff2", "Leernetwerk Sans", 400, 700),
)
FOR_PAPER = (  # package, alphabets, result, family, weight
    ("familjen-grotesk", ("latin", "latin-ext"), "leernetwerk-head-paper.ttf", "Leernetwerk Head", 700),
    ("source-sans-3", ("latin", "latin-ext", "cyrillic", "greek"), "leernetwerk-sans-paper.ttf", "Leernetwerk Sans", 400),
    ("source-sans-3", ("latin", "latin-ext", "cyrillic", "greek"), "leernetwerk-sans-paper-bold.ttf", "Leernetwerk Sans", 650),
)
LETTERS = "".join(map(chr, range(0x20, 0x7F))) + "ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÑÒÓÔÕÖØÙÚÛÜÝßàáâãäåæçèéêëìíîïñòóôõöøùúûüýÿŒœı"
SIGNS = "\u00a0\u00ad–—‘’“”„…•·×÷−€£§©°±²³½¼¾«»¡¿"
EUROPEAN = LETTERS + "".join(map(chr, [*range(0x100, 0x180), *range(0x218, 0x21C), *range(0x386, 0x3CF), *range(0x400, 0x460)])) + "ẞ"
MADE = 3_850_000_000  # a fixed time in the head table (seconds since 1904): made again, the files are the same
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


def made_for_paper(sources: Path, package: str, alphabets: tuple[str, ...], family: str, weight: int) -> TTFont:
    """One weight of a font, its alphabets joined, without what only browsers use."""
    with tempfile.TemporaryDirectory() as folder:
        parts = []
        for alphabet in alphabets:
            font = TTFont(sources / f"{package}-{alphabet}-wght-normal.woff2")
            subsetter = Subsetter(Options(layout_features=[], hinting=False, name_IDs=["*"], drop_tables=["GSUB", "GPOS", "GDEF"]))
            taken = {each for part in parts for each in TTFont(part).getBestCmap()}
            subsetter.populate(unicodes=[ord(each) for each in EUROPEAN + SIGNS if ord(each) not in taken])
            subsetter.subset(font)
            font = instantiateVariableFont(font, {"wght": weight})
            font.flavor = None
            font.save(Path(folder) / f"{alphabet}.ttf")
            parts.append(str(Path(folder) / f"{alphabet}.ttf"))
        joined = Merger().merge(parts)
    rename(joined, family)
    joined.recalcTimestamp = False
    joined["head"].created = joined["head"].modified = MADE
    return joined


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
    for package, alphabets, result, family, weight in FOR_PAPER:
        made_for_paper(sources, package, alphabets, family, weight).save(HERE / result)


if __name__ == "__main__":
    main()
