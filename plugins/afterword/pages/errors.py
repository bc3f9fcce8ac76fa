"""The page that the preview shows at every address while a library cannot be published. No site has it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from afterword.pages.page import Page, Written
from afterword.pages.templates import environment, safe
from afterword.pages.translations import told
from afterword.problems import Problem, Severity, Span
from afterword.text.languages import ENGLISH, Language

_AROUND = 80
"""Characters of a source line that are shown before, in and behind what is wrong."""


def problems(found: Sequence[Problem], line: Callable[[str, int], str], language: Language = ENGLISH) -> Page:
    """Every error with its place, its line, what is wrong with it, and a hint; warnings are only counted."""
    shown = [
        {
            "place": f"{problem.file}:{problem.span.line}:{problem.span.column}",
            "code": problem.code,
            "message": language.say(problem.message),
            "line": _marked(line(problem.file, problem.span.line), problem.span),
            "hint": language.say(problem.hint) if problem.hint else "",
        }
        for problem in found
        if problem.severity is Severity.ERROR
    ]
    return _page(language.code, shown=shown, warnings=len(found) - len(shown))


def unusable(reason: str, lang: str = "en") -> Page:
    """Why nothing can be shown at all: a schema, the vocabulary or the configuration is broken."""
    return _page(lang, reason=reason)


def alone(page: Page, styles: str) -> str:
    """A page as a document of its own, where there is no theme to put it in; `styles` is the address of its styles."""
    return environment(page.lang).get_template("alone.html").render(page=page, html=safe(page.html), styles=styles)


def _page(lang: str, **values: object) -> Page:
    _ = told(lang)
    title = _("The library cannot be shown")
    html = environment(lang).get_template("errors.html").render(title=title, **values)
    return Page("", title, lambda: Written(html), lang=lang)


def _marked(line: str, span: Span) -> tuple[str, str, str]:
    """A line before, in and behind the mark, and no more of it than fits on a screen."""
    start = span.column - 1
    end = start + span.length
    before, marked, behind = line[:start], line[start:end], line[end:]
    if len(before) > _AROUND:
        before = f"…{before[-_AROUND:]}"
    if len(marked) > _AROUND:
        marked, behind = marked[:_AROUND], "…"
    if len(behind) > _AROUND:
        behind = f"{behind[:_AROUND]}…"
    return before, marked, behind
