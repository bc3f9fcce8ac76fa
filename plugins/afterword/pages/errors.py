"""Page that the preview shows at every URL while a library cannot be published. Finished sites never contain it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from afterword.pages.page import Page, PageContent
from afterword.pages.templates import jinja_environment, mark_safe
from afterword.pages.translations import gettext_for
from afterword.problems import Problem, Severity, Span
from afterword.report.severity_counts import SeverityCounts, count_severities
from afterword.text.languages import ENGLISH, Language

_MAX_CONTEXT = 80
"""Maximum number of characters shown before, in and after the marked part of a source line."""


def build_problems_page(
    library_problems: Sequence[Problem], read_line: Callable[[str, int], str], language: Language = ENGLISH
) -> Page:
    """Build the page that lists every error with place, source line, message and hint, and counts the warnings."""
    counts = count_severities(library_problems)
    errors = [
        {
            "place": f"{problem.file}:{problem.span.line}:{problem.span.column}",
            "code": problem.code,
            "message": language.say(problem.message),
            "line": _split_at_span(read_line(problem.file, problem.span.line), problem.span),
            "hint": language.say(problem.hint) if problem.hint else "",
        }
        for problem in library_problems
        if problem.severity is Severity.ERROR
    ]
    return _build_error_page(language.code, errors=errors, counts=counts)


def build_unusable_page(reason: str, lang: str = "en") -> Page:
    """Build the page that says why nothing can be shown: a broken schema, vocabulary or configuration."""
    return _build_error_page(lang, reason=reason)


def render_standalone(page: Page, styles_url: str) -> str:
    """Render a page as a complete document without a theme; `styles_url` is the URL of its stylesheet."""
    return (
        jinja_environment(page.lang)
        .get_template("alone.html")
        .render(page=page, html=mark_safe(page.html), styles=styles_url)
    )


def _build_error_page(
    lang: str, reason: str = "", errors: Sequence[Mapping[str, object]] = (), counts: SeverityCounts | None = None
) -> Page:
    _ = gettext_for(lang)
    title = _("The library cannot be shown")
    html = (
        jinja_environment(lang)
        .get_template("errors.html")
        .render(title=title, reason=reason, errors=errors, counts=counts)
    )
    return Page("", title, lambda: PageContent(html), lang=lang)


def _split_at_span(line: str, span: Span) -> tuple[str, str, str]:
    """Return the parts of a line before, in and after the marked span, each cut to fit on a screen."""
    start = span.column - 1
    end = start + span.length
    before, marked, after = line[:start], line[start:end], line[end:]
    if len(before) > _MAX_CONTEXT:
        before = f"…{before[-_MAX_CONTEXT:]}"
    if len(marked) > _MAX_CONTEXT:
        marked, after = marked[:_MAX_CONTEXT], "…"
    if len(after) > _MAX_CONTEXT:
        after = f"{after[:_MAX_CONTEXT]}…"
    return before, marked, after
