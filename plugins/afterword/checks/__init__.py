"""Rules that a schema cannot express, one per file. Each takes a record and its library and yields findings."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Protocol

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
from afterword.problems import Finding, Problem, Rule, Span
from afterword.records.record import Record


class CheckModule(Protocol):
    """A rule module of this package."""

    RULE: Rule

    def check(self, record: Record, library: Library) -> Iterator[Finding]:
        """Yield the findings of the rule in a record."""
        ...


CHECKS: tuple[CheckModule, ...] = (
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
)

BRIEF_CHECKS: tuple[CheckModule, ...] = (
    brief_changed,
    code_unknown,
    comment_cuts,
    date_impossible,
    date_order,
    heading_missing,
    keeper_is_owner,
    link_ambiguous,
    link_dangling,
    link_draft,
    market_unknown,
    overdue,
    schema_newer,
    schema_older,
    tag_unknown,
    term_unknown,
    yaml_read_otherwise,
)


TRANSLATION_CHECKS: tuple[CheckModule, ...] = (
    attachment_missing,
    comment_cuts,
    heading_missing,
    link_ambiguous,
    link_dangling,
    summary_length,
    translation_stale,
    yaml_read_otherwise,
)


RECORD_ONLY_CHECKS: tuple[CheckModule, ...] = (
    action_without_owner,
    brief_changed,
    code_unknown,
    comment_cuts,
    contested_fact_used,
    cosmetic_only,
    date_impossible,
    date_order,
    fact_unknown,
    feedback_without_insight,
    keeper_is_owner,
    kpi_mismatch,
    kpi_unexplained,
    kpi_without_why,
    market_unknown,
    name_unusable,
    one_voice,
    rerun_says_nothing,
    schema_newer,
    schema_older,
    sections_missing,
    source_unknown,
    summary_length,
    tag_unknown,
    term_unknown,
    weights_over_100,
    win_without_cause,
    yaml_read_otherwise,
)
"""Rules that use only the vocabulary of the library: their findings do not depend on other records."""


def select_record_only(rules: Iterable[CheckModule]) -> tuple[CheckModule, ...]:
    """Return those of the rules that need no other record."""
    return tuple(rule for rule in rules if rule in RECORD_ONLY_CHECKS)


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
        rules = (link_dangling.check_body, link_ambiguous.check_body, heading_missing.check_body)
        for finding in (finding for rule in rules for finding in rule(page, library)):
            yield Problem.from_rule(finding.rule, file, finding.span or Span(), finding.message, finding.hint)
    yield from private_value_shown.check_editions(library, pages)


_LIBRARY_CHECKS = tuple(rule for rule in CHECKS if rule not in RECORD_ONLY_CHECKS)
_BRIEF_LIBRARY_CHECKS = tuple(rule for rule in BRIEF_CHECKS if rule not in RECORD_ONLY_CHECKS)


def find_record_problems(rules: Iterable[CheckModule], record: Record, library: Library) -> Iterator[Problem]:
    """Yield the problems that rules find in a record.

    Rules that need no other record also work with a library that has no records.
    """
    return (record.to_problem(finding) for rule in rules for finding in rule.check(record, library))
