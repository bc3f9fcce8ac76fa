"""Rule: a target does not change after the brief was approved and the work began."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import takewhile
from typing import Any

from afterword.library.library import Library
from afterword.problems import Finding, Message, Rule, Severity, Subject, say
from afterword.records.former_versions import FormerVersion
from afterword.records.record import Record
from afterword.text.dates import parse_period
from afterword.text.names import name_key

RULE = Rule(
    "plan-changed-after-start",
    "A target was changed after the start",
    Severity.WARNING,
    subjects=(Subject.RECORD,),
    needs_library=True,
    configurable=True,
)

KpiRow = Mapping[str, Any]


def check(record: Record, library: Library) -> Iterator[Finding]:
    """Yield a finding for each target that differs from the approved brief, or else from the git history.

    Changes that `execution.plan_changes` explains are fine.
    """
    planned_rows = list_planned_kpis(record)
    if not planned_rows:
        return
    brief, versions = _find_approved_brief(record, library), _list_versions_since_start(record, library)
    for index, row in planned_rows:
        message = _compare_with_brief(row, record.kpis, brief) or _compare_with_history(row, record.kpis, versions)
        if message and not _is_change_explained(row, record):
            hint = say(
                "Write what was planned then. If it had to change, say so under `execution.plan_changes`, "
                "with the name of the KPI."
            )
            yield Finding(RULE, message, hint, ("kpis", index, "planned"))


def list_planned_kpis(record: Record) -> Sequence[tuple[int, KpiRow]]:
    """Return the KPIs that have a target, each with its position."""
    return [(index, row) for index, row in enumerate(record.kpis) if "planned" in row]


def find_comparable_start(record: Record, library: Library) -> date | None:
    """Return the start day, from which on targets may not change; None if it is unknown or has not passed.

    The last day of an inexact date counts. A public case has no plan of its own.
    """
    start = parse_period(record.starts)
    return start.last if start and start.last < library.today and not record.is_public else None


def _is_change_explained(row: KpiRow, record: Record) -> bool:
    """Check whether a plan change names the KPI in what was planned or what was done."""
    changes = record.data.get("execution", {}).get("plan_changes", ())
    explanations = (name_key(f"{change.get('planned', '')} {change.get('did', '')}") for change in changes)
    return any(name_key(row.get("name", "")) in explanation for explanation in explanations)


def _find_approved_brief(record: Record, library: Library) -> Record | None:
    brief = library.find_brief(record)
    return brief if brief and brief.fits_schema and brief.is_plan_approved else None


def _compare_with_brief(row: KpiRow, rows: Sequence[KpiRow], brief: Record | None) -> Message | None:
    """Return the message for a target that differs from the brief; None if it is the same."""
    if brief is None:
        return None
    approved_row = _find_matching_kpi(row, rows, brief.kpis)
    if approved_row is None or "planned" not in approved_row:
        return say("The brief `{brief}` has no plan for `{name}`.", brief=brief.data["title"], name=row.get("name", ""))
    if _is_same(approved_row["planned"], row["planned"]):
        return None
    return say("The brief `{brief}` plans {was} here.", brief=brief.data["title"], was=approved_row["planned"])


def _list_versions_since_start(record: Record, library: Library) -> Sequence[FormerVersion]:
    """Return the former versions from the one at the start day, the earliest first; empty if unknown.

    The last day of an inexact start date counts. Public cases are skipped, because their authors planned
    nothing.
    """
    start = find_comparable_start(record, library)
    if start is None or not library.history.is_complete:
        return ()
    versions = library.history.versions_of(record.path)
    start_position = next(
        (position for position, version in enumerate(versions) if version.was_current_on(start)), None
    )
    return () if start_position is None else versions[start_position::-1]


def _compare_with_history(row: KpiRow, rows: Sequence[KpiRow], versions: Sequence[FormerVersion]) -> Message | None:
    """Return the message for a target that differs from the record on its start day; None if it is the same."""
    initial_row = _find_matching_kpi(row, rows, _read_kpi_rows(versions[0])) if versions else None
    if initial_row is None or "planned" not in initial_row or _is_same(initial_row["planned"], row["planned"]):
        return None

    def has_same_plan(version: FormerVersion) -> bool:
        later_row = _find_matching_kpi(initial_row, _read_kpi_rows(versions[0]), _read_kpi_rows(version))
        return later_row is not None and _is_same(later_row.get("planned"), initial_row["planned"])

    *_, last_version = takewhile(has_same_plan, versions)
    was, changed_on = initial_row["planned"], last_version.until.isoformat()
    return say("This was {was} at the start, until it was changed on {day}.", was=was, day=changed_on)


def _read_kpi_rows(version: FormerVersion) -> Sequence[KpiRow]:
    """Return the KPIs of a former version, which was not validated."""
    rows = version.data.get("kpis")
    return [row for row in rows if isinstance(row, Mapping)] if isinstance(rows, list) else []


def _find_matching_kpi(row: KpiRow, rows: Sequence[KpiRow], others: Sequence[KpiRow]) -> KpiRow | None:
    """Return the same KPI in another list: by metric if that is unique in both lists, or else by name."""
    metric, name = row.get("metric"), name_key(str(row.get("name", "")))
    same_metric = [other for other in others if metric and other.get("metric") == metric]
    if len(same_metric) == 1 and sum(other.get("metric") == metric for other in rows) == 1:
        return same_metric[0]
    return next((other for other in others if name_key(str(other.get("name", ""))) == name), None)


def _is_same(value: object, other: object) -> bool:
    return value == other or name_key(str(value)) == name_key(str(other))
