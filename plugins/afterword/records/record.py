"""Postmortems and briefs: validated data with their body and translations."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Generic, TypeVar, overload

from afterword.body import Body, ByteRange
from afterword.frontmatter.document import Document
from afterword.problems import DataPath, Finding, Problem
from afterword.schema.schema import Schema
from afterword.text.names import slugify

T = TypeVar("T")


class FieldAccessor(Generic[T]):
    """Typed access to one field; a test verifies that its `path` is in the schema."""

    def __init__(self, *path: str, default: T) -> None:
        self.path, self._default = path, default

    @overload
    def __get__(self, values: None, owner: type[RecordFields]) -> FieldAccessor[T]: ...
    @overload
    def __get__(self, values: RecordFields, owner: type[RecordFields]) -> T: ...
    def __get__(self, values: RecordFields | None, owner: type[RecordFields]) -> FieldAccessor[T] | T:
        if values is None:
            return self
        value: Any = values.data
        for key in self.path:
            value = value.get(key)
            if value is None:
                return self._default
        return value  # type: ignore[no-any-return]  # the schema guarantees its type


Rows = Sequence[Mapping[str, Any]]


def _text_field(*path: str) -> FieldAccessor[str]:
    """Return an accessor of a text; it is empty where the field is missing."""
    return FieldAccessor(*path, default="")


def _text_list_field(*path: str) -> FieldAccessor[Sequence[str]]:
    """Return an accessor of a list of texts; it is empty where the field is missing."""
    return FieldAccessor(*path, default=())


def _row_list_field(*path: str) -> FieldAccessor[Rows]:
    """Return an accessor of a list of mappings; it is empty where the field is missing."""
    return FieldAccessor(*path, default=())


@dataclass(frozen=True, slots=True)
class RecordFields:
    """Front matter with accessors for the fields that rules and analysis use; missing fields read as empty."""

    data: Mapping[str, Any]

    name = _text_field("name")
    aliases = _text_list_field("aliases")
    kind = _text_field("kind")
    status = _text_field("status")
    origin = FieldAccessor("origin", default="internal")
    visibility = FieldAccessor("visibility", default="internal")
    lang = _text_field("lang")
    series = _text_field("series")
    summary = _text_field("summary")
    starts = _text_field("starts")
    ends = _text_field("ends")
    due = _text_field("due")
    met_on = _text_field("met_on")
    review_by = _text_field("review_by")
    keeper = _text_field("keeper")
    owner = _text_field("owner")
    brief = _text_field("brief")
    markets = _text_list_field("markets")
    tags = _text_list_field("tags")
    outcome = _text_field("outcome")
    kpis = _row_list_field("kpis")
    causes = _row_list_field("causes")
    sources = _row_list_field("sources")
    relations = _row_list_field("relations")
    stop_doing = _text_list_field("stop_doing")
    start_doing = _text_list_field("start_doing")

    @property
    def is_public(self) -> bool:
        """True if the case comes from public sources."""
        return self.origin == "public"

    @property
    def is_plan_approved(self) -> bool:
        """True if a brief was approved, whatever its later status."""
        return self.status in ("approved", "running", "closed")

    @property
    def is_win(self) -> bool:
        """True if it ended well; a mixed outcome is not a win."""
        return self.outcome in ("won", "hit")

    @property
    def slug(self) -> str:
        """Last part of its address: its name in readable ASCII."""
        return slugify(self.name)


@dataclass(frozen=True, slots=True)
class Record(RecordFields):
    """One file: a postmortem or a brief.

    `data` combines the front matter with what the body lists, `collected_ranges` gives the place of the
    latter in the body, and `front_matter` is the front matter alone. Values that do not fit the schema are
    left out of `data`; then `fits_schema` is False.
    """

    schema: Schema
    document: Document
    body: Body
    front_matter: Mapping[str, Any]
    collected_ranges: Mapping[DataPath, ByteRange] = field(default_factory=dict)
    fits_schema: bool = True
    translations: Mapping[str, Record] = field(default_factory=dict)
    """Translations by language; they have only a name, a summary and a body."""

    @property
    def names(self) -> tuple[str, ...]:
        """Name, all aliases, and the names in translations."""
        return (self.name, *self.aliases, *(other.name for other in self.translations.values()))

    @property
    def path(self) -> str:
        """File, relative to the root."""
        return self.document.source.path

    def to_problem(self, finding: Finding) -> Problem:
        """Convert a finding to a problem at its place, which is in the body for a value that only the body has."""
        path = finding.path
        if self.collected_ranges and not finding.span and path and not self.document.has_value(path):
            places = (
                place
                for collected_path, place in self.collected_ranges.items()
                if collected_path[: len(path)] == path[: len(collected_path)]
            )
            if place := next(places, None):
                finding = replace(finding, span=self.body.to_span(place))
        return self.document.to_problem(finding)
