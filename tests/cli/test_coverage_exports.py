"""Exports as they really come: any encoding, any delimiter, two ways to write a day, and files that are none."""

from __future__ import annotations

import csv
import json
import random
import shutil
from collections import Counter
from collections.abc import Callable
from datetime import date, timedelta
from io import StringIO
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from afterword.authoring.csv_tables import MAX_BYTES
from afterword.cli import afterword
from crm_tables import HEADER, excel
from support import ROOT

# -------------------------------------------------------------------------------------------------------- whole files


@pytest.fixture
def cover(tmp_path: Path) -> Callable[..., Result]:
    """`afterword coverage` in an empty library, on files of these bytes."""
    shutil.copytree(ROOT / "schema", tmp_path / "schema")

    def run(*exports: bytes, more: tuple[str, ...] = ()) -> Result:
        names = []
        for number, raw in enumerate(exports):
            (tmp_path / f"{number}.csv").write_bytes(raw)
            names.append(str(tmp_path / f"{number}.csv"))
        command = ["coverage", *names, "--root", str(tmp_path), "--as-of", "2026-12-31", *more]
        return CliRunner().invoke(afterword, command)

    return run


def large() -> tuple[bytes, Counter[str]]:
    """Eight thousand rows in Windows-1251 with two styles of days and blanks, and how many there are of each kind."""
    chance, kinds, written = random.Random(24), Counter[str](), StringIO()  # noqa: S311 - rows, not secrets
    out = csv.writer(written, delimiter=";")
    out.writerow(["Record ID", "Deal Name", "Associated Company", "Deal Stage", "Close Date", "Create Date"])
    for number in range(8000):
        kind = chance.choices(["missing", "blank", "unknown", "day", "open", "duplicate"], [70, 10, 5, 5, 5, 5])[0]
        kind = "missing" if not number else kind
        kinds[kind] += 1
        day = date(2026, 1, 1) + timedelta(chance.randrange(300))
        written_day = day.isoformat() if chance.random() < 0.5 else f"{day:%d.%m.%Y} 09:00"
        name = f"Поставка; этап {number}\nвторая строка" if chance.random() < 0.2 else f"Сделка {number}"
        stage = {"unknown": "Отложена", "open": "Prospecting"}.get(kind, chance.choice(["Closed Won", "Closed Lost"]))
        account = chance.choice(["", "Завод"])
        who = ["", ""] if kind == "blank" else [name, account]
        when = "скоро" if kind == "day" else written_day
        out.writerow([0 if kind == "duplicate" else number, *who, stage, when, f"{day:%m/%d/%Y}"])
    return written.getvalue().encode("cp1251"), kinds


def test_eight_thousand_rows_are_all_accounted_for(cover: Callable[..., Result]) -> None:
    """Each is counted under what it is, and each that was set aside is named by its line."""
    raw, kinds = large()
    found = json.loads(cover(raw, more=("--format", "json")).stdout)
    rows = {kind: number for kind, number in found["rows"].items() if number}
    assert rows == {**kinds, "all": 8000, "closed": kinds["missing"]}
    assert found["files"][0]["encoding"] == "Windows-1251"
    assert found["files"][0]["days"].keys() == {"ymd", "dmy"}
    places = [row["line"] for key in ("missing", "set_aside") for row in found[key]]
    assert len(set(places)) == 8000


def test_each_file_has_its_own_style_of_days(cover: Callable[..., Result]) -> None:
    """One from London and one from New York are read together, each in its own way."""
    london = (HEADER + "A,Closed Won,04/03/2026\nB,Closed Won,31/03/2026\n").encode()
    york = (HEADER + "C,Closed Won,04/03/2026\nD,Closed Won,03/31/2026\n").encode()
    found = json.loads(cover(london, york, more=("--format", "json")).stdout)
    assert [row["ended"] for row in found["missing"]] == ["2026-03-04", "2026-03-31", "2026-04-03", "2026-03-31"]


def test_damaged_rows_are_named_and_the_others_read(cover: Callable[..., Result]) -> None:
    """Too few cells, too many, none at all, a NUL byte, the header again: each with its line."""
    raw = (HEADER + "A,Closed Won\nB,Closed Won,2026-03-31,x\n\nC\0,Closed Won,2026-03-31\n" + HEADER).encode()
    done = cover(raw + b"D,Closed Won,2026-03-31\n", more=("--format", "json"))
    found = json.loads(done.stdout)
    assert (found["rows"]["closed"], found["rows"]["damaged"]) == (1, 5)
    assert [(row["line"], row["why"]) for row in found["set_aside"]] == [
        (2, "it has 2 cells, and the header 3"),
        (3, "it has 4 cells, and the header 3"),
        (4, "the line is empty"),
        (5, "it holds a NUL byte"),
        (6, "it is the header once more"),
    ]


@pytest.mark.parametrize(
    ("raw", "says"),
    [
        (b"Deal Name,Close Date\n", "no column is known for `stage`. Its columns are `Deal Name`, `Close Date`."),
        (b"a;b\n1;2\n", "no column is known for `name`, `account`, `day`, `stage`. Its columns are `a`, `b`."),
        (b"Deal Name,Stage,Status,Close Date\n", "more than one column for `stage`: `Stage` (2), `Status` (3)."),
        (b"Deal Name,Stage,Close Date,Close Date\n", "for `day`: `Close Date` (3), `Close Date` (4)."),
        (excel(), "is an Excel file"),
    ],
)
def test_what_cannot_be_understood_at_all_ends_with_2(cover: Callable[..., Result], raw: bytes, says: str) -> None:
    """On standard error, for every such file, and nothing is counted by half."""
    done = cover(HEADER.encode(), raw)
    assert (done.exit_code, done.stdout) == (2, "")
    assert says in done.stderr


def test_an_empty_export_is_in_order(cover: Callable[..., Result]) -> None:
    """A month in which nothing closed is covered; one whose rows nobody understands is not."""
    assert cover(HEADER.encode(), more=("--fail-under", "100")).exit_code == 0
    assert cover((HEADER + "A,Parked,2026-03-31\n").encode(), more=("--fail-under", "1")).exit_code == 1


@pytest.mark.parametrize(
    ("mapping", "says"),
    [
        ("columns: {name: Deal, nmae: X}\n", "crm.yml:1:23: `nmae` is not a field of `columns`."),
        ("values: {won: Closed}\n", "crm.yml:1:15: `values.won` must be a list, but it is the text `Closed`."),
        ("columns: [\n", "crm.yml:2:1: "),
        ("columns: {name: Title}\n", "0.csv has no column `Title`, which the mapping names for `name`."),
    ],
)
def test_a_mapping_file_says_where_it_is_wrong(
    cover: Callable[..., Result], tmp_path: Path, mapping: str, says: str
) -> None:
    """With its line and column, as any file that a team writes."""
    (tmp_path / "crm.yml").write_text(mapping, encoding="utf-8")
    done = cover(HEADER.encode(), more=("--mapping", str(tmp_path / "crm.yml")))
    assert says in (done.stderr or str(done.exception))


def test_a_file_beyond_any_export_is_refused(cover: Callable[..., Result]) -> None:
    """Sixty-four megabytes are read; more is a mistake, and says so."""
    done = cover(b"x" * (MAX_BYTES + 1))
    assert "at most 67,108,864 are read" in str(done.exception)
