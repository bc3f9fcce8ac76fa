"""One postmortem: validated data with its prose and its place in the library."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Generic, TypeVar, overload

from afterword.body import Body, Range
from afterword.frontmatter.document import Document
from afterword.problems import Finding, Path, Problem
from afterword.schema.schema import Schema
from afterword.text.names import slug

T = TypeVar("T")


class Accessor(Generic[T]):
    """A typed look at one field; `path` stands in the schema, and a test proves it."""

    def __init__(self, *path: str, default: T) -> None:
        self.path, self._default = path, default

    @overload
    def __get__(self, values: None, owner: type[Values]) -> Accessor[T]: ...
    @overload
    def __get__(self, values: Values, owner: type[Values]) -> T: ...
    def __get__(self, values: Values | None, owner: type[Values]) -> Accessor[T] | T:
        if values is None:
            return self
        found: Any = values.data
        for key in self.path:
            found = found.get(key)
            if found is None:
                return self._default
        return found  # type: ignore[no-any-return]  # the schema has settled its type


Rows = Sequence[Mapping[str, Any]]


def _text(*path: str) -> Accessor[str]:
    return Accessor(*path, default="")


def _texts(*path: str) -> Accessor[Sequence[str]]:
    return Accessor(*path, default=())


def _rows(*path: str) -> Accessor[Rows]:
    return Accessor(*path, default=())


@dataclass(frozen=True, slots=True)
class Values:
    """Front matter with accessors for what rules and analysis compute on. What is missing reads as empty."""

    data: Mapping[str, Any]

    name = _text("name")
    aliases = _texts("aliases")
    kind = _text("kind")
    status = _text("status")
    origin = Accessor("origin", default="internal")
    visibility = Accessor("visibility", default="internal")
    lang = _text("lang")
    series = _text("series")
    summary = _text("summary")
    starts = _text("starts")
    ends = _text("ends")
    due = _text("due")
    met_on = _text("met_on")
    review_by = _text("review_by")
    keeper = _text("keeper")
    owner = _text("owner")
    brief = _text("brief")
    markets = _texts("markets")
    tags = _texts("tags")
    outcome = _text("outcome")
    kpis = _rows("kpis")
    causes = _rows("causes")
    sources = _rows("sources")
    relations = _rows("relations")
    stop_doing = _texts("stop_doing")
    start_doing = _texts("start_doing")

    @property
    def is_public(self) -> bool:
        """Whether the case comes from public sources."""
        return self.origin == "public"

    @property
    def is_agreed(self) -> bool:
        """Of a brief: whether its plan was approved."""
        return self.status in ("approved", "running", "closed")

    @property
    def is_win(self) -> bool:
        """Whether it ended well; mixed is no win."""
        return self.outcome in ("won", "hit")

    @property
    def slug(self) -> str:
        """The last part of its address: its name in readable ASCII."""
        return slug(self.name)


@dataclass(frozen=True, slots=True)
class Record(Values):
    """One file: a postmortem, or a brief. `sound` says that it fits its schema; else what did not fit is left out.

    `data` has what the body lists too, `collected` the places of that in the body; `written` is the front matter alone.
    """

    schema: Schema
    document: Document
    body: Body
    written: Mapping[str, Any]
    collected: Mapping[Path, Range] = field(default_factory=dict)
    sound: bool = True
    translations: Mapping[str, Record] = field(default_factory=dict)
    """Its translations by language; theirs are only a name, a summary and a body."""

    @property
    def names(self) -> tuple[str, ...]:
        """Its name, all aliases, and what translations call it."""
        return (self.name, *self.aliases, *(other.name for other in self.translations.values()))

    @property
    def path(self) -> str:
        """The file, relative to the root."""
        return self.document.source.path

    def problem(self, finding: Finding) -> Problem:
        """A finding as a problem at its place, in the body where that is said there alone."""
        path = finding.path
        if self.collected and not finding.span and path and not self.document.has(path):
            places = (place for known, place in self.collected.items() if known[: len(path)] == path[: len(known)])
            if place := next(places, None):
                finding = replace(finding, span=self.body.span(place))
        return self.document.problem(finding)
