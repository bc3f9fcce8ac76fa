"""Page data as JSON, and pagination, for all pages that count."""

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


def defer_data(site: Site, collect_figures: Callable[[], Mapping[str, object]]) -> Callable[[], bytes] | None:
    """Return a function that encodes figures as JSON, with entries as their slugs.

    Return None for pages in other languages than the site's first, since data are the same in all languages.
    """

    def write() -> bytes:
        content = {"version": FORMAT, "as_of": site.today.isoformat(), **collect_figures()}
        return b"{%b}\n" % b",\n".join(
            b"%b:%b" % (encode_json(key), encode_lines(value)) for key, value in content.items()
        )

    return write if site.lang == site.languages[0] else None


def encode_lines(value: object) -> bytes:
    """Encode a list as JSON with one item a line, so that two versions compare well; other values in one line."""
    if not isinstance(value, list | tuple):
        return encode_json(value)
    return b"[\n%b\n]" % b",\n".join(map(encode_json, value)) if value else b"[]"


def encode_json(value: object) -> bytes:
    """Encode a value as JSON in one line, with entries as their slugs."""
    return _JSON.encode(value).encode()


def _encode_object(value: Any) -> Any:
    if isinstance(value, Entry):
        return value.slug
    if isinstance(value, date):
        return value.isoformat()
    return {field.name: getattr(value, field.name) for field in fields(value)}


_JSON = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), default=_encode_object)


@dataclass(frozen=True, slots=True)
class ListPage(Generic[T]):
    """One page of a long list: its number from 1, the URL of the index page, and its items."""

    number: int
    url: str
    items: Sequence[T]


def paginate_items(items: Sequence[T], url: str, per_page: int) -> Sequence[ListPage[T]]:
    """Split a list into pages of up to `per_page` items; the first has the list's own URL and exists even if empty."""
    return list(_iter_list_pages(items, url, per_page))


def _iter_list_pages(items: Sequence[T], url: str, per_page: int) -> Iterator[ListPage[T]]:
    for number in range(1, max(1, -(-len(items) // per_page)) + 1):
        address = url if number == 1 else f"{url}{number}/"
        yield ListPage(number, address, items[(number - 1) * per_page : number * per_page])
