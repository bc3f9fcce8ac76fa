"""A command that runs in the process of the tests gives what it gives in its own, and leaves nothing behind."""

from __future__ import annotations

import logging
import os
import sys
from pathlib import Path

import pytest

from commands import run_here, run_process
from small import BAD, ENVIRONMENT, library


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A library with a sound record and a broken one."""
    made = library(tmp_path / "library")
    (made / "postmortems" / "bad.md").write_text(BAD, encoding="utf-8")
    return made


@pytest.mark.parametrize(
    ("command", "code"),
    [
        (("afterword", "check", "--format", "json"), 1),
        (("afterword", "gate", "mkdocs.yml", "--library", "missing.json"), 2),
        (("afterword", "chek"), 2),
        (("mkdocs", "build", "-q"), 1),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else str(value),
)
def test_a_command_gives_the_same_here_and_in_its_own_process(root: Path, command: tuple[str, ...], code: int) -> None:
    """Exit code, standard output and standard error, to the byte: for problems, an unusable file and a wrong word."""
    here = run_here(root, *command, environment=ENVIRONMENT)
    there = run_process(root, *command, environment=ENVIRONMENT)
    assert (here.returncode, here.stdout, here.stderr) == (there.returncode, there.stdout, there.stderr)
    assert here.returncode == code
    assert here.stdout + here.stderr


def test_a_command_leaves_the_process_as_it_was(root: Path) -> None:
    """Working directory, environment, arguments, streams and log handlers."""

    def state() -> tuple[object, ...]:
        loggers = [logging.getLogger(name) for name in ("", "mkdocs", "mkdocs.commands.build")]
        logs = [(logger.level, logger.handlers[:], logger.filters[:]) for logger in loggers]
        return Path.cwd(), dict(os.environ), sys.argv[:], sys.stdin, sys.stdout, sys.stderr, os._exit, logs

    before = state()
    environment = {**ENVIRONMENT, "AFTERWORD_SAID": "here"}
    assert run_here(root, "mkdocs", "build", environment=environment).returncode == 1
    assert run_here(root, "afterword", "build", environment=environment).returncode == 1
    assert state() == before


def test_a_command_says_the_same_each_time(root: Path) -> None:
    """MkDocs leaves out a message that it has logged in the same process before, and a test would miss it."""
    done = [run_here(root, "mkdocs", "build", "-q", environment=ENVIRONMENT) for _ in range(2)]
    assert done[0].stderr
    assert done[1].stderr == done[0].stderr


def test_an_exception_that_would_be_a_traceback_ends_the_test(root: Path) -> None:
    """A bug of a command is not taken for its exit code."""
    (root / "mkdocs.yml").write_text("site_name: Small\nplugins: [afterword]\nhooks: [bug.py]\n", encoding="utf-8")
    (root / "postmortems" / "bad.md").unlink()
    (root / "bug.py").write_text("def on_files(files, config):\n    raise ZeroDivisionError\n", encoding="utf-8")
    with pytest.raises(ZeroDivisionError):
        run_here(root, "afterword", "build", environment=ENVIRONMENT)
