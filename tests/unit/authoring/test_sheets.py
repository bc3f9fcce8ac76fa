"""Exports as they really come: any encoding, any delimiter, two ways to write a day, and files that are none."""

from __future__ import annotations

import csv
import json
import random
import shutil
from collections import Counter
from collections.abc import Callable
from datetime import date, timedelta
from io import BytesIO, StringIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from click.testing import CliRunner, Result

from afterword.authoring.crm_exports import KNOWN_HEADERS
from afterword.authoring.csv_tables import MAX_BYTES, CsvTable, read_table
from afterword.authoring.date_columns import DateStyle, detect_column
from afterword.cli import afterword
from support import ROOT

HEADER = "Deal Name,Deal Stage,Close Date\n"
RUSSIAN = "Продление,Выиграна,31.03.2026\n"


def read(raw: bytes, encoding: str = "") -> CsvTable:
    """A file that can be read."""
    found = read_table("deals.csv", raw, KNOWN_HEADERS, encoding)
    assert isinstance(found, CsvTable), str(found)
    return found


def refused(raw: bytes, encoding: str = "") -> str:
    """Why a file cannot be read."""
    found = read_table("deals.csv", raw, KNOWN_HEADERS, encoding)
    assert not isinstance(found, CsvTable)
    return str(found)


@pytest.mark.parametrize(
    ("text", "encoding", "said"),
    [
        (HEADER + RUSSIAN, "cp1251", "Windows-1251"),
        (HEADER + "Renewal,Closed Won,2026-03-31\n" * 500 + "Завод,Closed Won,2026-03-31\n", "cp1251", "Windows-1251"),
        (HEADER + "ООО Ёлка №5,Closed Won,2026-03-31\n", "cp1251", "Windows-1251"),
        (HEADER + "Müller & Söhne,Closed Won,2026-03-31\n", "cp1252", "Windows-1252"),
        (HEADER + "Café renewal,Closed Won,2026-03-31\n", "cp1252", "Windows-1252"),
        (HEADER + "Compañía Ñandú – fase 2,Closed Won,2026-03-31\n", "cp1252", "Windows-1252"),
        (HEADER + RUSSIAN, "utf-8", "UTF-8"),
        (HEADER + RUSSIAN, "utf-8-sig", "UTF-8"),
        (HEADER + RUSSIAN, "utf-16", "UTF-16"),
        (HEADER + RUSSIAN, "utf-16-le", "UTF-16"),
        (HEADER + RUSSIAN, "utf-16-be", "UTF-16"),
        (HEADER, "ascii", "UTF-8"),
    ],
)
def test_an_encoding_is_told_from_the_bytes(text: str, encoding: str, said: str) -> None:
    """Also where one word in five hundred rows is all there is to tell it by; a sample shows what was understood."""
    found = read(text.encode(encoding))
    assert found.encoding == said
    assert [list(cells) for _, cells in found.rows] == list(csv.reader(StringIO(text)))[1:]
    assert found.sample in text


def test_an_encoding_that_is_named_is_taken(tmp_path: Path) -> None:
    """What no rule can tell, the one who exported it can; a name that is none is refused."""
    assert read((HEADER + RUSSIAN).encode("koi8-r"), "koi8-r").rows[0][1][0] == "Продление"
    assert "cannot be read as UTF-9" in refused(b"a,b\n", "UTF-9")
    assert "Name its encoding with --encoding." in refused(
        "Deal Name\nŁódź \x9d\n".encode("latin2", "replace") + b"\x9d"
    )


@pytest.mark.parametrize(
    ("text", "delimiter", "line", "cells"),
    [
        ("Deal Name,Close Date\nA,1\n", ",", 2, ["A", "1"]),
        ('Deal Name;Close Date\n"A;B";1,5\n', ";", 2, ["A;B", "1,5"]),
        ("Deal Name\tClose Date\r\nA\t1\r\n", "\t", 2, ["A", "1"]),
        ("Deal Name;Sum, gross, EUR, in words, of all\nA;1\n", ";", 2, ["A", "1"]),
        ("sep=;\r\nDeal Name;Close Date\r\nA;1\r\n", ";", 3, ["A", "1"]),
        ('Deal Name,Note\n"A","one\ntwo, three"\n', ",", 2, ["A", "one\ntwo, three"]),
        ("Deal Name,Close Date\rA,1\r", ",", 2, ["A", "1"]),
    ],
)
def test_a_delimiter_is_told_from_the_header(text: str, delimiter: str, line: int, cells: list[str]) -> None:
    """By the columns that are known; quoted values may hold delimiters and line ends; Excel's `sep=` is obeyed."""
    found = read(text.encode())
    assert (found.delimiter, found.rows) == (delimiter, [(line, cells)])


