"""Measurement of a whole program: its time and its memory."""

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


class ProgramError(Exception):
    """A measured program has failed; the message has its last lines."""


@dataclass(frozen=True, slots=True)
class RunCost:
    """Cost of a run: seconds of wall time, seconds of processor time, peak MB of one process, and pages written."""

    seconds: float
    cpu_seconds: float
    peak_memory: float
    pages: int = 0


def measure_part(*command: str | Path, environment: Mapping[str, str] | None = None) -> RunCost:
    """Measure a part of a program, which prints its seconds of wall time and processor time on its last line.

    The memory is that of the whole program. Raises `ProgramError` as `measure_run` does.
    """
    with tempfile.TemporaryFile("w+") as output_file:
        program_cost = measure_run(*command, environment=environment, output_file=output_file)
        output_file.seek(0)
        seconds, cpu_seconds = map(float, output_file.read().splitlines()[-1].split())
    return RunCost(seconds, cpu_seconds, program_cost.peak_memory)


def measure_run(
    *command: str | Path, environment: Mapping[str, str] | None = None, output_file: IO[Any] | None = None
) -> RunCost:
    """Measure a program and its child processes; its output goes to `output_file`, if any.

    Raises `ProgramError` if the exit code is not 0.
    """
    arguments = [str(argument) for argument in command]
    with tempfile.TemporaryFile() as log_file:
        start_time = time.perf_counter()
        process = subprocess.Popen(
            arguments, stdout=output_file or log_file, stderr=log_file, env={**os.environ, **(environment or {})}
        )
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - start_time
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            log_file.seek(0)
            last_lines = log_file.read().decode(errors="replace").strip().splitlines()[-3:]
            message = f"{Path(arguments[0]).name} ended with {process.returncode}: {' / '.join(last_lines)}"
            raise ProgramError(message)
    return RunCost(seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / _PER_MB)


def median_cost(costs: Sequence[RunCost]) -> RunCost:
    """Return the median cost of several runs."""
    seconds, cpu_seconds, peak_memory = (
        median(values) for values in zip(*((c.seconds, c.cpu_seconds, c.peak_memory) for c in costs), strict=True)
    )
    return RunCost(seconds, cpu_seconds, peak_memory, costs[-1].pages)
