"""Data validated by schemas."""

from __future__ import annotations

from afterword.schema.schema import Schema
from corpora import ROOT

POSTMORTEM, BRIEF = (
    Schema((ROOT / "schema" / name).read_text("utf-8"), name)
    for name in ("postmortem.schema.json", "brief.schema.json")
)
