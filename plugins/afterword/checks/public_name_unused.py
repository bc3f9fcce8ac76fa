"""Rule: a name on the list of exceptions is the confidential name of somebody in the library."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from afterword.body import Body
from afterword.confidential.values import find_used_exceptions, list_outer_editions
from afterword.library.library import Library
from afterword.problems import Problem, Rule, RuleGroup, Severity, Span, Subject, say
from afterword.schema.vocabulary import PUBLIC_NAMES

RULE = Rule(
    "public-name-unused",
    "A name that everybody may read is not confidential anywhere",
    Severity.WARNING,
    group=RuleGroup.EDITIONS,
    subjects=(Subject.EDITION,),
    needs_library=True,
    configurable=True,
)
_FILE = "schema/vocabulary.yml"


def check_editions(library: Library, pages: Mapping[str, Body]) -> Iterator[Problem]:
    """Yield the names on the vocabulary's list of exceptions that no confidential value has.

    Nothing is checked if no record is visible outside the team.
    """
    editions = list_outer_editions(library) if library.vocabulary.public_names else ()
    if not editions:
        return
    used_names = set().union(*(find_used_exceptions(library, edition.audience) for edition in editions))
    lines = library.printed_files.get(_FILE, "").split("\n")
    start = next((number for number, line in enumerate(lines) if line.startswith(f"{PUBLIC_NAMES}:")), 0)
    for name in library.vocabulary.public_names:
        if name not in used_names:
            entry = re.compile(rf"""['"]?{re.escape(name)}['"]?\s*:""")
            places = ((start + n, match) for n, line in enumerate(lines[start:], 1) if (match := entry.search(line)))
            number, match = next(places, (1, None))
            span = Span(number, match.start() + 1, len(name)) if match else Span()
            message = say("`{name}` is on the list of names that everybody may read, but no field keeps it.", name=name)
            yield Problem.from_rule(RULE, _FILE, span, message, say("Remove it, or write it as the field does."))