def test_lines_are_counted_where_a_row_begins() -> None:
    """Whatever ends of lines are inside values before it."""
    assert [line for line, _ in read(b'Deal Name,Note\nA,"x\ny\nz"\nB,\n').rows] == [2, 5]


def excel() -> bytes:
    """The beginning of a workbook."""
    raw = BytesIO()
    with ZipFile(raw, "w") as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
    return raw.getvalue()


@pytest.mark.parametrize(
    ("raw", "says"),
    [
        (excel(), "deals.csv is an Excel file (or another archive). Save it as CSV, and give that."),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "deals.csv is an Excel file. Save it as CSV, and give that."),
        (b"<html><table>", "deals.csv is a web page, whatever its ending says. Export the list as CSV, and give that."),
        (b"%PDF-1.7", "deals.csv is a PDF. Export the list as CSV, and give that."),
        (b"", "deals.csv is empty."),
        (b"\xef\xbb\xbf \n", "deals.csv is empty."),
        (bytes(range(256)) * 4 + b"\0" * 99, "deals.csv is no text."),
        (
            b'Deal Name,Note\nA,1\nB,"open\nC,3\n',
            "deals.csv:3: a quotation mark in this row opens a value that does not end, or ends one too early.",
        ),
    ],
)
def test_a_file_that_is_no_csv_says_what_it_is(raw: bytes, says: str) -> None:
    """And what to do about it."""
    assert refused(raw) == says


# --------------------------------------------------------------------------------------------------------------- days


def days(*cells: str, style: DateStyle | None = None) -> list[str]:
    """What is made of a column: a day, or why not."""
    found = detect_column(cells, style)
    return [str(found.parse_cell(cell)) for cell in cells]


@pytest.mark.parametrize(
    ("cells", "read_as"),
    [
        (["2026-03-04", "2026/3/4", "2026-03-04T23:59:59.999+02:00", "2026-03-04 11:05 PM"], ["2026-03-04"] * 4),
        (["04.03.2026", "4.3.2026 09:00", "04.03.2026 09:00:00 UTC"], ["2026-03-04"] * 3),
        (["04/03/2026", "31/03/2026"], ["2026-03-04", "2026-03-31"]),
        (["04/03/2026", "03/31/2026 1:05 PM"], ["2026-04-03", "2026-03-31"]),
        (["2026-03-04", "04.03.2026"], ["2026-03-04"] * 2),
    ],
)
def test_a_column_shows_how_its_days_are_written(cells: list[str], read_as: list[str]) -> None:
    """A day above 12 anywhere in it decides; time and zone do not count."""
    assert days(*cells) == read_as


def test_what_can_be_two_days_is_not_guessed() -> None:
    """Where nothing decides, or both are there, only what can be one day is read; who knows may say."""
    open_day = "`04/03/2026` can be two days, and its column does not say which; use --date-style"
    assert days("04/03/2026", "05/05/2026") == [open_day, "2026-05-05"]
    assert days("04/03/2026", "31/03/2026", "03/31/2026") == [open_day, "2026-03-31", "2026-03-31"]
    assert days("04/03/2026", style=DateStyle.MDY) == ["2026-04-03"]
    assert days("04/03/2026", "31/03/2026", style=DateStyle.MDY) == [
        "2026-04-03",
        "there is no day `31/03/2026` in the calendar",
    ]


@pytest.mark.parametrize(
    ("cell", "says"),
    [
        ("", "there is no day"),
        ("46112", "`46112` is no day in numbers, as in 2026-03-31"),
        ("31.03.26", "`31.03.26` is no day in numbers, as in 2026-03-31"),
        ("March 31, 2026", "`March 31, 2026` is no day in numbers, as in 2026-03-31"),
        ("2026-02-30", "there is no day `2026-02-30` in the calendar"),
        ("0000-01-01", "there is no day `0000-01-01` in the calendar"),
    ],
)
def test_what_is_no_day_says_so(cell: str, says: str) -> None:
    """Words, serial numbers and years of two digits could mean anything."""
    assert days(cell) == [says]


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
