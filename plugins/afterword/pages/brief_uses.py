"""What became of a record: the briefs that applied it, and what else is worth reading beside it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from afterword.analysis import practice
from afterword.analysis.guardrails import called
from afterword.gate.record_uses import Use
from afterword.library.projection import Entry
from afterword.pages.judged_briefs import Plan
from afterword.pages.page import Site
from afterword.pages.reasons import why

Answered = tuple[Mapping[str, Any] | None, str]
"""The guardrail that was answered, None where it was the record itself; and the answer."""


@dataclass(frozen=True, slots=True)
class Used:
    """What briefs made of a record: those that applied it or a guardrail of it, and those that set it aside.

    `start` is the brief that the record itself started from. True when there is anything.
    """

    applied: Sequence[tuple[Plan, Sequence[Answered]]] = ()
    waived: Sequence[tuple[Plan, Sequence[Answered]]] = ()
    start: Plan | None = None

    def __bool__(self) -> bool:
        return bool(self.applied or self.waived or self.start)


def used_by(site: Site, entry: Entry) -> Used:
    """What the team's briefs made of an entry."""
    plans = site.findings.briefs
    found = site.findings.uses_of.get(entry.slug, ())
    rules = {called(rule): rule for rule in practice.guardrails(entry)}
    applied = [use for use in found if not use.answer.is_waived]
    waived = [use for use in found if use.answer.is_waived]
    return Used(_by_brief(applied, plans, rules), _by_brief(waived, plans, rules), site.findings.starts.get(entry.slug))


def _by_brief(
    found: Sequence[Use], plans: Mapping[str, Plan], rules: Mapping[str, Mapping[str, Any]]
) -> Sequence[tuple[Plan, Sequence[Answered]]]:
    said: dict[str, list[Answered]] = defaultdict(list)
    for use in found:
        said[use.path].append((rules.get(use.rule), use.answer.text))
    return [(plans[path], answers) for path, answers in said.items()]


def worth_reading(site: Site, entry: Entry, lang: str) -> Sequence[tuple[Entry, Sequence[str]]]:
    """The entries that are like one, with why, but for those that its page speaks of already."""
    neighbours = site.findings.neighbours
    if neighbours is None:
        return ()
    mentions = site.mentions
    named = (site.library.resolve(row.get("name", ""))[0] for row in entry.relations)
    told = {other.slug for other in named if other}
    told |= {found.source.slug for found in mentions.relations(entry)}
    told |= {found.source.slug for found in mentions.backlinks(entry)}
    return [(one.entry, why(one.reasons, site, lang)) for one in neighbours.of(entry, told)]
