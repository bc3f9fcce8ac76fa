"""A brief answers for what the library knows, wherever it lives; and what was approved stays as it was."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st

from afterword.cli import afterword
from afterword.gate.answers import AnswerState
from afterword.library.published_index import INDEX_FILE
from afterword.publish import site_input
from afterword.schema.audience import Audience
from afterword.workspace import gate_libraries, project
from afterword.workspace.gate_libraries import GateLibrary
from small import library as small_library
from support import ROOT, Case

NAMES = ("The Frozen Funnel", "two-days")
BAD = Case("brief-unreviewed", "bad").folder
BARE = (BAD / "briefs" / "harbour-clinics.md").read_text(encoding="utf-8")
SAID = ("The questionnaire goes out in the first week.", "Priya answers every question within two days.")
PLAIN = """# **Harbour Clinics renewal**

**Kind:** Deal

**Market:** Germany

**Competitor:** Ledgerwise

**Tags:** security review

| Postmortem due | 11 December 2026 |
| :---- | :---- |
| Keeper | Priya Nair |

They want to know where patient data lies, and asked us for our security questionnaire\\.
"""
SECOND = """---
name: The Cold Trail
kind: deal
status: published
starts: 2026-04-01
ends: 2026-06-30
outcome: lost
keeper: Priya Nair
markets: [DE]
tags: [security-review]
deal: {account: Harbour Clinics, competitor: Ledgerwise}
summary: Harbour Clinics went to Ledgerwise. Their security questionnaire lay with us for a month.
causes: [{cause: The security questionnaire had no owner, evidence: data}]
learnings: {differently: Name one owner for security questions}
---

## What went well?

