"""A published record has the sections of one set, in its text or as fields."""

from __future__ import annotations

from collections.abc import Iterator

from afterword.library.library import Library
from afterword.problems import Finding, Rule, Severity, Span, say
from afterword.records.body_fields import held
from afterword.records.record import Record
from afterword.schema.vocabulary import Role

RULE = Rule("sections-missing", "A published record lacks sections", Severity.WARNING)


def check(record: Record, library: Library) -> Iterator[Finding]:
    """Measured against the set of which the record has most; what a field says is not asked for again."""
    if record.status != "published":
        return
    sets = library.vocabulary.sets
    if not sets:
        return
    headed = record.body.roles
    written = {name: sum(role.key in headed for role in roles) for name, roles in sets.items()}
    likely = [name for name in sets if written[name] == max(written.values())]
    usual = library.vocabulary.usual_set(record.kind)
    if usual in likely:
        best = usual
    else:
        best = max(likely, key=lambda name: sum(_has(record, role, headed) for role in sets[name]))
    lang = record.lang.split("-")[0]
    missing = [role for role in sets[best] if not _has(record, role, record.body.filled)]
    place = Span(record.document.body_line, 1, 1)
    if not headed:
        message = say("The text below the front matter has no section that the library knows.")
        heading = sets[best][0].heading(lang)
        hint = say("Use headings such as `## {heading}`; schema/vocabulary.yml lists them all.", heading=heading)
        yield Finding(RULE, message, hint, span=place)
    elif missing:
        names = ", ".join(f"“{role.heading(lang)}”" for role in missing)
        message = say("Sections are missing or empty: {names}.", names=names)
        hint = say("Write them, if only a line each: what is missing cannot be collected.")
        yield Finding(RULE, message, hint, span=place)


def _has(record: Record, role: Role, sections: frozenset[str]) -> bool:
    return role.key in sections or any(held(record.data, tuple(name.split("."))) for name in role.said_by)
