"""A third language is a profile and catalogues, which a package adds; nothing in Afterword changes."""

import os
from collections.abc import Mapping
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from commands import run_process
from small import CONFIG, ENVIRONMENT, GOOD, library

PACKAGES = Path(__file__).parents[1] / "fixtures" / "languages"
WITH_GERMAN = {**ENVIRONMENT, "PYTHONPATH": os.fspath(PACKAGES)}
"""Environment in which the package is installed, as Python sees it."""
GERMAN_RECORD = (
    GOOD.replace("The Frozen Funnel", "Der Ausschreibung")
    .replace("kind: deal", "kind: deal\nlang: de")
    .replace("Our security answers took six weeks, and", "Die Kampagnen waren zu teuer, und")
)


def stems_of(words: str, lang: str) -> str:
    """Return the stems of words in a language, in a process that has the package."""
    script = f"from afterword.text.stems import stem_text; print(*stem_text({words!r}, {lang!r}))"
    return run_process(PACKAGES, "python", "-c", script, environment=WITH_GERMAN).stdout.strip()


def german_texts() -> Mapping[str, str]:
    """Return the German texts of pages, by the English ones."""
    with (PACKAGES / "more_languages/locale/de/LC_MESSAGES/pages.po").open("rb") as file:
        return {str(message.id): str(message.string) for message in read_po(file, locale="de") if message.id}


@pytest.mark.parametrize(
    ("words", "lang", "stems"),
    [
        ("Kampagnen Kampagne", "de", "kampagn kampagn"),
        ("campaigns", "de", "campaign"),
        ("campaigns answered", "en", "campaign answer"),
        ("campaigns answered", "ru", "campaign answer"),
        ("campaigns answered", "eo", "campaigns answered"),
        ("campaigns answered", "fr", "campaigns answered"),
        ("сделками", "de", "сделк"),
    ],
)
def test_words_are_stemmed_by_the_profile_of_their_language(words: str, lang: str, stems: str) -> None:
    """German has its own stemmer; a language without one, or without a profile, never gets the English one."""
    assert stems_of(words, lang) == stems


@pytest.mark.parametrize(("languages", "prefix"), [("en, de", "de/"), ("de, en", "")], ids=["second", "first"])
def test_a_site_is_built_in_german(tmp_path: Path, languages: str, prefix: str) -> None:
    """German texts are printed where the catalogue has them, English ones elsewhere."""
    root = library(tmp_path / "library")
    configuration = CONFIG.replace("[afterword]", f"[{{afterword: {{search: false, languages: [{languages}]}}}}]")
    (root / "mkdocs.yml").write_text(configuration, encoding="utf-8")
    (root / "postmortems" / "ausschreibung.md").write_text(GERMAN_RECORD, encoding="utf-8")
    built = run_process(root, "afterword", "build", environment=WITH_GERMAN)
    assert built.returncode == 0, built.stderr
    pages = "".join(path.read_text(encoding="utf-8") for path in (root / "site").rglob("*.html"))
    assert [text for text in german_texts().values() if text not in pages] == []
    reference = (root / "site" / prefix / "fields" / "index.html").read_text(encoding="utf-8")
    assert "<h1>Felder</h1>" in reference
    assert "as your team's schema defines it" in reference.replace("&#39;", "'")


def test_a_command_answers_in_german(tmp_path: Path) -> None:
    """`--lang de` is known as soon as the package is there."""
    root = library(tmp_path / "library")
    related = run_process(root, "afterword", "related", "The Frozen Funnel", "--lang", "de", environment=WITH_GERMAN)
    assert related.stdout.strip() == "Nichts in der Bibliothek ist verwandt."
