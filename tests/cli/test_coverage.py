"""What a CRM closed has a postmortem, or is named as missing; and no row of an export is lost."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from afterword.cli import afterword
from support import ROOT

TODAY = "2026-07-02"
HUBSPOT = "Record ID,Deal Name,Deal Stage,Close Date,Associated Company,Deal owner\n"


def record(name: str, *lines: str, status: str = "published") -> str:
    """A lost deal with more lines of front matter."""
    rest = (
        "kind: deal", f"status: {status}", "outcome: lost", "keeper: Priya Nair", "summary: They chose another.",
        "causes: [{cause: Silence, evidence: reporting}]", "learnings: {differently: Answer}",
    )  # fmt: skip
    return "\n".join(("---", f"name: {name}", *rest, *lines, "---", ""))


FROZEN = record("The Frozen Funnel", "ends: 2026-03-31", "deal: {account: Northlight Clinics}")


@pytest.fixture
def cover(tmp_path: Path) -> Callable[..., Result]:
    """`afterword coverage` in a library of some records, on a file of these bytes."""
    (tmp_path / "postmortems").mkdir()
    shutil.copytree(ROOT / "schema", tmp_path / "schema")

    def run(export: str | bytes, *arguments: str, records: tuple[str, ...] = (FROZEN,), mapping: str = "") -> Result:
        for number, text in enumerate(records):
            (tmp_path / "postmortems" / f"{number}.md").write_text(text, encoding="utf-8")
        (tmp_path / "deals.csv").write_bytes(export.encode() if isinstance(export, str) else export)
        if mapping:
            (tmp_path / "crm.yml").write_text(mapping, encoding="utf-8")
            arguments = ("--mapping", str(tmp_path / "crm.yml"), *arguments)
        command = ["coverage", str(tmp_path / "deals.csv"), "--root", str(tmp_path), "--as-of", TODAY, *arguments]
        with pytest.MonkeyPatch.context() as patch:
            patch.chdir(tmp_path)
            command[1] = "deals.csv"
            return CliRunner().invoke(afterword, command)

    return run


def data(done: Result) -> dict[str, Any]:
    """What the JSON form says; the rows add up, whatever was in the file."""
    assert not done.stderr, done.output
    found: dict[str, Any] = json.loads(done.stdout)
    rows = found["rows"]
    assert sum(number for key, number in rows.items() if key not in ("all", "closed")) == rows["all"]
    assert rows["all"] == sum(file["rows"] for file in found["files"])
    return found


def states(found: Mapping[str, Any]) -> dict[str, int]:
    """The numbers of rows that are not 0."""
    return {key: number for key, number in found["rows"].items() if number and key != "all"}


EXPORT = (
    HUBSPOT + "1,Northlight renewal,Closed lost (Sales Pipeline),2026-03-29 14:52,Northlight Clinics,Tomas Berg\n"
    "2,Harbour pilot,Closed Won,2026-05-02 09:00,Harbour Freight,Li Na\n"
    "3,Open one,Negotiation/Review,2026-12-31 00:00,Acme,\n"
    "4,,Closed Won,2026-05-03 00:00,,\n"
    "2,Harbour pilot,Closed Won,2026-05-02 09:00,Harbour Freight,Li Na\n"
    "6,Riddle,Parked,2026-05-04 00:00,Acme,\n"
)


def test_it_says_what_is_covered_what_is_missing_and_what_it_could_not_use(cover: Callable[..., Result]) -> None:
    """Every row stands in one line of the table; the missing ones with the day they were due, the rest with theirs."""
    done = cover(EXPORT)
    assert (done.exit_code, done.stderr) == (0, "")
    assert (
        done.stdout
        == """\
deals.csv: 6 rows, UTF-8, commas, days as 2026-12-31 (6)

As of 2026-07-02, 2 of 6 rows are closed:

rows                                 number  of closed
covered by a published record        1       50%
with a record that is not published  0       0%
missing                              1       50%
ambiguous                            0       0%
open                                 1       -
without name and account             1       -
with an unknown ending               1       -
there twice                          1       -
all rows                             6       -

by the CRM  of all closed  with a published record  of the published
won         1 / 2 (50%)    0 / 1 (0%)               0 / 1 (0%)
lost        1 / 2 (50%)    1 / 1 (100%)             1 / 1 (100%)

Missing:

