"""The known-item queries that search is measured on, and which half of them tuning may look at."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import yaml

from support import ROOT

FOLDER = ROOT / "tests" / "queries"
QUERIES: Sequence[Mapping[str, Any]] = yaml.safe_load((FOLDER / "queries.yaml").read_text(encoding="utf-8"))
HALF: Mapping[str, Any] = yaml.safe_load((FOLDER / "half.yaml").read_text(encoding="utf-8"))
TYPES = ("exact", "inflected", "partial", "misspelt")
BY_ID: Mapping[str, Mapping[str, Any]] = {query["id"]: query for query in QUERIES}


def wanted(query: Mapping[str, Any]) -> Sequence[str]:
    """Return the records that a query is for."""
    wants: str | list[str] = query["wants"]
    return [wants] if isinstance(wants, str) else wants