- The price.
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A library that has lost one deal, and a brief for the next one."""
    return Case("brief-unreviewed", "bad").library(tmp_path / "library")


def gate(*arguments: str | Path) -> Result:
    """The command."""
    return CliRunner().invoke(afterword, ["gate", *map(str, arguments)])


def brief(root: Path) -> Path:
    """The brief of the library."""
    return root / "briefs" / "harbour-clinics.md"


def found(done: Result) -> dict[str, Any]:
    """What `--format json` says of the only brief."""
    (one,) = json.loads(done.stdout)["briefs"]
    return dict(one)


def judged(root: Path, *more: str) -> dict[str, Any]:
    """What the gate says of the brief of a library."""
    return found(gate(root / "briefs", "--root", root, "--format", "json", *more))


def filled(text: str) -> str:
    """A brief with what the gate put into it answered, in order."""
    for said in SAID:
        text = re.sub(r"(?m)(applied|^- (?:\[\[.*\]\]|`.*`)):$", lambda at, said=said: f"{at[0]} {said}", text, count=1)  # type: ignore[misc]
    return text


def published(root: Path) -> bytes:
    """The library.json of a library."""
    site = site_input.make_site(project.load_project(root), Audience.INTERNAL, ["en"])
    return dict(site_input.build_published_files(site, "Small", "https://library.example.org", "0" * 64))[INDEX_FILE]


def test_the_examples_pass() -> None:
    """Both briefs of the example library have answered, and the words say so."""
    done = gate(ROOT / "briefs", "--root", ROOT)
    assert (done.exit_code, done.stderr) == (0, "")
    assert done.stdout.endswith("\n2 of 2 may pass.\n")


def test_what_is_missing_is_named_with_why_it_is_asked_and_what_it_teaches(root: Path) -> None:
    """As JSON, with the exact place; the text of the same is a case of its rule."""
    one = judged(root)
    assert one["passes"] is False
    assert [(row["record"], row.get("guardrail"), row["state"]) for row in one["demands"]] == [
        ("The Frozen Funnel", None, "missing"),
        ("The Frozen Funnel", "two-days", "missing"),
    ]
    assert one["demands"][0]["lesson"] == ("Answer security questions within two days. Clinics read silence as a no.")
    assert "same competitor" in one["demands"][0]["reasons"]
    assert [(row["code"], row["line"]) for row in one["problems"]] == [("brief-unreviewed", 1)] * 2


LAYOUTS: dict[str, Callable[[str], str]] = {
    "nothing yet": str,
    "a block": lambda text: text.replace("account:", "reviewed:\n  - name: Elsewhere\n    applied: x  # y\naccount:"),
    "a flush block": lambda text: text.replace("account:", "reviewed:\n- name: Elsewhere\n  applied: x\naccount:"),
    "brackets": lambda text: text.replace("account:", "reviewed: [{name: Elsewhere, applied: x}]\naccount:"),
    "empty brackets": lambda text: text.replace("account:", "reviewed: []\naccount:"),
    "a comment below": lambda text: text.replace("postmortem: {", "# last\npostmortem: {"),
    "Windows": lambda text: text.replace("\n", "\r\n"),
    "a byte order mark": lambda text: f"\ufeff{text}",
    "no front matter": lambda _: PLAIN,
    "no line end": lambda _: PLAIN.rstrip("\n"),
    "a section already": lambda _: f"{PLAIN}\n## Answers to the library\n\n- [[Elsewhere]]: x\n",
}


@pytest.mark.parametrize("layout", LAYOUTS)
def test_fix_adds_the_empty_answers_and_changes_no_other_byte(root: Path, layout: str) -> None:
    """Whatever the brief looks like; what was added is read as asked and not answered."""
    path = brief(root)
    before = LAYOUTS[layout](BARE).encode()
    path.write_bytes(before)
    asked = [row.get("guardrail", row["record"]) for row in judged(root)["demands"]]
    done = gate(path, "--root", root, "--fix")
    after = path.read_bytes()
    start = next((at for at, pair in enumerate(zip(before, after, strict=False)) if pair[0] != pair[1]), len(before))
    added = len(after) - len(before)
    assert added > 0
    assert any(before[:at] + before[at:] == after[:at] + after[at + added :] for at in range(start + 1))
    assert (done.exit_code, done.stderr) == (1, "briefs/harbour-clinics.md: written.\n")
    again = judged(root)
    assert [row.get("guardrail", row["record"]) for row in again["demands"]] == asked
    assert [row["state"] for row in again["demands"]] == ["missing"] * 2
    assert gate(path, "--root", root, "--fix").exit_code == 1
    assert path.read_bytes() == after  # it is asked once


@pytest.mark.parametrize("layout", ["nothing yet", "Windows", "no front matter"])
def test_answered_it_passes(root: Path, layout: str) -> None:
    """With front matter or without: what stands behind the names is read as the answer."""
    path = brief(root)
    path.write_bytes(LAYOUTS[layout](BARE).encode())
    gate(path, "--root", root, "--fix")
    path.write_bytes(filled(path.read_bytes().decode().replace("\r\n", "\n")).encode())
    one = judged(root)
    assert [(row["state"], row["answer"]) for row in one["demands"]] == [("answered", said) for said in SAID]
    assert one["problems"] == []
    assert gate(path, "--root", root).exit_code == 0


def test_a_text_from_a_word_processor_says_its_fields_in_lines(root: Path) -> None:
    """With escaped signs, bold labels and tables, in words of the vocabulary, in English or in Russian."""
    known, path = gate_libraries.local_gate_library(project.load_project(root)), root / "plan.md"
    russian = PLAIN.replace("Kind:** Deal", "Вид:** deal").replace("Market:** Germany", "Рынки:** Германия")
    for text in (PLAIN, russian):
        path.write_text(text, encoding="utf-8")
        (one,) = known.judge_briefs(root, [path])
        assert one.verdict
        data = dict(one.verdict.brief.data)
        assert data == {
            "title": "Harbour Clinics renewal",
            "kind": "deal",
            "markets": ["DE"],
            "competitor": "Ledgerwise",
            "tags": ["security-review"],
            "postmortem": {"due": "2026-12-11", "keeper": "Priya Nair"},
        }


def test_in_another_repository_the_same_is_asked_of_a_copy_without_a_network(root: Path, tmp_path: Path) -> None:
    """A brief elsewhere, with fields of its own, against a library.json that was kept."""
    elsewhere = tmp_path / "elsewhere"
    (elsewhere / "plans").mkdir(parents=True)
    (elsewhere / "library.json").write_bytes(published(root))
    text = BARE.replace("kind: deal", "kind: deal\njira: SALES-12")
    (elsewhere / "plans" / "harbour.md").write_text(text, encoding="utf-8")
    done = gate(elsewhere / "plans", "--library", elsewhere, "--root", elsewhere, "--format", "json")
    mine = judged(root)
    theirs = found(done)
    address = "https://library.example.org/names/the-frozen-funnel/"
    assert [row["url"] for row in theirs["demands"]] == [address] * 2
    assert [row | {"url": None} for row in theirs["demands"]] == mine["demands"]
    assert [row["code"] for row in theirs["problems"]] == ["brief-unreviewed"] * 2
    kept = tmp_path / "kept.json"
    gate(elsewhere / "plans", "--library", elsewhere, "--pin", kept, "--root", elsewhere)
    assert kept.read_bytes() == published(root)


def stamped(root: Path) -> Path:
    """The brief of a library, answered, approved and stamped."""
    path = brief(root)
    gate(path, "--root", root, "--fix")
    text = filled(path.read_text(encoding="utf-8")).replace("status: draft", "status: approved")
    path.write_text(text.replace("account:", "kpis: [{name: Signed by, planned: March}]\naccount:"), encoding="utf-8")
    done = gate(path, "--root", root, "--stamp", "--as-of", "2026-08-03")
    assert (done.exit_code, done.stderr) == (0, "briefs/harbour-clinics.md: written.\n")
    return path


def test_an_approved_brief_that_passes_is_stamped(root: Path) -> None:
    """With the day, the library, what was asked, the answers' digest and the targets; as JSON and as Markdown too."""
    stamped(root)
    one = judged(root)
    assert one["passes"]
    assert re.fullmatch("[0-9a-f]{12}", one["stamp"].pop("library"))
    assert re.fullmatch("[0-9a-f]{12}", one["stamp"].pop("answers"))
    assert one["stamp"] == {
        "result": "passed",
        "as_of": "2026-08-03",
        "answered": list(NAMES),
        "plan": [{"name": "Signed by", "planned": "March"}],
    }
    text = gate(root / "briefs", "--root", root, "--format", "markdown").stdout
    assert "Approved on 2026-08-03 against the library `" in text
    assert f"| The Frozen Funnel | {'; '.join(one['demands'][0]['reasons'])} | {SAID[0]} |" in text
    assert "\n- Signed by: March\n" in text
    assert not [problem for problem in project.load_project(root).problems if problem.file.startswith("briefs/")]


