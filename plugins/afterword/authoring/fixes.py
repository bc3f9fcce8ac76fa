"""What the program can mend by itself: the corrections of problems, and names of today, as changes of a few bytes."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from afterword.authoring.edits import Edit, scalar
from afterword.authoring.rename import named
from afterword.body import Body
from afterword.frontmatter.source import Source
from afterword.library.library import Library
from afterword.problems import Fix, Part, Problem, Severity, Span
from afterword.text.dates import period
from afterword.text.names import name_key

CANONICAL, FOLLOWED = "canonical-names", "translation-stale"
"""Why a fix is made that mends no problem: somebody asked for it, or it keeps one from arising."""

_IN_LINKS = frozenset("[]|#")
"""What a name cannot hold to be said in any link."""


def corrected(problems: Iterable[Problem], sources: Mapping[str, Source]) -> list[Fix]:
    """The fixes of all problems that have a correction: one a place, and none that says the same thing twice.

    Of two problems at a place the error counts; what is left over can be asked for again when these are made.
    """
    found: dict[tuple[str, Span], Fix] = {}
    said = set()
    for problem in sorted(problems, key=lambda problem: problem.severity is not Severity.ERROR):
        if (correction := problem.correction) is None:
            continue
        path, is_key = correction.path, correction.part is Part.KEY
        group = path[:-1] if is_key or isinstance(path[-1], int) else path
        entry, place = (problem.file, group, is_key, str(correction.right)), (problem.file, problem.span)
        if entry not in said and place not in found:
            said.add(entry)
            found[place] = _fix(sources[problem.file], problem.span, problem.code, correction.right)
    return list(found.values())


def canonical(library: Library, pages: Mapping[str, Body], sources: Mapping[str, Source]) -> Iterator[Fix]:
    """Links and relations that say an alias, changed to the record's name; what a link shows stays.

    What a translation calls a record is its name in that language, and stays too.
    """
    translations = (other for record in library.records for other in record.translations.values())
    for record in (*library.records, *library.briefs, *translations):
        yield from _links(library, record.body, sources[record.path])
        for path, said in named(record):
            if (name := _name(library, said)) and record.document.takes(path, Part.VALUE, name):
                yield _fix(record.document.source, record.document.span(path), CANONICAL, name)
    for file, page in pages.items():
        yield from _links(library, page, sources[file])


def followed(before: Library, after: Library) -> Iterator[Fix]:
    """Translations that were made from what a record said before it was mended are made from what it says now."""
    for record in after.records:
        old, new = before.by_path[record.path].document.source.digest, record.document.source.digest
        for translation in record.translations.values():
            path = ("made_from",)
            if old != new and translation.data.get(*path) == old and translation.document.takes(path, Part.VALUE, new):
                yield _fix(translation.document.source, translation.document.span(path), FOLLOWED, new)


def edits(fixes: Iterable[Fix]) -> Mapping[str, list[Edit]]:
    """The fixes as edits, by their file."""
    found: dict[str, list[Edit]] = {}
    for fix in fixes:
        found.setdefault(fix.file, []).append(Edit.at(fix.span, fix.after))
    return found


def _links(library: Library, body: Body, source: Source) -> Iterator[Fix]:
    for link in body.links:
        said = link.target if name_key(link.target) in library.by_name else link.target.partition("#")[0]
        name = _name(library, said) if link.wiki else None
        if name and not _IN_LINKS & {*name}:
            place = body.span(link.place)
            span = Span(place.line, place.column + len("[["), len(said))
            if source.shown(span) == said:
                yield Fix(source.path, span, CANONICAL, said, name)


def _name(library: Library, said: str) -> str | None:
    """The name of the one record that has this alias, if no other has that name."""
    found = library.by_name.get(name_key(said), ())
    if len(found) != 1 or name_key(said) not in map(name_key, found[0].aliases):
        return None
    name = found[0].name
    return name if name_key(name) != name_key(said) and len(library.by_name[name_key(name)]) == 1 else None


def _fix(source: Source, span: Span, code: str, right: Any) -> Fix:
    before = source.shown(span)
    return Fix(source.path, span, code, before, _written(right, before))


def _written(right: Any, before: str) -> str:
    """A value as YAML in the place of another, in quotes of the same kind if those hold it."""
    quote = before[0] if before[0] in "\"'" else ""
    if isinstance(right, list):
        return f"[{before if quote else scalar(right[0])}]"
    if not isinstance(right, str):
        return json.dumps(right)
    if quote and not {*"\"'\\"} & {*right}:
        return f"{quote}{right}{quote}"
    # A date stays plain, though some readers do not take it for text: all take it for that day.
    return right if "-" in right and period(right) else scalar(right)
