"""Published index of a library: its `library.json`, with lookup of records by name."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from afterword.body.heading_ids import make_heading_id
from afterword.problems import Unusable
from afterword.schema.schema import Schema
from afterword.text.languages import Language
from afterword.text.names import name_key
from afterword.text.sentences import lower_first_word
from afterword.text.similarity import find_nearest

INDEX_FILE, INDEX_SCHEMA_FILE = "library.json", "library.schema.json"
"""File names of a site's published index and of its JSON Schema."""
VERSION = 1
MAX_BYTES = 50_000_000
"""Size limit of a published index: twice that of a library of 10,000 long records."""

_FACET_KEYS = ("kind", "goal", "product", "series", "account", "competitor", "markets", "tags", "teams")
_CLOSING_MARKS = (".", "!", "?", "…", ")", "»", "”", '"')
_DESCRIPTIVE_KEYS = ("summary", "text", "product", "account", "competitor")


@dataclass(frozen=True, slots=True)
class IndexedRecord:
    """Record in a published index; missing values read as empty.

    `headings` is None where the index does not list them.
    """

    data: Mapping[str, Any]

    @property
    def name(self) -> str:
        """Name of the record."""
        return str(self.data["name"])

    @property
    def other_names(self) -> Sequence[str]:
        """Aliases, and the names in other languages."""
        return (*self.data.get("aliases", ()), *self.data.get("translations", {}).values())

    @property
    def former_names(self) -> Sequence[str]:
        """Names that the record had before."""
        return tuple(self.data.get("former", ()))

    @property
    def status(self) -> str:
        """Status; an index without it lists published records only."""
        return str(self.data.get("status", "published"))

    @property
    def outcome(self) -> str:
        """Outcome of the case."""
        return str(self.data.get("outcome", ""))

    @property
    def markets(self) -> Sequence[str]:
        """Codes of its markets."""
        return tuple(self.data.get("markets", ()))

    @property
    def ends(self) -> str:
        """End date, as far as it is given."""
        return str(self.data.get("ends", ""))

    @property
    def url(self) -> str:
        """Address of its page, relative to the site; empty where it is not published."""
        return str(self.data.get("url", ""))

    @property
    def lesson(self) -> str:
        """Main learnings, in at most two sentences."""
        return " ".join(text if text.endswith(_CLOSING_MARKS) else f"{text}." for text in self.data.get("lessons", ()))

    @property
    def slug(self) -> str:
        """Name in readable ASCII."""
        return str(self.data["slug"])

    @property
    def lang(self) -> str:
        """Language of the record."""
        return str(self.data["lang"])

    @property
    def facets(self) -> Iterator[tuple[str, Any]]:
        """Facets: the name of each field with its value or values."""
        yield from ((key, self.data[key]) for key in _FACET_KEYS if key in self.data)
        yield from ((path.rpartition(".")[2], values) for path, values in self.data.get("facets", {}).items())

    @property
    def description_text(self) -> str:
        """Names, subject and learnings as one text."""
        guardrail_texts = (rule["text"] for rule in self.guardrails)
        return " ".join(
            (self.name, *self.other_names, *(self.data.get(key, "") for key in _DESCRIPTIVE_KEYS), *guardrail_texts)
        )

    @property
    def story_words(self) -> str:
        """Words that are most characteristic of its story."""
        return str(self.data.get("words", ""))

    @property
    def guardrails(self) -> Sequence[Mapping[str, Any]]:
        """Guardrails drawn from it."""
        return tuple(self.data.get("guardrails", ()))

    @property
    def related_slugs(self) -> Sequence[str]:
        """Slugs of the records that its relations name."""
        return tuple(relation["slug"] for relation in self.data.get("relations", ()))

    @property
    def headings(self) -> Sequence[str] | None:
        """Headings of its body; None where the index does not list them."""
        return tuple(self.data["headings"].values()) if "headings" in self.data else None

    def has_heading(self, heading: str) -> bool:
        """Return whether its body has a heading, by text in any case or by id; True where headings are not listed."""
        heading_id = make_heading_id(heading, {})
        headings_by_id = self.data.get("headings")
        return (
            headings_by_id is None
            or heading_id in headings_by_id
            or any(heading_id == make_heading_id(title, {}) for title in headings_by_id.values())
        )

    def is_former_name(self, name: str) -> bool:
        """Return whether a name is one of its former names."""
        return name_key(name) in map(name_key, self.former_names)


class PublishedIndex:
    """Records of a published library by name, alias and former name, in this order of precedence.

    `schema` is that of the records, for the labels of their values.
    """

    def __init__(self, data: Mapping[str, Any], schema: Schema | None = None) -> None:
        self.schema = schema
        self.title: str = data.get("title", "")
        self.url: str = data.get("url", "")
        self.made_from: str = data.get("made_from", "")
        self.concepts: Mapping[str, Sequence[str]] = data.get("concepts", {})
        self.records: Sequence[IndexedRecord] = [IndexedRecord(row) for row in data["records"]]
        self._by_name: dict[str, IndexedRecord] = {}
        for name, record in self._iterate_names():
            self._by_name.setdefault(name_key(name), record)

    def label(self, path: str, value: str, language: Language) -> str:
        """Return the label of a record's value for use inside a sentence; the value itself without a schema."""
        return lower_first_word(self.schema.label(path, value, language)) if self.schema else value

    def resolve_link(self, target: str) -> tuple[IndexedRecord | None, str, str]:
        """Return the record that a link's target names, the name as used, and the heading that it asks for."""
        if record := self._by_name.get(name_key(target)):
            return record, target, ""
        name, _, heading = target.partition("#")
        return self._by_name.get(name_key(name)), name.strip(), heading.strip()

    def find_nearest_name(self, name: str) -> str | None:
        """Return the name most similar to a mistyped one; None when none is similar enough."""
        return find_nearest(name, dict(self._iterate_names()))

    def _iterate_names(self) -> Iterator[tuple[str, IndexedRecord]]:
        """Yield names with their record: current names first, then aliases, then former names."""
        yield from ((record.name, record) for record in self.records)
        yield from ((name, record) for record in self.records for name in record.other_names)
        yield from ((name, record) for record in self.records for name in record.former_names)


def read_index(raw: bytes, location: str, index_schema: Schema) -> PublishedIndex:
    """Read the published index in a file's bytes; raise `Unusable` with its location when it is invalid."""
    if len(raw) > MAX_BYTES:
        message = f"{location} is larger than {MAX_BYTES:,} bytes, which is the most that is read."
        raise Unusable(message)
    try:
        data = json.loads(raw)
        error_text = _find_error(data, index_schema)
    except (ValueError, RecursionError) as error:  # raised also for invalid UTF-8 and for infinite nesting
        error_text = f"is not JSON that can be read: {error}."
    if error_text:
        message = f"{location} {error_text}"
        raise Unusable(message)
    return PublishedIndex(data)


def _find_error(data: Any, index_schema: Schema) -> str:
    """Return why data cannot be read as a published index; empty where it can."""
    if not isinstance(data, dict) or not {"version", "records"} <= data.keys():
        return f"is no library's {INDEX_FILE}: `version` and `records` do not stand in it."
    if type(data["version"]) is int and data["version"] > VERSION:
        return f"has version {data['version']}, and this Afterword reads version {VERSION}: install a newer one."
    schema_error = index_schema.first_error(data)
    return f"is no library's {INDEX_FILE}: {schema_error}" if schema_error else ""
