"""CRM exports read from bytes."""

from __future__ import annotations

from io import BytesIO
from zipfile import ZipFile

from afterword.authoring.date_columns import DateStyle, detect_column

HEADER = "Deal Name,Deal Stage,Close Date\n"


def excel() -> bytes:
    """The beginning of a workbook."""
    raw = BytesIO()
    with ZipFile(raw, "w") as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
    return raw.getvalue()


# --------------------------------------------------------------------------------------------------------------- days


def days(*cells: str, style: DateStyle | None = None) -> list[str]:
    """What is made of a column: a day, or why not."""
    found = detect_column(cells, style)
    return [str(found.parse_cell(cell)) for cell in cells]
