"""Renaming of a record: the old name becomes an alias, and every link to it gets the new name."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from afterword.authoring.edits import Edit, render_scalar
from afterword.body import Body
from afterword.frontmatter.document import Document, YamlNode
from afterword.library.library import Library
from afterword.problems import DataPath
from afterword.records.record import Record
from afterword.text.names import name_key

EditsByFile = Mapping[str, Sequence[Edit]]
"""Edits by the file that they change."""


def rename_record(library: Library, pages: Mapping[str, Body], old: str, new: str) -> EditsByFile:
    """Return the edits that rename a record from `old` to `new`.

    `pages` are the hand-written pages by file. Raises `ValueError` with a message if the names do not allow it.
    """
    records = library.by_name.get(name_key(old), ())
    if len(records) != 1:
        message = f"no record is called `{old}`" if not records else f"several records are called `{old}`"
        raise ValueError(message)
    record = records[0]
    if record.name == new:
        message = f"{record.path} is already called `{new}`"
        raise ValueError(message)
    name_holders = [other for other in library.by_name.get(name_key(new), ()) if other is not record]
    if name_holders:
        message = f"`{new}` already names {name_holders[0].path}"
        raise ValueError(message)
    edits_by_file: dict[str, list[Edit]] = {record.path: list(_edit_name(record, new))}
    translations = (other for record in library.records for other in record.translations.values())
    for other in (*library.records, *library.briefs, *translations):
        edits_by_file.setdefault(other.path, []).extend(_edit_mentions(other, record.name, new))
    for file, body in pages.items():
        edits_by_file.setdefault(file, []).extend(_edit_links(body, record.name, new))
    return {file: edits for file, edits in edits_by_file.items() if edits}


def _edit_name(record: Record, new: str) -> Iterator[Edit]:
    """Yield the edits of the record's name and of its aliases."""
    document = record.document
    name_nodes = document.nodes.root.find_child("name")
    if name_nodes is None or name_nodes[1].end.line != name_nodes[1].span.line:
        message = f"{record.path}: the name runs over several lines; write it on one first"
        raise ValueError(message)
    yield Edit.at_span(name_nodes[1].span, render_scalar(new))
    kept_aliases = [alias for alias in record.aliases if name_key(alias) != name_key(new)]
    if name_key(record.name) not in map(name_key, (*kept_aliases, new)):
        yield _add_alias(document, name_nodes[1], record.name)


def _add_alias(document: Document, name: YamlNode, alias: str) -> Edit:
    """Return the edit that adds an alias: to a flow list, to a block list, or as a new line below the name."""
    aliases = document.nodes.root.find_child("aliases")
    if aliases is None or not aliases[1].items:
        if aliases is not None:
            return Edit.at_span(aliases[1].span, f"[{render_scalar(alias)}]")
        return Edit(name.end.line + 1, 1, 0, f"aliases: [{render_scalar(alias)}]\n")
    first = aliases[1].items[0].span
    line = document.source.get_line(first.line)
    prefix = line[: first.column - 1]
    if prefix.strip() == "-":
        return Edit(first.line, 1, 0, f"{prefix}{render_scalar(alias)}\n")
    return Edit(first.line, first.column, 0, f"{render_scalar(alias)}, ")


def _edit_mentions(record: Record, old: str, new: str) -> Iterator[Edit]:
    """Yield the edits of all mentions of the old name: links in the text, and values of front matter."""
    yield from _edit_links(record.body, old, new)
    for path, name in iterate_record_names(record):
        if name_key(name) == name_key(old):
            yield Edit.at_span(record.document.find_span(path), render_scalar(new))


def iterate_record_names(record: Record) -> Iterator[tuple[DataPath, str]]:
    """Yield the names of other records in front matter, with their paths: relations, reviewed and waived."""
    for key in ("relations", "reviewed", "waived"):
        rows = record.data.get(key, ())
        yield from (((key, index, "name"), row["name"]) for index, row in enumerate(rows) if row.get("name"))


def _edit_links(body: Body, old: str, new: str) -> Iterator[Edit]:
    """Yield the edits of the links in a body."""
    for link in body.links:
        if link.is_wiki and (length := _matching_length(link.target, old)):
            span = body.to_span(link.place)
            yield Edit(span.line, span.column + len("[["), length, new)


def _matching_length(target: str, name: str) -> int:
    """Return the length of the name at the start of a link's target; 0 if it names another record."""
    for candidate in (target, target.partition("#")[0]):
        if name_key(candidate) == name_key(name):
            return len(candidate)
    return 0
