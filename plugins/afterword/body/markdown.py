"""CommonMark with GitHub's extensions: as a stream of events with places, and as HTML."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from pyromark import Markdown, Options

_GITHUB = (
    Options.ENABLE_TABLES
    | Options.ENABLE_FOOTNOTES
    | Options.ENABLE_STRIKETHROUGH
    | Options.ENABLE_TASKLISTS
    | Options.ENABLE_GFM
    | Options.ENABLE_WIKILINKS
)
_READ = Markdown(options=_GITHUB)
_WRITE = Markdown(options=_GITHUB | Options.ENABLE_HEADING_ATTRIBUTES)


class Event(NamedTuple):
    """One step through a document: `act` is start, end or leaf; `start` and `end` are UTF-8 byte offsets."""

    act: str
    kind: str
    data: Any
    start: int
    end: int


def steps(text: str) -> Iterable[tuple[Any, Any]]:
    """The parser's own events with their byte offsets: `"Rule"`, `{"Text": "…"}`, `{"Start": {"Link": {…}}}`, ….

    What `events` makes easier to read costs more than the parsing itself, so that checks of bodies do without it.
    """
    return _READ.events_with_range(text, merge_text=True)


def events(text: str) -> Iterator[Event]:
    """The events of a Markdown text, adjacent text merged."""
    for event, place in steps(text):
        start, end = place["start"], place["end"]
        if isinstance(event, str):
            yield Event("leaf", event, None, start, end)
            continue
        ((act, inner),) = event.items()
        if act in ("Start", "End"):
            kind, data = (inner, None) if isinstance(inner, str) else next(iter(inner.items()))
            yield Event(act.lower(), kind, data, start, end)
        else:
            yield Event("leaf", act, inner, start, end)


def html(text: str) -> str:
    """The same Markdown as HTML, raw HTML passed through; `# Heading {#id}` sets a heading's id."""
    return _WRITE.html(text)
