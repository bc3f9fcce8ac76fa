"""Messages and a schema's words in the language of whoever reads them, from Babel's catalogues.

A catalogue is a `.po` file, read as it stands: there are no compiled files to keep fresh. Those of the program come
with the package, as its templates do; the one of a schema belongs to the team and stands beside it.
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

from afterword.problems import Text, Unusable, Words

LANGUAGES = ("en", "ru")
"""What the program speaks; the first needs no catalogue."""


@dataclass(frozen=True, slots=True)
class Language:
    """A language with what is said in it: the program's messages and the schema's words. What is missing is English."""

    code: str = "en"
    messages: NullTranslations = field(default_factory=NullTranslations)
    schema: NullTranslations = field(default_factory=NullTranslations)

    def say(self, text: Text | str) -> str:
        """A sentence with its values in this language; a message without values may be given as it is."""
        text = Text(text) if isinstance(text, str) else text
        if text.plural:
            template = self.messages.ngettext(text.template, text.plural, text.number)
        else:
            template = self.messages.gettext(text.template)
        return _Wording(self).vformat(template, (), text.values)

    def word(self, text: str) -> str:
        """A title, description or other text of the schema; itself where the team has not translated it."""
        return self.schema.gettext(text) if text else ""  # the empty text is where a catalogue keeps its header


ENGLISH = Language()


class _Wording(Formatter):
    """Fills a sentence in: sentences and words inside it are translated too, numbers grouped as the language does."""

    def __init__(self, language: Language) -> None:
        self._language = language

    def format_field(self, value: Any, format_spec: str) -> str:
        match value:
            case Text():
                return self._language.say(value)
            case Words():
                return format(Words(self._language.word(value)), format_spec)
            case int() | float() if format_spec in (",", "g"):
                return str(format_decimal(value, locale=self._language.code))
        return str(format(value, format_spec))


_MOST_PLURALS = 6
_PLURALS = re.compile(rb"nplurals\s*=\s*(\d{1,4000})")
_BETWEEN_LINES = re.compile(rb'"\s*"')


def preferred(environment: Mapping[str, str]) -> str:
    """The language that an environment asks for: LC_ALL, LC_MESSAGES or LANG, the first of them that says anything."""
    asked = next((environment[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if environment.get(name)), "")
    code = asked.partition(".")[0].partition("_")[0].lower()
    return code if code in LANGUAGES else LANGUAGES[0]


def language(code: str, schema: str = "", name: str = "") -> Language:
    """A language with the text of a schema's catalogue, a file called `name`. Raises `Unusable` when that is broken."""
    if code == ENGLISH.code:
        return ENGLISH
    try:
        words = catalogue(schema.encode(), code) if schema else NullTranslations()
    except (PoFileError, ValueError, LookupError) as error:
        place = f"{name}:{error.lineno + 1}" if isinstance(error, PoFileError) else name
        message = f"{place}: this is not a catalogue of translations: {error}"
        raise Unusable(message) from error
    return Language(code, interface(code, "problems"), words)


@cache
def interface(code: str, domain: str) -> NullTranslations:
    """The program's own words, `problems` or `pages`, in a language; none where it has no catalogue of them.

    For Jinja: `environment.install_gettext_translations(interface("ru", "pages"), newstyle=True)`.
    """
    found = files("afterword").joinpath("locale", code, "LC_MESSAGES", f"{domain}.po")
    return catalogue(found.read_bytes(), code) if found.is_file() else NullTranslations()


def catalogue(raw: bytes, code: str) -> Translations:
    """The translations of a `.po` file's bytes. Raises `PoFileError`, `ValueError` or `LookupError` when it is none."""
    joined = _BETWEEN_LINES.sub(b"", raw)
    if any(int(count) > _MOST_PLURALS for count in _PLURALS.findall(joined)):  # Babel would make room for all of them
        message = f"nplurals: no language has more than {_MOST_PLURALS} forms of a noun"
        raise ValueError(message)
    compiled = BytesIO()
    write_mo(compiled, read_po(BytesIO(raw), locale=code, charset="utf-8", abort_invalid=True))
    compiled.seek(0)
    return Translations(compiled)
