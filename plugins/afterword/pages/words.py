"""The interface in other languages than English, from the catalogues in `locale/`."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from gettext import NullTranslations
from importlib.resources import files
from io import BytesIO

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import Translations


@cache
def words(lang: str) -> NullTranslations:
    """The translations of a language; of one without a catalogue, none, so that English stands."""
    catalogue = files("afterword").joinpath("locale", lang, "LC_MESSAGES", "pages.po")
    if not catalogue.is_file():
        return NullTranslations()
    compiled = BytesIO()
    write_mo(compiled, read_po(BytesIO(catalogue.read_bytes()), locale=lang))
    compiled.seek(0)
    return Translations(compiled)


def speaks(lang: str) -> bool:
    """Whether the interface has a language."""
    return lang == "en" or type(words(lang)) is not NullTranslations


def told(lang: str) -> Callable[[str], str]:
    """A function that says a text of the interface in a language; call it `_`."""
    return words(lang).gettext
