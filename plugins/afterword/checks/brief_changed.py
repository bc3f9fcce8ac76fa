"""What a brief was approved with stays as it was: its answers and its targets."""

from __future__ import annotations

from collections.abc import Iterator

from afterword.library.library import Library
from afterword.problems import Finding, Rule, say
from afterword.records import approval
from afterword.records.record import Record, Rows
from afterword.text.names import name_key

RULE = Rule("brief-changed-after-approval", "An approved brief was changed")
_HINT = say(
    "Put it back. If it has to change, set `status: draft`, delete `gate`, and let it be approved again: "
    "`afterword gate --stamp`."
)


def check(record: Record, library: Library) -> Iterator[Finding]:
    """By the stamp that the gate left in it. What is approved and was never stamped promised nothing."""
    if not record.sound:
        return
    stamp = record.document.data.get("gate", {})
    if "answers" in stamp and stamp["answers"] != approval.digest(record.document.data):
        field = next((name for name in approval.ANSWERS if name in record.document.data), "gate")
        yield Finding(RULE, say("The answers are not those that were approved."), _HINT, (field,))
    if "plan" in stamp or "answers" in stamp:
        yield from _targets(stamp.get("plan", ()), approval.plan(record.document.data))


def _targets(then: Rows, now: Rows) -> Iterator[Finding]:
    """Targets that are not what they were, that are new, and that are gone."""
    promised = {name_key(str(row["name"])): row for row in then}
    for index, row in enumerate(now):
        was = promised.pop(name_key(str(row.get("name", ""))), None)
        if was is None:
            message = say("`{name}` was no target when this was approved.", name=row.get("name", ""))
            yield Finding(RULE, message, _HINT, ("kpis", index))
        elif was != row:
            key = next(key for key in (*was, *row) if was.get(key) != row.get(key))
            message = say("`{field}` was `{was}` when this was approved.", field=key, was=was.get(key, ""))
            yield Finding(RULE, message, _HINT, ("kpis", index, key))
    for row in promised.values():
        yield Finding(RULE, say("The target `{name}` was approved and is gone.", name=row["name"]), _HINT, ("kpis",))
