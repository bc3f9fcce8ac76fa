"""Which records matter to a plan: found across words and languages, whatever their outcome, the same each time."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from afterword.cli import afterword
from afterword.gate import queries
from afterword.gate.ranking import Ranking, RelatedRecord
from afterword.library.published_index import INDEX_FILE, PublishedIndex
from afterword.publish import site_input
from afterword.schema.audience import Audience
from afterword.workspace import gate_libraries, project, remote
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


def related(*arguments: str | Path) -> Result:
    """The command."""
    return CliRunner().invoke(afterword, ["related", *map(str, arguments)])


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
    raw = dict(site_input.published_files(site, "Example", "", "0" * 64))[INDEX_FILE]
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


def test_the_command_prints_names_scores_and_reasons() -> None:
    """As JSON exactly as the contract has it; by file, by name and by alias."""
    brief = json.loads(
        related(ROOT / "briefs" / "district-records-tender.md", "--root", ROOT, "--format", "json").stdout
    )
    assert [row["name"] for row in brief[:2]] == ["JEDI", "KC-X tanker 2011"]
    assert brief[0].keys() == {"name", "score", "reasons"}
    assert "tags: public-procurement, single-award, requirements-change" in brief[0]["reasons"]
    by_name, by_alias = (related(name, "--root", ROOT).stdout for name in ("New Coke", "Нью-Коук"))
    assert by_name == by_alias
    assert by_name.splitlines()[0].split() == ["score", "name", "outcome", "why"]


def test_whom_nobody_knows_is_asked_back() -> None:
    """With the nearest name, and code 2."""
    done = related("New Cok", "--root", ROOT)
    assert (done.exit_code, str(done.exception)) == (
        1,
        "No record is called `New Cok`. Did you mean `New Coke`?",
    )


def test_a_library_elsewhere_is_asked_without_one_at_hand(tmp_path: Path) -> None:
    """By the library.json that was kept of it."""
    site = site_input.make_site(project.load_project(ROOT), Audience.INTERNAL, ["en"])
    raw = dict(site_input.published_files(site, "Example", "https://library.example.org", "0" * 64))[INDEX_FILE]
    (tmp_path / INDEX_FILE).write_bytes(raw)
    done = related("New Coke", "--library", tmp_path, "--root", tmp_path, "--most", "1", "--format", "json")
    assert len(json.loads(done.stdout)) == 1
    assert remote.parse_index(raw, INDEX_FILE).made_from == "0" * 64


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


@pytest.mark.parametrize("command", ["gate", "related"])
def test_a_file_outside_the_root_is_refused_before_a_library_is_read(command: str, tmp_path: Path) -> None:
    """Reading a large one takes long: here there is none at all, and the file is what is said to be wrong."""
    (tmp_path / "here").mkdir()
    (tmp_path / "plan.md").write_text("# Plan\n", encoding="utf-8")
    options = ["--library", str(tmp_path / "none"), "--root", str(tmp_path / "here")]
    done = CliRunner().invoke(afterword, [command, str(tmp_path / "plan.md"), *options])
    plan_file, here = tmp_path / "plan.md", tmp_path / "here"
    assert str(done.exception) == f"{plan_file} is not under {here}; choose a folder above both with --root."
