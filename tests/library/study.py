"""The study's own file and the checked list of the report's figures, which every test of the library compares with."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

from network.library.services import FOLDER

STUDY_FILE = FOLDER / "llo-mkb-2023.yaml"
CONTENT: dict[str, Any] = yaml.safe_load(STUDY_FILE.read_text(encoding="utf-8"))
FINDINGS: list[dict[str, Any]] = CONTENT["findings"]
BY_KEY = {finding["key"]: finding for finding in FINDINGS}
REPORT: dict[str, Any] = yaml.safe_load(Path(__file__).with_name("figures.yaml").read_text(encoding="utf-8"))


def both_charts(value: dict[str, Any]) -> list[int]:
    """What the chart says where the text says something else."""
    chart = value.get("chart", [])
    return chart if isinstance(chart, list) else [chart]
