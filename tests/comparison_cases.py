"""Pairs of records with what their comparison finds, for Python and the browser alike."""

from __future__ import annotations

import json
from typing import Any

from afterword.schema.vocabulary import Vocabulary
from afterword.workspace import project
from support import ROOT

CASES = json.loads((ROOT / "tests" / "comparisons.json").read_text(encoding="utf-8"))
LISTS = ("same", "differs", "unknown", "unclear", "kept", "misstated")
LIBRARY = project.load_project(ROOT).library


def vocabulary_of(case: dict[str, Any]) -> Vocabulary:
    """Return the vocabulary of a case: the project's own unless it brings one."""
    return Vocabulary(case["vocabulary"]) if "vocabulary" in case else LIBRARY.vocabulary


def expected(case: dict[str, Any]) -> dict[str, Any]:
    """Return what a case says is found; lists that it leaves out are empty."""
    lists = {key: case.get(key, []) for key in LISTS}
    return lists | {key: case[key] for key in ("verdict", "sentences", "differences")}
