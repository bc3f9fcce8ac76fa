"""What a library publishes for others: `library.json` with its schema, and `objects.inv`."""

from __future__ import annotations

import json
import zlib
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import sphobjinv
from jsonschema import Draft202012Validator

from afterword.library.published_index import INDEX_FILE, INDEX_SCHEMA_FILE, read_index
from afterword.publish import site_input
from afterword.schema.audience import Audience
from afterword.schema.schema import Schema
from afterword.workspace import project, shipped_files
from repositories import git
from small import CONFIG, contents, run
from small import library as small_library
from support import examples

FORM_TEXT = shipped_files.read_index_schema().decode()
DIGEST = "0" * 64
DAY = date(2026, 4, 2)
SILENCE = """---
name: Six Weeks of Silence
aliases: [Northlight]
kind: deal
status: published
schema_version: 2
visibility: public
starts: 2026-01
ends: 2026-03-31
outcome: lost
keeper: Priya Nair
product: Intake
markets: [DE]
tags: [security-review]
teams: [sales]
deal: {account: Northlight Clinics, competitor: Ledgerwise, reason: slow-response}
summary: Our security answers took six weeks. Northlight chose a rival.
causes: [{cause: "Nobody  owned the\\tquestionnaire", variable: sales_process, evidence: reporting}]
assumptions: [{id: patience, claim: They would wait, verdict: wrong}]
learnings:
  differently: Answer within two days. Name one owner.
  wrong_assumption: patience
  insight: Silence reads as a no
guardrails:
  - {id: two-days, rule: always, text: answer security questions within two days, when: {kind: deal, market: [DE, AT]}}
relations: [{type: rerun-of, name: Quiet Spring}, {type: follows, name: Half a Story}]
---

## What went well?

- The trial, but "not\u00a0for long".

## What went well?
"""
SPRING = """---
name: Тихая весна
aliases: [Quiet Spring]
kind: deal
status: published
schema_version: 2
visibility: public
lang: ru
ends: 2025-05-01
outcome: won
keeper: Анна Орлова
deal: {account: Альфа}
summary: Мы ответили за два дня. Клиент остался.
causes: [{cause: Быстрый ответ, evidence: data}]
learnings: {again: Отвечать за два дня. И звонить., insight: Скорость важна}
---
"""
DRAFT = "---\nname: Half a Story\nkind: deal\nstatus: draft\n---\n"


@pytest.fixture
def library(tmp_path: Path) -> Path:
    """A lost deal that was called otherwise before, the won one that it reran, and a draft."""
    root = small_library(tmp_path / "library")
    (root / "postmortems" / "frozen-funnel.md").unlink()
    (root / "mkdocs.yml").write_text(f"{CONFIG}site_url: https://library.example.org\n", encoding="utf-8")
    folder = root / "postmortems"
    for name, text in (("silence.md", SILENCE), ("spring.md", SPRING), ("draft.md", DRAFT)):
        (folder / name).write_text(text, encoding="utf-8")
    return root


def others(root: Path, audience: Audience = Audience.INTERNAL) -> dict[str, bytes]:
    """What is published for others, as of a day."""
    site = site_input.make_site(project.load_project(root, today=DAY), audience, ["en", "ru"])
    return dict(site_input.build_published_files(site, "Small", "https://library.example.org", DIGEST))


def records(root: Path, audience: Audience = Audience.INTERNAL) -> dict[str, dict[str, Any]]:
    """The records of a register by their slugs."""
    return {row["slug"]: row for row in json.loads(others(root, audience)[INDEX_FILE])["records"]}


def commit(root: Path, *renamed: tuple[str, str]) -> None:
    """Commits everything, each time after a record's text was changed."""
    git(root, "init", "-q")
    file = root / "postmortems" / "silence.md"
    for before, after in (("", ""), *renamed):
        file.write_text(
            file.read_text(encoding="utf-8").replace(before, after) if before else SILENCE, encoding="utf-8"
        )
        git(root, "add", "postmortems")
        git(root, "commit", "-q", "--allow-empty", "-m", "A change")


