"""Report of the errors that keep a library from being published."""

from __future__ import annotations

from afterword.pages import errors
from afterword.pages.page import Page
from afterword.report import text
from afterword.text.languages import Language
from afterword.workspace.project import Project


def describe_errors(loaded: Project, language: Language) -> tuple[str, Page]:
    """Return the problems of a library with errors, as text for a terminal and as a page for the preview."""
    report = text.format_text(loaded.problems, len(loaded.files), loaded.get_line, lambda words, _: words, language)
    page = errors.build_problems_page(loaded.problems, loaded.get_line, language)
    return f"Afterword publishes nothing while there are errors.\n\n{report}", page
