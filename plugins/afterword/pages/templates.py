"""Jinja environment with autoescaping, and the filters that format links, dates, numbers and terms."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import cache, lru_cache
from gettext import NullTranslations
from typing import Any

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_skeleton
from babel.numbers import format_decimal
from jinja2 import Environment, PackageLoader, Undefined, UndefinedError
from jinja2.utils import missing
from markupsafe import Markup

from afterword.analysis.excerpts import take_excerpt
from afterword.analysis.kpis import is_number
from afterword.analysis.outcomes import tally_outcomes
from afterword.pages.page import PageContent, Site, TocEntry
from afterword.pages.translations import load_translations
from afterword.schema.vocabulary import Vocabulary
from afterword.text.dates import parse_period
from afterword.text.names import slugify


class _MissingKey(Undefined):
    """Value of a missing key, which is empty; a missing variable or attribute raises `UndefinedError`."""

    def __init__(
        self,
        hint: str | None = None,
        obj: Any = missing,
        name: str | None = None,
        exc: type[UndefinedError] = UndefinedError,
    ) -> None:
        super().__init__(hint, obj, name, exc)
        if obj is missing and hint is None:  # with a hint it is a macro without a call block, or an `if` without `else`
            message = f"the template has no variable {name}"
            raise UndefinedError(message)
        if obj is not missing and not isinstance(obj, Mapping | Sequence):
            message = f"{type(obj).__name__} has no attribute {name}"
            raise UndefinedError(message)


@cache
def jinja_environment(lang: str) -> Environment:
    """Return the Jinja environment of a language. Interface texts in the templates are marked for translation."""
    env = Environment(
        loader=PackageLoader("afterword", "theme/templates"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        undefined=_MissingKey,
    )
    env.globals["_"], env.globals["ngettext"] = _gettext_functions(load_translations(lang))
    env.filters["day"] = lambda text: format_day(text, lang)
    env.filters["number"] = lambda value: format_number(value, lang)
    env.filters["country"] = lambda code: country_name(code, lang)
    env.filters["language"] = language_name
    env.filters["ticks"] = render_backticks
    env.filters["address"] = url_segment
    env.filters["whole"] = lambda value: str(round(value))
    env.filters["excerpt"] = take_excerpt
    env.filters["outcome_tally"] = tally_outcomes
    env.globals["lang"] = lang
    return env


def _gettext_functions(translations: NullTranslations) -> tuple[Callable[..., Markup], Callable[..., Markup]]:
    """Return `_` and `ngettext` as Jinja's own extension defines them, with values escaped; plain texts are cached."""

    @cache
    def translate_once(text: str) -> Markup:
        return mark_safe(translations.gettext(text))

    @cache
    def translate_plain(text: str) -> Markup:
        return translate_once(text) % {}

    def gettext(text: str, /, **values: object) -> Markup:
        return translate_once(text) % values if values else translate_plain(text)

    def ngettext(singular: str, plural: str, num: int, /, **values: object) -> Markup:
        return mark_safe(translations.ngettext(singular, plural, num)) % {"num": num, **values}

    return gettext, ngettext


def deferred_render(
    template: str, site: Site, url: str, toc: tuple[TocEntry, ...] = (), **values: Any
) -> Callable[[], PageContent]:
    """Return a function that renders a template for the page at `url`."""
    return lambda: PageContent(render_template(template, site, url, **values), toc)


def render_template(template: str, site: Site, url: str, lang: str = "", **values: Any) -> str:
    """Render a template for the page at `url`, in the site's language or in another.

    In the template, `index_url(address)` returns the URL of an index page in that language, `record_url(entry)`
    that of an entry, and `asset(name)` that of a style or script.
    """
    localized_site = site.in_language(lang) if lang and lang in site.languages and lang != site.lang else site
    return (
        jinja_environment(lang or site.lang)
        .get_template(template)
        .render(
            site=localized_site,
            index_url=lambda target: relative_url(url, localized_site.localized_url(target)),
            record_url=lambda entry: relative_url(url, localized_site.record_url(entry)),
            asset=lambda name: relative_url(url, f"assets/{name}"),
            **values,
        )
    )


def relative_url(source: str, target: str) -> str:
    """Return the relative URL from one page to another, given both from the site's root."""
    if "://" in target or target.startswith(("mailto:", "#")):
        return target
    source_folders, target_steps = source.split("/")[:-1], target.split("/")
    shared_count = 0
    while (
        shared_count < min(len(source_folders), len(target_steps) - 1)
        and source_folders[shared_count] == target_steps[shared_count]
    ):
        shared_count += 1
    return "../" * (len(source_folders) - shared_count) + "/".join(target_steps[shared_count:]) or "./"


def url_segment(key: str) -> str:
    """Return a tag or market as one segment of a URL, safe for any characters in it."""
    return slugify(key) or "-"


@lru_cache(maxsize=10_000)
def format_day(text: str, lang: str) -> str:
    """Format a loose date as people write it: 18 June 2008, June 2008, Q2 2008, 2008; other text stays unchanged."""
    day_range = parse_period(text)
    if day_range is None:
        return text
    if day_range.first == day_range.last:
        return _format_full_date(day_range.first, lang)
    if "Q" in text:
        return f"{text[5:]} {day_range.first.year}"
    return format_skeleton("yMMMM", day_range.first, locale=lang) if len(text) == 7 else str(day_range.first.year)


def _format_full_date(date_value: date, lang: str) -> str:
    return (
        format_date(date_value, format="long", locale=lang)
        if lang != "en"
        else f"{date_value.day} {date_value:%B} {date_value.year}"
    )


def format_number(value: object, lang: str) -> str:
    """Format a number as the language writes it; other values are converted to text."""
    return _format_decimal(value, lang) if is_number(value) else str(value)


@lru_cache(maxsize=10_000)
def _format_decimal(value: float, lang: str) -> str:
    return format_decimal(value, format="#,##0.###", locale=lang)


@cache
def country_name(code: str, lang: str) -> str:
    """Return the name of a market."""
    return str(Locale(lang).territories.get(code, code))


@cache
def language_name(code: str) -> str:
    """Return the name of a language in that language itself."""
    try:
        name = Locale(code).get_display_name(code) or code
    except UnknownLocaleError:
        return code
    return name[:1].upper() + name[1:]


def term_title(vocabulary: Vocabulary, list_name: str | None, key: object, lang: str) -> str:
    """Return the title of a vocabulary term; a key outside the vocabulary gets spaces for its hyphens."""
    vocabulary_term = vocabulary.lists.get(list_name or "", {}).get(str(key))
    return vocabulary_term.localized_title(lang) if vocabulary_term else str(key).replace("_", " ").replace("-", " ")


def render_backticks(text: str) -> Markup:
    """Render text in backticks as code."""
    parts = text.split("`")
    return Markup("").join(
        Markup("<code>{}</code>").format(part) if index % 2 else part for index, part in enumerate(parts)
    )


def mark_safe(html: str) -> Markup:
    """Mark HTML that was sanitized or rendered here as safe, so that it is not escaped again."""
    return Markup(html)  # noqa: S704 - only for what `body.render` and these templates made
