"""`afterword build` and `afterword serve`, implemented with MkDocs."""

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
from afterword.cli.loading import load_valid_project, refuse_leaks
from afterword.disk import files, history, writer
from afterword.disk.opening import real_path
from afterword.exports.settings import find_inherited_file
from afterword.frontmatter import source
from afterword.problems import Unusable
from afterword.publish import site_input
from afterword.schema.audience import Audience
from afterword.workspace import definitions
from afterword.workspace.library_layout import SETTINGS_FILE


@click.command()
@click.option("--out", type=click.Path(file_okay=False, path_type=Path), help="Where to write; by default ROOT/site.")
@click.option("--audience", type=click.Choice([str(a) for a in Audience]), help="Who the site is for.")
@options.as_of
@options.lang
@options.root
def build(out: Path | None, audience: str | None, today: date | None, lang: str, root: Path) -> None:
    """Check everything, and build the site with its search.

    The site is replaced as a whole: a build that fails or is stopped leaves the previous site.
    """
    language = definitions.load_language(lang, root)
    loaded = load_valid_project(root, today or site_input.site_date(root), language)
    if gap := loaded.library.history.gap:
        click.echo(f"Addresses of names that records had before may be missing: {gap}.", err=True)
    _set_build_date(root)
    target = (out or root / "site").absolute()
    with writer.replace_site(target) as new_folder, _convert_engine_errors():
        config = _load_settings(root, new_folder)
        plugin = config.plugins.get("afterword")
        if plugin is None:
            message = "mkdocs.yml does not list the plugin `afterword`."
            raise Unusable(message)
        if audience:
            plugin.config["audience"] = audience
        loaded = loaded.make_edition(Audience(plugin.config["audience"]))
        refuse_leaks(loaded, language)
        plugin.use_project(loaded)
        del loaded  # the site needs less than the project, so the project can be freed
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

    While an error keeps the library from being published, the browser shows that error.
    """
    os.environ.setdefault("NO_MKDOCS_2_WARNING", "1")
    logging.getLogger("mkdocs").setLevel(logging.INFO)
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # end as on Ctrl-C, which removes the temporary site
    try:
        with _convert_engine_errors(keeps_errors=False):
            engine_serve(str(_find_config_file(root)), dev_addr=address)
    except OSError as error:
        message = f"{address} cannot be served on: {error.strerror or error}. Choose another with --address HOST:PORT."
        raise Unusable(message) from error


class _EngineLogHandler(logging.Handler):
    """Log handler of the engine: prints messages to standard error, or collects errors to report them later."""

    def __init__(self, *, keeps_errors: bool) -> None:
        super().__init__()
        self.errors: list[str] = []
        self._keeps_errors = keeps_errors

    def emit(self, record: logging.LogRecord) -> None:
        """Handle one log record."""
        if self._keeps_errors and record.levelno >= logging.ERROR:
            self.errors.append(record.getMessage())
        else:
            click.echo(record.getMessage(), err=True)


@contextmanager
def _convert_engine_errors(*, keeps_errors: bool = True) -> Iterator[None]:
    """Convert errors that stop the engine to `Unusable`, with the engine's messages."""
    log, log_handler = logging.getLogger("mkdocs"), _EngineLogHandler(keeps_errors=keeps_errors)
    log.addHandler(log_handler)
    try:
        yield
    except MkDocsException as error:
        message = "\n".join(log_handler.errors) or str(error)
        if "'docs_dir'" in message:
            message += " Create it for pages written by hand: it may be empty."
        raise Unusable(message) from error
    except jinja2.TemplateSyntaxError as error:  # in a team's own template
        message = f"{error.filename or error.name}:{error.lineno}: {error.message}"
        raise Unusable(message) from error
    finally:
        log.removeHandler(log_handler)


def _load_settings(root: Path, target: Path) -> MkDocsConfig:
    """Return the engine's settings for a site. Raises `Unusable` if the engine cannot use one of them."""
    try:
        return load_config(str(_find_config_file(root)), site_dir=str(target))
    except (TypeError, ValueError, AttributeError) as error:
        message = f"{SETTINGS_FILE} cannot be used: {error}. Compare it with the settings that MkDocs documents."
        raise Unusable(message) from error


def _find_config_file(root: Path) -> Path:
    """Return the path of the engine's settings. Raises `Unusable` if they, or what they inherit, cannot be read."""
    raw, path, seen = definitions.read_site_settings(root), root / SETTINGS_FILE, set[Path]()
    while parent := find_inherited_file(raw.decode("utf-8", "replace")):
        path = real_path(path.parent / parent)
        if path in seen:
            message = f"{SETTINGS_FILE}: INHERIT leads back to {path}. Name another file."
            raise Unusable(message)
        seen.add(path)
        raw = files.read_named_file(path, source.MAX_BYTES)
    return root / SETTINGS_FILE


def _set_build_date(root: Path) -> None:
    """Set the build date to the last commit, so that the same library gives the same bytes."""
    os.environ.setdefault("NO_MKDOCS_2_WARNING", "1")
    if committed := history.last_commit_time(root):
        os.environ.setdefault("SOURCE_DATE_EPOCH", str(int(committed.timestamp())))