def test_the_team_reads_what_a_gate_needs(library: Path) -> None:
    """Identity, facets, lessons, guardrails, relations, text to search and headings; no text of a body."""
    head = json.loads(others(library)[INDEX_FILE])
    del head["records"]
    concepts = head.pop("concepts")
    assert {"price", "цена"} <= {word.casefold() for word in concepts["tags:pricing"]}
    assert head == {
        "$schema": INDEX_SCHEMA_FILE,
        "version": 1,
        "title": "Small",
        "url": "https://library.example.org/",
        "audience": "internal",
        "as_of": "2026-04-02",
        "made_from": DIGEST,
    }
    assert records(library)["six-weeks-of-silence"] == {
        "name": "Six Weeks of Silence",
        "slug": "six-weeks-of-silence",
        "url": "names/six-weeks-of-silence/",
        "lang": "en",
        "aliases": ["Northlight"],
        "kind": "deal",
        "status": "published",
        "outcome": "lost",
        "product": "Intake",
        "starts": "2026-01",
        "ends": "2026-03-31",
        "summary": "Our security answers took six weeks. Northlight chose a rival.",
        "account": "Northlight Clinics",
        "competitor": "Ledgerwise",
        "markets": ["DE"],
        "tags": ["security-review"],
        "teams": ["sales"],
        "lessons": ["Answer within two days.", "Silence reads as a no"],
        "text": "Nobody owned the questionnaire Answer within two days. Name one owner. Silence reads as a no "
        "They would wait",
        "words": "long trial well went",
        "guardrails": [
            {
                "id": "two-days",
                "rule": "always",
                "text": "answer security questions within two days",
                "when": {"kind": ["deal"], "market": ["DE", "AT"]},
            }
        ],
        "relations": [{"type": "rerun-of", "slug": "tikhaya-vesna"}, {"type": "follows", "slug": "half-a-story"}],
        "facets": {
            "deal.reason": ["slow-response"],
            "causes.variable": ["sales_process"],
            "causes.evidence": ["reporting"],
        },
        "headings": {"what-went-well": "What went well?", "what-went-well-1": "What went well?"},
    }
    assert records(library)["tikhaya-vesna"]["lessons"] == ["Отвечать за два дня.", "Скорость важна"]
    assert b"The trial" not in others(library)[INDEX_FILE]


def test_others_read_what_they_may_see(library: Path) -> None:
    """The public learns what the schema gives it of what is published, and not that there is anything else."""
    assert records(library, Audience.PUBLIC) == {
        "six-weeks-of-silence": {
            "name": "Six Weeks of Silence",
            "slug": "six-weeks-of-silence",
            "url": "names/six-weeks-of-silence/",
            "lang": "en",
            "aliases": ["Northlight"],
            "kind": "deal",
            "outcome": "lost",
            "product": "Intake",
            "starts": "2026-01",
            "ends": "2026-03-31",
            "summary": "Our security answers took six weeks. Northlight chose a rival.",
            "markets": ["DE"],
            "tags": ["security-review"],
        },
        "tikhaya-vesna": {
            "name": "Тихая весна",
            "slug": "tikhaya-vesna",
            "url": "names/tikhaya-vesna/",
            "lang": "ru",
            "aliases": ["Quiet Spring"],
            "kind": "deal",
            "outcome": "won",
            "ends": "2025-05-01",
            "summary": "Мы ответили за два дня. Клиент остался.",
        },
    }


def test_relations_to_what_the_reader_may_not_see_are_left_out(library: Path) -> None:
    """Where a team makes relations public, the name of a draft stays its own."""
    path = library / "schema" / "postmortem.schema.json"
    schema = json.loads(path.read_text(encoding="utf-8"))
    relations = schema["properties"]["relations"]
    for field in (relations, *relations["items"]["properties"].values()):
        field["x-audience"] = "public"
    path.write_text(json.dumps(schema), encoding="utf-8")
    public = others(library, Audience.PUBLIC)[INDEX_FILE]
    found = records(library, Audience.PUBLIC)["six-weeks-of-silence"]
    assert found["relations"] == [{"type": "rerun-of", "slug": "tikhaya-vesna"}]
    assert b"half-a-story" not in public
    assert b"Half a Story" not in public


