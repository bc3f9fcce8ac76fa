"""Rules that a schema cannot say, one a file. Each takes a record and what surrounds it, and yields findings."""

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


class Check(Protocol):
    """A module of this package."""

    RULE: Rule

    def check(self, record: Record, library: Library) -> Iterator[Finding]:
        """What is wrong with a record."""
        ...


CHECKS: tuple[Check, ...] = (
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

BRIEF_CHECKS: tuple[Check, ...] = (
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


TRANSLATION_CHECKS: tuple[Check, ...] = (
    attachment_missing,
    comment_cuts,
    heading_missing,
    link_ambiguous,
    link_dangling,
    summary_length,
    translation_stale,
    yaml_read_otherwise,
)


ALONE: tuple[Check, ...] = (
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
"""Rules that ask the library for its vocabulary only: what they find in a record is the same whatever is beside it."""


def alone(rules: Iterable[Check]) -> tuple[Check, ...]:
    """Those of the rules that need no other record."""
    return tuple(rule for rule in rules if rule in ALONE)


def of_all(library: Library, pages: Mapping[str, Body]) -> Iterator[Problem]:
    """All else: of records and briefs what the other rules find, of translations and hand-written pages everything."""
    for record in library.records:
        yield from of_one(_TOGETHER, record, library)
        for translation in record.translations.values():
            yield from of_one(TRANSLATION_CHECKS, translation, library)
    for brief in library.briefs:
        yield from of_one(_BRIEFS_TOGETHER, brief, library)
    for file, page in pages.items():
        rules = (link_dangling.check_body, link_ambiguous.check_body, heading_missing.check_body)
        for finding in (finding for rule in rules for finding in rule(page, library)):
            yield Problem.of(finding.rule, file, finding.span or Span(), finding.message, finding.hint)
    yield from private_value_shown.check_editions(library, pages)


_TOGETHER = tuple(rule for rule in CHECKS if rule not in ALONE)
_BRIEFS_TOGETHER = tuple(rule for rule in BRIEF_CHECKS if rule not in ALONE)


def of_one(rules: Iterable[Check], record: Record, library: Library) -> Iterator[Problem]:
    """What rules find in a record; for those that need no other record, the library may be one without any."""
    return (record.problem(finding) for rule in rules for finding in rule.check(record, library))
