"""A real browser for tests, and servers that it can visit."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from http.server import BaseHTTPRequestHandler, SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

from playwright.sync_api import Browser, Playwright, sync_playwright

SYSTEM_CHROMIUM = Path("/usr/bin/chromium")
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
INSTALLATION_ADVICE = (
    "There is no Chromium, and the tests of the published site need one. `make test` installs it; by hand:\n"
    "  Debian:     sudo apt-get install chromium\n"
    "  elsewhere:  .venv/bin/python -m playwright install --with-deps chromium"
)


def find_chromium(playwright: Playwright) -> Path | None:
    """Return the system's Chromium, or else the one that Playwright has installed."""
    candidates = (SYSTEM_CHROMIUM, Path(playwright.chromium.executable_path))
    return next((path for path in candidates if path.is_file()), None)


@contextmanager
def chromium() -> Iterator[Browser]:
    """Run Chromium without a window. Raises `RuntimeError` if it is missing: such tests are never skipped."""
    with sync_playwright() as playwright:
        path = find_chromium(playwright)
        if path is None:
            raise RuntimeError(INSTALLATION_ADVICE)
        browser = playwright.chromium.launch(executable_path=path, headless=True, args=FLAGS)
        yield browser
        browser.close()


class _SilentHandler(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Log nothing, so that the output of a test stays clean."""


@contextmanager
def serving(folder: Path) -> Iterator[str]:
    """Serve a folder on a free port, and give its URL, which ends in a slash."""
    with answering(partial(_SilentHandler, directory=str(folder))) as url:
        yield url


@contextmanager
def answering(handler: Callable[..., BaseHTTPRequestHandler]) -> Iterator[str]:
    """Run a server on a free port that answers with a handler, and give its URL."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
