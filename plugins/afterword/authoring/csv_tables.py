"""The bytes of a CSV file as rows, whatever encoding and delimiter a CRM or a spreadsheet has chosen."""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from io import StringIO

from afterword.problems import Text, say

MAX_BYTES = 64 * 1024 * 1024
_DELIMITERS = (",", ";", "\t")
_NO_TEXT = {
    b"PK\x03\x04": say("{file} is an Excel file (or another archive). Save it as CSV, and give that."),
    b"\xd0\xcf\x11\xe0": say("{file} is an Excel file. Save it as CSV, and give that."),
    b"%PDF": say("{file} is a PDF. Export the list as CSV, and give that."),
    b"<": say("{file} is a web page, whatever its ending says. Export the list as CSV, and give that."),
}
"""What files are that begin like this."""
_NAMES = {
    "utf-8-sig": "UTF-8", "utf-16": "UTF-16", "utf-16-le": "UTF-16", "utf-16-be": "UTF-16",
    "cp1251": "Windows-1251", "cp1252": "Windows-1252",
}  # fmt: skip
_WORD = re.compile(rb"[A-Za-z\x80-\xff]*[\x80-\xff][A-Za-z\x80-\xff]*")


@dataclass(frozen=True, slots=True)
class Sheet:
    """A header and the rows below it, each with the line on which it begins, counted from 1.

    `sample` is a word by which a reader sees whether the encoding is right; empty where all is ASCII.
    """

    file: str
    encoding: str
    sample: str
    delimiter: str
    header: Sequence[str]
    rows: Sequence[tuple[int, Sequence[str]]]


def sheet(file: str, raw: bytes, known: Collection[str], encoding: str = "") -> Sheet | Text:
    """The rows of a CSV file, or why it has none; `known` are headers, by `header_key`, that tell the delimiter."""
    begin = raw.removeprefix(b"\xef\xbb\xbf").lstrip()[:4]
    for mark, message in _NO_TEXT.items():
        if begin.startswith(mark):
            return Text(message.template, {"file": file})
    codec = encoding or _encoding(raw)
    if not codec:
        return say("{file} is no text.", file=file)
    try:
        text = raw.decode(codec)
    except (UnicodeError, LookupError) as error:
        return say(
            "{file} cannot be read as {encoding}: {error}. Name its encoding with --encoding.",
            file=file,
            encoding=_NAMES.get(codec, codec),
            error=error,
        )
    text = text.removeprefix("\ufeff")
    if not text.strip():
        return say("{file} is empty.", file=file)
    return _rows(file, text, known, _NAMES.get(codec, codec))


def header_key(name: str) -> str:
    """What makes two headers the same: case and spaces do not count."""
    return " ".join(name.casefold().split())


def _rows(file: str, text: str, known: Collection[str], encoding: str) -> Sheet | Text:
    said = re.match(r"sep=([,;\t|])\r?\n", text, re.IGNORECASE)  # Excel's own way to name the delimiter
    delimiter = said[1] if said else _delimiter(text, known)
    found: list[tuple[int, list[str]]] = []
    reader, line = csv.reader(StringIO(text, newline=""), delimiter=delimiter, strict=True), 1
    try:
        for cells in reader:
            found.append((line, [cell.strip() for cell in cells]))
            line = reader.line_num + 1
    except csv.Error:
        return say(
            "{file}:{line}: a quotation mark in this row opens a value that does not end, or ends one too early.",
            file=file,
            line=line,
        )
    (_, header), *rows = found[1 if said else 0 :] or [(1, [])]
    sample = next((word for word in re.findall(r"[^\W\d_]+", text) if not word.isascii()), "")
    return Sheet(file, encoding, sample, delimiter, header, rows)


def _delimiter(text: str, known: Collection[str]) -> str:
    """The delimiter by which the header has most of the columns that are known, then most columns at all."""

    def columns(delimiter: str) -> tuple[int, int]:
        header = next(_quietly(text[:65_536], delimiter), [])
        return sum(header_key(cell) in known for cell in header), len(header)

    return max(_DELIMITERS, key=columns)


def _quietly(text: str, delimiter: str) -> Iterator[list[str]]:
    try:
        yield from csv.reader(StringIO(text, newline=""), delimiter=delimiter)
    except csv.Error:  # is told when the rows are read
        return


def _encoding(raw: bytes) -> str:
    """UTF-8 or UTF-16 where the bytes say so, else one of the two Windows encodings; empty for what is no text."""
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    zeros = raw.count(b"\0")
    if zeros * 20 > len(raw):  # UTF-16 without a mark: spaces, signs and digits have an empty byte, on one side only
        odd = raw[1::2].count(b"\0")
        return "utf-16-le" if odd == zeros else "utf-16-be" if odd == 0 else ""
    try:
        raw.decode()
    except UnicodeDecodeError:
        return _windows(raw)
    return "utf-8-sig"


def _windows(raw: bytes) -> str:
    """Windows-1251 where most words that are not ASCII are Cyrillic through and through in it, else Windows-1252.

    In the other encoding such words are Latin letters with Cyrillic ones between them. charset-normalizer 3.5 was tried
    on the same files: of those with one such word it took 41 of 100 Russian ones for something else, this rule none.
    """
    words = (word.decode("cp1251", errors="replace") for word in set(_WORD.findall(raw)))
    told = [[c for c in word if c.isalpha()] for word in words if any(c.isalpha() and not c.isascii() for c in word)]
    cyrillic = sum(all(unicodedata.name(c, "").startswith("CYRILLIC") for c in letters) for letters in told)
    return "cp1251" if cyrillic * 2 > len(told) else "cp1252"
