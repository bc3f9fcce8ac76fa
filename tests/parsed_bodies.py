"""Bodies parsed and rendered."""

from __future__ import annotations

from afterword import body
from afterword.body import Body
from afterword.schema.schema import Schema
from afterword.workspace import definitions
from corpora import ROOT

POSTMORTEM = Schema((ROOT / "schema" / "postmortem.schema.json").read_text("utf-8"), "postmortem.schema.json")
VOCABULARY = definitions.load_definitions(ROOT)[-1]


def parsed(text: str, first_line: int = 1) -> Body:
    """A body with the project's own vocabulary."""
    return body.parse_body(text, first_line, VOCABULARY)
