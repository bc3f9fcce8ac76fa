"""Automatic fixes: corrections of problems and current names, as changes of a few bytes."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from afterword.authoring.edits import Edit, render_scalar
from afterword.authoring.rename import iterate_record_names
from afterword.body import Body
from afterword.frontmatter.source import Source
from afterword.library.library import Library
from afterword.problems import FieldPart, Fix, Problem, Severity, Span
from afterword.text.dates import parse_period
from afterword.text.names import name_key

CANONICAL, STALE_TRANSLATION = "canonical-names", "translation-stale"
"""Codes of fixes for which there is no problem: requested by the user, or to keep a problem from arising."""

_LINK_CHARACTERS = frozenset("[]|#")
"""Characters that make a name impossible to link."""


def fix_problems(problems: Iterable[Problem], sources: Mapping[str, Source]) -> list[Fix]:
    """Return the fixes of all problems that have a correction, at most one per place and per correction.

    Errors come before warnings. The remaining problems can be fixed in another run.
    """
    fix_by_place: dict[tuple[str, Span], Fix] = {}
    seen_corrections = set()
    for problem in sorted(problems, key=lambda problem: problem.severity is not Severity.ERROR):
        if (correction := problem.correction) is None:
            continue
        path, is_key = correction.path, correction.part is FieldPart.KEY
        parent_path = path[:-1] if is_key or isinstance(path[-1], int) else path
        correction_key, place = (
            (problem.file, parent_path, is_key, str(correction.replacement)),
            (problem.file, problem.span),
        )
        if correction_key not in seen_corrections and place not in fix_by_place:
            seen_corrections.add(correction_key)
            fix_by_place[place] = _build_fix(sources[problem.file], problem.span, problem.code, correction.replacement)
    return list(fix_by_place.values())


def fix_aliases(library: Library, pages: Mapping[str, Body], sources: Mapping[str, Source]) -> Iterator[Fix]:
    """Yield fixes that replace aliases with names in links and relations; the displayed text of links stays.

    The names of translations stay too, because they are names in another language.
    """
    translations = (other for record in library.records for other in record.translations.values())
    for record in (*library.records, *library.briefs, *translations):
        yield from _fix_links(library, record.body, sources[record.path])
        for path, alias in iterate_record_names(record):
            if (name := _canonical_name(library, alias)) and record.document.can_replace(path, FieldPart.VALUE, name):
                yield _build_fix(record.document.source, record.document.find_span(path), CANONICAL, name)
    for file, body in pages.items():
        yield from _fix_links(library, body, sources[file])


def fix_translation_stamps(before: Library, after: Library) -> Iterator[Fix]:
    """Yield fixes that update the digests of translations whose originals were changed by other fixes."""
    for record in after.records:
        old_digest, new_digest = before.by_path[record.path].document.source.digest, record.document.source.digest
        for translation in record.translations.values():
            path = ("made_from",)
            if (
                old_digest != new_digest
                and translation.data.get(*path) == old_digest
                and translation.document.can_replace(path, FieldPart.VALUE, new_digest)
            ):
                yield _build_fix(
                    translation.document.source, translation.document.find_span(path), STALE_TRANSLATION, new_digest
                )


def edits_by_file(fixes: Iterable[Fix]) -> Mapping[str, list[Edit]]:
    """Group fixes as edits by file."""
    edits_by_path: dict[str, list[Edit]] = {}
    for fix in fixes:
        edits_by_path.setdefault(fix.file, []).append(Edit.at_span(fix.span, fix.after))
    return edits_by_path


def _fix_links(library: Library, body: Body, source: Source) -> Iterator[Fix]:
    """Yield fixes of the wiki links in a body that use an alias."""
    for link in body.links:
        linked_name = link.target if name_key(link.target) in library.by_name else link.target.partition("#")[0]
        name = _canonical_name(library, linked_name) if link.is_wiki else None
        if name and not _LINK_CHARACTERS & {*name}:
            link_span = body.to_span(link.place)
            span = Span(link_span.line, link_span.column + len("[["), len(linked_name))
            if source.text_at(span) == linked_name:
                yield Fix(source.path, span, CANONICAL, linked_name, name)


def _canonical_name(library: Library, alias: str) -> str | None:
    """Return the name of the only record that has an alias, if no other record has that name; else None."""
    records = library.by_name.get(name_key(alias), ())
    if len(records) != 1 or name_key(alias) not in map(name_key, records[0].aliases):
        return None
    name = records[0].name
    return name if name_key(name) != name_key(alias) and len(library.by_name[name_key(name)]) == 1 else None


def _build_fix(source: Source, span: Span, code: str, new_value: Any) -> Fix:
    """Return the fix that puts a value in the place of a span."""
    before = source.text_at(span)
    return Fix(source.path, span, code, before, _render_value(new_value, before))


def _render_value(new_value: Any, before: str) -> str:
    """Render a value as YAML in place of another, in the same quotes if possible."""
    quote = before[0] if before[0] in "\"'" else ""
    if isinstance(new_value, list):
        return f"[{before if quote else render_scalar(new_value[0])}]"
    if not isinstance(new_value, str):
        return json.dumps(new_value)
    if quote and not {*"\"'\\"} & {*new_value}:
        return f"{quote}{new_value}{quote}"
    # A date stays plain: some readers do not take it for text, but all take it for that day.
    return new_value if "-" in new_value and parse_period(new_value) else render_scalar(new_value)
