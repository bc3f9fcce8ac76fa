"""CSV exports of any encoding and delimiter are read as tables, or refused with the reason."""

from __future__ import annotations

import csv
from io import StringIO
from pathlib import Path

import pytest

from afterword.authoring.crm_exports import KNOWN_HEADERS
from afterword.authoring.csv_tables import CsvTable, read_table
from crm_tables import HEADER, excel

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
