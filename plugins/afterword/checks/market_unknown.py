"""Rule: a market is a country code of ISO 3166."""

from __future__ import annotations

from collections.abc import Iterator

from afterword.checks.marked_fields import marked_texts
from afterword.library.library import Library
from afterword.problems import Finding, Rule, Subject, say
from afterword.records.record import Record
from afterword.text.markets import country_codes, is_country
from afterword.text.similarity import find_nearest

RULE = Rule(
    "market-unknown",
    "A market is not a country code",
    subjects=(Subject.RECORD, Subject.BRIEF),
    configurable=True,
)

_OFTEN_MEANT = {"UK": "GB", "EN": "GB", "EL": "GR"}


def check(record: Record, library: Library) -> Iterator[Finding]:
    for _, path, text in marked_texts(record, "x-market"):
        if not is_country(text):
            suggestion = _OFTEN_MEANT.get(text) or _code_by_name(text)
            hint = (
                say("Did you mean `{code}`?", code=suggestion)
                if suggestion
                else say("Write the two letters of ISO 3166-1, such as DE, US or KZ; one record is about one market.")
            )
            yield Finding(RULE, say("`{code}` is not the code of a country.", code=text), hint, path)


def _code_by_name(text: str) -> str | None:
    near = find_nearest(text, country_codes()) if len(text) > 2 else None
    return country_codes()[near] if near else None
