"""A postmortem is published by the day on which it is due."""

from __future__ import annotations

from collections.abc import Iterator

from afterword.analysis.deadlines import due
from afterword.library.library import Library
from afterword.problems import Finding, Rule, Severity, say
from afterword.records.record import Record
from afterword.text.dates import period

RULE = Rule("overdue", "A postmortem is overdue", Severity.WARNING)


def check(record: Record, library: Library) -> Iterator[Finding]:
    """Of a record, and of a brief that no published record links."""
    return _record(record, library) if record.path in library.by_path else _brief(record, library)


def _record(record: Record, library: Library) -> Iterator[Finding]:
    """A public case is due only where it says so: what it tells may have ended long ago."""
    day = due(record, library.schema)
    if record.status not in ("planned", "draft", "review") or (record.is_public and not record.due):
        return
    if day is not None and day < library.today:
        message = say("The postmortem was due on {day} and is not published.", day=day.isoformat())
        hint = say(
            "Hold it and publish it (`status: published`), or write the day that was agreed on instead as `due`."
        )
        yield Finding(RULE, message, hint, ("due",) if record.due else ("ends",))


def _brief(brief: Record, library: Library) -> Iterator[Finding]:
    day = period(brief.data.get("postmortem", {}).get("due", ""))
    if not brief.is_agreed or day is None or day.last >= library.today:
        return
    if not any(record.status == "published" for record in library.by_brief.get(brief.path, ())):
        message = say(
            "The postmortem was due on {day}, and no published one links this brief.", day=day.last.isoformat()
        )
        hint = say("Hold it and publish it; its record links this brief by `brief: {path}`.", path=brief.path)
        yield Finding(RULE, message, hint, ("postmortem", "due"))
