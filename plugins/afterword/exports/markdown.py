"""The site's pages as Markdown files with finished HTML, for an engine that knows nothing of Afterword."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from html.parser import HTMLParser

from afterword.body import Body, Link
from afterword.exports.settings import Settings
from afterword.library.projection import Projection
from afterword.pages import TEAM_ONLY
from afterword.pages.page import DATA, Page, Site
from afterword.pages.templates import language, link

_READ_OTHERWISE = {sign: f"&#{ord(sign)};" for sign in "[]{}`\\"}
_IN_PRE = str.maketrans({**_READ_OTHERWISE, "\n": "&#10;", "\t": "&#9;"})
_ELSEWHERE = str.maketrans({**_READ_OTHERWISE, "\n": " ", "\t": " "})
_OURS = (
    'extra_css: ["assets/afterword.css"]',
    'extra_javascript: ["assets/afterword.js", "assets/reading.js"]',
    "plugins: []",
)
_SPACE = " \t\n\f\r"


def export(
    site: Site, made: Sequence[Page], files: Mapping[str, bytes], read: Mapping[str, Body], settings: Settings
) -> Mapping[str, bytes]:
    """Every file of a folder that `zensical build` makes the site from, by its path there, in order.

    `made` are the site's pages and `files` what is published beside them, hand-written pages too, by their addresses;
    `read` are the parsed ones. A page that a team wrote by hand stands.
    """
    found = {f"{page.url}index.md": markdown(page).encode() for page in made}
    found |= {f"{page.url}{DATA}": page.data() for page in made if page.data}
    found |= {address: raw for page in made for address, raw in page.beside.items()}
    found |= {name: linked(name, read[name], site.library).encode() if name in read else files[name] for name in files}
    exported = {f"docs/{name}": raw for name, raw in sorted(found.items())}
    missing = tuple(name for name in TEAM_ONLY if name not in found)
    return {**exported, "mkdocs.yml": _configuration(site, settings, made, missing).encode()}


def markdown(page: Page) -> str:
    """A page as front matter and one block of HTML that Markdown leaves alone.

    Title and description are escaped, since Zensical's templates put them out as they are. A page that only leads
    elsewhere does so from its body, where every engine lets it stand.
    """
    said = page.write()
    hidden = "[navigation]" if said.contents else "[navigation, toc]"
    title, description = quoted(escape(page.title)), quoted(escape(page.description))
    front = [f"title: {title}", f"description: {description}", f"hide: {hidden}"]
    moved = f'<meta http-equiv="refresh" content="0; url={escape(page.redirect)}">\n' if page.redirect else ""
    html = f'<div class="aw-page" lang="{escape(page.lang)}">\n{moved}{said.html}\n</div>'
    return "\n".join(["---", *front, "---", "", block(html), ""])


def quoted(text: str) -> str:
    """A text in the double quotes of YAML, on one line, whatever signs it holds."""
    signs = text.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + "".join(sign if sign.isprintable() else f"\\U{ord(sign):08x}" for sign in signs) + '"'


def block(html: str) -> str:
    """The same HTML as one block: no line of it is empty, and each begins with a tag.

    So no Markdown parser ends it early or sees a fence, a list or a heading in it, and no macro or wiki link is left
    for whatever reads the text before the parser does. White space outside of `<pre>` may change.
    """
    reader = _Block()
    reader.feed(html)
    reader.close()
    return "\n".join(line for line in "".join(reader.written).split("\n") if line.strip())


class _Block(HTMLParser):
    """Writes again what it reads, without comments."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.written: list[str] = []
        self._pre = 0

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self._pre += tag == "pre"
        self.handle_startendtag(tag, attrs)

    def handle_startendtag(self, tag: str, attrs: object) -> None:  # noqa: ARG002 - HTMLParser's signature
        self.written.append((self.get_starttag_text() or "").translate(_ELSEWHERE))

    def handle_endtag(self, tag: str) -> None:
        self._pre -= tag == "pre"
        self.written.append(f"</{tag}>")

    def handle_data(self, data: str) -> None:
        if self.cdata_elem:  # a script's or a style's, where nothing is escaped
            self.written.append(data)
        elif self._pre or data.strip(_SPACE):
            self.written.append(escape(data, quote=False).translate(_IN_PRE if self._pre else _ELSEWHERE))
        else:
            self.written.append("\n" if "\n" in data else " ")


def linked(name: str, body: Body, library: Projection) -> str:
    """A hand-written page with its `[[Name]]` links as links to the pages of records."""
    raw = body.text.encode()
    front = body.text.find("\n---", 3) if body.text.startswith("---\n") else -1
    links = [found for found in body.links if found.wiki]
    for found in sorted(links, key=lambda each: each.place, reverse=True):
        start, end = found.place
        if len(raw[:start].decode()) > front:
            raw = raw[:start] + _link(name, found, library).encode() + raw[end:]
    return raw.decode()


def _link(name: str, found: Link, library: Projection) -> str:
    """A link in Markdown; only its text where the audience may not see the record."""
    signs = (sign if sign.isalnum() or sign == " " or not sign.isascii() else f"&#{ord(sign)};" for sign in found.text)
    text = "".join(signs)
    before = "&#33;" if found.image else ""  # records are no pictures
    entry, said = library.resolve(found.target)
    if entry is None:
        return before + text
    heading = entry.body.heading(said) if entry.body and said else None
    return f"{before}[{text}]({link(name, f'names/{entry.slug}/index.md')}{f'#{heading.id}' if heading else ''})"


def _configuration(site: Site, settings: Settings, made: Sequence[Page], missing: tuple[str, ...]) -> str:
    """A `mkdocs.yml` without plugins: what the library's own says of the pages, and our styles and scripts.

    Where it has no navigation, the lists that lead to records are it. Lines that end in the file of a page which is
    `missing`, since this audience has none, are left out of it.
    """
    lines = dict(settings.lines)
    indexes = [page for page in made if page.lang == site.languages[0] and page.url.count("/") < 2]
    rows = [f"  - {quoted(page.title)}: {page.url}index.md" for page in indexes]
    lines.setdefault("markdown_extensions", "markdown_extensions: [fenced_code]")  # as MkDocs has it
    lines.setdefault("nav", "\n".join(["nav:", *rows]))
    lines["nav"] = "\n".join(row for row in lines["nav"].split("\n") if not row.endswith(missing))
    homes = [(lang, language(lang), site.url("", lang) or "./") for lang in site.languages]
    menu = [f"    - {{name: {quoted(name)}, link: {quoted(home)}, lang: {quoted(lang)}}}" for lang, name, home in homes]
    lines["extra"] = "\n".join(["extra:", "  alternate:", *menu])
    return "\n".join([*lines.values(), *_OURS, ""])
