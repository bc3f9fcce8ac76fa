"""Rule: linked files exist and are of a kind that can be published."""

from __future__ import annotations

from collections.abc import Iterator

from afterword.library.library import Library
from afterword.problems import Finding, Rule, Subject, say
from afterword.records.record import Record
from afterword.records.references import find_attachment, resolve_relative

RULE = Rule(
    "attachment-missing",
    "A link leads to a file that is not there, or is not published",
    subjects=(Subject.RECORD, Subject.TRANSLATION),
    needs_library=True,
    configurable=True,
)


def check(record: Record, library: Library) -> Iterator[Finding]:
    """Yield a finding for each relative link or picture without a publishable file.

    Links to the files of other records are fine.
    """
    for link in record.body.links:
        if link.is_wiki or link.is_external:
            continue
        file = resolve_relative(record.path, link.target)
        span = record.body.to_span(link.place)
        if file not in library.by_path and file not in library.attachments:
            message = say("There is no file {file}.", file=file or link.target)
            hint = say("Put it there, or correct the link; a record is best linked by its name: [[Name]].")
            yield Finding(RULE, message, hint, span=span)
        elif file in library.attachments and find_attachment(record.path, link) is None:
            message = say("{file} is of a kind that is not published.", file=file)
            hint = say("Pictures (png, jpg, gif, webp), pdf, csv and office files are.")
            yield Finding(RULE, message, hint, span=span)
