"""Rule: the answers and targets of an approved brief do not change."""

from __future__ import annotations

from collections.abc import Iterator

from afterword.library.library import Library
from afterword.problems import Finding, Rule, Subject, say
from afterword.records import approval
from afterword.records.record import Record, Rows
from afterword.text.names import name_key

RULE = Rule(
    "brief-changed-after-approval",
    "An approved brief was changed",
    subjects=(Subject.BRIEF,),
    configurable=True,
)
_HINT = say(
    "Put it back. If it has to change, set `status: draft`, delete `gate`, and let it be approved again: "
    "`afterword gate --stamp`."
)


def check(record: Record, library: Library) -> Iterator[Finding]:
    """Yield a finding for each difference from the stamp that the gate wrote.

    An approved brief without a stamp is not checked.
    """
    if not record.fits_schema:
        return
    stamp = record.document.data.get("gate", {})
    if "answers" in stamp and stamp["answers"] != approval.answers_digest(record.document.data):
        field = next((name for name in approval.ANSWERS if name in record.document.data), "gate")
        yield Finding(RULE, say("The answers are not those that were approved."), _HINT, (field,))
    if "plan" in stamp or "answers" in stamp:
        yield from _changed_targets(stamp.get("plan", ()), approval.planned_targets(record.document.data))


def _changed_targets(approved_rows: Rows, current_rows: Rows) -> Iterator[Finding]:
    """Yield a finding for each target that was changed, added or removed."""
    approved_by_name = {name_key(str(row["name"])): row for row in approved_rows}
    for index, row in enumerate(current_rows):
        approved_row = approved_by_name.pop(name_key(str(row.get("name", ""))), None)
        if approved_row is None:
            message = say("`{name}` was no target when this was approved.", name=row.get("name", ""))
            yield Finding(RULE, message, _HINT, ("kpis", index))
        elif approved_row != row:
            key = next(key for key in (*approved_row, *row) if approved_row.get(key) != row.get(key))
            message = say("`{field}` was `{was}` when this was approved.", field=key, was=approved_row.get(key, ""))
            yield Finding(RULE, message, _HINT, ("kpis", index, key))
    for row in approved_by_name.values():
        yield Finding(RULE, say("The target `{name}` was approved and is gone.", name=row["name"]), _HINT, ("kpis",))
