"""A body as safe HTML: rendered by its parser, its links resolved, whatever could run cleaned away."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from urllib.parse import unquote

import nh3

from afterword.body import OUTSIDE, Body, Link, Range
from afterword.body.markdown import html as markdown_html
from afterword.body.sections import without

Resolve = Callable[[Link], str | None]
"""The address that a link leads to; None where it leads nowhere this reader may go, and stays plain text."""

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


def html(body: Body, resolve: Resolve, top: int = 2, taken: Sequence[Range] = ()) -> str:
    """The body as an HTML fragment whose highest heading is of level `top`, without the parts told elsewhere."""
    addresses = {link.target: resolve(link) for link in body.links if not link.target.lower().startswith(OUTSIDE)}
    headings = {heading.id for heading in body.headings}

    def attribute(tag: str, name: str, value: str) -> str | None:
        if name == "id":
            return value if tag in _HEADINGS and value in headings else f"note-{value}"
        if name == "href" and value.startswith("#"):
            fragment = unquote(value[1:])
            return value if fragment in headings else f"#note-{fragment}"
        if name == "href" and value.lower().startswith(OUTSIDE):
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
        attribute_filter=attribute,
        url_schemes={"http", "https", "mailto"},
        link_rel=None,
    )
    return cleaner.clean(markdown_html(_prepared(body, top, taken)))


def _prepared(body: Body, top: int, taken: Sequence[Range]) -> str:
    """The source with its headings given their ids and levels, and its bare addresses made links, as GitHub does."""
    raw, headings = without(body, taken) if taken else (body.text.encode(), body.headings)
    shift = top - min((heading.level for heading in headings), default=top)
    changes = [(start, end, b"<" + raw[start:end] + b">") for start, end in body.bare_urls if raw[start:end].strip()]
    for heading in headings:
        start, end = heading.place
        first, last = heading.inner
        first -= raw[first - 1 : first] == b"\\"  # the parser leaves out the backslash that a text begins with
        line = b" ".join(raw[first:last].split(b"\n")).strip()
        mark = "#" * min(6, heading.level + shift)
        changes.append((start, end, f"{mark} ".encode() + line + f" {{#{heading.id}}}\n".encode()))
    for start, end, new in sorted(changes, reverse=True):
        raw = raw[:start] + new + raw[end:]
    return raw.decode()
