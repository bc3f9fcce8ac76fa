"""Problems with links to records in texts of other repositories, by the published index alone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from afterword.body import Body, parse_body
from afterword.checks import heading_missing, link_dangling
from afterword.frontmatter import frontmatter
from afterword.frontmatter.source import Source
from afterword.library.published_index import PublishedIndex
from afterword.problems import DataPath, Finding, Problem, Rule, RuleGroup, Severity, Span, Subject, say
from afterword.schema.vocabulary import Vocabulary

RENAMED = Rule(
    "link-renamed",
    "A link says a name that its record had before",
    Severity.WARNING,
    group=RuleGroup.EXTERNAL_LINKS,
    subjects=(Subject.EXTERNAL_TEXT,),
    needs_library=True,
)
UNPUBLISHED = Rule(
    "link-unpublished",
    "A link leads to a record that is not published yet",
    Severity.WARNING,
    group=RuleGroup.EXTERNAL_LINKS,
    subjects=(Subject.EXTERNAL_TEXT,),
    needs_library=True,
)
RULES = (RENAMED, UNPUBLISHED)
_EMPTY_VOCABULARY = Vocabulary({})
"""A vocabulary without section roles: in these texts no heading stands for a field."""


def find_problems(source: Source, register: PublishedIndex) -> list[Problem]:
    """Return the problems of every `[[Name]]` in a Markdown text and in its front matter, if that is readable."""
    document, _ = frontmatter.read_document(source)
    if document is None:
        findings = list(_find_link_problems(parse_body(source.text, 1, _EMPTY_VOCABULARY), register))
    else:
        findings = list(_find_link_problems(parse_body(document.body, document.body_line, _EMPTY_VOCABULARY), register))
        for path, value in _list_texts_with_links(document.data, ()):
            span = document.find_span(path)
            findings += (
                replace(finding, span=span)
                for finding in _find_link_problems(parse_body(value, 1, _EMPTY_VOCABULARY), register)
            )
    return [
        Problem.from_rule(located.rule, source.path, located.span or Span(), located.message, located.hint)
        for located in findings
    ]


def _list_texts_with_links(value: Any, path: DataPath) -> Iterator[tuple[DataPath, str]]:
    """Yield the texts in front matter that may contain a link, with their paths."""
    if isinstance(value, str) and "[[" in value:
        yield path, value
    children = value.items() if isinstance(value, Mapping) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in children:
        yield from _list_texts_with_links(inner, (*path, key))


def _find_link_problems(body: Body, register: PublishedIndex) -> Iterator[Finding]:
    for link in body.links:
        if link.is_wiki:
            for finding in check_name(link.target, register):
                yield replace(finding, span=body.to_span(link.place))


def check_name(target: str, register: PublishedIndex) -> Iterator[Finding]:
    """Yield the findings for a name in a text, or for a `Name#Heading`."""
    record, name, heading = register.resolve_link(target)
    if record is None:
        yield Finding(
            link_dangling.RULE,
            link_dangling.unknown_record_message(target),
            link_dangling.suggestion_hint(register.find_nearest_name(name)),
        )
        return
    if record.is_former_name(name):
        message = say("`{name}` is now called `{new}`.", name=name, new=record.name)
        yield Finding(RENAMED, message, say("The link still leads there. Write the new name."))
    if record.status != "published":
        message = say("`{name}` is not published yet: its status is `{status}`.", name=name, status=record.status)
        yield Finding(UNPUBLISHED, message, say("What it says may still change: ask its keeper before relying on it."))
    if heading and not record.has_heading(heading):
        message = heading_missing.missing_section_message(record.name, heading)
        yield Finding(
            heading_missing.RULE, message, heading_missing.missing_section_hint(heading, record.headings or ())
        )
