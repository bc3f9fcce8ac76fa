"""A target stays as it was when the brief was approved, and when the work began."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import takewhile
from typing import Any

from afterword.library.library import Library
from afterword.problems import Finding, Rule, Severity, Text, say
from afterword.records.former_versions import Version
from afterword.records.record import Record
from afterword.text.dates import period
from afterword.text.names import name_key

RULE = Rule("plan-changed-after-start", "A target was changed after the start", Severity.WARNING)

Row = Mapping[str, Any]


def check(record: Record, library: Library) -> Iterator[Finding]:
    """By the approved brief, else by git's history; a change that `execution.plan_changes` tells is let be."""
    plans = planned(record)
    if not plans:
        return
    brief, versions = _approved(record, library), _since_start(record, library)
    for index, row in plans:
        message = _promised(row, record.kpis, brief) or _changed(row, record.kpis, versions)
        if message and not _is_told(row, record):
            hint = say(
                "Write what was planned then. If it had to change, say so under `execution.plan_changes`, "
                "with the name of the KPI."
            )
            yield Finding(RULE, message, hint, ("kpis", index, "planned"))


def planned(record: Record) -> Sequence[tuple[int, Row]]:
    """Return the KPIs that have a target, each with its position."""
    return [(index, row) for index, row in enumerate(record.kpis) if "planned" in row]


def start_to_compare(record: Record, library: Library) -> date | None:
    """Return the day on which the targets had to stand, None where none of them can have been changed later.

    Of a date as loose as a month its last day counts. Whoever tells a public case planned nothing in it.
    """
    start = period(record.starts)
    return start.last if start and start.last < library.today and not record.is_public else None


def _is_told(row: Row, record: Record) -> bool:
    """Whether a change of plan names the KPI in what was planned or what was done."""
    changes = record.data.get("execution", {}).get("plan_changes", ())
    told = (name_key(f"{change.get('planned', '')} {change.get('did', '')}") for change in changes)
    return any(name_key(row.get("name", "")) in text for text in told)


def _approved(record: Record, library: Library) -> Record | None:
    brief = library.brief(record)
    return brief if brief and brief.sound and brief.is_agreed else None


def _promised(row: Row, rows: Sequence[Row], brief: Record | None) -> Text | None:
    """What the brief says otherwise."""
    if brief is None:
        return None
    then = _counterpart(row, rows, brief.kpis)
    if then is None or "planned" not in then:
        return say("The brief `{brief}` has no plan for `{name}`.", brief=brief.data["title"], name=row.get("name", ""))
    if _is_same(then["planned"], row["planned"]):
        return None
    return say("The brief `{brief}` plans {was} here.", brief=brief.data["title"], was=then["planned"])


def _since_start(record: Record, library: Library) -> Sequence[Version]:
    """Return the former versions since the day of the start, the earliest first; none where nobody knows."""
    start = start_to_compare(record, library)
    if start is None or not library.past.is_whole:
        return ()
    versions = library.past.versions(record.path)
    stood = next((at for at, version in enumerate(versions) if version.stood_on(start)), None)
    return () if stood is None else versions[stood::-1]


def _changed(row: Row, rows: Sequence[Row], versions: Sequence[Version]) -> Text | None:
    """What the record itself said otherwise on the day it started, and until when."""
    then = _counterpart(row, rows, _rows(versions[0])) if versions else None
    if then is None or "planned" not in then or _is_same(then["planned"], row["planned"]):
        return None

    def says_the_same(version: Version) -> bool:
        later = _counterpart(then, _rows(versions[0]), _rows(version))
        return later is not None and _is_same(later.get("planned"), then["planned"])

    *_, last = takewhile(says_the_same, versions)
    was, day = then["planned"], last.until.isoformat()
    return say("This was {was} at the start, until it was changed on {day}.", was=was, day=day)


def _rows(version: Version) -> Sequence[Row]:
    """The KPIs of a former version, which nothing has checked."""
    rows = version.data.get("kpis")
    return [row for row in rows if isinstance(row, Mapping)] if isinstance(rows, list) else []


def _counterpart(row: Row, rows: Sequence[Row], others: Sequence[Row]) -> Row | None:
    """The same KPI in another list: the only one of its metric in both, else the one of its name."""
    metric, name = row.get("metric"), name_key(str(row.get("name", "")))
    same = [other for other in others if metric and other.get("metric") == metric]
    if len(same) == 1 and sum(other.get("metric") == metric for other in rows) == 1:
        return same[0]
    return next((other for other in others if name_key(str(other.get("name", ""))) == name), None)


def _is_same(one: object, other: object) -> bool:
    return one == other or name_key(str(one)) == name_key(str(other))
