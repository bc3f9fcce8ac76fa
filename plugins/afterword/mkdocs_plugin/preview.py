"""Live preview: every URL answers and reloads itself, and new folders of the library are watched."""

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
from afterword.text.languages import preferred_language

log = logging.getLogger("mkdocs.plugins.afterword")

NOT_FOUND = "404.html"
_STYLESHEET = "assets/afterword.css"


def prepare_server(
    server: LiveReloadServer, config_file: str, folders: Collection[Path], is_broken: Callable[[], bool]
) -> None:
    """Prepare MkDocs' server. `folders` are those of the library, whether or not they exist yet.

    MkDocs' polling observer is kept: it reports only changes, and not that files are opened and read.
    """
    server.builder = builder = _PreviewBuilder(server)
    server.set_app(_wrap_application(server, builder, is_broken))
    watcher = _FolderWatcher(server, folders, os.path.abspath(config_file))  # noqa: PTH100 - as MkDocs names it
    for parent in {folder.parent for folder in folders}:
        server.observer.schedule(watcher, str(parent), recursive=False)


class _PreviewBuilder:
    """Builder of the site. `has_failed` is set while the build fails, for example because `mkdocs.yml` is broken."""

    def __init__(self, server: LiveReloadServer) -> None:
        self._server, self._build = server, server.builder
        self._engine = logging.getLogger(type(server).__module__.partition(".")[0])
        self.has_failed = False

    def __call__(self) -> None:
        """Build the site; report any error and wait for a fix, since a raised one would leave browsers waiting."""
        collector = _ErrorCollector(logging.ERROR)
        self._engine.addHandler(collector)
        self.has_failed = False
        try:
            self._build()
        except Exception as error:  # from the engine, another plugin or a team's template
            self.has_failed = True
            self._write_error_page("\n".join(collector.messages) or str(error))
            if not collector.messages:
                log.exception("The site cannot be built.")
        finally:
            self._engine.removeHandler(collector)

    def _write_error_page(self, reason: str) -> None:
        """Write the 404 page with the reason why the site cannot be built."""
        page = errors.build_unusable_page(reason, preferred_language(os.environ))
        text = errors.render_standalone(page, f"{self._server.mount_path}{_STYLESHEET}")
        Path(self._server.root, NOT_FOUND).write_text(text, encoding="utf-8")


class _ErrorCollector(logging.Handler):
    """Log handler that collects the engine's errors."""

    def __init__(self, level: int) -> None:
        super().__init__(level)
        self.messages: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Collect one message."""
        self.messages.append(record.getMessage())


def _wrap_application(
    server: LiveReloadServer, builder: _PreviewBuilder, is_broken: Callable[[], bool]
) -> WSGIApplication:
    """Wrap the server's application to answer with the site's own 404 page, as MkDocs' page does not reload itself.

    While the library is broken, the site has no other page, so every URL gets it. While the build fails, it
    replaces all outdated pages.
    """
    app = server.get_app()
    if app is None:
        message = "the server has no application yet"
        raise RuntimeError(message)

    def respond(environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        head, body = _call_application(app, environ)
        is_outdated = builder.has_failed and ("Content-Type", "text/html") in head[1]
        if is_outdated or head[0].startswith("404"):
            page_head, page = _call_application(app, {**environ, "PATH_INFO": f"{server.mount_path}{NOT_FOUND}"})
            if page_head[0].startswith("200"):
                head, body = (page_head[0] if builder.has_failed or is_broken() else head[0], page_head[1]), page
        start(*head)
        return body

    return respond


def _call_application(
    app: WSGIApplication, environ: WSGIEnvironment
) -> tuple[tuple[str, list[tuple[str, str]]], Iterable[bytes]]:
    """Return an application's status, headers and body."""
    heads: list[tuple[str, list[tuple[str, str]]]] = []

    def start(status: str, headers: list[tuple[str, str]], _: Any = None, /) -> Callable[[bytes], object]:
        heads.append((status, headers))
        return lambda _: None

    body = app(environ, start)
    return heads[-1], body


class _FolderWatcher(FileSystemEventHandler):
    """Watcher of folders that may be created later; it rebuilds the site when they are created or deleted."""

    def __init__(self, server: LiveReloadServer, folders: Collection[Path], config_file: str) -> None:
        self._server, self._folders = server, frozenset(map(str, folders))
        self._change = FileModifiedEvent(config_file), ObservedWatch(config_file, recursive=True)

    def on_any_event(self, event: FileSystemEvent) -> None:
        """Report a change of the configuration for a folder, since MkDocs rebuilds only for changed files."""
        touched = self._folders & {os.fsdecode(event.src_path), os.fsdecode(event.dest_path)}
        if not touched or not event.is_directory or event.event_type == "modified":
            return
        for folder in touched:
            with suppress(KeyError):  # the folder was not watched yet
                self._server.unwatch(folder)
            if Path(folder).is_dir():
                self._server.watch(folder)
        self._server.observer.event_queue.put(self._change)
