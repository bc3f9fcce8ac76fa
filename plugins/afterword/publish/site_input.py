"""Input of a site: the library for an audience, languages, former names, and the date of the site."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from pathlib import Path

from afterword.analysis.amendments import Amendment, list_amendments
from afterword.disk import history
from afterword.exports import public_files
from afterword.exports.published_index import LibraryInfo
from afterword.gate import brief as briefs
from afterword.gate import concepts
from afterword.library.library import Library
from afterword.pages.judged_briefs import BriefSet
from afterword.pages.page import FormerName, Site
from afterword.problems import Message, Unusable, plural
from afterword.records.record import Record
from afterword.schema.audience import Audience
from afterword.schema.migrations import record_version
from afterword.text.languages import LANGUAGES
from afterword.workspace import definitions, shipped_files
from afterword.workspace.library_layout import BRIEFS
from afterword.workspace.project import Project

_WEB_ADDRESS = re.compile(r"https?://[^\s<>\"]+")


def make_site(loaded: Project, audience: Audience, languages: Sequence[str], edit_url: str = "") -> Site:
    """Make the site of a project. Raises `Unusable` for a language that the interface does not support."""
    unknown_languages = [lang for lang in languages if lang not in LANGUAGES]
    if unknown_languages or not languages:
        message = f"languages: {unknown_languages or 'none'}; the interface speaks {', '.join(LANGUAGES)}."
        raise Unusable(message)
    library = loaded.library
    is_internal = audience is Audience.INTERNAL  # drafts and briefs are for the team only
    former_names, amendments_by_path = _collect_history(library) if is_internal else ((), {})
    return Site(
        library.project(audience),
        library.today,
        edit_url,
        former_names,
        languages,
        languages[0],
        {lang: definitions.load_language(lang, loaded.root) for lang in LANGUAGES},
        amendments_by_path,
        not amendments_by_path or library.history.is_complete,
        concepts.build_groups(library.vocabulary, definitions.load_synonyms(loaded.root)),
        brief_set=_make_brief_set(loaded, languages[0]) if is_internal else None,
    )


def describe_omitted_records(loaded: Project, audience: Audience) -> Message | None:
    """Return a notice of records that were visible outside the team by an earlier version of the schema, if any."""
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
    """Return whether a record has no visibility, and is from a version in which such records were public."""
    if record.status != "published" or not record.fits_schema or "visibility" in record.data:
        return False
    steps = {n: step for n, steps in record.schema.migrations.items() for step in steps if step.path == ("visibility",)}
    return not steps or (record_version(record.document.data) or 1) < max(steps)


def _make_brief_set(loaded: Project, lang: str) -> BriefSet:
    """Return the briefs of a project, with their schema and language."""
    return BriefSet(
        loaded.schemas[BRIEFS],
        {brief.path: briefs.brief_from_record(brief) for brief in loaded.library.briefs},
        lang,
    )


def build_published_files(site: Site, title: str, site_url: str, source_digest: str) -> Mapping[str, bytes]:
    """Return the files published beside the pages for other programs, by address.

    `site_url` is the address that a team has set for its site; `source_digest` is the digest of the site's
    sources.
    """
    base_url = f"{site_url.rstrip('/')}/" if _WEB_ADDRESS.fullmatch(site_url) else ""
    return public_files.build_public_files(
        site, LibraryInfo(title, base_url, source_digest), shipped_files.read_index_schema()
    )


def _collect_history(library: Library) -> tuple[Sequence[FormerName], Mapping[str, Sequence[Amendment]]]:
    """Return former names of records, the latest first, and amendments after publication by path.

    A version that cannot be read has no names.
    """
    ranked_names, amendments_by_path = list[tuple[int, FormerName]](), {}
    for path, versions in library.history.iterate_versions():
        for version in versions:
            name, aliases = version.data.get("name"), version.data.get("aliases")
            names_in_version = [
                (name, False),
                *((is_alias, True) for is_alias in (aliases if isinstance(aliases, list) else ())),
            ]
            ranked_names += [
                (version.rank, FormerName(name, path, version.until, is_alias))
                for name, is_alias in names_in_version
                if isinstance(name, str)
            ]
        record = library.by_path.get(path or "")
        if record and (changes := list_amendments(record, versions)):
            amendments_by_path[record.path] = changes
    return list(
        dict.fromkeys(name for _, name in sorted(ranked_names, key=lambda ranked: ranked[0]))
    ), amendments_by_path


def site_date(root: Path) -> date:
    """Return the date of a site: `SOURCE_DATE_EPOCH`, else the last commit, else the current day."""
    if epoch := os.environ.get("SOURCE_DATE_EPOCH"):
        try:
            return datetime.fromtimestamp(int(epoch), UTC).date()
        except (ValueError, OverflowError, OSError) as error:
            message = f"SOURCE_DATE_EPOCH is `{epoch}`, which is not a time in seconds since 1970. Correct or unset it."
            raise Unusable(message) from error
    return (history.last_commit_time(root) or datetime.now(UTC)).date()
