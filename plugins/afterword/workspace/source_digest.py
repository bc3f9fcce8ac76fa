"""Digests of the files that a site was built from, which everyone can recompute."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator

from afterword.disk import files, opening
from afterword.disk.read_fault import ReadFault
from afterword.library.projection import Entry, Projection
from afterword.records.references import find_attachment
from afterword.schema.audience import Audience
from afterword.workspace.library_layout import BRIEFS, DOCS, POSTMORTEMS
from afterword.workspace.project import Project

FOLDERS = (POSTMORTEMS, BRIEFS, DOCS, "schema")
"""Folders that a site is built from."""


def library_digest(loaded_project: Project) -> str:
    """Return the SHA-256 of the output of `sha256sum` for every file of the library's folders, in order of names.

    Texts are hashed as they were checked, with line feeds and without byte order marks, so Windows gives the same.
    Hidden files, links and unreadable files are left out.
    """
    hashes = {file: hashlib.sha256(source.text.encode()).hexdigest() for file, source in loaded_project.sources.items()}
    hashes |= _hash_files(loaded_project, set(_list_files(loaded_project, FOLDERS)) - hashes.keys())
    return hashlib.sha256("".join(f"{hashes[file]}  {file}\n" for file in sorted(hashes)).encode()).hexdigest()


def edition_digest(loaded_project: Project, edition: Projection) -> str:
    """Return the digest of what an edition is built from; outside the team it depends only on what is shown there.

    It covers the visible parts of records, the attachments of their texts, hand-written pages and the schema.
    """
    if edition.audience is Audience.INTERNAL:
        return library_digest(loaded_project)
    total = hashlib.sha256()
    for entry in edition.entries:
        total.update(json.dumps(_visible_content(entry), ensure_ascii=False, sort_keys=True).encode())
    linked = {
        file for entry in edition.entries for file in _linked_attachments(entry)
    } & loaded_project.library.attachments
    hashes = _hash_files(loaded_project, {*linked, *_list_files(loaded_project, (DOCS, "schema"))})
    total.update("".join(f"{hashes[file]}  {file}\n" for file in sorted(hashes)).encode())
    return total.hexdigest()


def _visible_content(entry: Entry) -> object:
    """Return what an audience sees of an entry, as data for JSON."""
    translations = {
        lang: [other.name, other.summary, other.state, other.body and other.body.text_without_comments]
        for lang, other in entry.translations.items()
    }
    return [entry.data, entry.body and entry.body.text_without_comments, translations]


def _linked_attachments(entry: Entry) -> Iterator[str]:
    """Yield the attachments that the texts of an entry link to."""
    texts = ((entry.path, entry.body), *((other.path, other.body) for other in entry.translations.values()))
    return (
        attachment[0]
        for path, body in texts
        if body
        for link in body.links
        if (attachment := find_attachment(path, link))
    )


def _list_files(loaded_project: Project, folders: Iterable[str]) -> Iterator[str]:
    """Yield the readable files below folders of the library."""
    for folder in folders:
        yield from (file.path for file in files.list_files(loaded_project.root, folder) if file.problem is None)


def _hash_files(loaded_project: Project, paths: Iterable[str]) -> dict[str, str]:
    """Return the SHA-256 of each file that can be read."""
    listed = sorted(paths)
    contents = opening.read_files_inside(loaded_project.root, listed, files.MAX_ATTACHMENT)
    return {
        path: hashlib.sha256(content).hexdigest()
        for path, content in zip(listed, contents, strict=True)
        if not isinstance(content, ReadFault)
    }
