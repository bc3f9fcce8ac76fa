"""The register of a library that is published somewhere: its `library.json`, as names to look up."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from afterword.body import slug
from afterword.problems import Unusable
from afterword.schema.schema import Schema
from afterword.text.names import name_key
from afterword.text.similarity import nearest

FILE, FORM = "library.json", "library.schema.json"
"""What a site calls its register, and the JSON Schema of it."""
VERSION = 1
MAX_BYTES = 50_000_000
"""The largest that is read: twice what a library of 10,000 long records has."""

_FACETS = ("kind", "goal", "product", "series", "account", "competitor", "markets", "tags", "teams")
_CLOSING = (".", "!", "?", "…", ")", "»", "”", '"')
_TOLD = ("summary", "text", "product", "account", "competitor")


@dataclass(frozen=True, slots=True)
class Listed:
    """A record as a register lists it. What is missing reads as empty; `headings` is None where nothing is known."""

    data: Mapping[str, Any]

    @property
    def name(self) -> str:
        """What it is called."""
        return str(self.data["name"])

    @property
    def others(self) -> Sequence[str]:
        """What else it is called: aliases, and its names in other languages."""
        return (*self.data.get("aliases", ()), *self.data.get("translations", {}).values())

    @property
    def former(self) -> Sequence[str]:
        """What it was called before."""
        return tuple(self.data.get("former", ()))

    @property
    def status(self) -> str:
        """How far it has come; who is not told sees published ones only."""
        return str(self.data.get("status", "published"))

    @property
    def outcome(self) -> str:
        """How it ended."""
        return str(self.data.get("outcome", ""))

    @property
    def markets(self) -> Sequence[str]:
        """The countries it was about, by their codes."""
        return tuple(self.data.get("markets", ()))

    @property
    def ends(self) -> str:
        """When it ended, as far as that is said."""
        return str(self.data.get("ends", ""))

    @property
    def url(self) -> str:
        """Where its page is, relative to the site; empty where it is not published."""
        return str(self.data.get("url", ""))

    @property
    def lesson(self) -> str:
        """What it taught, in at most two sentences."""
        return " ".join(text if text.endswith(_CLOSING) else f"{text}." for text in self.data.get("lessons", ()))

    @property
    def slug(self) -> str:
        """Its name in readable ASCII."""
        return str(self.data["slug"])

    @property
    def lang(self) -> str:
        """The language that it is written in."""
        return str(self.data["lang"])

    @property
    def facets(self) -> Iterator[tuple[str, Any]]:
        """What it can be chosen by: each field's name and its value or values."""
        yield from ((key, self.data[key]) for key in _FACETS if key in self.data)
        yield from ((path.rpartition(".")[2], values) for path, values in self.data.get("facets", {}).items())

    @property
    def told(self) -> str:
        """What it is called, what it is about and what was learned, as one text."""
        rules = (rule["text"] for rule in self.guardrails)
        return " ".join((self.name, *self.others, *(self.data.get(key, "") for key in _TOLD), *rules))

    @property
    def words(self) -> str:
        """The words that say most about its story."""
        return str(self.data.get("words", ""))

    @property
    def guardrails(self) -> Sequence[Mapping[str, Any]]:
        """The rules that were drawn from it."""
        return tuple(self.data.get("guardrails", ()))

    @property
    def related(self) -> Sequence[str]:
        """The slugs of the records that it names in its relations."""
        return tuple(relation["slug"] for relation in self.data.get("relations", ()))

    @property
    def headings(self) -> Sequence[str] | None:
        """The headings of its text."""
        return tuple(self.data["headings"].values()) if "headings" in self.data else None

    def has(self, heading: str) -> bool:
        """Whether its text has a heading, by its text in any case or by its id; taken to be so where nobody knows."""
        wanted = slug(heading, {})
        known = self.data.get("headings")
        return known is None or wanted in known or any(wanted == slug(title, {}) for title in known.values())

    def was(self, name: str) -> bool:
        """Whether a name that leads here is one that it had before."""
        return name_key(name) in map(name_key, self.former)


class Register:
    """A library's records by name, by alias, and by what they were called before; the name has the best right."""

    def __init__(self, data: Mapping[str, Any]) -> None:
        self.title: str = data.get("title", "")
        self.url: str = data.get("url", "")
        self.made_from: str = data.get("made_from", "")
        self.concepts: Mapping[str, Sequence[str]] = data.get("concepts", {})
        self.records: Sequence[Listed] = [Listed(row) for row in data["records"]]
        self._by_name: dict[str, Listed] = {}
        for name, record in self._names():
            self._by_name.setdefault(name_key(name), record)

    def resolve(self, target: str) -> tuple[Listed | None, str, str]:
        """The record that a link's target names, with the name that it used and the heading that it asks for."""
        if found := self._by_name.get(name_key(target)):
            return found, target, ""
        name, _, heading = target.partition("#")
        return self._by_name.get(name_key(name)), name.strip(), heading.strip()

    def near(self, name: str) -> str | None:
        """The known name most like a mistyped one; None when none is close."""
        return nearest(name, dict(self._names()))

    def _names(self) -> Iterator[tuple[str, Listed]]:
        yield from ((record.name, record) for record in self.records)
        yield from ((name, record) for record in self.records for name in record.others)
        yield from ((name, record) for record in self.records for name in record.former)


def read(raw: bytes, place: str, form: Schema) -> Register:
    """The register in a file's bytes. Raises `Unusable`, with the place that it is from, when there is none in them."""
    if len(raw) > MAX_BYTES:
        message = f"{place} is larger than {MAX_BYTES:,} bytes, which is the most that is read."
        raise Unusable(message)
    try:
        data = json.loads(raw)
        fault = _fault(data, form)
    except (ValueError, RecursionError) as error:  # also for what is no UTF-8, or nested without end
        fault = f"is not JSON that can be read: {error}."
    if fault:
        message = f"{place} {fault}"
        raise Unusable(message)
    return Register(data)


def _fault(data: Any, form: Schema) -> str:
    """What keeps data from being a register that can be read; empty where nothing does."""
    if not isinstance(data, dict) or not {"version", "records"} <= data.keys():
        return f"is no library's {FILE}: `version` and `records` do not stand in it."
    if type(data["version"]) is int and data["version"] > VERSION:
        return f"has version {data['version']}, and this Afterword reads version {VERSION}: install a newer one."
    fault = form.fault(data)
    return f"is no library's {FILE}: {fault}" if fault else ""
