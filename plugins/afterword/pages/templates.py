"""Templates: Jinja with everything escaped, and what they call to write links, dates, numbers and terms."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import cache, lru_cache
from gettext import NullTranslations
from typing import Any

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_skeleton
from babel.numbers import format_decimal
from jinja2 import Environment, PackageLoader
from markupsafe import Markup

from afterword.analysis.kpis import is_number
from afterword.pages.page import Contents, Site, Written
from afterword.pages.translations import words
from afterword.schema.vocabulary import Vocabulary
from afterword.text.dates import period
from afterword.text.names import slug


@cache
def environment(lang: str) -> Environment:
    """The environment of one language. Texts of the interface are marked for translation."""
    env = Environment(
        loader=PackageLoader("afterword", "theme/templates"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    env.globals["_"], env.globals["ngettext"] = _said(words(lang))
    env.filters["day"] = lambda text: day(text, lang)
    env.filters["number"] = lambda value: number(value, lang)
    env.filters["country"] = lambda code: country(code, lang)
    env.filters["language"] = language
    env.filters["ticks"] = ticks
    env.filters["address"] = address
    env.globals["lang"] = lang
    return env


def _said(translations: NullTranslations) -> tuple[Callable[..., Markup], Callable[..., Markup]]:
    """`_` and `ngettext` as Jinja's own extension means them, values escaped; a text without values is made once."""

    @cache
    def known(text: str) -> Markup:
        return safe(translations.gettext(text))

    @cache
    def plain(text: str) -> Markup:
        return known(text) % {}

    def gettext(text: str, /, **values: object) -> Markup:
        return known(text) % values if values else plain(text)

    def ngettext(one: str, many: str, num: int, /, **values: object) -> Markup:
        return safe(translations.ngettext(one, many, num)) % {"num": num, **values}

    return gettext, ngettext


def writing(
    template: str, site: Site, url: str, contents: tuple[Contents, ...] = (), **values: Any
) -> Callable[[], Written]:
    """What a template says on the page at `url`, when it is asked for."""
    return lambda: Written(render(template, site, url, **values), contents)


def render(template: str, site: Site, url: str, lang: str = "", **values: Any) -> str:
    """The HTML of a template for the page at `url`, in a site's language or another.

    In the template `to(address)` writes a link to an index page in that language, `at(entry)` one to an entry,
    `asset(name)` one to a style or script.
    """
    edition = site.edition(lang) if lang and lang in site.languages and lang != site.lang else site
    return (
        environment(lang or site.lang)
        .get_template(template)
        .render(
            site=edition,
            to=lambda target: link(url, edition.url(target)),
            at=lambda entry: link(url, edition.record_url(entry)),
            asset=lambda name: link(url, f"assets/{name}"),
            **values,
        )
    )


def link(source: str, target: str) -> str:
    """The relative address from one page to another, both as addresses from the site's root."""
    if "://" in target or target.startswith(("mailto:", "#")):
        return target
    here, there = source.split("/")[:-1], target.split("/")
    same = 0
    while same < min(len(here), len(there) - 1) and here[same] == there[same]:
        same += 1
    return "../" * (len(here) - same) + "/".join(there[same:]) or "./"


def address(key: str) -> str:
    """A tag or market as one part of an address, whatever signs it holds."""
    return slug(key) or "-"


@lru_cache(maxsize=10_000)
def day(text: str, lang: str) -> str:
    """A loose date as people write it: 18 June 2008, June 2008, Q2 2008, 2008; the text itself if it is none."""
    known = period(text)
    if known is None:
        return text
    if known.first == known.last:
        return _full(known.first, lang)
    if "Q" in text:
        return f"{text[5:]} {known.first.year}"
    return format_skeleton("yMMMM", known.first, locale=lang) if len(text) == 7 else str(known.first.year)


def _full(when: date, lang: str) -> str:
    return format_date(when, format="long", locale=lang) if lang != "en" else f"{when.day} {when:%B} {when.year}"


def number(value: object, lang: str) -> str:
    """A number as the language writes it; words as they are."""
    return _decimal(value, lang) if is_number(value) else str(value)


@lru_cache(maxsize=10_000)
def _decimal(value: float, lang: str) -> str:
    return format_decimal(value, format="#,##0.###", locale=lang)


@cache
def country(code: str, lang: str) -> str:
    """The name of a market."""
    return str(Locale(lang).territories.get(code, code))


@cache
def language(code: str) -> str:
    """The name of a language in that language itself."""
    try:
        name = Locale(code).get_display_name(code) or code
    except UnknownLocaleError:
        return code
    return name[:1].upper() + name[1:]


def term(vocabulary: Vocabulary, name: str | None, key: object, lang: str) -> str:
    """A word of a vocabulary as shown; one that is in no vocabulary with its hyphens opened."""
    known = vocabulary.lists.get(name or "", {}).get(str(key))
    return known.title(lang) if known else str(key).replace("_", " ").replace("-", " ")


def ticks(text: str) -> Markup:
    """A text with what stands in backticks set as code."""
    parts = text.split("`")
    return Markup("").join(
        Markup("<code>{}</code>").format(part) if odd % 2 else part for odd, part in enumerate(parts)
    )


def safe(html: str) -> Markup:
    """HTML that was cleaned or rendered here and is not escaped again."""
    return Markup(html)  # noqa: S704 - only for what `body.render` and these templates made
