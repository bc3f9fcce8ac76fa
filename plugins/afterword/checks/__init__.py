"""Rules that a schema cannot express, one module each; every module declares its rule as `RULE`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Protocol, runtime_checkable

from afterword.body import Body
from afterword.checks import (
    action_overdue,
    action_without_owner,
    attachment_missing,
    brief_changed,
    brief_unknown,
    cause_confounded,
    code_unknown,
    comment_cuts,
    contested_fact_used,
    cosmetic_only,
    date_impossible,
    date_order,
    fact_unknown,
    feedback_without_insight,
    heading_missing,
    history_incomplete,
    keeper_is_owner,
    kpi_mismatch,
    kpi_unexplained,
    kpi_without_why,
    link_ambiguous,
    link_dangling,
    link_draft,
    market_unknown,
    name_lookalike,
    name_taken,
    name_unusable,
    one_voice,
    overdue,
    plan_changed_after_start,
    private_value_shown,
    public_name_unused,
    relation_circular,
    relation_kept_differs,
    relation_unknown,
    rerun_says_nothing,
    review_past,
    schema_newer,
    schema_older,
    sections_missing,
    slug_taken,
    source_unknown,
    summary_length,
    tag_unknown,
    term_unknown,
    translation_stale,
    weights_over_100,
    win_without_cause,
    yaml_read_otherwise,
)
from afterword.library.library import Library
from afterword.problems import Finding, Problem, Rule, Span, Subject
from afterword.records.record import Record


@runtime_checkable
class RecordCheck(Protocol):
    """Rule module that checks records, briefs or translations."""

    RULE: Rule

    def check(self, record: Record, library: Library) -> Iterator[Finding]:
        """Yield the findings of the rule in a record."""
        ...


@runtime_checkable
class PageCheck(Protocol):
    """Rule module that checks any text with links, such as a hand-written page."""

    RULE: Rule

    def check_body(self, body: Body, library: Library) -> Iterator[Finding]:
        """Yield the findings of the rule in a text."""
        ...


@runtime_checkable
class EditionCheck(Protocol):
    """Rule module that checks the editions for readers outside the team."""

    RULE: Rule

    def check_editions(self, library: Library, pages: Mapping[str, Body]) -> Iterator[Problem]:
        """Yield the problems of all editions."""
        ...


RULE_MODULES: tuple[RecordCheck | EditionCheck, ...] = (
    action_overdue,
    action_without_owner,
    attachment_missing,
    brief_unknown,
    cause_confounded,
    code_unknown,
    comment_cuts,
    contested_fact_used,
    cosmetic_only,
    date_impossible,
    date_order,
    fact_unknown,
    feedback_without_insight,
    heading_missing,
    history_incomplete,
    keeper_is_owner,
    kpi_mismatch,
    kpi_unexplained,
    kpi_without_why,
    link_ambiguous,
    link_dangling,
    link_draft,
    market_unknown,
    name_lookalike,
    name_taken,
    name_unusable,
    one_voice,
    overdue,
    plan_changed_after_start,
    relation_circular,
    relation_kept_differs,
    relation_unknown,
    rerun_says_nothing,
    review_past,
    schema_newer,
    schema_older,
    sections_missing,
    slug_taken,
    source_unknown,
    summary_length,
    tag_unknown,
    term_unknown,
    weights_over_100,
    win_without_cause,
    yaml_read_otherwise,
    brief_changed,
    translation_stale,
    private_value_shown,
    public_name_unused,
)
"""Every rule module, in the order in which the catalogue lists the rules."""


def select_checks(subject: Subject, *, needs_library: bool | None = None) -> tuple[RecordCheck, ...]:
    """Return the modules that check a kind of record, those alone that need the library or not if that is given."""
    return tuple(
        module
        for module in RULE_MODULES
        if isinstance(module, RecordCheck)
        and subject in module.RULE.subjects
        and needs_library in (None, module.RULE.needs_library)
    )


RECORD_CHECKS = select_checks(Subject.RECORD)
TRANSLATION_CHECKS = select_checks(Subject.TRANSLATION)
_LIBRARY_CHECKS = select_checks(Subject.RECORD, needs_library=True)
_BRIEF_LIBRARY_CHECKS = select_checks(Subject.BRIEF, needs_library=True)
_PAGE_CHECKS = tuple(module for module in RULE_MODULES if isinstance(module, PageCheck))
_EDITION_CHECKS = tuple(module for module in RULE_MODULES if isinstance(module, EditionCheck))


def find_library_problems(library: Library, pages: Mapping[str, Body]) -> Iterator[Problem]:
    """Yield all problems that need the whole library.

    For records and briefs these are the findings of rules that look at other records; for translations and
    hand-written pages they are the findings of all their rules.
    """
    for record in library.records:
        yield from find_record_problems(_LIBRARY_CHECKS, record, library)
        for translation in record.translations.values():
            yield from find_record_problems(TRANSLATION_CHECKS, translation, library)
    for brief in library.briefs:
        yield from find_record_problems(_BRIEF_LIBRARY_CHECKS, brief, library)
    for file, page in pages.items():
        for finding in (finding for module in _PAGE_CHECKS for finding in module.check_body(page, library)):
            yield Problem.from_rule(finding.rule, file, finding.span or Span(), finding.message, finding.hint)
    for module in _EDITION_CHECKS:
        yield from module.check_editions(library, pages)


def find_record_problems(modules: Iterable[RecordCheck], record: Record, library: Library) -> Iterator[Problem]:
    """Yield the problems that rule modules find in a record.

    Modules whose rule does not need the library also work with one that has no records.
    """
    return (record.to_problem(finding) for module in modules for finding in module.check(record, library))
