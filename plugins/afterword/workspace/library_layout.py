"""Folders and files of a library, and the search for its root."""

from __future__ import annotations

from pathlib import Path

from afterword.disk import opening
from afterword.problems import Unusable

KINDS = POSTMORTEMS, BRIEFS, DOCS, TRANSLATIONS = "postmortems", "briefs", "docs", "translations"
"""Kinds of files; each has a folder of that name, except translations, which lie beside their originals."""

SCHEMA_FILES = {
    POSTMORTEMS: "postmortem.schema.json",
    BRIEFS: "brief.schema.json",
    TRANSLATIONS: "translation.schema.json",
}
"""Files of the folder `schema` that define the fields of each kind."""
SCHEMA_PATH = Path("schema", SCHEMA_FILES[POSTMORTEMS])
"""File that marks the root of a library."""
VOCABULARY_FILE = "schema/vocabulary.yml"
SYNONYMS_FILE = "schema/synonyms.yml"
SETTINGS_FILE = "mkdocs.yml"
"""Settings of the site engine."""


def find_root(start: Path) -> Path:
    """Return the nearest folder from `start` upwards with a library's schema; raise `Unusable` without one."""
    place = opening.real_path(start)
    for folder in (place, *place.parents):
        if opening.path_exists(folder / SCHEMA_PATH):
            return folder
    message = (
        f"{start}: no library here or above. A library's root holds {SCHEMA_PATH.as_posix()}; name it with --root,"
        " or make one with `afterword init`."
    )
    raise Unusable(message)


def is_library(folder: Path) -> bool:
    """Return whether a folder is the root of a library."""
    return opening.path_exists(folder / SCHEMA_PATH)
