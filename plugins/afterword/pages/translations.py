"""The interface in other languages than English, from the catalogues in `locale/`."""

from __future__ import annotations

from collections.abc import Callable
from gettext import NullTranslations

from afterword.text.languages import interface


def words(lang: str) -> NullTranslations:
    """The translations of a language; of one without a catalogue, none, so that English stands."""
    return interface(lang, "pages")


def speaks(lang: str) -> bool:
    """Whether the interface has a language."""
    return lang == "en" or type(words(lang)) is not NullTranslations


def told(lang: str) -> Callable[[str], str]:
    """A function that says a text of the interface in a language; call it `_`."""
    return words(lang).gettext
