"""The only module that starts git.

A repository's configuration can name programs that git starts, and its directory can hold pipes that git waits for. So
no such program is started, and no answer is waited for without end.
"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Sequence
from pathlib import Path

from afterword.disk.opening import real_path
from afterword.problems import Unusable

_SETTINGS = (
    "safe.bareRepository=explicit",
    "core.fsmonitor=false",
    f"core.hooksPath={os.devnull}",
    "protocol.allow=never",
)
"""Settings that no file overrides. No command that we run starts a program today; these keep it so in a later git."""

_ENVIRONMENT = {
    "LC_ALL": "C",
    "GIT_ALLOW_PROTOCOL": "none",  # a partial clone would fetch what it lacks, by whatever its configuration names
    "GIT_LITERAL_PATHSPECS": "1",
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_NO_REPLACE_OBJECTS": "1",
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_TERMINAL_PROMPT": "0",
}
NO_USER_SETTINGS = {"GIT_CONFIG_NOSYSTEM": "1", "GIT_CONFIG_GLOBAL": os.devnull}
"""Variables that keep git from reading what the machine and its user have set."""
_QUICK = 30
"""Seconds that git may take for what it answers at once, unless its configuration includes a pipe."""


class GitFailed(Unusable):
    """Git ended with an error: its words, and what it had printed until then."""

    def __init__(self, message: str, code: int, output: bytes) -> None:
        super().__init__(message)
        self.code, self.output = code, output


def run(  # noqa: PLR0913 - where to run it, with what, and for how long
    arguments: Sequence[str],
    *,
    folder: Path,
    tree: Path,
    variables: dict[str, str] | None = None,
    stdin: bytes = b"",
    seconds: float | None = None,
) -> bytes:
    """Run git in a folder and return what it prints; a git inside `tree` is not run.

    Raises `Unusable` where there is no git and where it takes too long, `GitFailed` where it fails.
    """
    settings = [word for setting in _SETTINGS for word in ("-c", setting)]
    inherited = {name: value for name, value in os.environ.items() if not name.upper().startswith("GIT_")}
    command = [_find_program(tree), "--no-pager", *settings, *arguments]
    try:
        done = subprocess.run(  # noqa: S603 - an absolute path outside the tree, arguments as a list, no shell
            command,
            cwd=folder,
            env={**inherited, **_ENVIRONMENT, **(variables or {})},
            input=stdin,
            capture_output=True,
            check=False,
            timeout=seconds or _QUICK,
        )
    except subprocess.TimeoutExpired as error:
        message = f"git did not answer within {seconds or _QUICK:g} seconds, so it was stopped."
        raise Unusable(message) from error
    except OSError as error:
        message = f"git cannot be run: {error.strerror or error}."
        raise Unusable(message) from error
    if done.returncode != 0:
        message = f"git: {_reason(done.stderr)}"
        raise GitFailed(message, done.returncode, done.stdout)
    return done.stdout


def _reason(stderr: bytes) -> str:
    """Return git's error without the warnings above it."""
    lines = stderr.decode("utf-8", "replace").strip().replace("\t", "    ").splitlines()
    start = next((at for at, line in enumerate(lines) if line.startswith(("fatal:", "error:"))), 0)
    return "\n".join(lines[start:]) or "failed"


def _find_program(tree: Path) -> str:
    """Return the first git on the PATH, but none inside the tree and none that depends on the current folder."""
    is_inside = False
    for folder in os.environ.get("PATH", os.defpath).split(os.pathsep):
        program = Path(folder, "git.exe" if os.name == "nt" else "git")
        if program.is_absolute() and program.is_file() and os.access(program, os.X_OK):
            if not any(path.is_relative_to(tree) for path in (program, real_path(program))):
                return str(program)
            is_inside = True
    message = "git is not installed."
    if is_inside:
        message = f"The only git on the PATH is inside {tree}, where a pull request could have put it. Install git."
    raise Unusable(message)
