"""One site in two languages: indexes in each, records in their own, translations that say what they are."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from datetime import date
from gettext import NullTranslations
from html.parser import HTMLParser
from pathlib import Path

import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from afterword import pages
from afterword.pages import templates, translations
from afterword.pages.page import Page, Site
from afterword.schema.audience import Audience
from afterword.workspace import project
from support import ROOT

PACKAGE = ROOT / "plugins" / "afterword"
ORIGINAL = """---
name: The Frozen Funnel
kind: campaign
status: draft
starts: 2026-01-12
ends: 2026-03-31
markets: [DE]
outcome: missed
summary: It ran out of money. Nobody noticed.
kpis: [{name: Orders, planned: 1200.5, actual: 900}]
---

## Setup

English prose.
"""
TRANSLATION = """---
name: Ледяная воронка
summary: Деньги кончились. Никто не заметил.
made_from: {mark}
{more}---

## Подготовка

Русский текст о [[The Frozen Funnel|воронке]].
"""


@pytest.fixture
def library(tmp_path: Path) -> Path:
    """A library of one record."""
    (tmp_path / "postmortems").mkdir()
    shutil.copytree(ROOT / "schema", tmp_path / "schema")
    (tmp_path / "postmortems" / "funnel.md").write_text(ORIGINAL, encoding="utf-8")
    return tmp_path


def site(root: Path) -> dict[str, Page]:
    """Every page of a library in English and Russian, by address."""
    found = project.load_project(root).library.project(Audience.INTERNAL)
    return {page.url: page for page in pages.build_pages(Site(found, date(2026, 4, 1), languages=("en", "ru")))}


def translate(root: Path, more: str = "", mark: str = "") -> None:
    """Puts a translation beside the record."""
    digest = mark or project.load_project(root).sources["postmortems/funnel.md"].digest
    text = TRANSLATION.format(mark=digest, more=more)
    (root / "postmortems" / "funnel.ru.md").write_text(text, encoding="utf-8")


class Text(HTMLParser):
    """The texts of a fragment, without those of scripts and styles."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.feed(html)

    def handle_data(self, data: str) -> None:
        """Collects what is more than space."""
        if data.strip() and not self.cdata_elem:
            self.found.append(" ".join(data.split()))


@pytest.mark.parametrize(
    ("more", "mark", "said"),
    [
        ("", "", "Перевод с оригинала"),
        ("machine: true\n", "", "Переведено машиной с оригинала"),
        ("", "0123456789ab", "Перевод с более ранней версии оригинала"),
        ("machine: true\n", "0123456789ab", "Перевод с более ранней версии оригинала"),
    ],
)
def test_a_translation_says_what_it_is(library: Path, more: str, mark: str, said: str) -> None:
    """Current, by machine, or made from an earlier version: its page says so, and leads to the original."""
    translate(library, more, mark)
    page = site(library)["ru/names/the-frozen-funnel/"]
    assert (page.title, page.lang) == ("Ледяная воронка", "ru")
    assert said in page.html
    assert '<a href="../../../names/the-frozen-funnel/" hreflang="en">The Frozen Funnel</a>' in page.html
    assert page.alternates == {"en": "names/the-frozen-funnel/"}


def test_numbers_and_dates_are_written_as_the_pages_language_does(library: Path) -> None:
    """The same figures, never repeated in a file: 1,200.5 and 31 March in English, 1 200,5 and 31 марта in Russian."""
    translate(library)
    found = site(library)
    english = " ".join(Text(found["names/the-frozen-funnel/"].html).found)
    russian = " ".join(Text(found["ru/names/the-frozen-funnel/"].html).found)
    assert "Germany · 12 January 2026 – 31 March 2026" in english
    assert "1,200.5" in english
    assert "Германия · 12 января 2026 г. – 31 марта 2026 г." in re.sub(r"\s", " ", russian)
    assert "1 200,5" in russian.replace("\xa0", " ")


def test_a_reader_of_russian_is_led_to_the_translation(library: Path) -> None:
    """Lists in Russian name and sum up the record in Russian and link to its translation; English ones do not."""
    translate(library)
    found = site(library)
    assert 'href="../names/the-frozen-funnel/">Ледяная воронка</a>' in found["ru/library/"].html
    assert "Деньги кончились." in found["ru/library/"].html
    assert 'href="../names/the-frozen-funnel/">The Frozen Funnel</a>' in found["library/"].html


