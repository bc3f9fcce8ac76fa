"""Check of the files that MkDocs reads or copies itself, because it follows links and waits for pipes."""

from __future__ import annotations

from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError

from afterword.disk.files import list_files
from afterword.disk.opening import real_path
from afterword.problems import Unusable
from afterword.workspace import project


def check_engine_folders(config: MkDocsConfig) -> None:
    """Raise `Unusable` for a link, a pipe or a device among a team's pages, pictures and templates."""
    for folder in filter(None, (config.docs_dir, config.theme.custom_dir)):
        folder_path = real_path(folder)
        for file in list_files(folder_path.parent, folder_path.name):
            if file.problem is not None:
                message = f"{file.path}: {file.problem.message} {file.problem.hint}"
                raise Unusable(message)


def read_attachment(root: Path, path: str) -> bytes:
    """Return the bytes of a file that a record shows. Raises `PluginError` if it cannot be read any more."""
    try:
        return project.read_project_file(root, path)
    except Unusable as error:
        raise PluginError(str(error)) from error
