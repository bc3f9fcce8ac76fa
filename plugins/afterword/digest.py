"""What a library was made from, as one number that anybody can work out again."""

from __future__ import annotations

import hashlib

from afterword import files, opening, project
from afterword.opening import Fault
from afterword.project import Project

FOLDERS = (project.POSTMORTEMS, project.BRIEFS, project.DOCS, "schema")
"""What a site is made from."""


def digest(found: Project) -> str:
    """Return the SHA-256 of what `sha256sum` prints for every file of the library's folders, in order of their names.

    Texts are taken as they were checked, with line feeds and without byte order marks: on Windows they give the same.
    What is hidden, links, and what cannot be read are left out.
    """
    hashes = {file: hashlib.sha256(source.text.encode()).hexdigest() for file, source in found.sources.items()}
    listed = (file for folder in FOLDERS for file in files.list_files(found.root, folder))
    others = [file.path for file in listed if file.problem is None and file.path not in hashes]
    for file, content in zip(others, opening.read_each_inside(found.root, others, files.MAX_ATTACHMENT), strict=True):
        if not isinstance(content, Fault):
            hashes[file] = hashlib.sha256(content).hexdigest()
    return hashlib.sha256("".join(f"{hashes[file]}  {file}\n" for file in sorted(hashes)).encode()).hexdigest()
