"""Run commands of this environment: in this process, or in a process of their own where a test needs one.

Starting Python and importing the package takes longer than most commands do. A command needs its own process only where
the test is about the process itself: signals, closed or full outputs, a terminal, other modules on the path.
"""

from __future__ import annotations

import contextlib
import contextvars
import gc
import io
import logging
import os
import subprocess
import sys
import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from importlib.metadata import entry_points
from pathlib import Path
from typing import NoReturn, TextIO
from unittest import mock

from mkdocs.utils import DuplicateFilter

SHARED = ("afterword", "mkdocs")
"""Programs that leave this process as they found it."""


def program(name: str) -> str:
    """Return the path of a program of this environment."""
    return str(Path(sys.executable).with_name(name))


def run_process(
    root: Path, *command: str, environment: Mapping[str, str], preexec: Callable[[], None] | None = None
) -> subprocess.CompletedProcess[str]:
    """Run a command in a folder, in a process of its own that begins with `preexec`."""
    return subprocess.run(
        [program(command[0]), *command[1:]],
        cwd=root,
        env=environment,
        preexec_fn=preexec,
        capture_output=True,
        text=True,
        check=False,
    )


def run_here(root: Path, *command: str, environment: Mapping[str, str]) -> subprocess.CompletedProcess[str]:
    """Run a command in a folder, in this process, with the same result as in its own.

    The command gets the arguments, the environment, the working directory and an empty input, and is called by its
    entry point, as its script does. Afterwards all of this is as before. An exception that would have ended the process
    with a traceback ends the test.
    """
    (script,) = entry_points(group="console_scripts", name=command[0])
    call: Callable[[], object] = script.load()
    streams = _Streams()
    with contextlib.ExitStack() as stack:
        stack.enter_context(mock.patch.dict(os.environ, environment, clear=True))
        stack.enter_context(contextlib.chdir(root))
        stack.enter_context(streams.replaced())
        stack.enter_context(_arguments_replaced(command))
        stack.enter_context(_interpreter_restored())
        code = contextvars.copy_context().run(_exit_code, call)
    return subprocess.CompletedProcess(command, code, streams.text(streams.out), streams.text(streams.err))


@dataclass(frozen=True, slots=True)
class _Streams:
    """What a command reads, which is nothing, and what it writes."""

    out: io.BytesIO = field(default_factory=io.BytesIO)
    err: io.BytesIO = field(default_factory=io.BytesIO)

    @contextlib.contextmanager
    def replaced(self) -> Iterator[None]:
        """Make these the standard streams."""
        with (
            mock.patch.object(sys, "stdin", _as_text(io.BytesIO())),
            mock.patch.object(sys, "stdout", _as_text(self.out)) as out,
            mock.patch.object(sys, "stderr", _as_text(self.err, errors="backslashreplace")) as err,
        ):
            yield
            out.flush()
            err.flush()

    @staticmethod
    def text(written: io.BytesIO) -> str:
        """Return what was written, its line ends as `subprocess` gives them."""
        return written.getvalue().decode().replace("\r\n", "\n").replace("\r", "\n")


class _Kept(io.TextIOWrapper):
    """A text stream that leaves its buffer open when it is collected."""

    def __del__(self) -> None:
        """Let go of the buffer."""
        with contextlib.suppress(ValueError):
            self.detach()


def _as_text(buffer: io.BytesIO, errors: str = "surrogateescape") -> TextIO:
    return _Kept(buffer, encoding="utf-8", errors=errors, newline="\n", write_through=True)


@contextlib.contextmanager
def _arguments_replaced(command: Sequence[str]) -> Iterator[None]:
    """Set `sys.argv` as for a script of this environment, by whose path click names the program."""
    with (
        mock.patch.object(sys, "argv", [program(command[0]), *map(str, command[1:])]),
        mock.patch.object(sys.modules["__main__"], "__package__", None),
    ):
        yield


@contextlib.contextmanager
def _interpreter_restored() -> Iterator[None]:
    """Undo what commands change for the rest of their process: log handlers, warnings, frozen objects.

    MkDocs logs each message once in a process, so what it remembers of them is forgotten first.
    """
    loggers = [logging.getLogger(name) for name in list(logging.root.manager.loggerDict)]
    for log_filter in [log_filter for logger in loggers for log_filter in logger.filters]:
        if isinstance(log_filter, DuplicateFilter):
            log_filter.msgs.clear()
    before = [(logger, logger.level, logger.handlers[:], logger.filters[:]) for logger in loggers]
    with warnings.catch_warnings():
        try:
            yield
        finally:
            for logger, level, handlers, filters in before:
                logger.setLevel(level)
                logger.handlers[:], logger.filters[:] = handlers, filters
            gc.unfreeze()


def _exit_code(call: Callable[[], object]) -> int:
    """Call a script's function and return the exit code; `os._exit` ends it too, but never a forked process."""
    process, leave = os.getpid(), os._exit

    def end(code: int) -> NoReturn:
        if os.getpid() != process:
            leave(code)
        raise SystemExit(code)

    try:
        with mock.patch.object(os, "_exit", end):
            call()
    except SystemExit as done:
        if isinstance(done.code, str):
            sys.stderr.write(f"{done.code}\n")
        return int(done.code) if isinstance(done.code, int) else int(done.code is not None)
    return 0
