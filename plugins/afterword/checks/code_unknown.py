"""A currency or language code exists."""

from __future__ import annotations

from collections.abc import Iterator

import pycountry

from afterword.checks.marked_fields import marked
from afterword.library.library import Library
from afterword.problems import Finding, Rule, say
from afterword.records.record import Record

RULE = Rule("code-unknown", "A currency or language code does not exist")


def check(record: Record, library: Library) -> Iterator[Finding]:
    """ISO 4217 for currencies; ISO 639 for the language at the head of a BCP 47 tag."""
    for _, path, text in marked(record, "x-currency"):
        if pycountry.currencies.get(alpha_3=text) is None:
            message = say("`{code}` is not the code of a currency.", code=text)
            yield Finding(RULE, message, say("Write the three letters of ISO 4217, such as EUR, USD or RUB."), path)
    head = record.lang.split("-")[0].lower()
    if head and not (pycountry.languages.get(alpha_2=head) or pycountry.languages.get(alpha_3=head)):
        message = say("`{code}` is not the code of a language.", code=record.lang)
        yield Finding(RULE, message, say("Write a code such as en, ru or pt-BR."), ("lang",))
