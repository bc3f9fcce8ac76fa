"""`afterword check --links`: checks links to records in any repository against a library published elsewhere."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from afterword.disk import writer
from afterword.workspace import remote
from afterword.workspace.remote import LinkCheck

library_option = click.option(
    "--library",
    metavar="PATH-OR-URL",
    help="With --links: the library.json of a published library, or its site or folder.",
)
pin_option = click.option(
    "--pin",
    metavar="FILE",
    type=click.Path(dir_okay=False, path_type=Path),
    help="With --links: keep a copy of that library.json, to check without a network.",
)


def check_links(
    root: Path, paths: Sequence[Path], location: str | None, pin_file: Path | None, *, links_only: bool
) -> LinkCheck:
    """Check the links in Markdown files; a valid published index is copied to `pin_file`."""
    if not location or not links_only:
        message = "--links needs --library PATH-OR-URL; with both go PATHS, --pin, --format, --lang and --root."
        raise click.UsageError(message)
    content = remote.fetch_index(location, root=root)
    published_index = remote.parse_index(content, location)
    if pin_file is not None:
        writer.write_files(pin_file.absolute().parent, {pin_file.name: content})
    return remote.check_links(root, paths or [root], published_index)