def test_a_field_that_a_team_makes_a_facet_is_there(library: Path) -> None:
    """By its path in the team's schema, without a word of code."""
    path = library / "schema" / "postmortem.schema.json"
    schema = json.loads(path.read_text(encoding="utf-8"))
    shop = {"title": "Shop", "description": "Where.", "examples": ["Kiosk"], "x-audience": "public", "x-facet": True}
    schema["properties"]["shop"] = {**shop, "type": "string"}
    path.write_text(json.dumps(schema), encoding="utf-8")
    (library / "postmortems" / "spring.md").write_text(SPRING.replace("lang: ru", "lang: ru\nshop: Ларёк"), "utf-8")
    assert records(library, Audience.PUBLIC)["tikhaya-vesna"]["facets"] == {"shop": ["Ларёк"]}


def test_names_that_a_record_had_before_still_lead_to_it(library: Path) -> None:
    """Former names, also those that were kept as aliases, the latest first; what was an alias all along is none."""
    commit(
        library,
        ("name: Six Weeks of Silence", "name: The Long Wait"),
        ("name: The Long Wait\naliases: [Northlight]", "name: The Slow Answer\naliases: [Northlight, The Long Wait]"),
    )
    found = records(library)["the-slow-answer"]
    assert (found["aliases"], found["former"]) == (
        ["Northlight", "The Long Wait"],
        ["The Long Wait", "Six Weeks of Silence"],
    )
    names = sphobjinv.Inventory(zlib=others(library)["objects.inv"])
    assert {row.name: row.uri for row in names.objects if "wait" in row.name.lower()} == dict.fromkeys(
        ("The Long Wait", "the-long-wait"), "names/the-slow-answer/"
    )
    assert "former" not in records(library, Audience.PUBLIC)["the-slow-answer"]


def test_a_former_name_that_another_record_has_now_leads_there(library: Path) -> None:
    """A name belongs to who has it now."""
    commit(library, ("name: Six Weeks of Silence", "name: The Long Wait"))
    (library / "postmortems" / "draft.md").write_text(DRAFT.replace("Half a Story", "Six Weeks of Silence"), "utf-8")
    found = records(library)
    assert "former" not in found["the-long-wait"]
    assert found["six-weeks-of-silence"]["status"] == "draft"


def test_a_record_has_a_line(library: Path) -> None:
    """So that two versions compare well: a line of the library, then one for each record by its slug."""
    first, *lines, last = others(library)[INDEX_FILE].decode().splitlines()
    assert first.endswith('"records":[')
    assert last == "]}"
    assert [json.loads(row.rstrip(","))["slug"] for row in lines] == [
        "half-a-story",
        "six-weeks-of-silence",
        "tikhaya-vesna",
    ]


@pytest.mark.parametrize("audience", Audience)
def test_the_examples_fit_the_schema_that_is_published_with_them(tmp_path: Path, audience: Audience) -> None:
    """By the reference validator; and the program reads back every record, by each of its names."""
    root = examples(tmp_path)
    made = others(root, audience)
    form = json.loads(made[INDEX_SCHEMA_FILE])
    Draft202012Validator.check_schema(form)
    data = json.loads(made[INDEX_FILE])
    assert [error.message for error in Draft202012Validator(form).iter_errors(data)] == []
    register = read_index(made[INDEX_FILE], INDEX_FILE, Schema(FORM_TEXT, INDEX_SCHEMA_FILE))
    assert len(register.records) > 20
    for record in register.records:
        for name in (record.name, *record.other_names):
            assert register.resolve_link(name) == (record, name, "")


def _parts(node: Any) -> list[tuple[str, dict[str, Any]]]:
    """Every key of every group in the schema, with what is said of it."""
    inner = [*node.values()] if isinstance(node, dict) else node if isinstance(node, list) else []
    own = [*node.get("properties", {}).items()] if isinstance(node, dict) else []
    return [*own, *(found for part in inner for found in _parts(part))]


def test_the_schema_says_what_each_key_is() -> None:
    """Title and description, as on every field of a record."""
    parts = _parts(json.loads(FORM_TEXT))
    assert len(parts) > 30
    assert [name for name, part in parts if not (part["title"] and part["description"].endswith("."))] == []


