"""What all tests share: how much Hypothesis tries, a browser, and sites that are built once."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack, suppress
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from click.testing import CliRunner
from hypothesis import settings
from playwright.sync_api import Browser, Error, Page

import small
from afterword.cli import afterword
from browser import chromium, serving
from corpora import SEED, WHOLE
from support import ROOT

# By sample the examples are the same in every run; whole suites look for new ones. No deadline: machines differ.
settings.register_profile("sample", max_examples=50, derandomize=True, deadline=None)
settings.register_profile("whole", max_examples=2000, deadline=None)
os.environ["LC_ALL"] = "C.UTF-8"  # messages are compared in English, whatever the machine speaks

settings.load_profile("whole" if WHOLE else "sample")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for all tests of a process."""
    with chromium() as running:
        yield running


@pytest.fixture(scope="session")
def kept_page(browser: Browser) -> Iterator[Page]:
    """The page that tests of a process use one after the other: a new one costs four times what a visit does."""
    with browser.new_context() as context:
        yield context.new_page()


@pytest.fixture(scope="session")
def kept_plain_page(browser: Browser) -> Iterator[Page]:
    """The same for pages that run no scripts."""
    with browser.new_context(java_script_enabled=False) as context:
        yield context.new_page()


@pytest.fixture
def page(kept_page: Page) -> Iterator[Page]:
    """A page that remembers nothing of other tests."""
    yield kept_page
    with suppress(Error):  # a page that did not load has no storage
        kept_page.evaluate("localStorage.clear(), sessionStorage.clear()")
    clear(kept_page)


@pytest.fixture
def plain_page(kept_plain_page: Page) -> Iterator[Page]:
    """A page that runs no scripts, and remembers nothing of other tests."""
    yield kept_plain_page
    clear(kept_plain_page)


def clear(page: Page) -> None:
    """Bring a page back to what a new one is."""
    for other in page.context.pages:
        if other != page:
            other.close()
    page.unroute_all(behavior="ignoreErrors")
    page.context.clear_cookies()
    page.emulate_media(media="null", color_scheme="null")
    page.set_viewport_size({"width": 1280, "height": 720})
    page.goto("about:blank")


@pytest.fixture(scope="session")
def serve() -> Iterator[Callable[[Path], str]]:
    """Serves folders on free ports until the tests end: `serve(folder)` is the address, with a slash at its end."""
    with ExitStack() as stack:
        yield lambda folder: stack.enter_context(serving(folder))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say by which seed suites were sampled."""
    if not WHOLE:
        terminalreporter.write_line(f"Large suites were sampled by seed {SEED}; `make prove` takes them whole.")


BuildOnce = Callable[[str, Callable[[Path], object]], Path]


@pytest.fixture(scope="session")
def build_once(tmp_path_factory: pytest.TempPathFactory) -> BuildOnce:
    """Make a folder that all workers share: `build_once(name, make)` calls `make` with its path, unless it is there.

    Tests only read such a folder; whoever changes something copies it first.
    """
    base = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        base = base.parent

    def build(name: str, make: Callable[[Path], object]) -> Path:
        with (base / f"{name}.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            finished = base / name
            if not finished.exists():
                with TemporaryDirectory(dir=base) as unfinished:
                    make(Path(unfinished, name))
                    Path(unfinished, name).rename(finished)
        return finished

    return build


@pytest.fixture(scope="session")
def example(build_once: BuildOnce) -> Path:
    """The example library's site, built once for all tests that only look at it."""

    def make(out: Path) -> None:
        done = CliRunner().invoke(afterword, ["build", "--root", str(ROOT), "--out", str(out)])
        assert done.exit_code == 0, done.output

    return build_once("example", make)


@pytest.fixture(scope="session")
def built_library(build_once: BuildOnce) -> Path:
    """A library of one record with its site in `site/`, built once. Tests that change it copy it."""

    def make(root: Path) -> None:
        done = small.run(small.library(root), "afterword", "build")
        assert done.returncode == 0, done.stderr

    return build_once("small", make)


@pytest.fixture(scope="session")
def example_url(example: Path, serve: Callable[[Path], str]) -> str:
    """Where that site is served."""
    return serve(example)
