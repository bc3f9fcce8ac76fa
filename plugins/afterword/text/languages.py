"""Messages and texts of a schema in the language of the reader, from Babel's catalogues.

A catalogue is a `.po` file, read directly: there are no compiled files to keep up to date. The catalogues
of the program come with the package, as its templates do; that of a schema belongs to the team and lies
beside the schema.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from gettext import NullTranslations
from importlib.resources import files
from io import BytesIO
from string import Formatter
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import PoFileError, read_po
from babel.numbers import format_decimal
from babel.support import Translations

from afterword.problems import Message, SchemaText, Unusable
from afterword.text.profiles import PROFILES

LANGUAGES = tuple(PROFILES)
"""Languages of the interface; the first needs no catalogue."""


@dataclass(frozen=True, slots=True)
class Language:
    """Language of the interface: translations of messages and of the schema, with English as the fallback."""

    code: str = "en"
    messages: NullTranslations = field(default_factory=NullTranslations)
    schema: NullTranslations = field(default_factory=NullTranslations)

    def say(self, text: Message | str) -> str:
        """Return a message with its values in this language; a message without values may be a string."""
        text = Message(text) if isinstance(text, str) else text
        if text.plural:
            template = self.messages.ngettext(text.template, text.plural, text.number)
        else:
            template = self.messages.gettext(text.template)
        return _MessageFormatter(self).vformat(template, (), text.values)

    def translate_schema(self, text: str) -> str:
        """Translate a title, description or other text of the schema; untranslated texts are returned as they are."""
        return self.schema.gettext(text) if text else ""  # a catalogue keeps its header under the empty text

    def translate_label(self, label: str) -> str:
        """Translate the label of a value; the catalogue's context `label` parts it from a title that reads the same."""
        in_context = self.schema.pgettext("label", label)
        return in_context if in_context != label else self.translate_schema(label)


ENGLISH = Language()


class _MessageFormatter(Formatter):
    """Formatter of messages: translates messages and schema texts among the values, and formats numbers."""

    def __init__(self, language: Language) -> None:
        self._language = language

    def format_field(self, value: Any, format_spec: str) -> str:
        match value:
            case Message():
                return self._language.say(value)
            case SchemaText():
                return format(SchemaText(self._language.translate_schema(value)), format_spec)
            case int() | float() if format_spec in (",", "g"):
                return str(format_decimal(value, locale=self._language.code))
        return str(format(value, format_spec))


_MOST_PLURALS = 6
_PLURALS = re.compile(rb"nplurals\s*=\s*(\d{1,4000})")
_BETWEEN_LINES = re.compile(rb'"\s*"')


def preferred_language(environment: Mapping[str, str]) -> str:
    """Return the language of an environment, from the first of LC_ALL, LC_MESSAGES and LANG that is set."""
    locale_name = next((environment[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if environment.get(name)), "")
    code = locale_name.partition(".")[0].partition("_")[0].lower()
    return code if code in LANGUAGES else LANGUAGES[0]


def load_language(code: str, schema: str = "", name: str = "") -> Language:
    """Load a language with the text of a schema's catalogue, which is the file `name`.

    Raises `Unusable` when that catalogue is broken.
    """
    if code == ENGLISH.code:
        return ENGLISH
    try:
        schema_translations = parse_catalogue(schema.encode(), code) if schema else NullTranslations()
    except (PoFileError, ValueError, LookupError) as error:
        file_place = f"{name}:{error.lineno + 1}" if isinstance(error, PoFileError) else name
        message = f"{file_place}: this is not a catalogue of translations: {error}"
        raise Unusable(message) from error
    return Language(code, load_interface(code, "problems"), schema_translations)


@cache
def load_interface(code: str, domain: str) -> NullTranslations:
    """Load the program's own translations, `problems` or `pages`; empty where a language has no catalogue.

    For Jinja: `environment.install_gettext_translations(load_interface("ru", "pages"), newstyle=True)`.
    """
    package = PROFILES[code].catalogues if code in PROFILES else "afterword"
    catalogue_file = files(package).joinpath("locale", code, "LC_MESSAGES", f"{domain}.po")
    return parse_catalogue(catalogue_file.read_bytes(), code) if catalogue_file.is_file() else NullTranslations()


def parse_catalogue(raw: bytes, code: str) -> Translations:
    """Parse the bytes of a `.po` file.

    Raises `PoFileError`, `ValueError` or `LookupError` when it is not a valid catalogue.
    """
    joined = _BETWEEN_LINES.sub(b"", raw)
    if any(int(count) > _MOST_PLURALS for count in _PLURALS.findall(joined)):  # Babel would make room for all of them
        message = f"nplurals: no language has more than {_MOST_PLURALS} forms of a noun"
        raise ValueError(message)
    compiled = BytesIO()
    write_mo(compiled, read_po(BytesIO(raw), locale=code, charset="utf-8", abort_invalid=True))
    compiled.seek(0)
    return Translations(compiled)
