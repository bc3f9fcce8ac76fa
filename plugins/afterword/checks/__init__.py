"""Rules that a schema cannot say, one a file. Each takes a record and what surrounds it, and yields findings."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Protocol

from afterword.body import Body
from afterword.checks import (
    attachment_missing,
    cause_confounded,
    code_unknown,
    comment_cuts,
    date_impossible,
    date_order,
    heading_missing,
    kpi_mismatch,
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
    translation_stale,
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
    attachment_missing,
    cause_confounded,
    code_unknown,
    comment_cuts,
    date_impossible,
    date_order,
    heading_missing,
    kpi_mismatch,
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


TRANSLATION_CHECKS: tuple[Check, ...] = (
    attachment_missing,
    comment_cuts,
    heading_missing,
    link_ambiguous,
    link_dangling,
    summary_length,
    translation_stale,
)


def everything(library: Library, pages: Mapping[str, Body]) -> Iterator[Problem]:
    """All that is wrong with a library, with its briefs, and with the links of hand-written pages."""
    for record in library.records:
        yield from _problems(CHECKS, record, library)
        for translation in record.translations.values():
            yield from _problems(TRANSLATION_CHECKS, translation, library)
    for brief in library.briefs:
        yield from _problems(BRIEF_CHECKS, brief, library)
    for file, page in pages.items():
        rules = (link_dangling.check_body, link_ambiguous.check_body, heading_missing.check_body)
        for finding in (finding for rule in rules for finding in rule(page, library)):
            yield Problem.of(finding.rule, file, finding.span or Span(), finding.message, finding.hint)


def _problems(rules: Iterable[Check], record: Record, library: Library) -> Iterator[Problem]:
    return (record.document.problem(finding) for rule in rules for finding in rule.check(record, library))