by          days          ended       outcome  name           account          owner  row          record
2026-05-09  54 days late  2026-05-02  won      Harbour pilot  Harbour Freight  Li Na  deals.csv:3  -

Set aside, without name and account: 1

deals.csv:5: it has neither name nor account

Set aside, with an unknown ending: 1

deals.csv:7: nobody has said whether `Parked` is won, lost or open

Set aside, there twice: 1

deals.csv:6: it is the same as deals.csv:3
"""
    )


@pytest.mark.parametrize(("least", "code"), [("50", 0), ("50.1", 1)])
def test_it_fails_only_below_the_share_that_was_asked_for(cover: Callable[..., Result], least: str, code: int) -> None:
    """Only published records count; without the option nothing fails."""
    assert cover(EXPORT, "--fail-under", least).exit_code == code


@pytest.mark.parametrize(
    ("row", "lines", "state"),
    [
        ("7,Other,Closed Lost,2026-01-01,Elsewhere", ["external_id: '7'", "ends: 2020"], "covered"),
        ("006000000000001,X,Closed Lost,2026-01-01,Y", ["external_id: 006000000000001AAA"], "covered"),
        ("7,the  frozen funnel,Closed Lost,2026-04-30,", ["ends: 2026-03-31"], "covered"),
        ("7,The Frozen Funnel,Closed Lost,2026-05-02,", ["ends: 2026-03-31"], "missing"),
        ("7,The Frozen Funnel,Closed Lost,2026-05-02,", ["starts: 2026"], "covered"),
        ("7,Thaw,Closed Lost,2026-06-01,", ["aliases: [Thaw]", "ends: 2026-05"], "covered"),
        ("7,X,Closed Lost,2026-04-02,ACME", ["deal: {account: Acme}", "ends: 2026-Q1"], "covered"),
        ("7,X,Closed Lost,2026-06-02,ACME", ["deal: {account: Acme}", "ends: 2026-Q1"], "missing"),
        ("7,X,Closed Lost,2026-06-02,ACME", ["deal: {account: Acme}"], "missing"),
        ("7,X,Closed Lost,2026-04-02,Acme", ["deal: {account: Acme}", "ends: 2026-04", "external_id: '8'"], "covered"),
    ],
)
def test_a_record_answers_by_number_name_or_account(
    cover: Callable[..., Result], row: str, lines: list[str], state: str
) -> None:
    """The CRM's number alone is enough; name and account need a day within a month; a draft without end, its name."""
    name = "The Frozen Funnel"
    lines = lines if any("deal" in line for line in lines) else [*lines, "deal: {account: Nobody}"]
    status = "published" if any("ends" in line for line in lines) else "draft"
    done = cover(f"{HUBSPOT}{row},\n", "--format", "json", records=(record(name, *lines, status=status),))
    assert states(data(done)) == {"closed": 1, "unpublished" if (state, status) == ("covered", "draft") else state: 1}


ACME = "deal: {account: Acme}"


def test_a_record_answers_one_row_and_what_nothing_decides_is_said(cover: Callable[..., Result]) -> None:
    """The nearest day wins; where two are as near, both rows are named with the records that they might have."""
    twins = "1,A,Closed Lost,2026-03-31,Acme,\n2,B,Closed Lost,2026-03-31,Acme,\n3,C,Closed Lost,2026-04-05,Acme,\n"
    found = data(cover(HUBSPOT + twins, "--format", "json", records=(record("One", ACME, "ends: 2026-04-04"),)))
    assert states(found) == {"closed": 3, "covered": 1, "missing": 2}
    assert [row["name"] for row in found["covered"]] == ["C"]
    found = data(cover(HUBSPOT + twins, "--format", "json", records=(record("One", ACME, "ends: 2026-03-31"),)))
    assert states(found) == {"closed": 3, "ambiguous": 2, "missing": 1}
    assert [(row["line"], row["records"]) for row in found["ambiguous"]] == [
        (2, ["postmortems/0.md"]),
        (3, ["postmortems/0.md"]),
    ]
    numbered = record("One", ACME, "ends: 2026-03-31", "external_id: '2'")
    found = data(cover(HUBSPOT + twins, "--format", "json", records=(numbered,)))
    assert [row["name"] for row in found["covered"]] == ["B"]


