"""Uses of a record in briefs, and similar records worth reading."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from afterword.analysis import practice
from afterword.analysis.guardrails import guardrail_label
from afterword.gate.record_uses import RecordUse
from afterword.library.projection import Entry
from afterword.pages.judged_briefs import JudgedBrief
from afterword.pages.page import Site
from afterword.pages.reasons import explain_reasons

AnsweredGuardrail = tuple[Mapping[str, Any] | None, str]
"""Guardrail that was answered, None if the record itself was; and the answer."""


@dataclass(frozen=True, slots=True)
class BriefUses:
    """Briefs that applied a record or one of its guardrails, and briefs that waived it; true if there are any.

    `start` is the brief that the record itself started from.
    """

    applied: Sequence[tuple[JudgedBrief, Sequence[AnsweredGuardrail]]] = ()
    waived: Sequence[tuple[JudgedBrief, Sequence[AnsweredGuardrail]]] = ()
    start: JudgedBrief | None = None

    @property
    def waived_count(self) -> int:
        """Number of briefs that waived the record or one of its guardrails."""
        return len(self.waived)

    def __bool__(self) -> bool:
        return bool(self.applied or self.waived or self.start)


def find_brief_uses(site: Site, entry: Entry) -> BriefUses:
    """Return the uses of an entry in the team's briefs."""
    briefs = site.library_cache.judged_briefs
    entry_uses = site.library_cache.uses_by_slug.get(entry.slug, ())
    rules = {guardrail_label(rule): rule for rule in practice.readable_guardrails(entry)}
    applied = [use for use in entry_uses if not use.answer.is_waived]
    waived = [use for use in entry_uses if use.answer.is_waived]
    return BriefUses(
        _group_by_brief(applied, briefs, rules),
        _group_by_brief(waived, briefs, rules),
        site.library_cache.starting_briefs.get(entry.slug),
    )


def _group_by_brief(
    uses: Sequence[RecordUse], briefs: Mapping[str, JudgedBrief], rules: Mapping[str, Mapping[str, Any]]
) -> Sequence[tuple[JudgedBrief, Sequence[AnsweredGuardrail]]]:
    answers_by_path: dict[str, list[AnsweredGuardrail]] = defaultdict(list)
    for use in uses:
        answers_by_path[use.path].append((rules.get(use.rule), use.answer.text))
    return [(briefs[path], answers) for path, answers in answers_by_path.items()]


def find_similar_entries(site: Site, entry: Entry, lang: str) -> Sequence[tuple[Entry, Sequence[str]]]:
    """Return the entries similar to an entry, with the reasons, except those that its page already links to."""
    neighbours = site.library_cache.neighbour_index
    if neighbours is None:
        return ()
    mentions = site.mentions
    related_entries = (site.library.resolve_link(row.get("name", ""))[0] for row in entry.relations)
    mentioned_slugs = {other.slug for other in related_entries if other}
    mentioned_slugs |= {mention.source.slug for mention in mentions.relations(entry)}
    mentioned_slugs |= {mention.source.slug for mention in mentions.backlinks(entry)}
    return [
        (neighbour.entry, explain_reasons(neighbour.reasons, site, lang))
        for neighbour in neighbours.find_neighbours(entry, mentioned_slugs)
    ]
