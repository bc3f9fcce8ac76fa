"""A published record has the sections of one set, in its text or as fields."""

from __future__ import annotations

from collections.abc import Iterator

from afterword.library import Library
from afterword.problems import Finding, Rule, Severity, Span, say
from afterword.record import Record
from afterword.vocabulary import Role

RULE = Rule("sections-missing", "A published record lacks sections", Severity.WARNING)


def check(record: Record, library: Library) -> Iterator[Finding]:
    """Measured against the set of which the record has most; what a field says is not asked for again."""
    if record.status != "published":
        return
    sets = library.vocabulary.sets
    if not sets:
        return
    headed = record.body.roles
    lacking = {name: [role for role in roles if not _has(record, role, headed)] for name, roles in sets.items()}
    usual = "six-questions" if record.kind == "deal" else "campaign"
    best = max(sets, key=lambda name: (len(sets[name]) - len(lacking[name]), name == usual))
    if usual in sets and not headed:  # a summary alone does not choose a set
        best = usual
    lang = record.lang.split("-")[0]
    place = Span(record.document.body_line, 1, 1)
    if not headed:
        message = say("The text below the front matter has no section that the library knows.")
        heading = sets[best][0].heading(lang)
        hint = say("Use headings such as `## {heading}`; schema/vocabulary.yml lists them all.", heading=heading)
        yield Finding(RULE, message, hint, span=place)
    elif lacking[best]:
        names = ", ".join(f"“{role.heading(lang)}”" for role in lacking[best])
        message = say("Sections are missing: {names}.", names=names)
        hint = say("Write them, if only a line each: what is missing cannot be collected.")
        yield Finding(RULE, message, hint, span=place)


def _has(record: Record, role: Role, headed: frozenset[str]) -> bool:
    return role.key in headed or bool(role.field and record.data.get(role.field.split(".")[0]))
