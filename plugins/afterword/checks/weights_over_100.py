"""The causes of one account explain at most everything."""

from __future__ import annotations

from collections.abc import Iterator

from afterword.analysis.causes import accounts
from afterword.library.library import Library
from afterword.problems import Finding, Rule, say
from afterword.records.record import Record

RULE = Rule("weights-over-100", "The causes of one account weigh more than 100 together")


def check(record: Record, library: Library) -> Iterator[Finding]:
    """Weights are summed within an account, since rival accounts explain the same outcome."""
    for account in accounts(record):
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
