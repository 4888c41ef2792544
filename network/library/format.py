"""The file format of a publication, checked field by field: docs/library/format.md says it in words.

Only the import uses this; pages read what was stored.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StrictInt, StringConstraints, ValidationError

Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
Key = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9_-]*$", max_length=60)]
ShortKey = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9_-]*$", max_length=40)]
Section = Annotated[str, StringConstraints(pattern=r"^[0-9A-Za-z.]+$", max_length=12)]

TAKEN = ("concepts", "beside", "worries", "team-meeting")  # pages of a publication beside its findings
ADDS_UP = ("single", "scale", "yes_no")  # each firm gives one answer, so the shares are parts of a hundred


class Part(BaseModel):
    """A piece of the file in which nothing unknown may stand."""

    model_config = ConfigDict(extra="forbid")


class Texts(Part):
    """A text in both languages."""

    nl: Text
    en: Text


class Chapter(Part):
    key: ShortKey
    section: Section
    title: Texts
    intro: Texts


class Terms(Part):
    """The words by which a concept goes in each language, as they stand in running text."""

    nl: list[Text]
    en: list[Text]


class Concept(Part):
    key: ShortKey
    title: Texts
    text: Texts
    source: Text
    terms: Terms | None = None


class Worry(Part):
    """What an owner may say at the kitchen table, and the findings that belong to it."""

    key: ShortKey
    text: Texts
    findings: Annotated[list[Key], Field(min_length=1)]


class Base(Part):
    n: Annotated[StrictInt, Field(ge=1)] | None
    text: Texts
    unit: Literal["people"] | None = None
    about: Annotated[StrictInt, Field(ge=5)] | None = None  # firms, rounded: where `n` must not be said exactly


class Value(Part):
    label: Texts
    value: Annotated[StrictInt, Field(ge=0)] | None
    sure: Literal["text", "chart", "inferred", "conflict", "unknown", "rounded"]
    chart: StrictInt | list[StrictInt] | None = None


class Doubt(Part):
    kind: Literal["inferred", "conflict", "unknown", "note"]
    head: Texts
    text: Texts


class Meaning(Part):
    lead: Texts
    points: list[Texts]


class Context(Part):
    source: Text
    text: Texts


class Lists(Part):
    success: list[Texts]
    barriers: list[Texts]


class FindingPart(Part):
    key: Key
    id: Section
    chapter: ShortKey
    kind: Literal["single", "multiple", "yes_no", "scale", "partial", "qualitative", "count"]
    ordered: bool = False
    short: Texts
    question: Texts
    answer: Texts
    lead: Texts
    highlight: Annotated[StrictInt, Field(ge=0)] | None
    base: Base
    values: list[Value]
    uncertain: list[Doubt]
    meaning: Meaning
    context: list[Context]
    concepts: list[ShortKey]
    lists: Lists | None = None


class PublicationFile(Part):
    format: Literal[1]
    key: ShortKey
    title: Texts
    publisher: Text
    year: Annotated[StrictInt, Field(ge=1900, le=2200)]
    fieldwork: Text
    n: Annotated[StrictInt, Field(ge=1)] | None
    region: Texts
    design: Texts
    limits: list[Texts]
    advisers: list[Text]
    chapters: Annotated[list[Chapter], Field(min_length=1)]
    concepts: list[Concept]
    findings: Annotated[list[FindingPart], Field(min_length=1)]
    worries: list[Worry] = []
    team_meeting: Annotated[list[Key], Field(max_length=5)] = []  # findings to talk about with one's people


class FaultyFile(ValueError):
    """The file cannot be imported; `faults` says of every place that is wrong where it is and what."""

    def __init__(self, faults: Sequence[str]) -> None:
        super().__init__("\n".join(faults))
        self.faults = list(faults)


def checked(raw: Any) -> dict[str, Any]:
    """The file's content as it will be stored. Raises FaultyFile with every fault and its place."""
    try:
        file = PublicationFile.model_validate(raw)
    except ValidationError as error:
        raise FaultyFile([f"{_place(raw, each['loc'])}: {each['msg']}" for each in error.errors()]) from None
    faults = list(_faults(file))
    if faults:
        raise FaultyFile(faults)
    return file.model_dump(exclude_unset=True)


def notes_of(content: dict[str, Any]) -> Iterator[str]:
    """What is allowed and may still be a slip, with its place: shares of a whole that add up to less."""
    for finding in content["findings"]:
        values = [value["value"] for value in finding["values"]]
        total = sum(each or 0 for each in values)
        whole = finding["kind"] in ADDS_UP and len(values) > 1 and None not in values
        if whole and not finding["base"].get("about") and total < 100 - len(values) / 2:
            yield f"findings[{finding['key']}].values: add up to {total}; that is allowed, say why in a note"


