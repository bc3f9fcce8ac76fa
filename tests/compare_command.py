"""The command `afterword compare`, run in this process."""

from __future__ import annotations

from click.testing import CliRunner

from afterword.cli import afterword
from support import ROOT


def run(*arguments: str, **environment: str) -> str:
    """What `afterword compare` prints."""
    done = CliRunner(env=environment).invoke(afterword, ["compare", *arguments, "--root", str(ROOT)])
    assert (done.stderr.strip(), done.exit_code) == ("", 0)
    return done.stdout
