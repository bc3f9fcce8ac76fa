"""Keep the Russian catalogues up to date with the messages in the code and the texts of the schemas.

Usage: python scripts/translation_catalogues.py [--check]

Without an option, new texts are added, to be translated, and unused ones are deleted. `--check` only lists texts that
are missing or unused. Translations are never guessed: a text that changed is a new one.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator, Mapping
from io import BytesIO
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

from afterword.checks.rule_catalogue import RULE_GROUPS

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "plugins" / "afterword"
MESSAGES = PACKAGE / "locale" / "ru" / "LC_MESSAGES" / "problems.po"
SCHEMA = ROOT / "schema" / "ru.po"
_CALLS = {"say": None, "plural": (2, 3), "Rule": (2,)}
"""Calls whose text is translated, and the positions of its arguments: Babel's keywords."""
_TEXT_KEYWORDS = ("title", "description", "x-when", "x-pattern-says", "x-contains-says")
"""Keywords of a schema whose values people read."""
_VALUE_KEYWORDS = ("examples", "enum", "const", "default")
"""Keywords of a schema whose values are values of records."""


def extract_messages() -> Catalog:
    """Return every message, hint and rule title in the code."""
    catalogue = Catalog(locale="ru", charset="utf-8")
    calls = extract_from_dir(PACKAGE, method_map=[("**.py", "python")], keywords=_CALLS, strip_comment_tags=False)
    for file, _, message, _, _ in calls:
        catalogue.add(message, locations=[(Path(file).as_posix(), None)])  # type: ignore[list-item]  # a place without line
    for group in RULE_GROUPS:
        catalogue.add(group, locations=[("catalogue.py", None)])  # type: ignore[list-item]
    return catalogue


def extract_schema_texts(folder: Path = SCHEMA.parent) -> Catalog:
    """Return every text that people read of the schemas in a folder."""
    catalogue = Catalog(locale="ru", charset="utf-8")
    for path in sorted(folder.glob("*.schema.json")):
        for text in find_texts(json.loads(path.read_text(encoding="utf-8"))):
            catalogue.add(text, locations=[(path.name, None)])  # type: ignore[list-item]
    return catalogue


def find_texts(node: Any) -> Iterator[str]:
    """Yield the titles, descriptions and explanations in a part of a schema."""
    if isinstance(node, list):
        for item in node:
            yield from find_texts(item)
    elif isinstance(node, Mapping):
        for key, value in node.items():
            if key in _TEXT_KEYWORDS and isinstance(value, str):
                yield value
            elif key in ("properties", "$defs"):  # a field may have the name of a keyword
                yield from find_texts(list(value.values()))
            elif key not in _VALUE_KEYWORDS:
                yield from find_texts(value)


CATALOGUES = {MESSAGES: extract_messages, SCHEMA: extract_schema_texts}
"""Functions that extract the texts of each catalogue."""


def read_catalogue(path: Path) -> Catalog:
    """Read the catalogue of a file."""
    with path.open("rb") as file:
        return read_po(file, locale="ru", charset="utf-8", abort_invalid=True)


def find_errors(path: Path, extracted: Catalog | None = None) -> Iterator[str]:
    """Yield the texts without a translation, and the translations of unused texts.

    `extracted` are the texts to translate, by default those that belong to the catalogue.
    """
    texts = _list_texts(extracted or CATALOGUES[path]())
    translations = _list_texts(read_catalogue(path))
    yield from (f"{path.name}: not translated: {text!r}" for text in texts if not translations.get(text))
    yield from (f"{path.name}: no longer used: {text!r}" for text in translations if text not in texts)


def _list_texts(catalogue: Catalog) -> dict[object, bool]:
    """Return the texts of a catalogue, and whether all forms of each are translated."""
    return {message.id: _is_complete(message.string) and not message.fuzzy for message in catalogue if message.id}


def _is_complete(translation: object) -> bool:
    return all(translation) if isinstance(translation, tuple | list) else bool(translation)


def update_catalogue(path: Path) -> None:
    """Update a catalogue below its header, which is written by hand."""
    catalogue, content = read_catalogue(path), BytesIO()
    header = path.read_text(encoding="utf-8").partition("\n\n")[0]
    catalogue.update(CATALOGUES[path](), no_fuzzy_matching=True)
    write_po(content, catalogue, width=120, ignore_obsolete=True, include_lineno=False, omit_header=True)
    path.write_text(f"{header}\n\n{content.getvalue().decode()}", encoding="utf-8")


def main(arguments: list[str]) -> int:
    """Check or update the catalogues, and return the exit code: 1 if one is incomplete."""
    if "--check" not in arguments:
        if os.environ.get("CI"):
            sys.stdout.write("Nothing is rewritten in CI; use --check.\n")
            return 2
        for path in CATALOGUES:
            update_catalogue(path)
    errors = [error for path in CATALOGUES for error in find_errors(path)]
    for error in errors:
        sys.stdout.write(f"{error}\n")
    return bool(errors)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
