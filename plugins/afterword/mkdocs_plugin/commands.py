"""`afterword build` and `afterword serve`, by MkDocs."""

from __future__ import annotations

import logging
import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import click
import jinja2
from mkdocs.commands.build import build as engine_build
from mkdocs.commands.serve import serve as engine_serve
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import MkDocsException

from afterword.cli import options
from afterword.cli.check import load_sound, refuse_leaks
from afterword.disk import files, history
from afterword.disk import writer as store
from afterword.disk.opening import real_path
from afterword.exports.settings import inherited
from afterword.frontmatter import source
from afterword.problems import Unusable
from afterword.publish import site_input as publishing
from afterword.schema.fields import Audience
from afterword.workspace import project


@click.command()
@click.option("--out", type=click.Path(file_okay=False, path_type=Path), help="Where to write; by default ROOT/site.")
@click.option("--audience", type=click.Choice([str(a) for a in Audience]), help="Who the site is for.")
@options.as_of
@options.lang
@options.root
def build(out: Path | None, audience: str | None, today: date | None, lang: str, root: Path) -> None:
    """Check everything, and build the site with its search.

    It is swapped in whole: a build that fails or is stopped leaves the site that was there before.
    """
    language = project.language(lang, root)
    loaded = load_sound(root, today or publishing.today(root), language)
    if gap := loaded.library.past.gap:
        click.echo(f"Addresses of names that records had before may be missing: {gap}.", err=True)
    _reproducible(root)
    target = (out or root / "site").absolute()
    with store.replacement(target) as fresh, _engine():
        config = _load_settings(root, fresh)
        plugin = config.plugins.get("afterword")
        if plugin is None:
            message = "mkdocs.yml does not list the plugin `afterword`."
            raise Unusable(message)
        if audience:
            plugin.config["audience"] = audience
        loaded = loaded.edition(Audience(plugin.config["audience"]))
        refuse_leaks(loaded, language)
        plugin.give(loaded)
        del loaded  # the site needs less than what was read, and the rest can go
        config.plugins.on_startup(command="build", dirty=False)
        try:
            engine_build(config)
        finally:
            config.plugins.on_shutdown()
    click.echo(f"Built {target}")


@click.command()
@click.option("--address", default="127.0.0.1:8000", show_default=True, metavar="HOST:PORT", help="Where to serve it.")
@options.root
def serve(address: str, root: Path) -> None:
    """Serve the site and rebuild it when a file changes.

    What keeps the library from being published is shown in the browser until it is mended.
    """
    os.environ.setdefault("NO_MKDOCS_2_WARNING", "1")
    logging.getLogger("mkdocs").setLevel(logging.INFO)
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # ends like Ctrl-C, which removes the temporary site
    try:
        with _engine(keeps_errors=False):
            engine_serve(str(_config_file(root)), dev_addr=address)
    except OSError as error:
        message = f"{address} cannot be served on: {error.strerror or error}. Choose another with --address HOST:PORT."
        raise Unusable(message) from error


class _Said(logging.Handler):
    """Hears what the engine says: it goes to standard error, but for errors that are told later, as the reason."""

    def __init__(self, *, keeps_errors: bool) -> None:
        super().__init__()
        self.errors: list[str] = []
        self._keeps = keeps_errors

    def emit(self, record: logging.LogRecord) -> None:
        """Takes one message."""
        if self._keeps and record.levelno >= logging.ERROR:
            self.errors.append(record.getMessage())
        else:
            click.echo(record.getMessage(), err=True)


@contextmanager
def _engine(*, keeps_errors: bool = True) -> Iterator[None]:
    """Turns what stops the engine, with the words it had for it, into `Unusable`."""
    log, said = logging.getLogger("mkdocs"), _Said(keeps_errors=keeps_errors)
    log.addHandler(said)
    try:
        yield
    except MkDocsException as error:
        message = "\n".join(said.errors) or str(error)
        if "'docs_dir'" in message:
            message += " Create it for pages written by hand: it may be empty."
        raise Unusable(message) from error
    except jinja2.TemplateSyntaxError as error:  # of a team's own template
        message = f"{error.filename or error.name}:{error.lineno}: {error.message}"
        raise Unusable(message) from error
    finally:
        log.removeHandler(said)


def _load_settings(root: Path, target: Path) -> MkDocsConfig:
    """Return the engine's settings for a site. Raises `Unusable` where the engine stumbles over one of them."""
    try:
        return load_config(str(_config_file(root)), site_dir=str(target))
    except (TypeError, ValueError, AttributeError) as error:
        message = f"{project.SETTINGS} cannot be used: {error}. Compare it with the settings that MkDocs documents."
        raise Unusable(message) from error


def _config_file(root: Path) -> Path:
    """Return the path of the engine's settings, once it is certain that it can read them and what they inherit."""
    raw, path, seen = project.settings(root), root / project.SETTINGS, set[Path]()
    while parent := inherited(raw.decode("utf-8", "replace")):
        path = real_path(path.parent / parent)
        if path in seen:
            message = f"{project.SETTINGS}: INHERIT leads back to {path}. Name another file."
            raise Unusable(message)
        seen.add(path)
        raw = files.read_given(path, source.MAX_BYTES)
    return root / project.SETTINGS


def _reproducible(root: Path) -> None:
    """The same library gives the same bytes: dates in the site are the last commit's, not the clock's."""
    os.environ.setdefault("NO_MKDOCS_2_WARNING", "1")
    if committed := history.last_commit(root):
        os.environ.setdefault("SOURCE_DATE_EPOCH", str(int(committed.timestamp())))
