"""How well the ranking finds what a judge found: over the judged briefs, beside text alone and fields alone.

    python benchmarks/ranking.py [tune | held]

The library is the example library among 1,000 generated postmortems. `tests/judged/README.md` says what is judged.
"""

from __future__ import annotations

import math
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

import yaml
from library import records

from afterword.gate import concepts, queries
from afterword.gate.bm25 import Bm25Index
from afterword.gate.index_rows import build_rows
from afterword.gate.ranking import MAX_RELATED_RECORDS, Ranking, RankingQuery, collect_facets
from afterword.library.published_index import PublishedIndex
from afterword.schema.audience import Audience
from afterword.text.stems import is_significant, stem_text
from afterword.workspace import definitions, project

ROOT = Path(__file__).resolve().parents[1]
JUDGED = ROOT / "tests" / "judged"
DILUTION, SEED = 1000, 7
DAY = date(2026, 10, 1)

Judgements = Mapping[str, Mapping[str, int]]
Way = Callable[[RankingQuery], Sequence[str]]


def judgements(half: str) -> Judgements:
    """The grade of every record that matters to each brief of a half, by the brief's file."""
    judged = yaml.safe_load((JUDGED / "judgements.yaml").read_text(encoding="utf-8"))
    halves = yaml.safe_load((JUDGED / "half.yaml").read_text(encoding="utf-8"))
    return {name: {one["record"]: one["grade"] for one in judged[name]["records"]} for name in halves[half]}


def as_loaded(name: str) -> str:
    """A brief's text; where it has no front matter, with the least that makes it a brief put before it."""
    text = (JUDGED / "briefs" / name).read_text(encoding="utf-8")
    if text.startswith("---\n"):
        return text
    kind = yaml.safe_load((JUDGED / "judgements.yaml").read_text(encoding="utf-8"))[name]["kind"]
    title = text.splitlines()[0].strip("#* ").replace("'", "''")
    return f"---\ntitle: '{title}'\nkind: {kind}\nstatus: draft\n---\n{text}"


@dataclass(frozen=True)
class Diluted:
    """The example library with generated records among its own, and the judged briefs as questions."""

    loaded: project.Project

    @cached_property
    def paths(self) -> Mapping[str, str]:
        """The file of each record by its slug."""
        return {entry.slug: entry.path for entry in self.library.entries}

    @cached_property
    def library(self) -> Any:
        """What the team sees."""
        return self.loaded.library.project(Audience.INTERNAL)

    @cached_property
    def register(self) -> PublishedIndex:
        """What is known of each record."""
        groups = concepts.build_groups(self.library.vocabulary, definitions.load_synonyms(ROOT))
        return PublishedIndex({"records": build_rows(self.library), "concepts": groups})

    @cached_property
    def questions(self) -> Mapping[str, RankingQuery]:
        """What each brief asks, by its file."""
        return {
            brief.path.removeprefix("briefs/"): queries.build_query(brief.data, brief.document.body, brief.schema)
            for brief in self.loaded.library.briefs
        }

    @cached_property
    def ways(self) -> Mapping[str, Way]:
        """The ranking, and the two halves of it that anybody would try first."""
        ranking, listed = Ranking(self.register), self.register.records
        texts = Bm25Index([_telling(f"{record.description_text} {record.story_words}") for record in listed])
        fields = Bm25Index([[*_pairs(collect_facets(record.facets))] for record in listed], saturation=0)
        return {
            "ranking": lambda asked: [match.record.slug for match in ranking.find_related(asked)],
            "text alone (BM25)": lambda asked: self._best(texts.normalized_scores(_telling(asked.text))),
            "fields alone (idf)": lambda asked: self._best(fields.normalized_scores(_pairs(asked.facets))),
        }

    def _best(self, scores: Any) -> Sequence[str]:
        order = sorted(range(len(scores)), key=lambda place: (-scores[place], self.register.records[place].slug))
        return [self.register.records[place].slug for place in order[:MAX_RELATED_RECORDS] if scores[place] > 0]

    def measured(self, way: Way, judged: Judgements) -> Mapping[str, float]:
        """Recall, precision and nDCG of the first five; means over the briefs to which anything matters.

        `shown` is the part of what was shown that matters; `empty` the part of the other briefs to which nothing was.
        """
        found: dict[str, list[float]] = {"recall@5": [], "precision@5": [], "nDCG@5": [], "shown": [], "empty": []}
        for name, grades in judged.items():
            files = [self.paths[slug] for slug in way(self.questions[name])]
            if not grades:
                found["empty"].append(float(not files))
                continue
            hits = sum(file in grades for file in files)
            found["recall@5"].append(hits / len(grades))
            found["precision@5"].append(hits / MAX_RELATED_RECORDS)
            found["nDCG@5"].append(
                _gain([grades.get(file, 0) for file in files])
                / _gain(sorted(grades.values(), reverse=True)[:MAX_RELATED_RECORDS])
            )
            found["shown"].append(hits / len(files) if files else 0.0)
        return {key: sum(values) / len(values) for key, values in found.items()}


def _gain(grades: Sequence[int]) -> float:
    """Discounted cumulative gain: (2^grade - 1) / log2(1 + rank), as Burges et al. 2005 have it."""
    return sum((2**grade - 1) / math.log2(rank + 2) for rank, grade in enumerate(grades))


def _telling(text: str) -> list[str]:
    return [stem for stem in stem_text(text) if is_significant(stem)]


def _pairs(known: Any) -> list[str]:
    return [f"{name}={key}" for name, keys in known.items() for key in keys]


def diluted() -> Diluted:
    """The library to measure with."""
    added = {f"postmortems/{file}": text.encode() for file, text in records(DILUTION, SEED).items()}
    briefs = {f"briefs/{path.name}": as_loaded(path.name).encode() for path in (JUDGED / "briefs").iterdir()}
    return Diluted(project.load_project(ROOT, changed=added | briefs, today=DAY))


def table(found: Diluted, half: str) -> str:
    """What was measured on a half, as a table in Markdown."""
    judged = judgements(half)
    measured = {name: found.measured(way, judged) for name, way in found.ways.items()}
    heads = list(next(iter(measured.values())))
    lines = [f"| {half} | {' | '.join(heads)} |", f"| --- |{' ---: |' * len(heads)}"]
    lines += [f"| {name} | {' | '.join(f'{row[head]:.2f}' for head in heads)} |" for name, row in measured.items()]
    return "\n".join(lines)


if __name__ == "__main__":
    sys.stdout.write(table(diluted(), (sys.argv[1:] or ["tune"])[0]) + "\n")
