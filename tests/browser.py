"""A real browser for tests: find Chromium, get it where it is missing, and serve a folder to it.

As a program it makes sure that there is one, and says what it could not do: `python tests/browser.py`.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from http.server import BaseHTTPRequestHandler, SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

from playwright.sync_api import Browser, Playwright, sync_playwright

SYSTEM = Path("/usr/bin/chromium")
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
MISSING = (
    "There is no Chromium, and the tests of the published site need one. `make test` installs it; by hand:\n"
    "  Debian:     sudo apt-get install chromium\n"
    "  elsewhere:  .venv/bin/python -m playwright install --with-deps chromium"
)


def executable(playwright: Playwright) -> Path | None:
    """The system's Chromium, else the one that Playwright has fetched."""
    own = Path(playwright.chromium.executable_path)
    return next((path for path in (SYSTEM, own) if path.is_file()), None)


@contextmanager
def chromium() -> Iterator[Browser]:
    """A running Chromium without a window. Raises `RuntimeError` when there is none: such tests are never skipped."""
    with sync_playwright() as playwright:
        path = executable(playwright)
        if path is None:
            raise RuntimeError(MISSING)
        browser = playwright.chromium.launch(executable_path=path, headless=True, args=FLAGS)
        yield browser
        browser.close()


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Says nothing: a test's output is its own."""


@contextmanager
def serving(folder: Path) -> Iterator[str]:
    """The address of a folder, served on a free port for as long as the block runs; it ends in a slash."""
    with answering(partial(_Quiet, directory=str(folder))) as url:
        yield url


@contextmanager
def answering(handler: Callable[..., BaseHTTPRequestHandler]) -> Iterator[str]:
    """The address of a server on a free port that answers by a handler for as long as the block runs."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def _ready() -> bool:
    if SYSTEM.is_file():
        return True
    with sync_playwright() as playwright:
        return executable(playwright) is not None


def _ways() -> Iterator[tuple[list[str], ...]]:
    """How to get Chromium here, the best way first; each is commands in a row."""
    root = hasattr(os, "geteuid") and os.geteuid() == 0
    fetch = [sys.executable, "-m", "playwright", "install"]
    if root and shutil.which("apt-get"):
        yield (
            ["apt-get", "update", "-qq"],
            ["apt-get", "install", "-qq", "-y", "--no-install-recommends", "chromium"],
        )
        yield ([*fetch, "--with-deps", "chromium"],)  # Ubuntu has no such package
    else:
        yield ([*fetch, "chromium"],)


def install() -> None:
    """Gets Chromium unless it is there. Where that fails it says so, and the tests that need it fail."""
    if _ready():
        return
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for commands in _ways():
        for command in commands:
            sys.stdout.write(f"== Getting Chromium, for the tests of the site: {' '.join(command)}\n")
            sys.stdout.flush()
            done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
            if done.returncode:
                sys.stderr.write("".join(f"   {line}\n" for line in (done.stderr or done.stdout).splitlines()[-5:]))
                break
        if _ready():
            return
    sys.stderr.write(f"Chromium could not be installed.\n{MISSING}\n")


if __name__ == "__main__":
    install()
