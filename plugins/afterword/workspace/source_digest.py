"""What a library was made from, as one number that anybody can work out again."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator

from afterword.disk import files, opening
from afterword.disk.opening import Fault
from afterword.library.projection import Entry, Projection
from afterword.records.references import find_attachment
from afterword.schema.fields import Audience
from afterword.workspace import project
from afterword.workspace.project import Project

FOLDERS = (project.POSTMORTEMS, project.BRIEFS, project.DOCS, "schema")
"""What a site is made from."""


def digest(found: Project) -> str:
    """Return the SHA-256 of what `sha256sum` prints for every file of the library's folders, in order of their names.

    Texts are taken as they were checked, with line feeds and without byte order marks: on Windows they give the same.
    What is hidden, links, and what cannot be read are left out.
    """
    hashes = {file: hashlib.sha256(source.text.encode()).hexdigest() for file, source in found.sources.items()}
    hashes |= _hash_files(found, set(_list_files(found, FOLDERS)) - hashes.keys())
    return hashlib.sha256("".join(f"{hashes[file]}  {file}\n" for file in sorted(hashes)).encode()).hexdigest()


def edition_digest(found: Project, edition: Projection) -> str:
    """Return the digest of what an edition is made from; outside the team it says nothing of what is not shown there.

    It takes in the records as far as they are shown, the attachments of their texts, hand-written pages and the schema.
    """
    if edition.audience is Audience.INTERNAL:
        return digest(found)
    total = hashlib.sha256()
    for entry in edition.entries:
        total.update(json.dumps(_shown(entry), ensure_ascii=False, sort_keys=True).encode())
    linked = {file for entry in edition.entries for file in _attachments(entry)} & found.library.attachments
    hashes = _hash_files(found, {*linked, *_list_files(found, (project.DOCS, "schema"))})
    total.update("".join(f"{hashes[file]}  {file}\n" for file in sorted(hashes)).encode())
    return total.hexdigest()


def _shown(entry: Entry) -> object:
    translations = {
        lang: [other.name, other.summary, other.state, other.body and other.body.printed]
        for lang, other in entry.translations.items()
    }
    return [entry.data, entry.body and entry.body.printed, translations]


def _attachments(entry: Entry) -> Iterator[str]:
    texts = ((entry.path, entry.body), *((other.path, other.body) for other in entry.translations.values()))
    return (shown[0] for path, body in texts if body for link in body.links if (shown := find_attachment(path, link)))


def _list_files(found: Project, folders: Iterable[str]) -> Iterator[str]:
    """Yield the files of folders of the library; what is hidden, links and what cannot be read are left out."""
    for folder in folders:
        yield from (file.path for file in files.list_files(found.root, folder) if file.problem is None)


def _hash_files(found: Project, paths: Iterable[str]) -> dict[str, str]:
    """Return the SHA-256 of each file that can be read."""
    listed = sorted(paths)
    contents = opening.read_each_inside(found.root, listed, files.MAX_ATTACHMENT)
    return {
        path: hashlib.sha256(content).hexdigest()
        for path, content in zip(listed, contents, strict=True)
        if not isinstance(content, Fault)
    }
