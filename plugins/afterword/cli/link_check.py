"""`afterword check --links`: checks links to records in any repository against a library published elsewhere."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from afterword.cli.library_options import pin_index
from afterword.workspace import remote
from afterword.workspace.remote import LinkCheck


def check_links(
    root: Path, paths: Sequence[Path], location: str | None, pin_file: Path | None, *, links_only: bool
) -> LinkCheck:
    """Check the links in Markdown files; a valid published index is copied to `pin_file`.

    Raises `click.UsageError` without a location, and with options that only make sense for a local library.
    """
    if not location or not links_only:
        message = "--links needs --library PATH-OR-URL; with both go PATHS, --pin, --format, --lang and --root."
        raise click.UsageError(message)
    content = remote.fetch_index(location, root=root)
    published_index = remote.parse_index(content, location)
    pin_index(content, pin_file)
    return remote.check_links(root, paths or [root], published_index)
