"""Live preview: every address answers and reloads itself, and folders that appear later are seen."""

from __future__ import annotations

import logging
import os
from collections.abc import Callable, Collection, Iterable
from contextlib import suppress
from pathlib import Path
from typing import Any
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from mkdocs.livereload import LiveReloadServer
from watchdog.events import FileModifiedEvent, FileSystemEvent, FileSystemEventHandler
from watchdog.observers.api import ObservedWatch

from afterword.pages import errors
from afterword.text.languages import preferred

log = logging.getLogger("mkdocs.plugins.afterword")

NOT_FOUND = "404.html"
_STYLES = "assets/afterword.css"


def prepare(
    server: LiveReloadServer, config_file: str, folders: Collection[Path], is_broken: Callable[[], bool]
) -> None:
    """Prepares MkDocs' server. `folders` are those of the library, whether or not they exist yet.

    The polling observer that MkDocs brings is kept: it sees changes only, and not that files are opened and read.
    """
    server.builder = builder = _Builder(server)
    server.set_app(_answering(server, builder, is_broken))
    newcomers = _Folders(server, folders, os.path.abspath(config_file))  # noqa: PTH100 - as MkDocs names it
    for parent in {folder.parent for folder in folders}:
        server.observer.schedule(newcomers, str(parent), recursive=False)


class _Builder:
    """Builds the site. `is_stuck` while that fails, as on a broken `mkdocs.yml`: then a page of the site says why."""

    def __init__(self, server: LiveReloadServer) -> None:
        self._server, self._build = server, server.builder
        self._engine = logging.getLogger(type(server).__module__.partition(".")[0])
        self.is_stuck = False

    def __call__(self) -> None:
        """Whatever stops the engine is told and waits to be mended: passed on, it would leave browsers waiting."""
        heard = _Heard(logging.ERROR)
        self._engine.addHandler(heard)
        self.is_stuck = False
        try:
            self._build()
        except Exception as error:  # of the engine, another plugin or a team's template alike
            self.is_stuck = True
            self._tell("\n".join(heard.said) or str(error))
            if not heard.said:
                log.exception("The site cannot be built.")
        finally:
            self._engine.removeHandler(heard)

    def _tell(self, reason: str) -> None:
        page = errors.unusable(reason, preferred(os.environ))
        text = errors.alone(page, f"{self._server.mount_path}{_STYLES}")
        Path(self._server.root, NOT_FOUND).write_text(text, encoding="utf-8")


class _Heard(logging.Handler):
    """Hears what the engine says before it gives up."""

    def __init__(self, level: int) -> None:
        super().__init__(level)
        self.said: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Takes one message."""
        self.said.append(record.getMessage())


def _answering(server: LiveReloadServer, builder: _Builder, is_broken: Callable[[], bool]) -> WSGIApplication:
    """The server's answers, with the site's own page where there is none: MkDocs' own does not reload itself.

    While the library is broken the site has no other page, and that one is the answer everywhere. While the site cannot
    be built it is the answer in the place of all old pages.
    """
    app = server.get_app()
    if app is None:
        message = "the server has no application yet"
        raise RuntimeError(message)

    def answer(environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        head, body = _ask(app, environ)
        is_old = builder.is_stuck and ("Content-Type", "text/html") in head[1]
        if is_old or head[0].startswith("404"):
            instead, page = _ask(app, {**environ, "PATH_INFO": f"{server.mount_path}{NOT_FOUND}"})
            if instead[0].startswith("200"):
                head, body = (instead[0] if builder.is_stuck or is_broken() else head[0], instead[1]), page
        start(*head)
        return body

    return answer


def _ask(app: WSGIApplication, environ: WSGIEnvironment) -> tuple[tuple[str, list[tuple[str, str]]], Iterable[bytes]]:
    """An application's status, headers and body."""
    heads: list[tuple[str, list[tuple[str, str]]]] = []

    def start(status: str, headers: list[tuple[str, str]], _: Any = None, /) -> Callable[[bytes], object]:
        heads.append((status, headers))
        return lambda _: None

    body = app(environ, start)
    return heads[-1], body


class _Folders(FileSystemEventHandler):
    """Watches folders from the moment they are made, and has the site built again when they come or go."""

    def __init__(self, server: LiveReloadServer, folders: Collection[Path], config_file: str) -> None:
        self._server, self._folders = server, frozenset(map(str, folders))
        self._change = FileModifiedEvent(config_file), ObservedWatch(config_file, recursive=True)

    def on_any_event(self, event: FileSystemEvent) -> None:
        """MkDocs builds when a file has changed; for a folder, the configuration is said to have."""
        touched = self._folders & {os.fsdecode(event.src_path), os.fsdecode(event.dest_path)}
        if not touched or not event.is_directory or event.event_type == "modified":
            return
        for folder in touched:
            with suppress(KeyError):  # it was not watched yet
                self._server.unwatch(folder)
            if Path(folder).is_dir():
                self._server.watch(folder)
        self._server.observer.event_queue.put(self._change)
