"""Problems as text for people, and in the forms that other programs read."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol

from afterword.problems import Problem
from afterword.text.languages import ENGLISH, Language

Line = Callable[[str, int], str]
"""The text of a line of a file, counted from 1; empty where there is none."""

Paint = Callable[[str, str], str]
"""A text in a style: error, warning, code, place or quiet; the text itself where there are no colours."""


class Report(Protocol):
    """Turns the problems of `checked` files into a text, its sentences in a language."""

    def __call__(
        self, problems: Sequence[Problem], checked: int, line: Line, paint: Paint, language: Language = ENGLISH
    ) -> str:
        """The report."""
        ...
