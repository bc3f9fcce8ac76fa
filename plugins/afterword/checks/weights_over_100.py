"""Rule: the causes of one account have a total weight of at most 100."""

from __future__ import annotations

from collections.abc import Iterator

from afterword.analysis.causes import list_accounts
from afterword.library.library import Library
from afterword.problems import Finding, Rule, Subject, say
from afterword.records.record import Record

RULE = Rule(
    "weights-over-100",
    "The causes of one account weigh more than 100 together",
    subjects=(Subject.RECORD,),
    configurable=True,
)


def check(record: Record, library: Library) -> Iterator[Finding]:
    """Yield a finding for each account that exceeds 100.

    Weights are added up per account, because rival accounts explain the same outcome.
    """
    for account in list_accounts(record):
        if account.high <= 100:
            continue
        where = say(" in the account `{name}`", name=account.name) if account.name else ""
        total = account.high
        message = say("The causes{where} weigh {total:g} together, which is more than 100.", where=where, total=total)
        hint = say(
            "Lower them to at most 100; what is left over is shown as unexplained. "
            "Rival explanations go into accounts of their own."
        )
        yield Finding(RULE, message, hint, ("causes", account.heaviest, "weight"))
