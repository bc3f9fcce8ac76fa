"""What is wrong with links to records in texts of other repositories, which know the library by its register alone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from afterword.body import Body, parse
from afterword.checks import heading_missing, link_dangling
from afterword.frontmatter import frontmatter
from afterword.frontmatter.source import Source
from afterword.library.published_index import Register
from afterword.problems import Finding, Path, Problem, Rule, Severity, Span, say
from afterword.schema.vocabulary import Vocabulary

RENAMED = Rule("link-renamed", "A link says a name that its record had before", Severity.WARNING)
UNPUBLISHED = Rule("link-unpublished", "A link leads to a record that is not published yet", Severity.WARNING)
RULES = (RENAMED, UNPUBLISHED)
_NO_WORDS = Vocabulary({})
"""In these texts no heading stands for a field."""


def problems(text: Source, register: Register) -> list[Problem]:
    """Of every `[[Name]]` in a Markdown text, and in the texts of its front matter if it has any that can be read."""
    document, _ = frontmatter.read(text)
    if document is None:
        found = list(_findings(parse(text.text, 1, _NO_WORDS), register))
    else:
        found = list(_findings(parse(document.body, document.body_line, _NO_WORDS), register))
        for path, value in _texts(document.data, ()):
            span = document.span(path)
            found += (replace(finding, span=span) for finding in _findings(parse(value, 1, _NO_WORDS), register))
    return [Problem.of(one.rule, text.path, one.span or Span(), one.message, one.hint) for one in found]


def _texts(value: Any, path: Path) -> Iterator[tuple[Path, str]]:
    """The texts in front matter that may hold a link, by their paths."""
    if isinstance(value, str) and "[[" in value:
        yield path, value
    children = value.items() if isinstance(value, Mapping) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in children:
        yield from _texts(inner, (*path, key))


def _findings(body: Body, register: Register) -> Iterator[Finding]:
    for link in body.links:
        if link.wiki:
            for finding in named(link.target, register):
                yield replace(finding, span=body.span(link.place))


def named(target: str, register: Register) -> Iterator[Finding]:
    """What is wrong with a name that a text gives, or a `Name#Heading`."""
    record, name, heading = register.resolve(target)
    if record is None:
        yield Finding(link_dangling.RULE, link_dangling.message(target), link_dangling.advice(register.near(name)))
        return
    if record.was(name):
        message = say("`{name}` is now called `{new}`.", name=name, new=record.name)
        yield Finding(RENAMED, message, say("The link still leads there. Write the new name."))
    if record.status != "published":
        message = say("`{name}` is not published yet: its status is `{status}`.", name=name, status=record.status)
        yield Finding(UNPUBLISHED, message, say("What it says may still change: ask its keeper before relying on it."))
    if heading and not record.has(heading):
        message = heading_missing.message(record.name, heading)
        yield Finding(heading_missing.RULE, message, heading_missing.hint(heading, record.headings or ()))
