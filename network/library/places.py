"""Where in its file a fault of a publication stands: the line of `findings[goals].values[2].label.en`."""

from __future__ import annotations

import re
from collections.abc import Iterator

import yaml

from network.kernel.yaml_files import composed

_STEP = re.compile(r"\[([^\]]+)\]|([^.\[\]]+)")


def lines_of(text: str, places: list[str]) -> list[int]:
    """The line of each place, or of the last step on the way there that exists; the first line for the file itself."""
    root = composed(text)
    return [_line(root, place) for place in places]


def _line(node: yaml.Node | None, place: str) -> int:
    line = 1
    for bracketed, name in _STEP.findall(place):
        found = _within(node, bracketed or name)
        if found is None:
            return line
        line, node = found
    return line


def _within(node: yaml.Node | None, step: str) -> tuple[int, yaml.Node] | None:
    """What a step leads to, with the line where it begins."""
    if isinstance(node, yaml.MappingNode):
        return next(((_at(key), value) for key, value in node.value if key.value == step), None)
    if isinstance(node, yaml.SequenceNode):
        named = [each for each in node.value if _key(each) == step]
        if not named and step.isdecimal() and int(step) < len(node.value):
            named = [node.value[int(step)]]
        return (_at(named[-1]), named[-1]) if named else None
    return None


def _key(node: yaml.Node) -> str | None:
    """What a piece calls itself."""
    if not isinstance(node, yaml.MappingNode):
        return None
    return next((value.value for key, value in node.value if key.value == "key"), None)


def _at(node: yaml.Node) -> int:
    return int(node.start_mark.line) + 1


def repeated(text: str) -> Iterator[tuple[int, str]]:
    """Fields that stand twice in one piece, with the line of the second: YAML itself would take the last one silently."""
    yield from _repeated(composed(text))


def _repeated(node: yaml.Node | None) -> Iterator[tuple[int, str]]:
    if isinstance(node, yaml.MappingNode):
        seen = set()
        for key, value in node.value:
            if key.value in seen:
                yield _at(key), str(key.value)
            seen.add(key.value)
            yield from _repeated(value)
    elif isinstance(node, yaml.SequenceNode):
        for each in node.value:
            yield from _repeated(each)
