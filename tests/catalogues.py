"""Keeps the Russian catalogues in step with the messages in the code and the words of the schemas.

`python tests/catalogues.py` adds what is new, to be translated, and drops what is gone; `--check` only says what is
missing or stale. Translations are never guessed: a sentence that changed is a new one.
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
from support import ROOT

PACKAGE = ROOT / "plugins" / "afterword"
MESSAGES = PACKAGE / "locale" / "ru" / "LC_MESSAGES" / "problems.po"
SCHEMA = ROOT / "schema" / "ru.po"
_CALLS = {"say": None, "plural": (2, 3), "Rule": (2,)}
"""What makes a text of the program one to translate, and which of its arguments: Babel's keywords."""
_WORDS = ("title", "description", "x-when", "x-pattern-says", "x-contains-says")
"""What people read of a schema."""
_LABELS = ("x-labels", "x-inverse-labels")
"""What holds the labels of values, by value."""
_EXAMPLES = ("examples", "enum", "const", "default")
"""What holds values of records, and no words of the schema's own."""


def messages() -> Catalog:
    """Every message, hint and rule's title in the code."""
    found = Catalog(locale="ru", charset="utf-8")
    calls = extract_from_dir(PACKAGE, method_map=[("**.py", "python")], keywords=_CALLS, strip_comment_tags=False)
    for file, _, message, _, _ in calls:
        found.add(message, locations=[(Path(file).as_posix(), None)])  # type: ignore[list-item]  # a place without line
    for group in RULE_GROUPS:
        found.add(group, locations=[("catalogue.py", None)])  # type: ignore[list-item]
    return found


def schema(folder: Path = SCHEMA.parent) -> Catalog:
    """Every word that people read of the schemas in a folder; a label that reads like a title has its own context."""
    found = Catalog(locale="ru", charset="utf-8")
    for path in sorted(folder.glob("*.schema.json")):
        for text in words(json.loads(path.read_text(encoding="utf-8"))):
            found.add(text, locations=[(path.name, None)])  # type: ignore[list-item]
    titles = {message.id for message in found}
    for path in sorted(folder.glob("*.schema.json")):
        for text in labels(json.loads(path.read_text(encoding="utf-8"))):
            context = "label" if text in titles else None
            found.add(text, locations=[(path.name, None)], context=context)  # type: ignore[list-item]
    return found


def labels(node: Any) -> Iterator[str]:
    """Yield the labels of values in a part of a schema."""
    for key, value in node.items() if isinstance(node, Mapping) else enumerate(node if isinstance(node, list) else ()):
        yield from value.values() if key in _LABELS else labels(value)


def words(node: Any) -> Iterator[str]:
    """The titles, descriptions and explanations in a part of a schema."""
    if isinstance(node, list):
        for each in node:
            yield from words(each)
    elif isinstance(node, Mapping):
        for key, value in node.items():
            if key in _WORDS and isinstance(value, str):
                yield value
            elif key in ("properties", "$defs"):  # names of fields, which may be called as a keyword is
                yield from words(list(value.values()))
            elif key not in (*_EXAMPLES, *_LABELS):
                yield from words(value)


CATALOGUES = {MESSAGES: messages, SCHEMA: schema}
"""The files, and what they translate."""


def read(path: Path) -> Catalog:
    """A catalogue as it stands."""
    with path.open("rb") as file:
        return read_po(file, locale="ru", charset="utf-8", abort_invalid=True)


def faults(path: Path, spoken: Catalog | None = None) -> Iterator[str]:
    """What is missing in a catalogue of what is spoken, and what it translates in vain."""
    wanted, found = _ids(spoken or CATALOGUES[path]()), _ids(read(path))
    yield from (f"{path.name}: not translated: {text!r}" for text in wanted if not found.get(text))
    yield from (f"{path.name}: no longer said: {text!r}" for text in found if text not in wanted)


def _ids(catalogue: Catalog) -> dict[object, bool]:
    """The texts of a catalogue, and whether all forms of each are translated."""
    return {
        (message.context, message.id) if message.context else message.id: _done(message.string) and not message.fuzzy
        for message in catalogue
        if message.id
    }


def _done(said: object) -> bool:
    return all(said) if isinstance(said, tuple | list) else bool(said)


def rewrite(path: Path) -> None:
    """Brings a catalogue up to date, below its header, which is written by hand."""
    catalogue, written = read(path), BytesIO()
    header = path.read_text(encoding="utf-8").partition("\n\n")[0]
    catalogue.update(CATALOGUES[path](), no_fuzzy_matching=True)
    write_po(written, catalogue, width=120, ignore_obsolete=True, include_lineno=False, omit_header=True)
    path.write_text(f"{header}\n\n{written.getvalue().decode()}", encoding="utf-8")


def main(arguments: list[str]) -> int:
    """Checks or rewrites; 1 when something is missing or stale."""
    if "--check" not in arguments:
        if os.environ.get("CI"):
            sys.stdout.write("Nothing is rewritten in CI; use --check.\n")
            return 2
        for path in CATALOGUES:
            rewrite(path)
    found = [line for path in CATALOGUES for line in faults(path)]
    for line in found:
        sys.stdout.write(f"{line}\n")
    return bool(found)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
