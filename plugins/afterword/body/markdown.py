"""CommonMark with GitHub's extensions: as a stream of events with offsets, and as HTML."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from pyromark import Markdown, Options

_GITHUB_OPTIONS = (
    Options.ENABLE_TABLES
    | Options.ENABLE_FOOTNOTES
    | Options.ENABLE_STRIKETHROUGH
    | Options.ENABLE_TASKLISTS
    | Options.ENABLE_GFM
    | Options.ENABLE_WIKILINKS
)
_PARSER = Markdown(options=_GITHUB_OPTIONS)
_RENDERER = Markdown(options=_GITHUB_OPTIONS | Options.ENABLE_HEADING_ATTRIBUTES)


class MarkdownEvent(NamedTuple):
    """Parser event: `action` is start, end or leaf; `start` and `end` are UTF-8 byte offsets."""

    action: str
    kind: str
    data: Any
    start: int
    end: int


def parse_raw_events(text: str) -> Iterable[tuple[Any, Any]]:
    """Return the parser's raw events with byte offsets.

    Events are such as `"Rule"`, `{"Text": "…"}`, `{"Start": {"Link": {…}}}`. Converting them with
    `parse_events` takes longer than the parsing itself, so the parse of bodies uses the raw events.
    """
    return _PARSER.events_with_range(text, merge_text=True)


def parse_events(text: str) -> Iterator[MarkdownEvent]:
    """Yield the events of a Markdown text, with adjacent texts merged."""
    for event, offsets in parse_raw_events(text):
        start, end = offsets["start"], offsets["end"]
        if isinstance(event, str):
            yield MarkdownEvent("leaf", event, None, start, end)
            continue
        ((action, content),) = event.items()
        if action in ("Start", "End"):
            kind, data = (content, None) if isinstance(content, str) else next(iter(content.items()))
            yield MarkdownEvent(action.lower(), kind, data, start, end)
        else:
            yield MarkdownEvent("leaf", action, content, start, end)


def render_markdown(text: str) -> str:
    """Render Markdown as HTML; raw HTML is kept, and `# Heading {#id}` sets a heading's id."""
    return _RENDERER.html(text)
