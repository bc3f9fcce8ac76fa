"""Rule: a published record has the sections of one set, in its text or as fields."""

from __future__ import annotations

from collections.abc import Iterator

from afterword.library.library import Library
from afterword.problems import Finding, Rule, Severity, Span, Subject, say
from afterword.records.body_fields import value_at
from afterword.records.record import Record
from afterword.schema.vocabulary import SectionRole

RULE = Rule(
    "sections-missing",
    "A published record lacks sections",
    Severity.WARNING,
    subjects=(Subject.RECORD,),
    configurable=True,
)


def check(record: Record, library: Library) -> Iterator[Finding]:
    """Yield a finding for the sections that are missing or empty.

    The set of which the record has the most sections is expected; sections that a field covers are not
    required.
    """
    if record.status != "published":
        return
    section_sets = library.vocabulary.section_sets
    if not section_sets:
        return
    present_roles = record.body.roles
    counts = {name: sum(role.key in present_roles for role in roles) for name, roles in section_sets.items()}
    candidates = [name for name in section_sets if counts[name] == max(counts.values())]
    usual_set = library.vocabulary.default_section_set(record.kind)
    if usual_set in candidates:
        expected_set = usual_set
    else:
        expected_set = max(
            candidates, key=lambda name: sum(_has_section(record, role, present_roles) for role in section_sets[name])
        )
    lang = record.lang.split("-")[0]
    missing = [role for role in section_sets[expected_set] if not _has_section(record, role, record.body.filled_roles)]
    span = Span(record.document.body_line, 1, 1)
    if not present_roles:
        message = say("The text below the front matter has no section that the library knows.")
        heading = section_sets[expected_set][0].localized_heading(lang)
        hint = say("Use headings such as `## {heading}`; schema/vocabulary.yml lists them all.", heading=heading)
        yield Finding(RULE, message, hint, span=span)
    elif missing:
        names = ", ".join(f"“{role.localized_heading(lang)}”" for role in missing)
        message = say("Sections are missing or empty: {names}.", names=names)
        hint = say("Write them, if only a line each: what is missing cannot be collected.")
        yield Finding(RULE, message, hint, span=span)


def _has_section(record: Record, role: SectionRole, sections: frozenset[str]) -> bool:
    return role.key in sections or any(value_at(record.data, tuple(name.split("."))) for name in role.said_by)
