"""Rules that a schema cannot say, one a file. Each takes a record and what surrounds it, and yields findings."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

from afterword.body import Body
from afterword.checks import (
    code_unknown,
    comment_cuts,
    date_impossible,
    date_order,
    heading_missing,
    kpi_unexplained,
    link_ambiguous,
    link_dangling,
    market_unknown,
    name_lookalike,
    name_taken,
    name_unusable,
    relation_circular,
    relation_unknown,
    rerun_says_nothing,
    sections_missing,
    slug_taken,
    source_unknown,
    summary_length,
    tag_unknown,
    term_unknown,
    weights_over_100,
    win_without_cause,
)
from afterword.library import Library
from afterword.problems import Finding, Problem, Rule, Span
from afterword.record import Record


class Check(Protocol):
    """A module of this package."""

    RULE: Rule

    def check(self, record: Record, library: Library) -> Iterator[Finding]:
        """What is wrong with a record."""
        ...


CHECKS: tuple[Check, ...] = (
    code_unknown,
    comment_cuts,
    date_impossible,
    date_order,
    heading_missing,
    kpi_unexplained,
    link_ambiguous,
    link_dangling,
    market_unknown,
    name_lookalike,
    name_taken,
    name_unusable,
    relation_circular,
    relation_unknown,
    rerun_says_nothing,
    sections_missing,
    slug_taken,
    source_unknown,
    summary_length,
    tag_unknown,
    term_unknown,
    weights_over_100,
    win_without_cause,
)

BRIEF_CHECKS: tuple[Check, ...] = (
    code_unknown,
    comment_cuts,
    date_impossible,
    date_order,
    heading_missing,
    link_ambiguous,
    link_dangling,
    market_unknown,
    tag_unknown,
    term_unknown,
)


def check(record: Record, library: Library) -> Iterator[Finding]:
    """Everything these rules find in one record of a library."""
    for rule in CHECKS:
        yield from rule.check(record, library)


def check_brief(brief: Record, library: Library) -> Iterator[Finding]:
    """Everything these rules find in one brief beside a library."""
    for rule in BRIEF_CHECKS:
        yield from rule.check(brief, library)


def check_page(file: str, page: Body, library: Library) -> Iterator[Problem]:
    """Everything wrong with the links of a hand-written page beside a library."""
    for finding in link_dangling.check_body(page, library):
        yield Problem.of(finding.rule, file, finding.span or Span(), finding.message, finding.hint)
