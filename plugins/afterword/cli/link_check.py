"""`afterword check --links`: links to records in any repository, against a library that is published elsewhere."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from afterword.disk import writer as store
from afterword.workspace import remote
from afterword.workspace.remote import Checked

library = click.option(
    "--library",
    metavar="PATH-OR-URL",
    help="With --links: the library.json of a published library, or its site or folder.",
)
pin = click.option(
    "--pin",
    metavar="FILE",
    type=click.Path(dir_okay=False, path_type=Path),
    help="With --links: keep a copy of that library.json, to check without a network.",
)


def check(root: Path, paths: Sequence[Path], place: str | None, kept: Path | None, *, alone: bool) -> Checked:
    """What is wrong with the links in Markdown files; a register that was read well is `kept` as it came."""
    if not place or not alone:
        message = "--links needs --library PATH-OR-URL; with both go PATHS, --pin, --format, --lang and --root."
        raise click.UsageError(message)
    raw = remote.raw_register(place, root=root)
    known = remote.read_register(raw, place)
    if kept is not None:
        store.write(kept.absolute().parent, {kept.name: raw})
    return remote.check(root, paths or [root], known)
