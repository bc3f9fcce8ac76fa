"""Markdown extension for `[[Name]]` in hand-written pages, for the engine's own parser."""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.extensions import Extension
from markdown.inlinepatterns import InlineProcessor

from afterword.pages.page import Site
from afterword.pages.templates import relative_url

_WIKI_LINK = r"\[\[([^\[\]|\n]+)(?:\|([^\[\]\n]+))?\]\]"
_PRIORITY = 175
"""Priority after code spans (190) and before Markdown's own links (160)."""


class WikiLinkExtension(Extension):
    """Links to records by name, for the page whose URL is set as `url` before it is rendered."""

    def __init__(self, site: Site) -> None:
        super().__init__()
        self.site, self.url = site, ""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - Python-Markdown's name
        """Register the processor of `[[Name]]`."""
        md.inlinePatterns.register(_WikiLinkProcessor(self, md), "afterword", _PRIORITY)


class _WikiLinkProcessor(InlineProcessor):
    def __init__(self, links: WikiLinkExtension, md: Markdown) -> None:
        super().__init__(_WIKI_LINK, md)
        self._links = links

    def handleMatch(  # type: ignore[override]  # noqa: N802 - Python-Markdown's own, which its stubs know by halves
        self,
        m: re.Match[str],
        data: str,  # noqa: ARG002 - Python-Markdown's signature
    ) -> tuple[Element | str, int, int]:
        """Return a link, or only its text if the audience cannot see the record."""
        target, text = m[1].strip(), (m[2] or m[1]).strip()
        entry, heading_text = self._links.site.library.resolve_link(target)
        if entry is None:
            return text, m.start(0), m.end(0)
        heading = entry.body.find_heading(heading_text) if entry.body and heading_text else None
        element = Element(
            "a", href=relative_url(self._links.url, f"names/{entry.slug}/{f'#{heading.id}' if heading else ''}")
        )
        element.text = text
        return element, m.start(0), m.end(0)
