"""`[[Name]]` in hand-written pages: a Markdown extension for the engine's own parser."""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.extensions import Extension
from markdown.inlinepatterns import InlineProcessor

from afterword.pages.page import Site
from afterword.pages.templates import link

_WIKI = r"\[\[([^\[\]|\n]+)(?:\|([^\[\]\n]+))?\]\]"
_PRIORITY = 175
"""After code spans (190), before Markdown's own links (160)."""


class WikiLinks(Extension):
    """Links to records by name, for the page whose address is set as `url` before it is rendered."""

    def __init__(self, site: Site) -> None:
        super().__init__()
        self.site, self.url = site, ""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - Python-Markdown's name
        """Has the parser look for `[[Name]]`."""
        md.inlinePatterns.register(_WikiLink(self, md), "afterword", _PRIORITY)


class _WikiLink(InlineProcessor):
    def __init__(self, links: WikiLinks, md: Markdown) -> None:
        super().__init__(_WIKI, md)
        self._links = links

    def handleMatch(  # type: ignore[override]  # noqa: N802 - Python-Markdown's own, which its stubs know by halves
        self,
        m: re.Match[str],
        data: str,  # noqa: ARG002 - Python-Markdown's signature
    ) -> tuple[Element | str, int, int]:
        """A link, or the text alone where this reader sees no such record."""
        target, text = m[1].strip(), (m[2] or m[1]).strip()
        entry, said = self._links.site.library.resolve(target)
        if entry is None:
            return text, m.start(0), m.end(0)
        heading = entry.body.heading(said) if entry.body and said else None
        found = Element("a", href=link(self._links.url, f"names/{entry.slug}/{f'#{heading.id}' if heading else ''}"))
        found.text = text
        return found, m.start(0), m.end(0)
