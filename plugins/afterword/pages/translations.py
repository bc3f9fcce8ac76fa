"""Translations of the interface, from the catalogues in `locale/`."""

from __future__ import annotations

from collections.abc import Callable
from gettext import NullTranslations

from afterword.text.languages import load_interface


def load_translations(lang: str) -> NullTranslations:
    """Return the translations of a language; without a catalogue they are empty, so that English is shown."""
    return load_interface(lang, "pages")


def has_translations(lang: str) -> bool:
    """Return whether the interface is translated into a language."""
    return lang == "en" or type(load_translations(lang)) is not NullTranslations


def gettext_for(lang: str) -> Callable[[str], str]:
    """Return the gettext function of a language. Bind it to `_`, so that messages are extracted."""
    return load_translations(lang).gettext
