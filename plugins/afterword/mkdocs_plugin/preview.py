"""Live preview: every address answers and reloads itself, and folders that appear later are seen."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterable
from contextlib import suppress
from pathlib import Path
from typing import Any
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from mkdocs.livereload import LiveReloadServer
from watchdog.events import FileModifiedEvent, FileSystemEvent, FileSystemEventHandler
from watchdog.observers.api import ObservedWatch

NOT_FOUND = "404.html"


def prepare(
    server: LiveReloadServer, config_file: str, folders: Collection[Path], is_broken: Callable[[], bool]
) -> None:
    """Prepares MkDocs' server. `folders` are those of the library, whether or not they exist yet.

    The polling observer that MkDocs brings is kept: it sees changes only, and not that files are opened and read.
    """
    server.set_app(_answering(server, is_broken))
    newcomers = _Folders(server, folders, os.path.abspath(config_file))  # noqa: PTH100 - as MkDocs names it
    for parent in {folder.parent for folder in folders}:
        server.observer.schedule(newcomers, str(parent), recursive=False)


def _answering(server: LiveReloadServer, is_broken: Callable[[], bool]) -> WSGIApplication:
    """The server's answers, with the site's own page where there is none: MkDocs' own does not reload itself.

    While the library is broken the site has no other page, and that one is the answer everywhere.
    """
    app = server.get_app()
    if app is None:
        message = "the server has no application yet"
        raise RuntimeError(message)

    def answer(environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        head, body = _ask(app, environ)
        if head[0].startswith("404"):
            instead, page = _ask(app, {**environ, "PATH_INFO": f"{server.mount_path}{NOT_FOUND}"})
            if instead[0].startswith("200"):
                head, body = (instead[0] if is_broken() else head[0], instead[1]), page
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
