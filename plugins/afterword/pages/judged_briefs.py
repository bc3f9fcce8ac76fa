"""Briefs with their gate verdicts and the records that started from them, as pages show them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from afterword.gate.brief import Brief
from afterword.gate.ranking import Ranking
from afterword.gate.verdict import Gate, GateVerdict
from afterword.library.projection import Entry, Projection
from afterword.library.published_index import PublishedIndex
from afterword.schema.schema import Schema
from afterword.text.names import slugify


@dataclass(frozen=True, slots=True)
class BriefSet:
    """Briefs as the gate reads them, by file, and the schema that they follow.

    `lang` is the language of the briefs that name none.
    """

    schema: Schema
    briefs: Mapping[str, Brief] = field(default_factory=dict)
    lang: str = "en"


@dataclass(frozen=True, slots=True)
class JudgedBrief:
    """Brief with its gate verdict, the URL and language of its page, and the postmortems that started from it."""

    entry: Entry
    verdict: GateVerdict
    url: str
    lang: str
    postmortems: Sequence[Entry]

    @property
    def title(self) -> str:
        """Title of the brief."""
        return self.verdict.brief.title

    @property
    def postmortem_due(self) -> str:
        """Day on which the postmortem is due; empty if the brief does not say."""
        return str(self.entry.data.get("postmortem", {}).get("due", ""))


def judge_briefs(
    brief_set: BriefSet, library: Projection, published_index: PublishedIndex, ranking: Ranking, today: date
) -> Mapping[str, JudgedBrief]:
    """Judge every brief of a library on a day and return them by file: running ones first, the newest first."""
    gate = Gate(published_index, ranking, brief_set.schema, today)
    urls_by_path = dict(_assign_urls(library.briefs))
    return {
        entry.path: JudgedBrief(
            entry,
            gate.judge_brief(brief_set.briefs[entry.path], ()),
            urls_by_path[entry.path],
            entry.language if entry.lang else brief_set.lang,
            library.by_brief.get(entry.path, ()),
        )
        for entry in sorted(library.briefs, key=_brief_order)
        if entry.path in brief_set.briefs
    }


def _brief_order(brief: Entry) -> tuple[bool, int, str]:
    return brief.status == "closed", -brief.day.toordinal(), brief.path


def _assign_urls(briefs: Sequence[Entry]) -> Iterator[tuple[str, str]]:
    """Yield the file and URL of each brief: its title, with a number if another brief has the same title."""
    used_names: set[str] = set()
    for brief in briefs:
        name = slugify(brief.data.get("title", "")) or "brief"
        unused_name = next(candidate for candidate in _number_names(name) if candidate not in used_names)
        used_names.add(unused_name)
        yield brief.path, f"briefs/{unused_name}/"


def _number_names(name: str) -> Iterator[str]:
    """Yield a name, then the same name with each number from 2."""
    yield name
    number = 1
    while True:
        number += 1
        yield f"{name}-{number}"
