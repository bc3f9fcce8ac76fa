"""A market is a country that ISO 3166 knows."""

from __future__ import annotations

from collections.abc import Iterator

from afterword.checks.marked_fields import marked
from afterword.library.library import Library
from afterword.problems import Finding, Rule, say
from afterword.records.record import Record
from afterword.text.markets import codes, is_country
from afterword.text.similarity import nearest

RULE = Rule("market-unknown", "A market is not a country code")

_OFTEN_MEANT = {"UK": "GB", "EN": "GB", "EL": "GR"}


def check(record: Record, library: Library) -> Iterator[Finding]:
    for _, path, text in marked(record, "x-market"):
        if not is_country(text):
            meant = _OFTEN_MEANT.get(text) or _by_name(text)
            hint = (
                say("Did you mean `{code}`?", code=meant)
                if meant
                else say("Write the two letters of ISO 3166-1, such as DE, US or KZ; one record is about one market.")
            )
            yield Finding(RULE, say("`{code}` is not the code of a country.", code=text), hint, path)


def _by_name(text: str) -> str | None:
    near = nearest(text, codes()) if len(text) > 2 else None
    return codes()[near] if near else None
