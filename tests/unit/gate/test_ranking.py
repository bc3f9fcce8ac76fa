"""Which records matter to a plan: found across words and languages, whatever their outcome, the same each time."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from afterword.gate import queries
from afterword.gate.ranking import Ranking, RelatedRecord
from afterword.library.published_index import INDEX_FILE, PublishedIndex
from afterword.publish import site_input
from afterword.schema.audience import Audience
from afterword.workspace import gate_libraries, project
from afterword.workspace.gate_libraries import GateLibrary
from small import library as small_library
from support import ROOT

RIVAL = """---
title: Harbour Clinics
kind: deal
status: draft
markets: [DE]
competitor: Ledgerwise
account: Harbour Clinics
---

They ask for our answers on security, and Ledgerwise is in the room.
"""
STRANGER = """---
title: Сад у школы
kind: project
status: draft
---

Высадить яблони вдоль забора.
"""


@pytest.fixture(scope="module")
def known() -> GateLibrary:
    """The example library."""
    return gate_libraries.local_gate_library(project.load_project(ROOT))


def asked(known: GateLibrary, text: str, folder: Path) -> list[RelatedRecord]:
    """What matters to a brief with a text."""
    (folder / "plan.md").write_text(text, encoding="utf-8")
    found = next(iter(known.judge_briefs(folder, [folder / "plan.md"]))).verdict
    assert found is not None
    question = queries.build_query(found.brief.data, found.brief.prose, known.gate.schema)
    return [*known.gate.ranking.find_related(question)]


def measured(half: str) -> dict[str, list[float]]:
    """What the benchmark of the ranking prints of a half: recall, precision and nDCG of each way."""
    script = [sys.executable, str(ROOT / "benchmarks" / "ranking.py"), half]
    printed = subprocess.run(script, check=True, capture_output=True, text=True).stdout
    sys.stdout.write(printed)
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in printed.splitlines()[2:]]
    return {name: [float(cell) for cell in cells[:3]] for name, *cells in rows}


def test_the_ranking_finds_more_of_what_a_judge_found_than_text_or_fields_alone() -> None:
    """On the half of the briefs that nothing was fitted to, by recall, precision and nDCG of the first five."""
    ranking, text, fields = measured("held").values()
    assert all(mine > max(others) for mine, *others in zip(ranking, text, fields, strict=True))
    assert ranking[0] >= 0.6


def test_how_it_ended_counts_for_nothing(known: GateLibrary) -> None:
    """With every outcome turned round the same records are found, in the same order and with the same scores."""
    turned = {"won": "lost", "lost": "won", "hit": "missed", "missed": "hit"}
    rows = [{**one.data, "outcome": turned.get(one.outcome, "mixed")} for one in known.gate.register.records]
    other = Ranking(PublishedIndex({"records": rows, "concepts": known.gate.register.concepts}))
    for brief in known.own_briefs.values():
        question = queries.build_query(brief.data, brief.prose, known.gate.schema)
        assert _told(other.find_related(question)) == _told(known.gate.ranking.find_related(question)) != []


def test_the_order_of_the_library_counts_for_nothing(known: GateLibrary) -> None:
    """Records from the last to the first give the same answer."""
    rows = [one.data for one in known.gate.register.records]
    rows.reverse()
    other = Ranking(PublishedIndex({"records": rows, "concepts": known.gate.register.concepts}))
    for brief in known.own_briefs.values():
        question = queries.build_query(brief.data, brief.prose, known.gate.schema)
        assert _told(other.find_related(question)) == _told(known.gate.ranking.find_related(question))


def test_what_a_library_publishes_ranks_as_the_library_itself(known: GateLibrary) -> None:
    """From another repository the same records are found for the same reasons."""
    site = site_input.make_site(project.load_project(ROOT), Audience.INTERNAL, ["en", "ru"])
    raw = dict(site_input.build_published_files(site, "Example", "", "0" * 64))[INDEX_FILE]
    other = gate_libraries.published_gate_library(raw, INDEX_FILE, None)
    for brief in known.own_briefs.values():
        question = queries.build_query(brief.data, brief.prose, known.gate.schema)
        assert _told(other.gate.ranking.find_related(question)) == _told(known.gate.ranking.find_related(question))


def test_a_library_of_one_record_offers_it_to_what_is_like_it_alone(tmp_path: Path) -> None:
    """Also where there is nothing to compare with."""
    known = gate_libraries.local_gate_library(project.load_project(small_library(tmp_path / "library")))
    (found,) = asked(known, RIVAL, tmp_path)
    assert found.record.name == "The Frozen Funnel"
    assert [str(why) for why in found.reasons] == ["same competitor", "text: clinics, ledgerwise, answers, security"]
    assert asked(known, STRANGER, tmp_path) == []


def test_an_empty_library_has_nothing_to_say(tmp_path: Path) -> None:
    """And no error."""
    root = small_library(tmp_path / "library")
    (root / "postmortems" / "frozen-funnel.md").unlink()
    assert asked(gate_libraries.local_gate_library(project.load_project(root)), RIVAL, tmp_path) == []


def test_a_russian_plan_finds_an_english_story(known: GateLibrary, tmp_path: Path) -> None:
    """By what its words mean, though no word is the same."""
    text = (
        "---\ntitle: Без акций\nkind: project\nstatus: draft\n---\n\nОтменяем скидки и купоны: честная цена всегда.\n"
    )
    assert asked(known, text, tmp_path)[0].record.name == "JCPenney Fair and Square"


def test_a_record_is_not_related_to_itself(known: GateLibrary) -> None:
    """And what its name asks for is what is like it."""
    for record in known.gate.register.records:
        question = known.gate.ranking.query_for_record(record, queries.brief_facet_names(known.gate.schema))
        assert record.slug not in [match.record.slug for match in known.gate.ranking.find_related(question)]


def _told(matches: Any) -> list[tuple[str, float, list[str]]]:
    """Names, scores and reasons."""
    return [(one.record.slug, one.score, [str(why) for why in one.reasons]) for one in matches]


def test_a_question_is_the_same_whatever_was_answered(known: GateLibrary) -> None:
    """An answer never brings up what has to be answered next."""
    for brief in known.own_briefs.values():
        bare = replace(
            brief, data={key: value for key, value in brief.data.items() if key not in ("reviewed", "waived")}
        )
        whole, asked = (queries.build_query(one.data, one.prose, known.gate.schema) for one in (brief, bare))
        assert whole == asked
