"""Folders that the engine reads by itself: where the library's root is, and a check for files that would stop it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig

from afterword.disk.files import list_files
from afterword.disk.opening import real_path
from afterword.problems import Unusable
from afterword.workspace.library_layout import BRIEFS, POSTMORTEMS, find_root


def find_library_root(config: MkDocsConfig) -> Path:
    """Return the library's root: the folder of its `mkdocs.yml`, or the nearest one above with a schema."""
    folder = real_path(config.config_file_path).parent
    try:
        return find_root(folder)
    except Unusable:
        return folder


def check_engine_folders(config: MkDocsConfig) -> None:
    """Raise `Unusable` for a link, a pipe or a device among the pages, pictures and templates of a team.

    The engine would follow the link, or wait for the pipe.
    """
    for folder in filter(None, (config.docs_dir, config.theme.custom_dir)):
        folder_path = real_path(folder)
        for file in list_files(folder_path.parent, folder_path.name):
            if file.problem is not None:
                message = f"{file.path}: {file.problem.message} {file.problem.hint}"
                raise Unusable(message)


def library_folders(root: Path) -> Sequence[Path]:
    """Return the folders of a library whose changes rebuild the preview, whether or not they exist."""
    return [root / name for name in (POSTMORTEMS, BRIEFS, "schema")]
