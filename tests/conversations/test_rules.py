"""Who is called by name."""

import pytest

from network.conversations.rules import called, uncalled

NAMES = {1: "Jan de Vries", 2: "Jan Bos", 3: "Jan-Willem Smit", 4: "Şule Öz", 5: "(onbekend)"}


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("@Jan de Vries, hoe ging dat?", {1}),
        ("Dag @jan  BOS.", {2}),
        ("@Jan, hoe ging dat?", {1, 2}),  # nobody can tell which of the two
        ("@Jan-Willem", {3}),
        ("@Janneke", set()),
        ("(@Şule)", {4}),
        ("@Jan Bos en @Jan-Willem", {2, 3}),
        ("jan@jan.example", set()),
        ("Jan", set()),
        ("@ Jan", set()),
        ("@", set()),
    ],
)
def test_who_is_called(text, meant):
    assert called(text, NAMES) == meant


@pytest.mark.parametrize(
    ("text", "name", "first_too", "left"),
    [
        ("@Bram Jansen, hoe?", "Bram Jansen", False, "@[…], hoe?"),
        ("Vraag @bram  JANSEN.", "Bram Jansen", False, "Vraag @[…]."),
        ("@Bram, hoe?", "Bram Jansen", False, "@Bram, hoe?"),
        ("@Bram, hoe?", "Bram Jansen", True, "@[…], hoe?"),
        ("@Bram-Willem en @Bramwell", "Bram Jansen", True, "@Bram-Willem en @Bramwell"),
        ("@Bram Jansen-Vos", "Bram Jansen", False, "@Bram Jansen-Vos"),
        ("mail@bram jansen", "Bram Jansen", True, "mail@bram jansen"),
        ("Bram Jansen zei het", "Bram Jansen", True, "Bram Jansen zei het"),
        ("@Şahin (x+", "Şahin (x+", False, "@[…]"),
        ("@Bram Vos", "Bram", False, "@Bram Vos"),
        ("@Bram.", "Bram", True, "@[…]."),
    ],
)
def test_a_call_is_taken_out_of_a_text_and_nothing_else(text, name, first_too, left):
    assert uncalled(text, name, first_too) == left
