"""What all tests share: how much Hypothesis tries, and a browser."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import settings
from playwright.sync_api import Browser, Page

from afterword.cli import afterword
from browser import chromium, serving
from support import ROOT

# By sample the examples are the same in every run; whole suites look for new ones. No deadline: machines differ.
settings.register_profile("sample", max_examples=50, derandomize=True, deadline=None)
settings.register_profile("whole", max_examples=2000, deadline=None)
os.environ["LC_ALL"] = "C.UTF-8"  # messages are compared in English, whatever the machine speaks

settings.load_profile("whole" if os.environ.get("AFTERWORD_WHOLE") else "sample")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for all tests of a process."""
    with chromium() as running:
        yield running


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A fresh page that shares nothing with other tests."""
    with browser.new_context() as context:
        yield context.new_page()


@pytest.fixture(scope="session")
def serve() -> Iterator[Callable[[Path], str]]:
    """Serves folders on free ports until the tests end: `serve(folder)` is the address, with a slash at its end."""
    with ExitStack() as stack:
        yield lambda folder: stack.enter_context(serving(folder))


@pytest.fixture(scope="session")
def example(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example library's site, built once for all tests of a process that only look at it."""
    out = tmp_path_factory.mktemp("example") / "site"
    done = CliRunner().invoke(afterword, ["build", "--root", str(ROOT), "--out", str(out)])
    assert done.exit_code == 0, done.output
    return out


@pytest.fixture(scope="session")
def example_url(example: Path, serve: Callable[[Path], str]) -> str:
    """Where that site is served."""
    return serve(example)
