"""Rule: a postmortem is published by its deadline."""

from __future__ import annotations

from collections.abc import Iterator

from afterword.analysis.deadlines import due_date
from afterword.library.library import Library
from afterword.problems import Finding, Rule, Severity, Subject, say
from afterword.records.record import Record
from afterword.text.dates import parse_period

RULE = Rule(
    "overdue",
    "A postmortem is overdue",
    Severity.WARNING,
    subjects=(Subject.RECORD, Subject.BRIEF),
    needs_library=True,
    configurable=True,
)


def check(record: Record, library: Library) -> Iterator[Finding]:
    """Yield a finding if the deadline of a record, or of a brief without a published record, has passed."""
    return _check_record(record, library) if record.path in library.by_path else _check_brief(record, library)


def _check_record(record: Record, library: Library) -> Iterator[Finding]:
    """Yield a finding for an overdue record; a public case has a deadline only if it states one."""
    due_day = due_date(record, library.schema)
    if record.status not in ("planned", "draft", "review") or (record.is_public and not record.due):
        return
    if due_day is not None and due_day < library.today:
        message = say("The postmortem was due on {day} and is not published.", day=due_day.isoformat())
        hint = say(
            "Hold it and publish it (`status: published`), or write the day that was agreed on instead as `due`."
        )
        yield Finding(RULE, message, hint, ("due",) if record.due else ("ends",))


def _check_brief(brief: Record, library: Library) -> Iterator[Finding]:
    due_period = parse_period(brief.data.get("postmortem", {}).get("due", ""))
    if not brief.is_plan_approved or due_period is None or due_period.last >= library.today:
        return
    if not any(record.status == "published" for record in library.by_brief.get(brief.path, ())):
        message = say(
            "The postmortem was due on {day}, and no published one links this brief.", day=due_period.last.isoformat()
        )
        hint = say("Hold it and publish it; its record links this brief by `brief: {path}`.", path=brief.path)
        yield Finding(RULE, message, hint, ("postmortem", "due"))
