"""The team's briefs as its pages show them: what the gate finds, where each stands, what became of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from afterword.gate.answers import State
from afterword.gate.brief import Brief
from afterword.gate.ranking import Ranking
from afterword.gate.verdict import Gate, Verdict
from afterword.library.projection import Entry, Projection
from afterword.library.published_index import Register
from afterword.schema.schema import Schema
from afterword.text.names import slug


@dataclass(frozen=True, slots=True)
class Plans:
    """The briefs as the gate reads them, by their files, and the schema that they follow.

    `lang` is the language of those that say none.
    """

    schema: Schema
    briefs: Mapping[str, Brief] = field(default_factory=dict)
    lang: str = "en"


@dataclass(frozen=True, slots=True)
class Plan:
    """One brief: what it says, what the gate finds, the address and language of its page, and what started from it."""

    entry: Entry
    verdict: Verdict
    url: str
    lang: str
    postmortems: Sequence[Entry]

    @property
    def title(self) -> str:
        """What it is called."""
        return self.verdict.brief.title

    @property
    def answered(self) -> int:
        """How much of what it is asked it has answered."""
        return sum(demand.state is State.ANSWERED for demand in self.verdict.demands)

    @property
    def fresh(self) -> int:
        """How much the library has come to ask since the brief was approved, and nobody has answered."""
        return sum(demand.is_new and demand.state is not State.ANSWERED for demand in self.verdict.demands)

    @property
    def due(self) -> str:
        """The day on which its postmortem is due; empty where it does not say."""
        return str(self.entry.data.get("postmortem", {}).get("due", ""))


def judged(plans: Plans, library: Projection, register: Register, ranking: Ranking, today: date) -> Mapping[str, Plan]:
    """Every brief of a library by its file, as the gate judges it on a day: what is running first, the newest first."""
    gate = Gate(register, ranking, plans.schema, today)
    urls = dict(_urls(library.briefs))
    return {
        entry.path: Plan(
            entry,
            gate.judge(plans.briefs[entry.path], ()),
            urls[entry.path],
            entry.language if entry.lang else plans.lang,
            library.by_brief.get(entry.path, ()),
        )
        for entry in sorted(library.briefs, key=_order)
        if entry.path in plans.briefs
    }


def _order(brief: Entry) -> tuple[bool, int, str]:
    return brief.status == "closed", -brief.day.toordinal(), brief.path


def _urls(briefs: Sequence[Entry]) -> Iterator[tuple[str, str]]:
    """The address of each brief's page by its file: its title, with a number where another one has it already."""
    taken: set[str] = set()
    for brief in briefs:
        name = slug(brief.data.get("title", "")) or "brief"
        free = next(one for one in _numbered(name) if one not in taken)
        taken.add(free)
        yield brief.path, f"briefs/{free}/"


def _numbered(name: str) -> Iterator[str]:
    yield name
    number = 1
    while True:
        number += 1
        yield f"{name}-{number}"
