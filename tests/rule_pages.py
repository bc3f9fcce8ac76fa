"""Fills the examples of docs/rules/*.md from the cases, so that a page never shows what the check does not say.

`python tests/rule_pages.py` rewrites the pages, `--check` only says which are stale, and `--update` first rewrites
every case's expected.txt from what `afterword check` prints now: read the difference before you commit it.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterator
from difflib import SequenceMatcher
from pathlib import Path
from tempfile import TemporaryDirectory

from afterword.disk.files import escape_name
from support import EXPECTED, PAGES, SPECIAL, Case, Link, Renamed, Repeat, cases

_BLOCK = re.compile(
    r"(?P<open><!-- (?P<what>case|check): (?P<case>[\w-]+) -->\n).*?(?P<close><!-- /(?P=what) -->)", re.DOTALL
)
_PLACE = re.compile(r"^(?P<file>.+?):(?P<line>\d+):\d+: ", re.MULTILINE)
_LONG = 20
"""Lines from which on a file is shown without its front matter, if the problem is in its text."""


def filled(page: str, code: str) -> str:
    """A rule's page with its blocks as the cases have them now."""

    def block(found: re.Match[str]) -> str:
        case = Case(code, found["case"])
        text = _example(case) if found["what"] == "case" else _fence("text", _printed(case))
        return f"{found['open']}\n{text}\n{found['close']}"

    return _BLOCK.sub(block, page)


def stale() -> list[Path]:
    """The pages whose examples are not what the cases say."""
    return [path for path in sorted(PAGES.glob("*.md")) if filled(_read(path), path.stem) != _read(path)]


def _printed(case: Case) -> str:
    """What the check prints for a case, without its last line."""
    return case.expected.rstrip("\n").rpartition("\n")[0]


def _example(case: Case) -> str:
    """The part of a case that shows the problem, or in a good one the part that was mended."""
    special = SPECIAL.get((case.code, case.name))
    if isinstance(special, Link):
        return _fence("text", f"{special.file} → {special.target}")
    if isinstance(special, Renamed):
        kept = (path.relative_to(case.folder).as_posix() for path in case.folder.rglob("*.md"))
        return _fence("text", "\n".join(sorted({*kept, escape_name(special.name)} - {special.file})))
    place = _PLACE.search(Case(case.code, "bad").expected)
    assert place, case
    named = case.folder / place["file"]
    alike = max(
        sorted(case.folder.rglob("*.md")), key=lambda path: SequenceMatcher(None, path.name, named.name).ratio()
    )
    lines = _lines(named if named.is_file() else alike)
    end = lines.index("---", 1) + 1 if lines[0] == "---" and "---" in lines[1:] else 0
    if not end or ((case.code, "bad") in SPECIAL or (int(place["line"]) > end and len(lines) < _LONG)):
        language, shown = "markdown", lines
    elif int(place["line"]) > end:
        language, shown = "markdown", lines[end:]
    else:
        language, shown = "yaml", lines[:end]
    text = "\n".join(shown)
    if isinstance(special, Repeat):
        assert special.part in text, case
        text = text.replace(special.part, f"{special.part.rstrip()}\n… and so on, {special.times:,} times\n")
    return _fence(language, text)


def _lines(path: Path) -> list[str]:
    """A file's lines as they can be shown: what is no UTF-8, and what is invisible, as a box."""
    text = path.read_bytes().decode("utf-8-sig", errors="replace").replace("\r\n", "\n")
    return [
        "".join(character if character.isprintable() else "\N{REPLACEMENT CHARACTER}" for character in line)
        for line in text.split("\n")
    ]


def _fence(language: str, text: str) -> str:
    return f"```{language}\n{text.strip(chr(10))}\n```\n"


def _read(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def _update() -> Iterator[Path]:
    """Rewrites what each case expects, and yields what changed."""
    for case in cases():
        with TemporaryDirectory() as folder:
            printed = case.printed(Path(folder, "library"))
        if printed != case.expected:
            (case.folder / EXPECTED).write_text(printed, encoding="utf-8")
            yield case.folder / EXPECTED


def main(arguments: list[str]) -> int:
    """Runs one of the three; 1 when a page is stale."""
    if "--check" in arguments:
        for path in (found := stale()):
            sys.stdout.write(f"{path.name} is stale: run python tests/rule_pages.py\n")
        return bool(found)
    if os.environ.get("CI"):
        sys.stdout.write("Nothing is rewritten in CI; use --check.\n")
        return 2
    changed = list(_update()) if "--update" in arguments else []
    for path in stale():
        path.write_text(filled(_read(path), path.stem), encoding="utf-8")
        changed.append(path)
    for path in changed:
        sys.stdout.write(f"rewrote {path}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