def test_a_draft_and_a_brief_that_does_not_pass_are_not_stamped(root: Path) -> None:
    """A stamp is for what was approved and has answered."""
    path = brief(root)
    for text in (BARE, BARE.replace("status: draft", "status: approved")):
        path.write_text(text, encoding="utf-8")
        assert gate(path, "--root", root, "--stamp").exit_code == 1
        assert path.read_text(encoding="utf-8") == text


def test_when_the_library_grows_an_approved_brief_is_told_and_passes(root: Path) -> None:
    """A brief that was not approved is asked."""
    path = stamped(root)
    (root / "postmortems" / "2026" / "cold-trail.md").write_text(SECOND, encoding="utf-8")
    one = judged(root)
    assert one["passes"]
    assert [(row["record"], row["new"]) for row in one["demands"] if not row.get("guardrail")] == [
        ("The Cold Trail", True),
        ("The Frozen Funnel", False),
    ]
    assert "New since the approval" in gate(path, "--root", root).stdout
    text = path.read_text(encoding="utf-8")
    path.write_text(text[: text.index("gate:")] + "---\n", encoding="utf-8")
    assert judged(root)["passes"] is False


def test_a_changed_answer_after_approval_fails_the_check_and_the_gate(root: Path) -> None:
    """Every byte of an answer counts."""
    path = stamped(root)
    path.write_text(path.read_text(encoding="utf-8").replace(SAID[0], SAID[0] + " Or so."), encoding="utf-8")
    codes = [problem.code for problem in project.load_project(root).problems if problem.file.startswith("briefs/")]
    assert codes == ["brief-changed-after-approval"]
    one = judged(root)
    assert (one["passes"], [row["code"] for row in one["problems"]]) == (False, codes)


def test_a_stamp_that_nobody_gave_excuses_nothing(root: Path) -> None:
    """Written by hand, without the digest of what was answered, it leaves everything to be answered."""
    path = brief(root)
    stamp = "gate: {result: passed, as_of: 2026-08-03, answered: []}\n"
    path.write_text(
        BARE.replace("status: draft", "status: approved").replace("account:", f"{stamp}account:"), encoding="utf-8"
    )
    one = judged(root)
    assert (one["passes"], [row["new"] for row in one["demands"]]) == (False, [False, False])


