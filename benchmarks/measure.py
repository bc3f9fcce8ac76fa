"""A program from its start to its end: how long it took and how much memory it held."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import IO, Any

_PER_MB = 1024 * 1024 if sys.platform == "darwin" else 1024
"""The unit of `ru_maxrss` is bytes on macOS and kilobytes elsewhere."""


class Failed(Exception):
    """A program that was to be measured ended badly; says how."""


@dataclass(frozen=True, slots=True)
class Cost:
    """Seconds by the clock, of processor time on all cores; most MB that one process held; pages that were written."""

    seconds: float
    cpu: float
    peak: float
    pages: int = 0


def part(*command: str | Path, environment: Mapping[str, str] | None = None) -> Cost:
    """What a part of a program costs: the seconds, by the clock and of processor time, that it prints on its last line.

    The memory is that of the whole program. Raises `Failed` as `run` does.
    """
    with tempfile.TemporaryFile("w+") as said:
        whole = run(*command, environment=environment, said=said)
        said.seek(0)
        seconds, cpu = map(float, said.read().splitlines()[-1].split())
    return Cost(seconds, cpu, whole.peak)


def run(*command: str | Path, environment: Mapping[str, str] | None = None, said: IO[Any] | None = None) -> Cost:
    """What a program and those that it starts cost; what it prints goes to `said`, if given.

    Raises `Failed` when it does not exit with 0.
    """
    arguments = [str(part) for part in command]
    with tempfile.TemporaryFile() as heard:
        begun = time.perf_counter()
        process = subprocess.Popen(
            arguments, stdout=said or heard, stderr=heard, env={**os.environ, **(environment or {})}
        )
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - begun
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            heard.seek(0)
            tail = heard.read().decode(errors="replace").strip().splitlines()[-3:]
            message = f"{Path(arguments[0]).name} ended with {process.returncode}: {' / '.join(tail)}"
            raise Failed(message)
    return Cost(seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / _PER_MB)


def middle(costs: Sequence[Cost]) -> Cost:
    """The medians of several runs."""
    seconds, cpu, peak = (median(values) for values in zip(*((c.seconds, c.cpu, c.peak) for c in costs), strict=True))
    return Cost(seconds, cpu, peak, costs[-1].pages)
