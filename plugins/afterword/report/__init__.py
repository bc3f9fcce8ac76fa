"""Reports of problems: text for people, and formats for other programs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol

from afterword.problems import Problem
from afterword.text.languages import ENGLISH, Language

LineReader = Callable[[str, int], str]
"""Function that returns a line of a file, counted from 1; empty where there is none."""

Painter = Callable[[str, str], str]
"""Function that styles a text as error, warning, code, place or quiet; unchanged without colours."""


class ReportFormat(Protocol):
    """Formatter of the problems in a number of files, in a language."""

    def __call__(
        self,
        problems: Sequence[Problem],
        file_count: int,
        read_line: LineReader,
        paint: Painter,
        language: Language = ENGLISH,
    ) -> str:
        """Return the report."""
        ...