def test_a_link_that_leads_nowhere_is_told_once(root: Path) -> None:
    """Though the check of the library finds it, and the gate."""
    path = brief(root)
    path.write_text(f"{BARE}\nSee [[The Frozen Funel]].\n", encoding="utf-8")
    assert [row["code"] for row in judged(root)["problems"]].count("link-dangling") == 1


def test_a_name_that_a_record_had_before_still_answers(root: Path, tmp_path: Path) -> None:
    """Elsewhere, where a brief says the old name: it counts, and the new one is told."""
    data = json.loads(published(root))
    data["records"][0]["former"] = ["The Long Silence"]
    (tmp_path / "library.json").write_text(json.dumps(data), encoding="utf-8")
    path = tmp_path / "plan.md"
    path.write_text(BARE, encoding="utf-8")
    gate(path, "--library", tmp_path, "--root", tmp_path, "--fix")
    text = filled(path.read_text(encoding="utf-8")).replace("The Frozen Funnel", "The Long Silence")
    path.write_text(text, encoding="utf-8")
    one = found(gate(path, "--library", tmp_path, "--root", tmp_path, "--format", "json"))
    assert (one["passes"], [row["code"] for row in one["problems"]]) == (True, ["link-renamed"])


def test_an_answer_to_what_is_not_published_any_more_is_told(root: Path, tmp_path: Path) -> None:
    """A record that is gone answers nothing, and its name leads nowhere."""
    data = json.loads(published(root))
    data["records"] = []
    (tmp_path / "library.json").write_text(json.dumps(data), encoding="utf-8")
    (tmp_path / "plan.md").write_text(
        BARE.replace("account:", f"reviewed: [{{name: {NAMES[0]}, applied: {SAID[0]}}}]\naccount:")
    )
    one = found(gate(tmp_path / "plan.md", "--library", tmp_path, "--root", tmp_path, "--format", "json"))
    assert (one["demands"], [row["code"] for row in one["problems"]]) == ([], ["link-dangling"])


BROKEN: dict[str, tuple[bytes, str]] = {
    "an unknown kind": (BARE.replace("kind: deal", "kind: deel").encode(), "schema-enum"),
    "broken YAML": (BARE.replace("kind: deal", "kind: [deal").encode(), "yaml-syntax"),
    "no text": (b"\xff\xfe\x00", "file-not-utf8"),
    "a merge": (f"<<<<<<< HEAD\n{BARE}=======\n>>>>>>> x\n".encode(), "merge-conflict"),
    "nothing": (b"", "brief-postmortem-unplanned"),
    "answers that are no list": (BARE.replace("account:", "reviewed: all of it\naccount:").encode(), "schema-type"),
    "rows that are no rows": (BARE.replace("account:", "reviewed: [x, 5, [y]]\naccount:").encode(), "schema-type"),
}


@pytest.mark.parametrize("broken", BROKEN)
def test_a_broken_brief_is_told_where_and_does_not_pass(root: Path, broken: str) -> None:
    """And the others are judged all the same."""
    raw, code = BROKEN[broken]
    brief(root).write_bytes(raw)
    (root / "briefs" / "other.md").write_text(BARE.replace("Harbour Clinics renewal", "Another"), encoding="utf-8")
    done = gate(root / "briefs", "--root", root, "--format", "json")
    first, other = json.loads(done.stdout)["briefs"]
    assert code in [row["code"] for row in first["problems"]]
    assert (done.exit_code, first["passes"], len(other["demands"])) == (1, False, 2)
    assert gate(root / "briefs", "--root", root).exit_code == 1
    assert gate(root / "briefs", "--root", root, "--format", "markdown").exit_code == 1


def test_a_folder_without_a_brief_fails_nobody(root: Path) -> None:
    """CI of a new library goes through; that nothing was judged is said."""
    (root / "empty").mkdir()
    done = gate(root / "empty", "--root", root)
    assert (done.exit_code, done.stdout) == (0, "0 of 0 may pass.\n")
    assert done.stderr == "There is no brief here: no Markdown file was found.\n"


@pytest.fixture(scope="module")
def known() -> GateLibrary:
    """The example library."""
    return gate_libraries.local_gate_library(project.load_project(ROOT))