def test_the_inventory_has_each_name_as_written_and_as_a_slug(library: Path) -> None:
    """As labels of Sphinx, of which the slug is shown as the name; sphobjinv reads them."""
    raw = others(library)["objects.inv"]
    head = b"# Sphinx inventory version 2\n# Project: Small\n# Version: 2026-04-02\n"
    assert raw.startswith(head + b"# The remainder of this file is compressed using zlib.\n")
    assert zlib.decompress(raw.split(b"\n", 4)[4]).decode().splitlines() == [
        "Half a Story std:label -1 names/half-a-story/ -",
        "Northlight std:label -1 names/six-weeks-of-silence/ -",
        "Quiet Spring std:label -1 names/tikhaya-vesna/ -",
        "Six Weeks of Silence std:label -1 names/six-weeks-of-silence/ -",
        "half-a-story std:label -1 names/half-a-story/ Half a Story",
        "quiet-spring std:label -1 names/tikhaya-vesna/ Quiet Spring",
        "six-weeks-of-silence std:label -1 names/six-weeks-of-silence/ Six Weeks of Silence",
        "tikhaya-vesna std:label -1 names/tikhaya-vesna/ Тихая весна",
        "Тихая весна std:label -1 names/tikhaya-vesna/ -",
    ]
    assert sphobjinv.Inventory(zlib=raw).count == 9


def test_a_name_that_reads_like_an_entry_has_its_slug_alone(library: Path) -> None:
    """No name can put another address into somebody's links."""
    name = "Trap std:label -1 https://elsewhere.example/ -"
    (library / "postmortems" / "draft.md").write_text(DRAFT.replace("Half a Story", f'"{name}"'), "utf-8")
    (library / "postmortems" / "silence.md").unlink()
    rows = sphobjinv.Inventory(zlib=others(library)["objects.inv"]).objects
    found = {row.name: row.uri for row in rows if "rap" in row.name}
    slug = "trap-std-label-1-https-elsewhere-example"
    assert found == {slug: f"names/{slug}/"}


def test_every_way_of_publishing_gives_the_same(tmp_path: Path) -> None:
    """`afterword build`, `export --markdown`, `--json` and `--inventory`: the same bytes at the site's root."""
    library = small_library(tmp_path / "library")
    (library / "mkdocs.yml").write_text(f"{CONFIG}site_url: https://library.example.org\n", encoding="utf-8")
    assert run(library, "afterword", "build").returncode == 0
    forms = ("--markdown", "out", "--json", "made/library.json", "--inventory", "o.inv")
    done = run(library, "afterword", "export", *forms)
    assert done.stdout.splitlines()[1:] == ["Exported 1 record to made/library.json", "Exported 1 record to o.inv"]
    site, out = contents(library / "site"), contents(library / "out" / "docs")
    for name in (INDEX_FILE, INDEX_SCHEMA_FILE, "objects.inv"):
        assert out[name] == site[name], name
    assert (library / "made" / "library.json").read_bytes() == site[INDEX_FILE]
    assert (library / "o.inv").read_bytes() == site["objects.inv"]
    stamp, head = json.loads(site["afterword.json"]), json.loads(site[INDEX_FILE])
    assert (head["title"], head["url"]) == ("Small", "https://library.example.org/")
    assert (head["made_from"], head["as_of"]) == (stamp["sources"], stamp["as_of"])


def test_an_export_without_a_form_is_a_mistake_of_usage(library: Path) -> None:
    """Code 2, and the forms that there are."""
    done = run(library, "afterword", "export")
    assert (done.returncode, done.stdout) == (2, "")
    assert "Say what to write: --markdown DIR, --json FILE or --inventory FILE." in done.stderr


def test_the_words_of_a_story_are_those_that_one_reads(library: Path) -> None:
    """An address is no word of it: of a link what it is called counts, of a bare address nothing."""
    path = library / "postmortems" / "silence.md"
    links = "[our trial](https://deals.example.com/x7 'Seven') and https://sevenfold.example.org/klm"
    story = f"See {links}, in [[Quiet Spring|spring]].\n"
    path.write_text(f"{SILENCE.partition('## What')[0]}{story}", encoding="utf-8")
    assert records(library)["six-weeks-of-silence"]["words"] == "See spring trial"
