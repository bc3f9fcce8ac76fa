"""Definitions of a library: schemas, vocabulary, synonyms, translations and the settings of its site."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

from afterword.checks.rule_catalogue import CONFIGURABLE_CODES
from afterword.disk import files, opening
from afterword.frontmatter import frontmatter, source
from afterword.frontmatter.source import Source
from afterword.problems import Problem, Unusable
from afterword.schema.schema import Schema, load_schema
from afterword.schema.vocabulary import SYNONYMS_SCHEMA, VOCABULARY_SCHEMA, Vocabulary
from afterword.text import languages
from afterword.text.languages import Language
from afterword.workspace import shipped_files
from afterword.workspace.library_layout import (
    SCHEMA_FILES,
    SCHEMA_PATH,
    SETTINGS_FILE,
    SYNONYMS_FILE,
    VOCABULARY_FILE,
)


def load_definitions(root: Path) -> tuple[Mapping[str, Schema], Vocabulary]:
    """Load the schemas of a library by kind of file, and its vocabulary; raise `Unusable` if one is broken."""
    schemas = {kind: load_schema(_read_definition(root, name), name) for kind, name in SCHEMA_FILES.items()}
    for schema in schemas.values():
        if fixed_codes := schema.severities.keys() - CONFIGURABLE_CODES:
            allowed = ", ".join(sorted(CONFIGURABLE_CODES))
            message = f"{schema.name}: x-severity cannot change {sorted(fixed_codes)}; only these: {allowed}"
            raise Unusable(message)
    return schemas, _load_vocabulary(_read_text(root, VOCABULARY_FILE))


def _read_definition(root: Path, name: str) -> str:
    """Read a schema's text from the library, or from the package for a kind that the library does not define."""
    path = f"schema/{name}"
    if path != SCHEMA_PATH.as_posix() and not opening.path_exists(root / path):
        return shipped_files.read_shipped(path)
    return _read_text(root, path).text


@lru_cache(maxsize=8)  # reading a vocabulary takes longer than reading a small library
def _load_vocabulary(text: Source) -> Vocabulary:
    """Return the vocabulary of a file, from the cache where the file was parsed before."""
    return Vocabulary(_parse_yaml(text, VOCABULARY_SCHEMA))


def load_synonyms(root: Path) -> Sequence[Mapping[str, Sequence[str]]]:
    """Load the groups of synonyms, each by language, from the library or else from the package.

    Raises `Unusable` when the file is broken.
    """
    if opening.path_exists(root / SYNONYMS_FILE):
        return _parse_synonyms(_read_text(root, SYNONYMS_FILE))
    return _parse_synonyms(Source(SYNONYMS_FILE, shipped_files.read_shipped(SYNONYMS_FILE)))


@lru_cache(maxsize=8)
def _parse_synonyms(text: Source) -> Sequence[Mapping[str, Sequence[str]]]:
    """Return the groups of synonyms of a file, from the cache where the file was parsed before."""
    groups: Sequence[Mapping[str, Sequence[str]]] = _parse_yaml(text, SYNONYMS_SCHEMA)["words"]
    return groups


def load_language(code: str, root: Path | None = None) -> Language:
    """Load a language, with the translations of a library's schema from `schema/<code>.po`.

    Raises `Unusable` when that file is broken.
    """
    name = f"schema/{code}.po"
    catalogue = _read_text(root, name).text if root and opening.path_exists(root / name) else ""
    return languages.load_language(code, catalogue, name)


def load_yaml_file(path: Path, json_schema: Mapping[str, Any], root: Path) -> Mapping[str, Any]:
    """Load a YAML file and validate it against a JSON Schema.

    Raises `Unusable` with the first place that does not fit.
    """
    return _parse_yaml(_decode(path.name, files.read_named_file(path, source.MAX_BYTES, root)), json_schema)


def read_site_settings(root: Path) -> bytes:
    """Return the bytes of the site engine's settings. Raises `Unusable` if they are missing or cannot be read."""
    if not opening.path_exists(root / SETTINGS_FILE):
        message = f"{root} has no {SETTINGS_FILE}."
        raise Unusable(message)
    return files.read_file(root, SETTINGS_FILE, source.MAX_BYTES)


def _read_text(root: Path, path: str) -> Source:
    """Return the text of a file of the library. Raises `Unusable` if it cannot be read or is not text."""
    return _decode(path, files.read_file(root, path, source.MAX_BYTES))


def _decode(name: str, raw: bytes) -> Source:
    """Decode a file. Raises `Unusable` with its first problem."""
    text, problems = source.decode_source(name, raw)
    if text is None:
        raise Unusable(_format_first_problem(problems))
    return text


def _parse_yaml(text: Source, json_schema: Mapping[str, Any]) -> Mapping[str, Any]:
    """Parse a YAML file. Raises `Unusable` with the first place that does not fit the JSON Schema."""
    document, problems = frontmatter.read_yaml_document(text)
    if document is not None:
        problems = [
            document.to_problem(finding)
            for finding in Schema(json.dumps(json_schema), text.path).find_violations(document.data)
        ]
    if document is None or problems:
        raise Unusable(_format_first_problem(problems))
    return document.data


def _format_first_problem(problems: Iterable[Problem]) -> str:
    """Format the first problem on one line."""
    first = min(problems, key=lambda problem: problem.sort_key)
    return f"{first.file}:{first.span.line}:{first.span.column}: {first.message}"