def test_the_translated_name_is_an_alias(library: Path) -> None:
    """It resolves in links, leads to the record from its own address, and cannot be somebody else's name."""
    translate(library)
    other = ORIGINAL.replace("The Frozen Funnel", "The Paper Bridge").replace(
        "English prose.", "As in [[ледяная Воронка]]."
    )
    (library / "postmortems" / "bridge.md").write_text(other, encoding="utf-8")
    found = site(library)
    assert '<a href="../the-frozen-funnel/">ледяная Воронка</a>' in found["names/the-paper-bridge/"].html
    assert found["names/ledyanaya-voronka/"].redirect == "../the-frozen-funnel/"


def test_every_index_page_exists_in_both_languages(library: Path) -> None:
    """What stands at the root in English stands below /ru/ in Russian, each naming the other."""
    found = site(library)
    indexes = {url for url in found if not url.startswith(("ru/", "names/the"))}
    assert {f"ru/{url}" for url in indexes} == {url for url in found if url.startswith("ru/")}
    for url in indexes:
        assert found[url].alternates == {"ru": f"ru/{url}"}
        assert found[f"ru/{url}"].alternates == {"en": url}


def messages() -> Iterator[str]:
    """Every text of the interface, as templates and pages write it."""
    methods = [("theme/templates/**.html", "jinja2"), ("pages/**.py", "python"), ("mkdocs_plugin/**.py", "python")]
    options = {"theme/templates/**.html": {"newstyle_gettext": "true"}}
    for _, _, message, _, _ in extract_from_dir(str(PACKAGE), methods, options):
        yield message[0] if isinstance(message, tuple) else message


def test_the_russian_catalogue_is_complete_and_fresh() -> None:
    """Every text of the interface has its Russian, with the same placeholders, and no text that is gone is kept."""
    with (PACKAGE / "locale" / "ru" / "LC_MESSAGES" / "pages.po").open("rb") as file:
        catalogue = read_po(file, locale="ru")
    known: dict[str, tuple[str, ...]] = {}
    for message in catalogue:
        if message.id:
            key = message.id if isinstance(message.id, str) else message.id[0]
            known[key] = (message.string,) if isinstance(message.string, str) else tuple(message.string or ())
    assert set(known) == set(messages())
    for key, texts in known.items():
        for text in texts:
            assert text, key
            assert set(re.findall(r"%\(\w+\)s", text)) == set(re.findall(r"%\(\w+\)s", key)), key


class Marked(NullTranslations):
    """A language in which every translated text stands in brackets."""

    def gettext(self, message: str) -> str:
        """The text in brackets."""
        return f"⟦{message}⟧"

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        """The text for a number, in brackets."""
        return f"⟦{msgid1 if n == 1 else msgid2}⟧"


def test_no_text_of_the_interface_escapes_translation(library: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In a made-up language every label is marked: whatever is not is the record's own, the schema's or a sign."""
    monkeypatch.setattr(templates, "load_translations", lambda _: Marked())
    monkeypatch.setattr(translations, "load_translations", lambda _: Marked())
    templates.jinja_environment.cache_clear()
    try:
        found = {url: page.html for url, page in site(library).items()}
    finally:
        templates.jinja_environment.cache_clear()
    own = project.load_project(library)
    allowed = " ".join([ORIGINAL, *(str(field.raw) for field in own.library.schema.fields)])
    allowed += " ".join(str(group) for group in own.library.schema.raw["x-order"])
    for url, html in found.items():
        if url.startswith(("fields", "ru/fields", "rules", "ru/rules")):
            continue  # tables of names and schema texts
        for text in Text(re.sub(r"⟦[^⟧]*⟧", "", html)).found:
            bare = re.sub(r"[\W\d_]+", " ", text).strip()
            dates = (
                "January",
                "March",
                "April",
                "Germany",
                "Германия",
                "января",
                "марта",
                "апреля",
                "г",
                "md",
                "postmortems",
                "funnel",
            )
            left = [word for word in bare.split() if word not in allowed and word not in dates]
            assert left == [], (url, text)