@given(
    which=st.sets(st.integers(0, 9)),
    said=st.sampled_from(
        ["Germany and coupons and discounts for all of them", "x", "", "да, учли это во всех странах"]
    ),
)
def test_answering_never_changes_what_is_asked(known: GateLibrary, which: set[int], said: str) -> None:
    """Whatever is answered, and with whatever words."""
    own = known.own_briefs["briefs/new-category-kazakhstan.md"]
    whole = known.gate.judge_brief(own, [])
    answers = [answer for number, answer in enumerate(own.answers) if number not in which]
    data = {**own.data, "reviewed": [{"applied": said}]}
    other = known.gate.judge_brief(replace(own, data=data, answers=answers), [])
    assert [demand.name for demand in other.questions] == [demand.name for demand in whole.questions]
    assert {demand.state for demand in whole.questions} == {AnswerState.ANSWERED}


def test_a_guardrail_waits_for_what_it_asks_for_and_not_past_its_day(tmp_path: Path) -> None:
    """One that is for another market is not asked, nor one that has expired; the best known comes first."""
    root = small_library(tmp_path / "library")
    rules = (
        "guardrails: [{id: de, rule: always, text: ask first, when: {market: DE}},"
        " {id: fr, rule: always, text: ask first, when: {market: FR}},"
        " {id: past, rule: never, text: wait, when: {market: DE}, expires: 2026-01-01},"
        " {id: tested, rule: never, text: guess, evidence: experiment, when: {market: DE}}]\n"
    )
    path = root / "postmortems" / "frozen-funnel.md"
    path.write_text(path.read_text(encoding="utf-8").replace("learnings:", f"{rules}learnings:"), encoding="utf-8")
    (root / "briefs").mkdir()
    text = "---\ntitle: A\nkind: deal\nstatus: draft\nmarkets: [DE]\n---\n"
    (root / "briefs" / "a.md").write_text(text, encoding="utf-8")
    one = judged(root, "--as-of", "2026-08-03")
    assert [row["guardrail"] for row in one["demands"] if "guardrail" in row] == ["tested", "de"]
    one = judged(root, "--as-of", "2025-12-31")
    assert [row["guardrail"] for row in one["demands"] if "guardrail" in row] == ["tested", "de", "past"]


def test_what_asks_for_no_more_than_a_kind_applies_through_its_record(known: GateLibrary, tmp_path: Path) -> None:
    """A rule for every campaign is asked where its story is related, and of no other campaign."""
    text = "---\ntitle: {title}\nkind: campaign\nstatus: draft\n---\n\n{title}.\n"
    asked = {}
    for title in ("Doubling what we pay for paid search on our own name", "Founders invite to the vineyard"):
        path = tmp_path / "plan.md"
        path.write_text(text.format(title=title), encoding="utf-8")
        (one,) = known.judge_briefs(tmp_path, [path])
        assert one.verdict
        asked[title[:5]] = [demand.name for demand in one.verdict.questions if demand.rule]
    assert "turn-it-off" in asked["Doubl"]
    assert "turn-it-off" not in asked["Found"]


def test_a_grade_that_nobody_knows_is_worth_an_opinion(root: Path, tmp_path: Path) -> None:
    """What another library, or a stranger, calls evidence stops nothing."""
    data = json.loads(published(root))
    data["records"][0]["guardrails"] = [
        {"id": name, "text": "ask", "evidence": grade, "when": {"market": ["DE"]}}
        for name, grade in (("odd", "a hunch"), ("sure", "experiment"), ("bare", "opinion"))
    ]
    (tmp_path / "library.json").write_text(json.dumps(data), encoding="utf-8")
    (tmp_path / "plan.md").write_text(BARE, encoding="utf-8")
    one = found(gate(tmp_path / "plan.md", "--library", tmp_path, "--root", tmp_path, "--format", "json"))
    assert [row["guardrail"] for row in one["demands"] if "guardrail" in row] == ["sure", "bare", "odd"]


def test_the_guide_shows_what_the_gate_prints() -> None:
    """The brief, what is missing and how it passes are those of a case."""
    guide = (ROOT / "docs" / "guide" / "gate.md").read_text(encoding="utf-8")
    assert BARE in guide
    assert all(Case("brief-unreviewed", name).expected in guide for name in ("bad", "good"))
