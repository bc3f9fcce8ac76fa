"""Fill the examples of docs/rules/*.md from the test cases, so that a page shows exactly what the check prints.

Usage: python scripts/rule_pages.py [--check | --update]

Without an option, stale pages are rewritten. `--check` only lists them. `--update` first rewrites the expected.txt of
every case from the present output of `afterword check`; read the difference before you commit it.
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

sys.path.append(str(Path(__file__).parents[1] / "tests"))
from support import EXPECTED, PAGES, SPECIAL, Case, Link, Renamed, Repeat, cases

_EXAMPLE_BLOCK = re.compile(
    r"(?P<open><!-- (?P<kind>case|check): (?P<case>[\w-]+) -->\n).*?(?P<close><!-- /(?P=kind) -->)", re.DOTALL
)
_PROBLEM_PLACE = re.compile(r"^(?P<file>.+?):(?P<line>\d+):\d+: ", re.MULTILINE)
_MAX_LINES = 20
"""Files with fewer lines are shown whole; of longer ones, only the part with the problem: front matter or text."""


def fill_page(page: str, code: str) -> str:
    """Return the page of a rule with its examples filled in from the current cases."""

    def fill_block(match: re.Match[str]) -> str:
        case = Case(code, match["case"])
        example = _render_case(case) if match["kind"] == "case" else _render_fence("text", _read_check_output(case))
        return f"{match['open']}\n{example}\n{match['close']}"

    return _EXAMPLE_BLOCK.sub(fill_block, page)


def list_stale_pages() -> list[Path]:
    """List the pages whose examples differ from the cases."""
    return [path for path in sorted(PAGES.glob("*.md")) if fill_page(_read_text(path), path.stem) != _read_text(path)]


def _read_check_output(case: Case) -> str:
    """Return the expected output of the check for a case, without its closing line."""
    return case.expected.rstrip("\n").rpartition("\n")[0]


def _render_case(case: Case) -> str:
    """Render the part of a case that shows the problem; for a good case, the same part without the problem."""
    special = SPECIAL.get((case.code, case.name))
    if isinstance(special, Link):
        return _render_fence("text", f"{special.file} → {special.target}")
    if isinstance(special, Renamed):
        files = (path.relative_to(case.folder).as_posix() for path in case.folder.rglob("*.md"))
        return _render_fence("text", "\n".join(sorted({*files, escape_name(special.name)} - {special.file})))
    place = _PROBLEM_PLACE.search(Case(case.code, "bad").expected)
    assert place, case
    language, lines = _select_lines(case, _read_lines(_find_file(case, place["file"])), int(place["line"]))
    text = "\n".join(lines)
    if isinstance(special, Repeat):
        assert special.part in text, case
        text = text.replace(special.part, f"{special.part.rstrip()}\n… and so on, {special.times:,} times\n")
    return _render_fence(language, text)


def _find_file(case: Case, name: str) -> Path:
    """Return the file of a case with a path, or else the one with the most similar name."""
    path = case.folder / name
    if path.is_file():
        return path
    files = sorted(case.folder.rglob("*.md"))
    return max(files, key=lambda file: SequenceMatcher(None, file.name, path.name).ratio())


def _select_lines(case: Case, lines: list[str], problem_line: int) -> tuple[str, list[str]]:
    """Return the lines to show of a file, and the language in which they are highlighted."""
    body_start = lines.index("---", 1) + 1 if lines[0] == "---" and "---" in lines[1:] else 0
    is_in_body = problem_line > body_start
    if not body_start or (case.code, "bad") in SPECIAL or (is_in_body and len(lines) < _MAX_LINES):
        return "markdown", lines
    return ("markdown", lines[body_start:]) if is_in_body else ("yaml", lines[:body_start])


def _read_lines(path: Path) -> list[str]:
    """Return the lines of a file, with a replacement character for invalid UTF-8 and invisible characters."""
    text = path.read_bytes().decode("utf-8-sig", errors="replace").replace("\r\n", "\n")
    return [
        "".join(character if character.isprintable() else "\N{REPLACEMENT CHARACTER}" for character in line)
        for line in text.split("\n")
    ]


def _render_fence(language: str, text: str) -> str:
    return f"```{language}\n{text.strip(chr(10))}\n```\n"


def _read_text(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def _update_cases() -> Iterator[Path]:
    """Rewrite the expected output of every case, and yield the files that changed."""
    for case in cases():
        with TemporaryDirectory() as folder:
            printed = case.printed(Path(folder, "library"))
        if printed != case.expected:
            (case.folder / EXPECTED).write_text(printed, encoding="utf-8")
            yield case.folder / EXPECTED


def main(arguments: list[str]) -> int:
    """Check or rewrite the pages, and return the exit code: 1 if `--check` finds a stale page."""
    if "--check" in arguments:
        stale_pages = list_stale_pages()
        for path in stale_pages:
            sys.stdout.write(f"{path.name} is stale: run python scripts/rule_pages.py\n")
        return bool(stale_pages)
    if os.environ.get("CI"):
        sys.stdout.write("Nothing is rewritten in CI; use --check.\n")
        return 2
    changed_files = list(_update_cases()) if "--update" in arguments else []
    for path in list_stale_pages():
        path.write_text(fill_page(_read_text(path), path.stem), encoding="utf-8")
        changed_files.append(path)
    for path in changed_files:
        sys.stdout.write(f"rewrote {path}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
