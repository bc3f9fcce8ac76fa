"""Rule: currency and language codes exist."""

from __future__ import annotations

from collections.abc import Iterator

import pycountry

from afterword.checks.marked_fields import marked_texts
from afterword.library.library import Library
from afterword.problems import Finding, Rule, Subject, say
from afterword.records.record import Record

RULE = Rule(
    "code-unknown",
    "A currency or language code does not exist",
    subjects=(Subject.RECORD, Subject.BRIEF),
    configurable=True,
)


def check(record: Record, library: Library) -> Iterator[Finding]:
    """Yield a finding for each unknown code.

    Currencies follow ISO 4217, the language at the start of a BCP 47 tag follows ISO 639.
    """
    for _, path, text in marked_texts(record, "x-currency"):
        if pycountry.currencies.get(alpha_3=text) is None:
            message = say("`{code}` is not the code of a currency.", code=text)
            yield Finding(RULE, message, say("Write the three letters of ISO 4217, such as EUR, USD or RUB."), path)
    language_code = record.lang.split("-")[0].lower()
    if language_code and not (
        pycountry.languages.get(alpha_2=language_code) or pycountry.languages.get(alpha_3=language_code)
    ):
        message = say("`{code}` is not the code of a language.", code=record.lang)
        yield Finding(RULE, message, say("Write a code such as en, ru or pt-BR."), ("lang",))
