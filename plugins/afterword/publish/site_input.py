"""What a site is made from: the library for an audience, its languages, its past, and the day it speaks of."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from pathlib import Path

from afterword.analysis.amendments import Amendment, amendments
from afterword.disk import history
from afterword.exports import public_files as outside
from afterword.exports.published_index import About
from afterword.gate import brief as briefs
from afterword.gate import concepts
from afterword.library.library import Library
from afterword.pages.judged_briefs import Plans
from afterword.pages.page import FormerName, Site
from afterword.problems import Text, Unusable, plural
from afterword.records.record import Record
from afterword.schema.fields import Audience
from afterword.schema.migrations import written_for
from afterword.text.languages import LANGUAGES
from afterword.workspace import project
from afterword.workspace import shipped_files as ground
from afterword.workspace.project import Project

_WEB = re.compile(r"https?://[^\s<>\"]+")


def site(loaded: Project, audience: Audience, languages: Sequence[str], edit_url: str = "") -> Site:
    """The site of a project. Raises `Unusable` for a language that the interface does not speak."""
    unknown = [lang for lang in languages if lang not in LANGUAGES]
    if unknown or not languages:
        message = f"languages: {unknown or 'none'}; the interface speaks {', '.join(LANGUAGES)}."
        raise Unusable(message)
    library = loaded.library
    is_ours = audience is Audience.INTERNAL  # drafts and briefs are for the team
    former, amended = _before(library) if is_ours else ((), {})
    return Site(
        library.project(audience),
        library.today,
        edit_url,
        former,
        languages,
        languages[0],
        {lang: project.language(lang, loaded.root) for lang in LANGUAGES},
        amended,
        not amended or library.past.is_whole,
        concepts.groups(library.vocabulary, project.synonyms(loaded.root)),
        plans=_plans(loaded, languages[0]) if is_ours else None,
    )


def left_out(loaded: Project, audience: Audience) -> Text | None:
    """Return what to tell of records that an earlier version of the schema showed outside the team, if any."""
    count = sum(map(_was_visible, loaded.library.records)) if audience is not Audience.INTERNAL else 0
    if not count:
        return None
    return plural(
        count,
        "{number} published record of an earlier version says nothing of `visibility` and is not in this edition."
        " If it was before, `afterword migrate` keeps it there.",
        "{number} published records of an earlier version say nothing of `visibility` and are not in this edition."
        " If they were before, `afterword migrate` keeps them there.",
    )


def _was_visible(record: Record) -> bool:
    """Return whether a record says nothing of its visibility, and is from when that meant that everybody sees it."""
    if record.status != "published" or not record.sound or "visibility" in record.data:
        return False
    steps = {n: step for n, steps in record.schema.migrations.items() for step in steps if step.path == ("visibility",)}
    return not steps or (written_for(record.document.data) or 1) < max(steps)


def _plans(loaded: Project, lang: str) -> Plans:
    return Plans(
        loaded.schemas[project.BRIEFS], {brief.path: briefs.of(brief) for brief in loaded.library.briefs}, lang
    )


def for_others(site: Site, title: str, address: str, sources: str) -> Mapping[str, bytes]:
    """What is published beside the pages for whoever links to them from elsewhere, by its addresses.

    `address` is where the site is, as a team has set it; `sources` is the digest of what it was made from.
    """
    url = f"{address.rstrip('/')}/" if _WEB.fullmatch(address) else ""
    return outside.files(site, About(title, url, sources), ground.form())


def _before(library: Library) -> tuple[Sequence[FormerName], Mapping[str, Sequence[Amendment]]]:
    """The names and aliases that records had before, the latest first; and what changed in them once published.

    A version that cannot be read had no names.
    """
    names, amended = list[tuple[int, FormerName]](), {}
    for path, versions in library.past.everything():
        for version in versions:
            name, aliases = version.data.get("name"), version.data.get("aliases")
            said = [(name, False), *((alias, True) for alias in (aliases if isinstance(aliases, list) else ()))]
            names += [
                (version.rank, FormerName(name, path, version.until, alias))
                for name, alias in said
                if isinstance(name, str)
            ]
        record = library.by_path.get(path or "")
        if record and (found := amendments(record, versions)):
            amended[record.path] = found
    return list(dict.fromkeys(name for _, name in sorted(names, key=lambda ranked: ranked[0]))), amended


def today(root: Path) -> date:
    """Return the day that a site speaks of: `SOURCE_DATE_EPOCH`, else the last commit, else today.

    Raises `Unusable` where that variable holds no time.
    """
    if epoch := os.environ.get("SOURCE_DATE_EPOCH"):
        try:
            return datetime.fromtimestamp(int(epoch), UTC).date()
        except (ValueError, OverflowError, OSError) as error:
            message = f"SOURCE_DATE_EPOCH is `{epoch}`, which is not a time in seconds since 1970. Correct or unset it."
            raise Unusable(message) from error
    return (history.last_commit(root) or datetime.now(UTC)).date()
