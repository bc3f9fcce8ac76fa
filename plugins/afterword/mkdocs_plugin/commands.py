"""`afterword build` and `afterword serve`, by MkDocs."""

from __future__ import annotations

import logging
import os
import sys
from pathlib import Path

import click
from mkdocs.commands.build import build as engine_build
from mkdocs.commands.serve import serve as engine_serve
from mkdocs.config import load_config
from mkdocs.exceptions import MkDocsException

from afterword import history, project, store
from afterword.cli import options
from afterword.cli.check import load_with_progress
from afterword.fields import Audience
from afterword.problems import Unusable
from afterword.report import text


@click.command()
@click.option("--out", type=click.Path(file_okay=False, path_type=Path), help="Where to write; by default ROOT/site.")
@click.option("--audience", type=click.Choice([str(a) for a in Audience]), help="Who the site is for.")
@options.lang
@options.root
def build(out: Path | None, audience: str | None, lang: str, root: Path) -> None:
    """Check everything, build the site, index it for search, and swap it in whole.

    A build that fails or is stopped leaves the site that was there before.
    """
    language = project.language(lang, root)
    loaded = load_with_progress(root)
    shown = text.report(loaded.problems, len(loaded.files), loaded.line, options.paint, language)
    click.echo(shown, nl=False, err=True)
    if loaded.has_errors:
        sys.exit(1)
    _reproducible(root)
    target = (out or root / "site").absolute()
    with store.replacement(target) as fresh:
        try:
            config = load_config(str(_config_file(root)), site_dir=str(fresh))
            plugin = config.plugins["afterword"]
            if audience:
                plugin.config["audience"] = audience
            plugin.give(loaded)  # type: ignore[attr-defined]  # it is ours
            engine_build(config)
        except KeyError as error:
            message = "mkdocs.yml does not list the plugin `afterword`."
            raise Unusable(message) from error
        except MkDocsException as error:
            raise Unusable(str(error)) from error
    click.echo(f"Built {target}")


@click.command()
@click.option("--address", default="127.0.0.1:8000", show_default=True, metavar="HOST:PORT")
@options.root
def serve(address: str, root: Path) -> None:
    """Serve the site and rebuild it when a file changes."""
    logging.getLogger("mkdocs").setLevel(logging.INFO)
    engine_serve(str(_config_file(root)), dev_addr=address)


def _config_file(root: Path) -> Path:
    file = root / "mkdocs.yml"
    if not file.is_file():
        message = f"{root} has no mkdocs.yml."
        raise Unusable(message)
    return file


def _reproducible(root: Path) -> None:
    """The same library gives the same bytes: dates in the site are the last commit's, not the clock's."""
    os.environ.setdefault("NO_MKDOCS_2_WARNING", "1")
    if committed := history.last_commit(root):
        os.environ.setdefault("SOURCE_DATE_EPOCH", str(int(committed.timestamp())))
