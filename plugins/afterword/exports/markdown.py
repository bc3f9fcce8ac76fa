"""Pages of the site as Markdown files with finished HTML, for engines that do not run Afterword."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from html.parser import HTMLParser

from afterword.body import Body, Link
from afterword.exports.settings import Settings
from afterword.library.projection import Projection
from afterword.pages.page import DATA_FILE, Page, Site
from afterword.pages.registry import INDEX_URLS, INTERNAL_FILES
from afterword.pages.templates import language_name, relative_url

_ESCAPED_SIGNS = {sign: f"&#{ord(sign)};" for sign in "[]{}`\\"}
_IN_PRE = str.maketrans({**_ESCAPED_SIGNS, "\n": "&#10;", "\t": "&#9;"})
_OUTSIDE_PRE = str.maketrans({**_ESCAPED_SIGNS, "\n": " ", "\t": " "})
_OWN_SETTINGS = (
    'extra_css: ["assets/afterword.css"]',
    'extra_javascript: ["assets/afterword.js", "assets/reading.js"]',
    "plugins: []",
)
_WHITESPACE = " \t\n\f\r"


def export_markdown(
    site: Site,
    pages: Sequence[Page],
    published_files: Mapping[str, bytes],
    bodies: Mapping[str, Body],
    settings: Settings,
) -> Mapping[str, bytes]:
    """Return every file of a folder that `zensical build` makes the site from, by its path there, in order.

    `pages` are the pages of the site, `published_files` the files published beside them by URL, hand-written
    pages included; `bodies` are the parsed hand-written pages. A page that a team wrote by hand replaces a
    generated one.
    """
    contents = {f"{page.url}index.md": render_markdown(page).encode() for page in pages}
    contents |= {f"{page.url}{DATA_FILE}": page.data() for page in pages if page.data}
    contents |= {address: content for page in pages for address, content in page.extra_files.items()}
    contents |= {
        name: resolve_wiki_links(name, bodies[name], site.library).encode() if name in bodies else published_files[name]
        for name in published_files
    }
    exported = {f"docs/{name}": content for name, content in sorted(contents.items())}
    missing_pages = tuple(name for name in INTERNAL_FILES if name not in contents)
    return {**exported, "mkdocs.yml": _build_configuration(site, settings, pages, missing_pages).encode()}


def render_markdown(page: Page) -> str:
    """Render a page as front matter and one block of HTML that Markdown leaves unchanged.

    Title and description are escaped, since Zensical's templates output them without escaping. A redirect stands
    in the body of its page, where every engine accepts it.
    """
    content = page.write()
    hide_setting = "[navigation]" if content.toc else "[navigation, toc]"
    title, description = quote_yaml(escape(page.title)), quote_yaml(escape(page.description))
    front_matter = [f"title: {title}", f"description: {description}", f"hide: {hide_setting}"]
    redirect_tag = f'<meta http-equiv="refresh" content="0; url={escape(page.redirect)}">\n' if page.redirect else ""
    html = f'<div class="aw-page" lang="{escape(page.lang)}">\n{redirect_tag}{content.html}\n</div>'
    return "\n".join(["---", *front_matter, "---", "", flatten_html(html), ""])


def quote_yaml(text: str) -> str:
    """Quote text as a double-quoted YAML string on one line, with any characters escaped."""
    signs = text.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + "".join(sign if sign.isprintable() else f"\\U{ord(sign):08x}" for sign in signs) + '"'


def flatten_html(html: str) -> str:
    """Flatten HTML into one block without empty lines, in which each line begins with a tag.

    This way no Markdown parser ends the block early or finds a fence, list or heading in it, and nothing that
    processes the text before the parser finds a macro or wiki link. White space outside of `<pre>` may change.
    """
    reader = _BlockParser()
    reader.feed(html)
    reader.close()
    return "\n".join(line for line in "".join(reader.parts).split("\n") if line.strip())


class _BlockParser(HTMLParser):
    """Parser that writes the HTML it reads again, without comments."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._pre_depth = 0

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self._pre_depth += tag == "pre"
        self.handle_startendtag(tag, attrs)

    def handle_startendtag(self, tag: str, attrs: object) -> None:  # noqa: ARG002 - HTMLParser's signature
        self.parts.append((self.get_starttag_text() or "").translate(_OUTSIDE_PRE))

    def handle_endtag(self, tag: str) -> None:
        self._pre_depth -= tag == "pre"
        self.parts.append(f"</{tag}>")

    def handle_data(self, data: str) -> None:
        if self.cdata_elem:  # content of a script or style, where nothing is escaped
            self.parts.append(data)
        elif self._pre_depth or data.strip(_WHITESPACE):
            self.parts.append(escape(data, quote=False).translate(_IN_PRE if self._pre_depth else _OUTSIDE_PRE))
        else:
            self.parts.append("\n" if "\n" in data else " ")


def resolve_wiki_links(name: str, body: Body, library: Projection) -> str:
    """Replace the `[[Name]]` links of a hand-written page by links to the pages of records."""
    encoded = body.text.encode()
    front_matter_end = body.text.find("\n---", 3) if body.text.startswith("---\n") else -1
    links = [wiki_link for wiki_link in body.links if wiki_link.is_wiki]
    for wiki_link in sorted(links, key=lambda candidate: candidate.place, reverse=True):
        start, end = wiki_link.place
        if len(encoded[:start].decode()) > front_matter_end:
            encoded = encoded[:start] + _markdown_link(name, wiki_link, library).encode() + encoded[end:]
    return encoded.decode()


def _markdown_link(name: str, wiki_link: Link, library: Projection) -> str:
    """Return a link in Markdown; only its text if the audience may not see the record."""
    signs = (
        sign if sign.isalnum() or sign == " " or not sign.isascii() else f"&#{ord(sign)};" for sign in wiki_link.text
    )
    text = "".join(signs)
    prefix = "&#33;" if wiki_link.is_image else ""  # a record cannot be shown as an image
    entry, heading_text = library.resolve_link(wiki_link.target)
    if entry is None:
        return prefix + text
    heading = entry.body.find_heading(heading_text) if entry.body and heading_text else None
    return (
        f"{prefix}[{text}]({relative_url(name, f'names/{entry.slug}/index.md')}{f'#{heading.id}' if heading else ''})"
    )


def _build_configuration(site: Site, settings: Settings, pages: Sequence[Page], missing_pages: tuple[str, ...]) -> str:
    """Build a `mkdocs.yml` without plugins: the library's own settings of the pages, and our styles and scripts.

    Without a configured navigation, the index pages become the navigation. Navigation lines that end in the file
    of a page that this audience does not have (`missing_pages`) are removed.
    """
    lines = dict(settings.lines)
    indexes = [page for page in pages if page.url in INDEX_URLS]
    rows = [f"  - {quote_yaml(page.title)}: {page.url}index.md" for page in indexes]
    lines.setdefault("markdown_extensions", "markdown_extensions: [fenced_code]")  # the default of MkDocs
    lines.setdefault("nav", "\n".join(["nav:", *rows]))
    lines["nav"] = "\n".join(row for row in lines["nav"].split("\n") if not row.endswith(missing_pages))
    homes = [(lang, language_name(lang), site.localized_url("", lang) or "./") for lang in site.languages]
    menu_rows = [
        f"    - {{name: {quote_yaml(name)}, link: {quote_yaml(home_url)}, lang: {quote_yaml(lang)}}}"
        for lang, name, home_url in homes
    ]
    lines["extra"] = "\n".join(["extra:", "  alternate:", *menu_rows])
    return "\n".join([*lines.values(), *_OWN_SETTINGS, ""])
