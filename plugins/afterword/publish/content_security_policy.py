"""The Content-Security-Policy of a site: a page runs what is its own, and asks nobody else for anything."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterator, Mapping, Sequence
from hashlib import sha256
from html import escape
from html.parser import HTMLParser

MARK = '<meta http-equiv="Content-Security-Policy" content="">'
"""What a template puts where a page's policy shall stand: before anything that the policy is about."""
HEADERS = "_headers"
"""The file that tells some servers which headers to send, and every other server's keeper what to tell it."""

_BASE: Mapping[str, tuple[str, ...]] = {
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
_ALIGNED = ("text-align:left", "text-align:center", "text-align:right")
"""The only styles that a record's body can bring: cells of its tables."""
_RUNS = frozenset({"", "importmap", "module", "speculationrules", "text/javascript", "application/javascript"})
"""Types of `script` that do something as they stand."""

_Need = tuple[str, str]
"""A directive, and the source that it has to allow."""


class Policies:
    """The policies of one site's pages. `more` are sources that a team allows beyond its own site, by directive."""

    def __init__(self, more: Mapping[str, Sequence[str]] | None = None) -> None:
        self._more = more or {}
        self._known: dict[str, _Need | None] = {}
        """Inline elements that were met, and what each needs."""
        self._said: dict[frozenset[_Need], str] = {}

    def sealed(self, html: str) -> str:
        """A page with its own policy in the place of the mark: it allows the inline scripts that stand in this page."""
        allowed = frozenset(self._allowed(html))
        if allowed not in self._said:
            self._said[allowed] = MARK.replace('""', f'"{_attribute(self._policy(allowed))}"')
        return html.replace(MARK, self._said[allowed], 1)

    def headers(self) -> str:
        """One policy for all pages that were sealed, with what only a header can say, for every address of the site."""
        policy = f"{self._policy(frozenset().union(*self._said))}; frame-ancestors 'none'"
        return (
            f"/*\n  Content-Security-Policy: {policy}\n  Referrer-Policy: same-origin\n"
            "  X-Content-Type-Options: nosniff\n"
        )

    def _policy(self, allowed: frozenset[_Need]) -> str:
        parts = {name: [*sources] for name, sources in _BASE.items()}
        for name, source in [*sorted(allowed), *((name, one) for name, some in self._more.items() for one in some)]:
            parts.setdefault(name, []).append(source)
        return "; ".join(f"{name} {' '.join(dict.fromkeys(sources))}" for name, sources in parts.items())

    def _allowed(self, html: str) -> Iterator[_Need]:
        """What stands inline in a page needs. Each script is looked into once a site: pages share nearly all."""
        if ' style="text-align:' in html:
            yield from _ALIGNMENT
        for tag in ("script", "style"):
            begin, end = f"<{tag}", f"</{tag}>"
            at = html.find(begin)
            while at >= 0:
                stop = html.find(end, at)
                text = html[at:] if stop < 0 else html[at : stop + len(end)]
                if text not in self._known:
                    self._known[text] = _Inline(text).need
                if need := self._known[text]:
                    yield need
                at = html.find(begin, at + len(text))


class _Inline(HTMLParser):
    """One `script` or `style`, and what allows it."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self._directive, self._text = "", list[str]()
        self.feed(text)
        self.close()

    @property
    def need(self) -> _Need | None:
        """What has to be allowed for it; None for data, and for a script that stands in a file."""
        return (self._directive, _hash("".join(self._text))) if self._directive else None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Sees whether it does anything as it stands."""
        found = dict(attrs)
        if tag == "style":
            self._directive = "style-src"
        elif tag == "script" and "src" not in found and (found.get("type") or "").lower() in _RUNS:
            self._directive = "script-src"

    def handle_data(self, data: str) -> None:
        """Takes a piece of its text."""
        self._text.append(data)


def _attribute(text: str) -> str:
    """A text between double quotes: the single ones of a policy stay readable."""
    return escape(text, quote=False).replace('"', "&quot;")


def _hash(text: str) -> str:
    return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"


_ALIGNMENT: frozenset[_Need] = frozenset(("style-src", source) for source in ("'unsafe-hashes'", *map(_hash, _ALIGNED)))
