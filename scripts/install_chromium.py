"""Install Chromium for the tests of the published site, unless it is installed.

Usage: python scripts/install_chromium.py

A failure is reported, but the exit code stays 0: the tests that need a browser fail then, and the others still run.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import sync_playwright

sys.path.append(str(Path(__file__).parents[1] / "tests"))
from browser import INSTALLATION_ADVICE, SYSTEM_CHROMIUM, find_chromium


def is_installed() -> bool:
    """Return whether there is a Chromium, of the system or of Playwright."""
    if SYSTEM_CHROMIUM.is_file():
        return True
    with sync_playwright() as playwright:
        return find_chromium(playwright) is not None


def installation_methods() -> Iterator[tuple[list[str], ...]]:
    """Yield the ways to install Chromium on this machine, the best first; each is a sequence of commands."""
    is_root = hasattr(os, "geteuid") and os.geteuid() == 0
    playwright_install = [sys.executable, "-m", "playwright", "install"]
    if is_root and shutil.which("apt-get"):
        yield (
            ["apt-get", "update", "-qq"],
            ["apt-get", "install", "-qq", "-y", "--no-install-recommends", "chromium"],
        )
        yield ([*playwright_install, "--with-deps", "chromium"],)  # Ubuntu has no such package
    else:
        yield ([*playwright_install, "chromium"],)


def run_commands(commands: tuple[list[str], ...]) -> None:
    """Run commands one after the other, and report the first that fails."""
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in commands:
        sys.stdout.write(f"== Getting Chromium, for the tests of the site: {' '.join(command)}\n")
        sys.stdout.flush()
        process = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
        if process.returncode:
            last_lines = (process.stderr or process.stdout).splitlines()[-5:]
            sys.stderr.write("".join(f"   {line}\n" for line in last_lines))
            return


def main() -> None:
    """Try the installation methods in turn until Chromium is installed."""
    if is_installed():
        return
    for commands in installation_methods():
        run_commands(commands)
        if is_installed():
            return
    sys.stderr.write(f"Chromium could not be installed.\n{INSTALLATION_ADVICE}\n")


if __name__ == "__main__":
    main()
