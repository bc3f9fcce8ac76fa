"""A library of one record, the commands that build or serve it, and what they leave on the disk."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.error import HTTPError

from commands import SHARED, program, run_here, run_process
from support import LEAVE_OUT_RULES, ROOT, write_hook

PLAIN = "site_name: Small\ntheme: {name: material, font: false}\nplugins: [afterword]\n"
CONFIG = f"{PLAIN}{LEAVE_OUT_RULES}"
GOOD = """---
name: The Frozen Funnel
kind: deal
status: published
schema_version: 2
ends: 2026-03-31
outcome: lost
keeper: Priya Nair
deal: {account: Northlight Clinics, competitor: Ledgerwise}
summary: Our security answers took six weeks, and Northlight chose a rival. We lost on silence.
causes: [{cause: Security questions went unanswered for six weeks, evidence: reporting}]
learnings: {differently: Answer security questions within two days}
---

## What went well?

- The trial.
"""
CANARY = "canary-7c1f"
BAD = f"---\nname: The {CANARY} Deal\nkind: deel\nstatus: draft\n---\n\nIt is about {CANARY}.\n"
UNREADABLE = f"---\nname: The {CANARY} Deal\nkind: [deal\n---\n\n{CANARY}\n"
ENVIRONMENT = {**os.environ, "LC_ALL": "C.UTF-8", "NO_MKDOCS_2_WARNING": "1", "SOURCE_DATE_EPOCH": "1767225600"}


def library(root: Path) -> Path:
    """Write the library under a root, outside any repository."""
    root.mkdir(parents=True, exist_ok=True)
    write_hook(root)
    (root / "docs").mkdir(parents=True)
    (root / "postmortems").mkdir()
    (root / "schema").mkdir()
    for file in (ROOT / "schema").iterdir():
        (root / "schema" / file.name).write_bytes(file.read_bytes())
    (root / "mkdocs.yml").write_text(CONFIG, encoding="utf-8")
    (root / "postmortems" / "frozen-funnel.md").write_text(GOOD, encoding="utf-8")
    return root


def run(
    root: Path,
    *command: str,
    environment: Mapping[str, str] = ENVIRONMENT,
    preexec: Callable[[], None] | None = None,
) -> subprocess.CompletedProcess[str]:
    """Run a command of this environment in a library: in this process, unless it needs one of its own."""
    if preexec or command[0] not in SHARED or "serve" in command:
        return run_process(root, *command, environment=environment, preexec=preexec)
    return run_here(root, *command, environment=environment)


def contents(folder: Path) -> Mapping[str, bytes]:
    """Every file of a folder with its bytes."""
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(files)}


def unfinished(root: Path) -> list[str]:
    """The folders that builds work in, while they work."""
    return sorted(path.name for path in root.glob(".site-*"))


@dataclass(frozen=True, slots=True)
class Preview:
    """A running `serve`: `url` ends in a slash, `log` is what it has said."""

    url: str
    log: Path

    @property
    def builds(self) -> int:
        """How many times it has begun to build."""
        return self.log.read_text(encoding="utf-8").count("Building documentation...")

    def get(self, address: str = "") -> tuple[int, str]:
        """The status and text at an address below the site's; status 0 where nobody answers."""
        try:
            with urllib.request.urlopen(self.url + address) as answer:  # noqa: S310 - a server of this test
                return answer.status, answer.read().decode()
        except HTTPError as error:
            return error.code, error.read().decode()
        except OSError as error:
            return 0, str(error)

    def until(self, wanted: str, address: str = "") -> str:
        """The page at an address once it holds a text. Raises `AssertionError` after two minutes without it."""
        found = ""
        for _ in range(600):
            if wanted in (found := self.get(address)[1]):
                return found
            time.sleep(0.2)
        message = f"{wanted!r} does not appear at /{address}, which holds:\n{found}\n{self.log.read_text()}"
        raise AssertionError(message)


def heed_interrupts() -> None:
    """Let Ctrl-C end this process, also where a shell's `&` has started it deaf to that."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


@contextmanager
def serving(
    root: Path,
    *command: str,
    path: str = "",
    environment: Mapping[str, str] = ENVIRONMENT,
    ending: signal.Signals = signal.SIGINT,
) -> Iterator[Preview]:
    """A library served by a command, which gets the address as its last argument, for as long as the block runs."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        host = f"127.0.0.1:{free.getsockname()[1]}"
    with tempfile.TemporaryDirectory() as folder:
        log = Path(folder, "log")
        with log.open("w") as stream:
            server = subprocess.Popen(
                [program(command[0]), *command[1:], host],
                cwd=root,
                env=environment,
                stdout=stream,
                stderr=stream,
                preexec_fn=heed_interrupts,  # noqa: PLW1509 - no lock is needed for it
            )
        try:
            yield Preview(f"http://{host}/{path}", log)
        finally:
            server.send_signal(ending)
            server.wait()