def test_records_lean_or_contradict_and_are_seen_to(cover: Callable[..., Result]) -> None:
    """A record that calls a won deal lost is named; one that no row asks for, too."""
    rows = "1,A,Closed Won,2026-03-31,Northlight Clinics,\n"
    alone = record("Alone", "ends: 2026-03-01", "deal: {account: Nobody}")
    found = data(cover(HUBSPOT + rows, "--format", "json", records=(FROZEN, alone)))
    assert [row["name"] for row in found["contradictions"]] == ["A"]
    assert found["unasked"] == [{"name": "Alone", "file": "postmortems/1.md"}]


def test_since_leaves_out_what_closed_before(cover: Callable[..., Result]) -> None:
    """It is set aside with its line, as is what the CRM closes in the future."""
    rows = "1,A,Closed Won,2025-12-31,A,\n2,B,Closed Won,2026-01-01,B,\n3,C,Closed Won,2026-07-03,C,\n"
    found = data(cover(HUBSPOT + rows, "--since", "2026-01-01", "--format", "json"))
    assert states(found) == {"closed": 1, "missing": 1, "outside": 2}


# ---------------------------------------------------------------------------------------------------- other exports

SALESFORCE = (
    "Opportunity ID,Opportunity Name,Account Name,Close Date,Stage,Amount,Won,Closed,Opportunity Owner\n"
    "a,Renewal,Northlight Clinics,3/29/2026,Signed elsewhere,84000,0,1,Tomas\n"
    "b,Pilot,Harbour,4/1/2026,Ours,1,1,1,Li\nc,Talk,Acme,4/2/2026,Talking,1,0,0,Li\n"
    "d,Odd,Acme,4/2/2026,Closed Lost,1,1,1,Li\n"
)
CAMPAIGNS = (
    "Campaign Name\tStart Date\tEnd Date\tStatus\nThe Cold Start\t01/02/2026\t28/02/2026\tCompleted\n"
    "Summer\t01/06/2026\t31/08/2026\tIn Progress\nSpring\t01/03/2026\t30/04/2026\t\n"
)
BITRIX = (
    "ID;Название сделки;Стадия сделки;Компания;Дата завершения\n"
    "1;Продление;Сделка провалена;ООО «Ромашка»;31.03.2026\n2;Пилот;Сделка успешна;Завод;01.04.2026 10:00:00\n"
)
MAPPING = """columns:
  id: ID
  name: Название сделки
  stage: [Стадия, Стадия сделки]
  account: Компания
  day: Дата завершения
values:
  won: [Сделка успешна]
  lost: [Сделка провалена]
"""


def test_salesforce_says_won_and_closed_in_columns_of_their_own(cover: Callable[..., Result]) -> None:
    """They count, whatever the stages are called; where column and stage contradict each other, nothing is guessed."""
    found = data(cover(SALESFORCE, "--format", "json"))
    assert states(found) == {"closed": 2, "covered": 1, "missing": 1, "open": 1, "unknown": 1}
    assert found["files"][0]["days"] == {"mdy": 4}


def test_campaigns_end_by_their_status_or_their_last_day(cover: Callable[..., Result]) -> None:
    """A campaign is due three days after its end; tabs and days first are told from the file."""
    cold = "---\nname: The Cold Start\nkind: launch\nstatus: draft\nends: 2026-03\n---\n"
    found = data(cover(CAMPAIGNS.encode("utf-16"), "--format", "json", records=(cold,)))
    assert states(found) == {"closed": 2, "unpublished": 1, "missing": 1, "open": 1}
    assert [(row["name"], row["due"], row["overdue"]) for row in found["missing"]] == [("Spring", "2026-05-03", True)]
    assert found["files"][0] | {"rows": 0} == {
        "file": "deals.csv", "kind": "campaign", "rows": 0, "encoding": "UTF-16", "delimiter": "\t", "days": {"dmy": 3},
    }  # fmt: skip


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1251"])
def test_any_crm_is_read_by_a_mapping_file(cover: Callable[..., Result], encoding: str) -> None:
    """Columns and stages have the names that the team's CRM gives them, in the encoding that it writes."""
    romashka = record("Ромашка", "ends: 2026-03-31", "deal: {account: 'ООО «Ромашка»'}")
    found = data(cover(BITRIX.encode(encoding), "--format", "json", records=(romashka,), mapping=MAPPING))
    assert states(found) == {"closed": 2, "covered": 1, "missing": 1}
    assert found["missing"][0]["account"] == "Завод"
    russian = cover(BITRIX.encode(encoding), "--lang", "ru", mapping=MAPPING).stdout
    assert "всего строк" in russian
    assert "missing" not in russian
