"""Content-Security-Policy of a site: pages run only their own scripts and load nothing from other sites."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterator, Mapping, Sequence
from hashlib import sha256
from html import escape
from html.parser import HTMLParser

POLICY_PLACEHOLDER = '<meta http-equiv="Content-Security-Policy" content="">'
"""Placeholder for a page's policy in a template, before everything to which the policy applies."""
HEADERS_FILE = "_headers"
"""File with HTTP headers: some servers read it; administrators of other servers can copy it."""

_BASE_POLICY: Mapping[str, tuple[str, ...]] = {
    "default-src": ("'none'",),
    "base-uri": ("'none'",),
    "connect-src": ("'self'",),
    "font-src": ("'self'",),
    "form-action": ("'self'",),
    "img-src": ("'self'", "data:"),
    "manifest-src": ("'self'",),
    "media-src": ("'self'",),
    "script-src": ("'self'", "'wasm-unsafe-eval'"),  # the search is WebAssembly
    "style-src": ("'self'",),
    "worker-src": ("'self'",),
}
_ALIGNMENT_STYLES = ("text-align:left", "text-align:center", "text-align:right")
"""Styles that a record's body can contain: alignment of table cells."""
_EXECUTABLE_TYPES = frozenset(
    {"", "importmap", "module", "speculationrules", "text/javascript", "application/javascript"}
)
"""Types of `script` that a browser acts on."""

_AllowedSource = tuple[str, str]
"""Directive, and the source that it has to allow."""


class SecurityPolicies:
    """Policies of one site's pages; `extra_sources` are sources that a team allows in addition, by directive."""

    def __init__(self, extra_sources: Mapping[str, Sequence[str]] | None = None) -> None:
        self._extra_sources = extra_sources or {}
        self._source_by_element: dict[str, _AllowedSource | None] = {}
        """Inline elements that were met, and what each needs."""
        self._meta_by_sources: dict[frozenset[_AllowedSource], str] = {}

    def insert_policy(self, html: str) -> str:
        """Replace the placeholder in a page by a policy that allows the page's own inline scripts."""
        allowed = frozenset(self._inline_sources(html))
        if allowed not in self._meta_by_sources:
            self._meta_by_sources[allowed] = POLICY_PLACEHOLDER.replace(
                '""', f'"{_escape_attribute(self._format_policy(allowed))}"'
            )
        return html.replace(POLICY_PLACEHOLDER, self._meta_by_sources[allowed], 1)

    def format_headers(self) -> str:
        """Return the headers for all pages: one combined policy, and what only a header can express."""
        policy = f"{self._format_policy(frozenset().union(*self._meta_by_sources))}; frame-ancestors 'none'"
        return (
            f"/*\n  Content-Security-Policy: {policy}\n  Referrer-Policy: same-origin\n"
            "  X-Content-Type-Options: nosniff\n"
        )

    def _format_policy(self, allowed: frozenset[_AllowedSource]) -> str:
        """Return the text of a policy that allows some sources in addition."""
        parts = {name: [*sources] for name, sources in _BASE_POLICY.items()}
        for name, source in [
            *sorted(allowed),
            *(
                (name, extra_source)
                for name, extra_sources in self._extra_sources.items()
                for extra_source in extra_sources
            ),
        ]:
            parts.setdefault(name, []).append(source)
        return "; ".join(f"{name} {' '.join(dict.fromkeys(sources))}" for name, sources in parts.items())

    def _inline_sources(self, html: str) -> Iterator[_AllowedSource]:
        """Yield the sources that a page's inline elements need; elements are cached, as pages share most of them."""
        if ' style="text-align:' in html:
            yield from _ALIGNMENT_SOURCES
        for tag in ("script", "style"):
            start_tag, end_tag = f"<{tag}", f"</{tag}>"
            start = html.find(start_tag)
            while start >= 0:
                end_position = html.find(end_tag, start)
                text = html[start:] if end_position < 0 else html[start : end_position + len(end_tag)]
                if text not in self._source_by_element:
                    self._source_by_element[text] = _InlineElement(text).allowed_source
                if source := self._source_by_element[text]:
                    yield source
                start = html.find(start_tag, start + len(text))


class _InlineElement(HTMLParser):
    """Parser of a single `script` or `style` that finds the source it needs."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self._directive, self._text = "", list[str]()
        self.feed(text)
        self.close()

    @property
    def allowed_source(self) -> _AllowedSource | None:
        """Source to allow; None for data, and for a script in a file of its own."""
        return (self._directive, _hash_source("".join(self._text))) if self._directive else None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Record the directive of an element that a browser acts on."""
        attributes = dict(attrs)
        if tag == "style":
            self._directive = "style-src"
        elif (
            tag == "script" and "src" not in attributes and (attributes.get("type") or "").lower() in _EXECUTABLE_TYPES
        ):
            self._directive = "script-src"

    def handle_data(self, data: str) -> None:
        """Collect the element's text."""
        self._text.append(data)


def _escape_attribute(text: str) -> str:
    """Escape a text for double quotes; a policy's single quotes stay readable."""
    return escape(text, quote=False).replace('"', "&quot;")


def _hash_source(text: str) -> str:
    """Return the source expression that allows one inline script or style by its hash."""
    return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"


_ALIGNMENT_SOURCES: frozenset[_AllowedSource] = frozenset(
    ("style-src", source) for source in ("'unsafe-hashes'", *map(_hash_source, _ALIGNMENT_STYLES))
)
