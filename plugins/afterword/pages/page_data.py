"""What the pages that count have in common: their data as JSON, and lists in sheets."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date
from typing import Any, Generic, TypeVar

from afterword.library.projection import Entry
from afterword.pages.page import Site

T = TypeVar("T")
FORMAT = 1


def data(site: Site, figures: Callable[[], Mapping[str, object]]) -> Callable[[], bytes] | None:
    """Writes figures as JSON, entries by their slugs.

    None but beside the pages in the site's first language, as data have no language.
    """

    def write() -> bytes:
        said = {"version": FORMAT, "as_of": site.today.isoformat(), **figures()}
        return b"{%b}\n" % b",\n".join(b"%b:%b" % (compact(key), lines(value)) for key, value in said.items())

    return write if site.lang == site.languages[0] else None


def lines(value: object) -> bytes:
    """A list as JSON in as many lines as it has entries, so that two versions of it compare well; all else in one."""
    if not isinstance(value, list | tuple):
        return compact(value)
    return b"[\n%b\n]" % b",\n".join(map(compact, value)) if value else b"[]"


def compact(value: object) -> bytes:
    """A value as JSON in one line, entries by their slugs."""
    return _JSON.encode(value).encode()


def _plain(value: Any) -> Any:
    if isinstance(value, Entry):
        return value.slug
    if isinstance(value, date):
        return value.isoformat()
    return {field.name: getattr(value, field.name) for field in fields(value)}


_JSON = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), default=_plain)


@dataclass(frozen=True, slots=True)
class Sheet(Generic[T]):
    """A part of a long list: its number from 1, its address, and what stands on it; `url` is that of an index page."""

    number: int
    url: str
    items: Sequence[T]


def sheets(items: Sequence[T], url: str, most: int) -> Sequence[Sheet[T]]:
    """A list in sheets of at most so many; the first stands at the list's own address, and is there even if empty."""
    return list(_sheets(items, url, most))


def _sheets(items: Sequence[T], url: str, most: int) -> Iterator[Sheet[T]]:
    for number in range(1, max(1, -(-len(items) // most)) + 1):
        address = url if number == 1 else f"{url}{number}/"
        yield Sheet(number, address, items[(number - 1) * most : number * most])