def schema() -> dict[str, Any]:
    """The format as JSON Schema, for editors that check while one writes."""
    return PublicationFile.model_json_schema()


def _place(raw: Any, location: Sequence[int | str]) -> str:
    """Where a fault is, with the finding's own key instead of its number."""
    steps: list[str] = []
    here = raw
    for step in location:
        try:
            here = here[step]
        except (KeyError, IndexError, TypeError):
            here = None
        key = here.get("key") if isinstance(here, dict) and isinstance(step, int) else None
        steps.append(f"[{key or step}]" if isinstance(step, int) else f".{step}")
    return "".join(steps).lstrip(".") or "the file"


def _faults(file: PublicationFile) -> Iterator[str]:
    yield from _repeated("chapters", (each.key for each in file.chapters))
    yield from _repeated("concepts", (each.key for each in file.concepts))
    yield from _repeated("findings", (each.key for each in file.findings))
    for section, times in Counter(each.id for each in file.findings).items():
        if times > 1:
            places = ", ".join(each.key for each in file.findings if each.id == section)
            yield f"findings: {section} is the id of {times} of them: {places}"
    chapters, concepts = {each.key for each in file.chapters}, {each.key for each in file.concepts}
    for finding in file.findings:
        place = f"findings[{finding.key}]"
        if finding.key in TAKEN:
            yield f"{place}.key: {finding.key} is the address of another page"
        if finding.chapter not in chapters:
            yield f"{place}.chapter: there is no chapter {finding.chapter}"
        for key in finding.concepts:
            if key not in concepts:
                yield f"{place}.concepts: there is no concept {key}"
        yield from _values(place, finding)
    yield from _led_to(file)


def _led_to(file: PublicationFile) -> Iterator[str]:
    known = {each.key for each in file.findings}
    yield from _repeated("worries", (each.key for each in file.worries))
    for worry in file.worries:
        yield from (
            f"worries[{worry.key}].findings: there is no finding {key}" for key in worry.findings if key not in known
        )
    yield from (f"team_meeting: there is no finding {key}" for key in file.team_meeting if key not in known)


def _repeated(place: str, keys: Iterable[str]) -> Iterator[str]:
    for key, times in Counter(keys).items():
        if times > 1:
            yield f"{place}[{key}].key: stands there {times} times"


def _values(place: str, finding: FindingPart) -> Iterator[str]:
    if (finding.kind == "qualitative") != (finding.lists is not None):
        yield f"{place}.lists: a qualitative finding has them, another has not"
    if (finding.kind == "qualitative") != (not finding.values):
        yield f"{place}.values: a qualitative finding has none, another has at least one"
    for code in ("nl", "en"):
        yield from _repeated(f"{place}.values.label.{code}", (getattr(value.label, code) for value in finding.values))
    if finding.highlight is not None and (
        finding.highlight >= len(finding.values) or finding.values[finding.highlight].value is None
    ):
        yield f"{place}.highlight: there is no value to highlight at {finding.highlight}"
    for at, value in enumerate(finding.values):
        yield from (f"{place}.values[{at}].{fault}" for fault in _value(value, finding.kind))
    told = {doubt.kind for doubt in finding.uncertain}
    if (finding.base.about is not None) != any(value.sure == "rounded" for value in finding.values):
        yield f"{place}.base.about: stands there when, and only when, values are rounded"
    for sure in sorted({value.sure for value in finding.values} - {"text", "chart", "rounded"} - told):
        yield f"{place}.uncertain: nothing says why a value is {sure}"
    yield from _sum(place, finding)


def _value(value: Value, kind: str) -> Iterator[str]:
    chart = value.chart if isinstance(value.chart, list) else [] if value.chart is None else [value.chart]
    if kind != "count":
        for each in (value.value, *chart):
            if each is not None and not 0 <= each <= 100:
                yield f"value: {each} is no percentage"
    if (value.sure == "unknown") != (value.value is None):
        yield "value: it is missing where `sure` is unknown, and only there"
    if value.sure == "conflict" and not chart:
        yield "chart: a conflict says what the chart has"
    if chart and value.sure not in ("conflict", "unknown"):
        yield "chart: stands only beside a value that is a conflict or unknown"


def _sum(place: str, finding: FindingPart) -> Iterator[str]:
    """Less than a hundred is allowed, and noted by who writes the file; more can only be rounding."""
    total = sum(value.value or 0 for value in finding.values)
    if finding.base.about is None and finding.kind in ADDS_UP and total > 100 + len(finding.values) / 2:
        yield f"{place}.values: parts of a whole that add up to {total}"
