"""What a site is made from: the library for an audience, its languages, its past, and the day it speaks of."""

from __future__ import annotations

import os
from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path

from afterword import history, project
from afterword.fields import Audience
from afterword.languages import LANGUAGES
from afterword.pages.page import FormerName, Site
from afterword.past import Past
from afterword.problems import Unusable
from afterword.project import Project


def site(loaded: Project, audience: Audience, languages: Sequence[str], edit_url: str = "") -> Site:
    """The site of a project. Raises `Unusable` for a language that the interface does not speak."""
    unknown = [lang for lang in languages if lang not in LANGUAGES]
    if unknown or not languages:
        message = f"languages: {unknown or 'none'}; the interface speaks {', '.join(LANGUAGES)}."
        raise Unusable(message)
    return Site(
        loaded.library.project(audience),
        loaded.library.today,
        edit_url,
        former_names(loaded.library.past),
        languages,
        languages[0],
        {lang: project.language(lang, loaded.root) for lang in LANGUAGES},
    )


def former_names(past: Past) -> Sequence[FormerName]:
    """The names and aliases that records had before, the latest first; a version that cannot be read had none."""
    found = []
    for path, version in past.everything():
        aliases = version.data.get("aliases")
        names = [version.data.get("name"), *(aliases if isinstance(aliases, list) else ())]
        found += [FormerName(name, path, version.until) for name in names if isinstance(name, str)]
    return list(dict.fromkeys(found))


def today(root: Path) -> date:
    """The day a site speaks of: `SOURCE_DATE_EPOCH`, else the last commit, else today."""
    if epoch := os.environ.get("SOURCE_DATE_EPOCH"):
        return datetime.fromtimestamp(int(epoch), UTC).date()
    return (history.last_commit(root) or datetime.now(UTC)).date()
