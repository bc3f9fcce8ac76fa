"""Layout of similar pages: the HTML around their own values, cut out of one rendered page and filled for the others."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape

from afterword.pages.page import Page, PageContent, TocEntry

_MARK = "afterword0mark"
_SPECIAL_CHARACTERS = "&<b>\"'"
"""Characters that change when a template processes a text instead of only printing it."""
_TOC_MARK = f"{_MARK}-contents"


@dataclass(frozen=True, slots=True)
class LayoutKey:
    """Key of pages that share a layout: equal folder depth, language and page parts.

    `section` is the current section, whose tab is active.
    """

    folder: str
    depth: int
    section: str
    lang: str
    has_description: bool
    has_heading: bool
    has_toc: bool


@dataclass(frozen=True, slots=True)
class PageValues:
    """Values that differ between the pages of one layout, as HTML; empty if the page has no such part.

    `slug` is the page's own part of its URL, `toc_id` the id of the first entry in the table of contents, and
    `language_urls` are the URLs of the page in other languages.
    """

    title: str
    description: str
    slug: str
    content: str
    toc_id: str
    toc_items: Sequence[str]
    language_urls: Mapping[str, str]

    def iterate_texts(self) -> Iterator[tuple[str, str]]:
        """Yield the name and text of every value except the table of contents."""
        yield "title", self.title
        yield "description", self.description
        yield "slug", self.slug
        yield "content", self.content
        yield "toc_id", self.toc_id
        yield from ((f"url_{lang}", url) for lang, url in self.language_urls.items())


@dataclass(frozen=True, slots=True)
class PageLayout:
    """Layout of pages: `pieces` of HTML with one named value between each two.

    `toc_separator` is the HTML between two items of the table of contents.
    """

    pieces: Sequence[str]
    value_names: Sequence[str]
    toc_separator: str

    @classmethod
    def cut(cls, html: str, marks: PageValues) -> PageLayout | None:
        """Cut the layout out of a page that was rendered with marks as values; return None if a mark was changed."""
        separator = ""
        if marks.toc_items:
            begin, end = html.find(marks.toc_items[0]), html.find(marks.toc_items[1])
            if begin < 0 or end < 0:
                return None
            separator = html[begin + len(marks.toc_items[0]) : end]
            html = html.replace(separator.join(marks.toc_items), _TOC_MARK)
        name_by_mark = {text: name for name, text in marks.iterate_texts() if text} | {_TOC_MARK: "toc"}
        # A capturing group, so that the marks stand between the pieces.
        parts = re.split(f"({'|'.join(map(re.escape, name_by_mark))})", html)
        layout = cls(parts[::2], [name_by_mark[mark] for mark in parts[1::2]], separator)
        is_whole = "content" in layout.value_names and ("toc" in layout.value_names) is bool(marks.toc_items)
        return layout if is_whole and not layout.contains(_MARK) else None

    def contains(self, text: str) -> bool:
        """Return whether the HTML around the values contains a text."""
        return any(text in piece for piece in self.pieces)

    def fill(self, values: PageValues) -> str:
        """Return the HTML of a page with its values."""
        text_by_name = {**dict(values.iterate_texts()), "toc": self.toc_separator.join(values.toc_items)}
        texts = (text_by_name[name] for name in self.value_names)
        return self.pieces[0] + "".join(f"{text}{piece}" for text, piece in zip(texts, self.pieces[1:], strict=True))


def build_marked_page(key: LayoutKey, languages: Sequence[str]) -> Page:
    """Build a page of a layout whose values are all marks."""
    toc = tuple(TocEntry(_raw_mark(f"item{number}"), f"{_MARK}-id{number}") for number in range(2))
    tag = "h1" if key.has_heading else "p"
    content = PageContent(f"<{tag}>{escape(_raw_mark('content'))}</{tag}>", toc if key.has_toc else ())
    return Page(
        f"{key.folder}{'/'.join([f'{_MARK}-slug'] * (key.depth + 1))}/",
        _raw_mark("title"),
        lambda: content,
        _raw_mark("description") if key.has_description else "",
        lang=key.lang,
        alternates={lang: f"https://{_MARK}-{lang}.invalid/" for lang in languages},
    )


def _raw_mark(name: str) -> str:
    return f"{_MARK}-{name}{_SPECIAL_CHARACTERS}"
