"""Rendering of a body to safe HTML: links are resolved, and the HTML is sanitized."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from urllib.parse import unquote

import nh3

from afterword.body import EXTERNAL_PREFIXES, Body, ByteRange, Link
from afterword.body.markdown import render_markdown as markdown_html
from afterword.body.sections import exclude_ranges

LinkResolver = Callable[[Link], str | None]
"""Function that returns the address of a link, or None to show it as plain text."""

_HEADINGS = {f"h{level}" for level in range(1, 7)}
_ALERTS = {f"markdown-alert-{kind}" for kind in ("note", "tip", "important", "warning", "caution")}
_TAGS = (nh3.ALLOWED_TAGS | {"input", "section"} | _HEADINGS) - {"map", "area", "center", "tt"}
_ATTRIBUTES = {
    "a": {"href", "title"}, "img": {"src", "alt", "title"}, "ol": {"start"}, "div": {"id"}, "td": {"style"},
    "th": {"style"}, **{tag: {"id"} for tag in _HEADINGS},
}  # fmt: skip
_CLASSES = {
    "blockquote": _ALERTS,
    "sup": {"footnote-reference", "footnote-definition-label"},
    "div": {"footnote-definition"},
}
_CHECKBOX = {"input": {"type": {"checkbox"}, "disabled": {""}, "checked": {""}}}


def render_body(
    body: Body, resolve: LinkResolver, top_level: int = 2, excluded_ranges: Sequence[ByteRange] = ()
) -> str:
    """Render a body as an HTML fragment, without excluded ranges; its highest heading level is `top_level`."""
    addresses = {
        link.target: resolve(link) for link in body.links if not link.target.lower().startswith(EXTERNAL_PREFIXES)
    }
    headings = {heading.id for heading in body.headings}

    def filter_attribute(tag: str, name: str, value: str) -> str | None:
        if name == "id":
            return value if tag in _HEADINGS and value in headings else f"note-{value}"
        if name == "href" and value.startswith("#"):
            fragment = unquote(value[1:])
            return value if fragment in headings else f"#note-{fragment}"
        if name == "href" and value.lower().startswith(EXTERNAL_PREFIXES):
            return value
        if name in ("href", "src"):
            return addresses.get(unquote(value).removesuffix("\\"))
        return value

    cleaner = nh3.Cleaner(
        tags=_TAGS,
        attributes=_ATTRIBUTES,
        tag_attribute_values=_CHECKBOX,
        set_tag_attribute_values={"input": {"type": "checkbox"}},
        allowed_classes=_CLASSES,
        filter_style_properties={"text-align"},
        attribute_filter=filter_attribute,
        url_schemes={"http", "https", "mailto"},
        link_rel=None,
    )
    return cleaner.clean(markdown_html(_prepare_markdown(body, top_level, excluded_ranges)))


def _prepare_markdown(body: Body, top_level: int, excluded_ranges: Sequence[ByteRange]) -> str:
    """Return the Markdown with heading ids and levels set, and with bare addresses as links, as on GitHub."""
    raw, headings = exclude_ranges(body, excluded_ranges) if excluded_ranges else (body.text.encode(), body.headings)
    shift = top_level - min((heading.level for heading in headings), default=top_level)
    changes = [(start, end, b"<" + raw[start:end] + b">") for start, end in body.bare_urls if raw[start:end].strip()]
    for heading in headings:
        start, end = heading.place
        first, last = heading.inner
        first -= raw[first - 1 : first] == b"\\"  # the parser's range excludes a backslash at the start of a text
        line = b" ".join(raw[first:last].split(b"\n")).strip()
        marker = "#" * min(6, heading.level + shift)
        changes.append((start, end, f"{marker} ".encode() + line + f" {{#{heading.id}}}\n".encode()))
    for start, end, replacement_bytes in sorted(changes, reverse=True):
        raw = raw[:start] + replacement_bytes + raw[end:]
    return raw.decode()
