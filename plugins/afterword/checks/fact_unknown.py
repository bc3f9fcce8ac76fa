"""Rule: the facts that a cause rests on are listed in the record."""

from __future__ import annotations

from collections.abc import Iterator

from afterword.library.library import Library
from afterword.problems import Finding, Rule, Subject, say
from afterword.records.record import Record

RULE = Rule(
    "fact-unknown",
    "A cause rests on a fact that the record does not list",
    subjects=(Subject.RECORD,),
    configurable=True,
)


def check(record: Record, library: Library) -> Iterator[Finding]:
    fact_ids = {str(fact["id"]) for fact in record.data.get("facts", ()) if "id" in fact}
    for index, cause in enumerate(record.causes):
        for position, fact in enumerate(cause.get("facts", ())):
            if str(fact) not in fact_ids:
                message = say("`{fact}` is none of the `facts` listed.", fact=fact)
                hint = (
                    say("Give the fact this `id`, or correct it. Ids are: {known}.", known=", ".join(sorted(fact_ids)))
                    if fact_ids
                    else say("Give the fact this `id` under `facts`: `- {{id: {fact}, fact: …}}`", fact=fact)
                )
                yield Finding(RULE, message, hint, ("causes", index, "facts", position))
