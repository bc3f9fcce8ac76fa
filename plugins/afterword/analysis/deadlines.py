"""When the postmortem of a record is due."""

from __future__ import annotations

from datetime import date, timedelta

from afterword.dates import period
from afterword.record import Values
from afterword.schema import Schema


def due(record: Values, schema: Schema) -> date | None:
    """The day on which a postmortem is due: as the record says, else some days after its end, by kind.

    The days are the schema's `x-due-days`; None when the end is not known, or the kind has none.
    """
    said, ended = period(record.due), period(record.ends)
    if said is not None:
        return said.last
    days = schema.due_days.get(record.kind)
    return ended.last + timedelta(days) if ended is not None and days is not None else None
