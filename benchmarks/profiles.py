"""Profile of a command: its time by module, then by function."""

from __future__ import annotations

import cProfile
import os
import pstats
import sys
from collections import defaultdict
from contextlib import redirect_stderr, redirect_stdout
from io import StringIO
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

MAX_ROWS = 25
"""Maximum number of rows in a table."""

Function = tuple[str, int, str]


def print_profile(command: str, root: Path, console: Console) -> None:
    """Run `check` or `build` on a library in this process, and print what took longest.

    The profiler makes everything slower, small functions most: read shares, not seconds.
    """
    stats: dict[Function, Any] = pstats.Stats(_profile_command(command, root)).stats  # type: ignore[attr-defined]
    total = sum(row[2] for row in stats.values())
    modules: dict[str, float] = defaultdict(float)
    for function, (_, _, own_seconds, _, callers) in stats.items():
        if function[0] == "~" and not _library_name(function[2]):  # built-in functions count for their callers
            for caller, row in callers.items():
                modules[_module_name(caller)] += row[2]
        else:
            modules[_module_name(function)] += own_seconds
    table = Table("module", title=f"{command}: own time by module, {total:.1f} s under the profiler")
    table.add_column("seconds", justify="right")
    table.add_column("share", justify="right")
    for name, seconds in sorted(modules.items(), key=lambda row: -row[1])[:MAX_ROWS]:
        table.add_row(name, f"{seconds:.2f}", f"{seconds / total:.0%}")
    console.print(table)
    ours = {function: row for function, row in stats.items() if "/afterword/" in function[0]}
    console.print(_build_function_table(f"{command}: functions of Afterword by time with callees", ours, by=3))
    console.print(_build_function_table(f"{command}: functions by own time", stats, by=2))


def _build_function_table(title: str, stats: dict[Function, Any], by: int) -> Table:
    """Build the table of the first functions by a column of `pstats`: 2 is own time, 3 is time with callees."""
    table = Table("function", title=title)
    for head in ("calls", "own", "with callees"):
        table.add_column(head, justify="right")
    for function, (_, calls, own_seconds, cumulative, _) in sorted(stats.items(), key=lambda row: -row[1][by])[
        :MAX_ROWS
    ]:
        table.add_row(_function_label(function), f"{calls:,}", f"{own_seconds:.2f}", f"{cumulative:.2f}")
    return table


def _profile_command(command: str, root: Path) -> cProfile.Profile:
    if command == "build":
        from afterword.mkdocs_plugin.commands import build as program  # noqa: PLC0415 - a costly import
    else:
        from afterword.cli.check import check as program  # noqa: PLC0415
    arguments = ["--root", str(root)]
    if hasattr(
        os, "sched_setaffinity"
    ):  # on one processor no other processes are started, which the profiler would not see
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    profile = cProfile.Profile()
    with redirect_stdout(StringIO()), redirect_stderr(StringIO()):
        profile.enable()
        try:
            program.main(arguments, standalone_mode=False)
        except SystemExit:
            pass
        finally:
            profile.disable()
    return profile


def _function_label(function: Function) -> str:
    file, line, name = function
    module = _module_name(function)
    return name if file == "~" else f"{module if '/' in module else f'{module}/{Path(file).name}'}:{line} {name}"


def _module_name(function: Function) -> str:
    file, _, name = function
    if file == "~":
        return _library_name(name) or "Python"
    path = Path(file)
    for package in ("afterword", "site-packages"):
        if package in path.parts[:-1]:
            inside = path.parts[len(path.parts) - path.parts[::-1].index(package) :]
            return "/".join((package, *inside)) if package == "afterword" else inside[0].removesuffix(".py")
    if path.suffix == ".html":
        return f"template {path.name}"
    return f"Python: {path.stem if path.stem != '__init__' else path.parent.name}"


def _library_name(name: str) -> str:
    """Return the compiled library of a built-in function; empty for one of Python itself."""
    standard_modules = {*sys.builtin_module_names, *sys.stdlib_module_names}
    words = name.replace("'", " ").replace(">", " ").split()
    module = next((word.split(".")[0] for word in words if "." in word), "")
    return "" if module in standard_modules else module
