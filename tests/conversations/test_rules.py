"""Who is called by name."""

import pytest

from network.conversations.rules import called

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
