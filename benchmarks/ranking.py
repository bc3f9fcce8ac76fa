"""Measure how well the ranking finds the records that a judge chose, beside text alone and fields alone.

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
from library import render_records

from afterword.gate import concepts, queries
from afterword.gate.index_rows import build_rows
from afterword.gate.ranking import MAX_RELATED_RECORDS, Ranking, RankingQuery, collect_facets
from afterword.library.published_index import PublishedIndex
from afterword.schema.audience import Audience
from afterword.text.stems import is_significant, stem_text
from afterword.text.text_index import Bm25Index
from afterword.workspace import definitions, project

ROOT = Path(__file__).resolve().parents[1]
JUDGED = ROOT / "tests" / "judged"
ADDED_RECORDS, SEED = 1000, 7
TODAY = date(2026, 10, 1)

Judgements = Mapping[str, Mapping[str, int]]
RankingMethod = Callable[[RankingQuery], Sequence[str]]


def load_judgements(half: str) -> Judgements:
    """Load the grade of every relevant record for each brief of a half, by the brief's file."""
    judged = yaml.safe_load((JUDGED / "judgements.yaml").read_text(encoding="utf-8"))
    halves = yaml.safe_load((JUDGED / "half.yaml").read_text(encoding="utf-8"))
    return {name: {row["record"]: row["grade"] for row in judged[name]["records"]} for name in halves[half]}


def read_brief(name: str) -> str:
    """Return the text of a brief, with the required front matter added if it has none."""
    text = (JUDGED / "briefs" / name).read_text(encoding="utf-8")
    if text.startswith("---\n"):
        return text
    kind = yaml.safe_load((JUDGED / "judgements.yaml").read_text(encoding="utf-8"))[name]["kind"]
    title = text.splitlines()[0].strip("#* ").replace("'", "''")
    return f"---\ntitle: '{title}'\nkind: {kind}\nstatus: draft\n---\n{text}"


@dataclass(frozen=True)
class DilutedLibrary:
    """Example library with generated records among its own, and the judged briefs as queries."""

    loaded: project.Project

    @cached_property
    def paths(self) -> Mapping[str, str]:
        """File of each record by its slug."""
        return {entry.slug: entry.path for entry in self.library.entries}

    @cached_property
    def library(self) -> Any:
        """Library as the team sees it."""
        return self.loaded.library.project(Audience.INTERNAL)

    @cached_property
    def published_index(self) -> PublishedIndex:
        """Index of all records."""
        groups = concepts.build_groups(self.library.vocabulary, definitions.load_synonyms(ROOT))
        return PublishedIndex({"records": build_rows(self.library), "concepts": groups})

    @cached_property
    def queries_by_brief(self) -> Mapping[str, RankingQuery]:
        """Query of each brief, by its file."""
        return {
            brief.path.removeprefix("briefs/"): queries.build_query(brief.data, brief.document.body, brief.schema)
            for brief in self.loaded.library.briefs
        }

    @cached_property
    def methods(self) -> Mapping[str, RankingMethod]:
        """Methods to compare: the ranking, and each of its two parts alone."""
        ranking, records_in_index = Ranking(self.published_index), self.published_index.records
        texts = Bm25Index(
            [_significant_stems(f"{record.description_text} {record.story_words}") for record in records_in_index]
        )
        fields = Bm25Index([[*_facet_keys(collect_facets(record.facets))] for record in records_in_index], saturation=0)
        return {
            "ranking": lambda query: [match.record.slug for match in ranking.find_related(query)],
            "text alone (BM25)": lambda query: self._best_slugs(
                texts.normalized_scores(_significant_stems(query.text))
            ),
            "fields alone (idf)": lambda query: self._best_slugs(fields.normalized_scores(_facet_keys(query.facets))),
        }

    def _best_slugs(self, scores: Any) -> Sequence[str]:
        order = sorted(
            range(len(scores)), key=lambda position: (-scores[position], self.published_index.records[position].slug)
        )
        return [
            self.published_index.records[position].slug
            for position in order[:MAX_RELATED_RECORDS]
            if scores[position] > 0
        ]

    def measure_method(self, method: RankingMethod, judged: Judgements) -> Mapping[str, float]:
        """Return recall, precision and nDCG of the first five, as means over the briefs with relevant records.

        `shown` is the share of relevant records among those shown, `empty` the share of other briefs with none shown.
        """
        values_by_measure: dict[str, list[float]] = {
            "recall@5": [],
            "precision@5": [],
            "nDCG@5": [],
            "shown": [],
            "empty": [],
        }
        for name, grades in judged.items():
            files = [self.paths[slug] for slug in method(self.queries_by_brief[name])]
            if not grades:
                values_by_measure["empty"].append(float(not files))
                continue
            hits = sum(file in grades for file in files)
            values_by_measure["recall@5"].append(hits / len(grades))
            values_by_measure["precision@5"].append(hits / MAX_RELATED_RECORDS)
            values_by_measure["nDCG@5"].append(
                _discounted_gain([grades.get(file, 0) for file in files])
                / _discounted_gain(sorted(grades.values(), reverse=True)[:MAX_RELATED_RECORDS])
            )
            values_by_measure["shown"].append(hits / len(files) if files else 0.0)
        return {key: sum(values) / len(values) for key, values in values_by_measure.items()}


def _discounted_gain(grades: Sequence[int]) -> float:
    """Return the discounted cumulative gain, (2^grade - 1) / log2(1 + rank), by Burges et al. 2005."""
    return sum((2**grade - 1) / math.log2(rank + 2) for rank, grade in enumerate(grades))


def _significant_stems(text: str) -> list[str]:
    return [stem for stem in stem_text(text) if is_significant(stem)]


def _facet_keys(facets: Any) -> list[str]:
    return [f"{name}={key}" for name, keys in facets.items() for key in keys]


def load_diluted_library() -> DilutedLibrary:
    """Load the example library, generated records and judged briefs."""
    added = {f"postmortems/{file}": text.encode() for file, text in render_records(ADDED_RECORDS, SEED).items()}
    briefs = {f"briefs/{path.name}": read_brief(path.name).encode() for path in (JUDGED / "briefs").iterdir()}
    return DilutedLibrary(project.load_project(ROOT, changed=added | briefs, today=TODAY))


def render_table(library: DilutedLibrary, half: str) -> str:
    """Render the measures on a half as a table in Markdown."""
    judged = load_judgements(half)
    measures_by_method = {name: library.measure_method(method, judged) for name, method in library.methods.items()}
    titles = list(next(iter(measures_by_method.values())))
    lines = [f"| {half} | {' | '.join(titles)} |", f"| --- |{' ---: |' * len(titles)}"]
    for name, measures in measures_by_method.items():
        lines.append(f"| {name} | {' | '.join(f'{measures[title]:.2f}' for title in titles)} |")
    return "\n".join(lines)


if __name__ == "__main__":
    sys.stdout.write(render_table(load_diluted_library(), (sys.argv[1:] or ["tune"])[0]) + "\n")
