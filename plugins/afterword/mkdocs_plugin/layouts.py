"""What surrounds the content, the same on every page of one layout: rendered once by the theme, and filled per page."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Any

from jinja2 import Environment, TemplateNotFound, TemplateSyntaxError
from jinja2.meta import find_undeclared_variables
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File
from mkdocs.structure.toc import AnchorLink
from mkdocs.utils import normalize_url
from mkdocs.utils.templates import TemplateContext

from afterword.mkdocs_plugin import navigation_menu as editions
from afterword.mkdocs_plugin.library_page import LibraryPage
from afterword.pages.page import Contents, Page, Written
from afterword.problems import Unusable
from afterword.workspace import project

TEMPLATE = "afterword.html"
"""Our own additions to whatever `main.html` a theme or a team has."""
FRAMED = "afterword-framed.html"
"""Puts out what `Frames.filled` returns: MkDocs renders it instead of `TEMPLATE`."""

_SEES_PAGES = ("pre_page", "page_read_source", "page_markdown", "page_content", "env", "page_context")
_KNOWN = ("afterword", "material.plugins.search", "mkdocs.contrib.search", "properdocs.contrib.search")
"""Plugins that take each page as it comes and put nothing around it."""
_SAME = {"config", "base_url", "lang", "features", "nav", "extra_css", "extra_javascript", "mkdocs_version", "self"}
"""What a template may use that is the same, or as the theme has it, on all pages of one layout."""

_MARK = "afterword0mark"
_AWKWARD = "&<b>\"'"
"""Signs that do not stay as they are when a template does more with a text than put it out."""


def fit(config: MkDocsConfig) -> bool:
    """Whether Material alone makes what surrounds a page: no other plugin and no template of a team's own looks at it.

    Where one does, every page is rendered by itself.
    """
    return (
        config.theme.name == "material"
        and not config.extra_templates
        and is_alone(config, *_SEES_PAGES)
        and (not config.theme.custom_dir or _is_blind(Path(config.theme.custom_dir), config.theme.get_env()))
    )


def is_alone(config: MkDocsConfig, *events: str) -> bool:
    """Whether no plugin and no hook but those that are known here takes part in some of MkDocs' events."""
    hooks = (hook for event in events for hook in config.plugins.events[event])
    return all(str(getattr(hook, "__module__", "")).startswith(_KNOWN) for hook in hooks)


def _is_blind(folder: Path, env: Environment) -> bool:
    """Whether no template of a folder uses anything that another page of the same layout has otherwise."""
    try:
        texts = (raw.decode() for raw in project.contents(folder, ".html").values())
        found = [find_undeclared_variables(env.parse(text)) for text in texts]
    except (TemplateSyntaxError, ValueError, Unusable):
        return False  # the engine will say what is wrong with it
    return all(names <= _SAME | env.globals.keys() for names in found)


@dataclass(frozen=True, slots=True)
class _Layout:
    """What pages share that are framed alike: they stand as deep in one folder, in one language, with the same parts.

    `section` is where the reader is: its tab is lit.
    """

    folder: str
    depth: int
    section: str
    lang: str
    described: bool
    headed: bool
    listed: bool


@dataclass(frozen=True, slots=True)
class _Frame:
    """A page's surroundings in pieces; between them stand the marks that a page's own values take the place of.

    `own` is the mark of what is a page's own in its address, `between` what stands between two items of the table of
    contents.
    """

    pieces: Sequence[str]
    own: str
    between: str


