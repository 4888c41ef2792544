"""The study in the library, and files that differ from it."""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
import yaml
from flask import Flask
from library.study import CONTENT

from network.library.services import import_publications


@pytest.fixture
def study(app: Flask) -> None:
    import_publications()


@pytest.fixture
def changed(tmp_path: Path) -> Callable[..., Path]:
    """The study's file with something changed in it: `changed(lambda content: …)`."""

    def write(change: Callable[[dict[str, Any]], object]) -> Path:
        content = deepcopy(CONTENT)
        change(content)
        path = tmp_path / "changed.yaml"
        path.write_text(yaml.safe_dump(content, allow_unicode=True), encoding="utf-8")
        return path

    return write
