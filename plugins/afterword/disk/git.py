"""Runs of git: no other module starts it.

A repository's configuration can name programs for git to start, and its directory can contain pipes that git waits
for. So no such program is started, and every call has a timeout.
"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Sequence
from pathlib import Path

from afterword.disk.opening import real_path
from afterword.problems import Unusable

_FORCED_SETTINGS = (
    "safe.bareRepository=explicit",
    "core.fsmonitor=false",
    f"core.hooksPath={os.devnull}",
    "protocol.allow=never",
)
"""Settings that no configuration file overrides. They keep later versions of git from starting a program."""

_ENVIRONMENT = {
    "LC_ALL": "C",
    "GIT_ALLOW_PROTOCOL": "none",  # a partial clone would fetch missing objects by a program from its configuration
    "GIT_LITERAL_PATHSPECS": "1",
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_NO_REPLACE_OBJECTS": "1",
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_TERMINAL_PROMPT": "0",
}
NO_USER_SETTINGS = {"GIT_CONFIG_NOSYSTEM": "1", "GIT_CONFIG_GLOBAL": os.devnull}
"""Environment variables that keep git from reading the settings of the machine and its user."""
_DEFAULT_TIMEOUT = 30
"""Timeout in seconds for commands that answer at once."""


class GitFailedError(Unusable):
    """Raised if git ends with an error; has its message, exit code and output so far."""

    def __init__(self, message: str, code: int, output: bytes) -> None:
        super().__init__(message)
        self.code, self.output = code, output


def run_git(  # noqa: PLR0913 - where to run it, with what, and for how long
    arguments: Sequence[str],
    *,
    folder: Path,
    tree: Path,
    variables: dict[str, str] | None = None,
    stdin: bytes = b"",
    timeout: float | None = None,
) -> bytes:
    """Run git in a folder and return its output; a git inside `tree` is never run.

    `timeout` is in seconds. Raises `Unusable` if git is missing or times out, `GitFailedError` if it fails.
    """
    settings = [word for setting in _FORCED_SETTINGS for word in ("-c", setting)]
    inherited = {name: value for name, value in os.environ.items() if not name.upper().startswith("GIT_")}
    command = [_find_git(tree), "--no-pager", *settings, *arguments]
    try:
        completed = subprocess.run(  # noqa: S603 - an absolute path outside the tree, arguments as a list, no shell
            command,
            cwd=folder,
            env={**inherited, **_ENVIRONMENT, **(variables or {})},
            input=stdin,
            capture_output=True,
            check=False,
            timeout=timeout or _DEFAULT_TIMEOUT,
        )
    except subprocess.TimeoutExpired as error:
        message = f"git did not answer within {timeout or _DEFAULT_TIMEOUT:g} seconds, so it was stopped."
        raise Unusable(message) from error
    except OSError as error:
        message = f"git cannot be run: {error.strerror or error}."
        raise Unusable(message) from error
    if completed.returncode != 0:
        message = f"git: {_error_text(completed.stderr)}"
        raise GitFailedError(message, completed.returncode, completed.stdout)
    return completed.stdout


def _error_text(stderr: bytes) -> str:
    """Return the error of git's output without the warnings above it."""
    lines = stderr.decode("utf-8", "replace").strip().replace("\t", "    ").splitlines()
    start = next((index for index, line in enumerate(lines) if line.startswith(("fatal:", "error:"))), 0)
    return "\n".join(lines[start:]) or "failed"


def _find_git(tree: Path) -> str:
    """Return the first git on the PATH that is outside the tree and has an absolute path."""
    is_only_inside = False
    for folder in os.environ.get("PATH", os.defpath).split(os.pathsep):
        program = Path(folder, "git.exe" if os.name == "nt" else "git")
        if program.is_absolute() and program.is_file() and os.access(program, os.X_OK):
            if not any(path.is_relative_to(tree) for path in (program, real_path(program))):
                return str(program)
            is_only_inside = True
    message = "git is not installed."
    if is_only_inside:
        message = f"The only git on the PATH is inside {tree}, where a pull request could have put it. Install git."
    raise Unusable(message)
