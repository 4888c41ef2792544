"""Reading YAML, by the parser in C where PyYAML came with it: that one takes a tenth of the time."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml


def read_yaml(path: Path) -> Any:
    """What a file holds: plain values only. Raises yaml.YAMLError, which says where, when it is no YAML."""
    text = path.read_text(encoding="utf-8")
    if yaml.__with_libyaml__:
        return yaml.load(text, Loader=yaml.CSafeLoader)
    return yaml.safe_load(text)


def composed(text: str) -> yaml.Node | None:
    """The pieces of a text with the places where they stand. Raises yaml.YAMLError."""
    return yaml.compose(text, Loader=yaml.CSafeLoader if yaml.__with_libyaml__ else yaml.SafeLoader)