class Frames:
    """The frames of one build, by layout; `pinned` are the pages that stand in a navigation.

    The first page of a layout is rendered by itself; so is the second, and what the frame gives is compared with it. A
    layout whose frame fails that is not used.
    """

    def __init__(
        self, env: Environment, config: MkDocsConfig, languages: Sequence[str], pinned: frozenset[str]
    ) -> None:
        self._env, self._config, self._languages, self._pinned = env, config, languages, pinned
        self._known: dict[_Layout, _Frame | None] = {}
        self._seen: set[_Layout] = set()
        self._items: dict[tuple[str, str], str] = {}

    def filled(self, page: LibraryPage, context: TemplateContext) -> str:
        """A whole page, as `TEMPLATE` renders it in its context."""
        folder, own = self._steps(page.url)
        if not own or page.file.src_uri in self._pinned or page.edit_url:
            return self._whole(context)
        layout = _Layout(
            folder,
            own.count("/"),
            editions.section(page, self._languages),
            page.meta["lang"],
            described=bool(page.meta["description"]),
            headed="<h1" in (page.content or ""),
            listed=bool(list(page.toc)),
        )
        if layout not in self._known:
            whole = self._whole(context)
            if layout in self._seen:
                frame = self._frame(layout, page, context)
                is_same = frame is not None and self._fill(frame, page, context) == whole
                self._known[layout] = frame if is_same else None
            self._seen.add(layout)
            return whole
        frame = self._known[layout]
        # A link to the page itself is written otherwise than one to its neighbour.
        if frame is None or any(f"../{own}/" in piece for piece in frame.pieces):
            return self._whole(context)
        return self._fill(frame, page, context)

    def _steps(self, url: str) -> tuple[str, str]:
        """An address in two: the folder of its section in its language, and the rest, its own, without a slash around.

        Each pair of records that are compared has a folder, and all are framed alike.
        """
        steps = url.strip("/").split("/")
        first = 2 if steps[0] in self._languages else 1
        return "".join(f"{step}/" for step in steps[:first]), "/".join(steps[first:])

    def _whole(self, context: TemplateContext) -> str:
        return self._env.get_template(TEMPLATE).render(context)

    def _fill(self, frame: _Frame, page: LibraryPage, context: TemplateContext) -> str:
        toc = list(page.toc)
        values = {
            _escaped("title"): page.meta["title"],
            _escaped("description"): page.meta["description"],
            frame.own: self._steps(page.url)[1],
            _content(headed=True): page.content or "",
            _content(headed=False): page.content or "",
            _id(0): toc[0].id if toc else "",
            _contents(): frame.between.join(self._item(item, context) for item in toc),
        }
        for lang in self._languages:
            address = page.meta["others"].get(lang, editions.home(lang, self._languages))
            values[_address(lang)] = normalize_url(address, page)
        return "".join(values.get(piece, piece) for piece in frame.pieces)

    def _item(self, item: AnchorLink, context: TemplateContext) -> str:
        """An item of a table of contents as the theme writes it: it says its title and id and no more."""
        key = item.id, item.title
        if key not in self._items:
            template = self._env.get_template("partials/toc-item.html")
            self._items[key] = template.render({**context, "toc_item": item})
        return self._items[key]

    def _frame(self, layout: _Layout, page: LibraryPage, context: TemplateContext) -> _Frame | None:
        """The frame of a layout, cut from a page that has marks for its values; None where that cannot be done."""
        model = self._model(layout, page)
        marked: Any = {**context, "page": model}
        editions.speak(marked, model, self._config, self._languages)
        try:
            items = [self._item(item, marked) for item in model.toc]
            text = self._whole(marked)
        except TemplateNotFound:
            return None
        between = ""
        if items:
            begin, end = text.find(items[0]), text.find(items[1])
            if begin < 0 or end < 0:
                return None
            between = text[begin + len(items[0]) : end]
            text = text.replace(between.join(items), _contents())
        own = self._steps(model.url)[1]
        marks = [_escaped("title"), _escaped("description"), own, _content(headed=layout.headed), _id(0)]
        marks += [_contents(), *map(_address, self._languages)]
        pieces = re.split(f"({'|'.join(map(re.escape, marks))})", text)
        is_whole = _content(headed=layout.headed) in pieces and (_contents() in pieces) is layout.listed
        left = (piece for piece in pieces if piece not in marks)
        return _Frame(pieces, own, between) if is_whole and not any(_MARK in piece for piece in left) else None

    def _model(self, layout: _Layout, page: LibraryPage) -> LibraryPage:
        """A page like those of a layout, with a mark in the place of everything that is a page's own."""
        contents = tuple(Contents(_raw(f"item{number}"), _id(number)) for number in range(2)) if layout.listed else ()
        finished = Page(
            f"{layout.folder}{'/'.join([_slug()] * (layout.depth + 1))}/",
            _raw("title"),
            lambda: Written(_content(headed=layout.headed), contents),
            _raw("description") if layout.described else "",
            lang=layout.lang,
            others={lang: _address(lang) for lang in self._languages},
        )
        file = File.generated(self._config, f"{finished.url}index.md", content="", inclusion=page.file.inclusion)
        model = LibraryPage(finished, file, self._config)
        model.parent = page.parent
        model.read_source(self._config)
        model.open()
        return model


def _raw(name: str) -> str:
    return f"{_MARK}-{name}{_AWKWARD}"


def _escaped(name: str) -> str:
    return escape(_raw(name))


def _slug() -> str:
    return f"{_MARK}-slug"


def _id(number: int) -> str:
    return f"{_MARK}-id{number}"


def _contents() -> str:
    return f"{_MARK}-contents"


def _address(lang: str) -> str:
    return f"https://{_MARK}-{lang}.invalid/"


def _content(*, headed: bool) -> str:
    return f"<{'h1' if headed else 'p'}>{_escaped('content')}</{'h1' if headed else 'p'}>"
