"""A record under a new name: the old one stays an alias, and every link that said it says the new one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from afterword.authoring.edits import Edit, scalar
from afterword.body import Body
from afterword.frontmatter.document import Document, Node
from afterword.library.library import Library
from afterword.problems import Path
from afterword.records.record import Record
from afterword.text.names import name_key

Edits = Mapping[str, Sequence[Edit]]
"""Edits by the file that they change."""


def rename(library: Library, pages: Mapping[str, Body], old: str, new: str) -> Edits:
    """The edits that give the record called `old` the name `new`.

    `pages` are hand-written pages by their file. Raises `ValueError` in words when the names do not allow it.
    """
    found = library.by_name.get(name_key(old), ())
    if len(found) != 1:
        message = f"no record is called `{old}`" if not found else f"several records are called `{old}`"
        raise ValueError(message)
    record = found[0]
    if record.name == new:
        message = f"{record.path} is already called `{new}`"
        raise ValueError(message)
    taken = [other for other in library.by_name.get(name_key(new), ()) if other is not record]
    if taken:
        message = f"`{new}` already names {taken[0].path}"
        raise ValueError(message)
    changes: dict[str, list[Edit]] = {record.path: list(_renamed(record, new))}
    translations = (other for record in library.records for other in record.translations.values())
    for other in (*library.records, *library.briefs, *translations):
        changes.setdefault(other.path, []).extend(_mended(other, record.name, new))
    for file, body in pages.items():
        changes.setdefault(file, []).extend(_relinked(body, record.name, new))
    return {file: edits for file, edits in changes.items() if edits}


def _renamed(record: Record, new: str) -> Iterator[Edit]:
    """The record's own name, and the old one among its aliases."""
    document = record.document
    found = document.places.root.at("name")
    if found is None or found[1].end.line != found[1].span.line:
        message = f"{record.path}: the name runs over several lines; write it on one first"
        raise ValueError(message)
    yield Edit.at(found[1].span, scalar(new))
    kept = [alias for alias in record.aliases if name_key(alias) != name_key(new)]
    if name_key(record.name) not in map(name_key, (*kept, new)):
        yield _another_alias(document, found[1], record.name)


def _another_alias(document: Document, name: Node, alias: str) -> Edit:
    """One alias more: in brackets, as a line of the list, or as a line of its own below the name."""
    aliases = document.places.root.at("aliases")
    if aliases is None or not aliases[1].items:
        if aliases is not None:
            return Edit.at(aliases[1].span, f"[{scalar(alias)}]")
        return Edit(name.end.line + 1, 1, 0, f"aliases: [{scalar(alias)}]\n")
    first = aliases[1].items[0].span
    line = document.source.line(first.line)
    before = line[: first.column - 1]
    if before.strip() == "-":
        return Edit(first.line, 1, 0, f"{before}{scalar(alias)}\n")
    return Edit(first.line, first.column, 0, f"{scalar(alias)}, ")


def _mended(record: Record, old: str, new: str) -> Iterator[Edit]:
    """Every mention of the old name as a link: in the text, and as a value of front matter."""
    yield from _relinked(record.body, old, new)
    for path, name in named(record):
        if name_key(name) == name_key(old):
            yield Edit.at(record.document.span(path), scalar(new))


def named(record: Record) -> Iterator[tuple[Path, str]]:
    """Names of records in front matter, with their paths: relations, and what a brief has reviewed or waived."""
    for key in ("relations", "reviewed", "waived"):
        rows = record.data.get(key, ())
        yield from (((key, index, "name"), row["name"]) for index, row in enumerate(rows) if row.get("name"))


def _relinked(body: Body, old: str, new: str) -> Iterator[Edit]:
    for link in body.links:
        if link.wiki and (length := _said(link.target, old)):
            span = body.span(link.place)
            yield Edit(span.line, span.column + len("[["), length, new)


def _said(target: str, name: str) -> int:
    """How many characters of a link's target say a name: all of it, or what stands before the heading; 0 for none."""
    for part in (target, target.partition("#")[0]):
        if name_key(part) == name_key(name):
            return len(part)
    return 0
