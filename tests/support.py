"""The cases under `tests/cases/<code>/<case>/`: a small library each, beside the exact output of `afterword check`.

Those of what keeps a brief from passing stand beside the output of `afterword gate`.

One that holds a `library.json` is another repository, whose links lead to the records in that.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from afterword import checks
from afterword.body import Body
from afterword.checks import gate_rules
from afterword.cli import gate_text
from afterword.library.library import Library
from afterword.library.published_index import INDEX_FILE
from afterword.problems import Problem, Subject
from afterword.report import text
from afterword.text.languages import ENGLISH
from afterword.workspace import gate_libraries, project, remote
from afterword.workspace.remote import LinkCheck

ROOT = Path(__file__).parents[1]
CASES = ROOT / "tests" / "cases"
PAGES = ROOT / "docs" / "rules"
EXPECTED = "expected.txt"


@dataclass(frozen=True, slots=True)
class Repeat:
    """A part of a case's file that is there this many times: what would be too large to keep."""

    file: str
    part: str
    times: int

    def make(self, root: Path) -> None:
        """Repeats the part in the file under a root."""
        path = root / self.file
        written = path.read_text(encoding="utf-8")
        assert self.part in written
        path.write_text(written.replace(self.part, self.part * self.times), encoding="utf-8")


@dataclass(frozen=True, slots=True)
class Link:
    """A symbolic link, which no archive or Windows checkout keeps."""

    file: str
    target: str

    def make(self, root: Path) -> None:
        """Links the file under a root to its target."""
        (root / self.file).symlink_to(self.target)


@dataclass(frozen=True, slots=True)
class Pipe:
    """A named pipe: whoever opens it waits for ever."""

    file: str

    def make(self, root: Path) -> None:
        """Makes the pipe under a root."""
        os.mkfifo(root / self.file)


@dataclass(frozen=True, slots=True)
class Renamed:
    """A file by another name, beside which no checkout on macOS or Windows could keep the other files of its case."""

    file: str
    name: str

    def make(self, root: Path) -> None:
        """Renames the file under a root."""
        (root / self.name).parent.mkdir(exist_ok=True)
        (root / self.file).rename(root / self.name)


@dataclass(frozen=True, slots=True)
class Committed:
    """A repository in which all files were committed; a shallow one has only this last commit."""

    is_shallow: bool

    def make(self, root: Path) -> None:
        """Makes the repository under a root."""
        name = ("-c", "user.name=A", "-c", "user.email=a@example.org")
        for command in (("init", "-q"), ("add", "-A"), (*name, "commit", "-qm", "Begin"), ("rev-parse", "HEAD")):
            done = subprocess.run(["git", *command], cwd=root, check=True, capture_output=True)
        if self.is_shallow:
            (root / ".git" / "shallow").write_bytes(done.stdout)


SPECIAL: Mapping[tuple[str, str], Repeat | Link | Pipe | Renamed | Committed] = {
    ("file-too-large", "bad"): Repeat(
        "postmortems/2026/paper-mountain.md",
        "2026-03-02 09:14;call;no answer;Tomas Berg;Harbour Freight;stage 3;EUR 48,000\n",
        13_000,
    ),
    ("frontmatter-too-large", "bad"): Repeat(
        "postmortems/2026/endless-list.md",
        "  - Another question about data retention came in by mail.\n",
        1_200,
    ),
    ("yaml-too-deep", "brackets"): Repeat("postmortems/2026/russian-doll.md", "[", 40_000),
    ("file-case-clash", "bad"): Renamed(
        "postmortems/2026/frozen-funnel-renewal.md", "postmortems/2026/Frozen-Funnel.md"
    ),
    ("file-case-clash", "folder"): Renamed(
        "postmortems/renewals/frozen-funnel.md", "postmortems/Deals/frozen-funnel.md"
    ),
    ("history-incomplete", "bad"): Committed(is_shallow=True),
    ("history-incomplete", "good"): Committed(is_shallow=False),
    ("file-not-regular", "bad"): Link("postmortems/2026/borrowed-deck.md", "../../../elsewhere/borrowed-deck.md"),
    ("file-not-regular", "folder"): Link("postmortems/archive", "/"),
    ("file-not-regular", "pipe"): Pipe("postmortems/2026/borrowed-deck.md"),
    ("file-name-unusable", "bad"): Renamed(
        "postmortems/2026/cafe-contract.md", os.fsdecode(b"postmortems/2026/caf\xe9-contract.md")
    ),
    ("file-name-unusable", "control"): Renamed(
        "postmortems/2026/cafe-contract.md", "postmortems/2026/cafe\n\x1b[2J\u202edm.contract.md"
    ),
    ("file-name-unusable", "folder"): Renamed(
        "postmortems/2026/cafe-contract.md", os.fsdecode(b"postmortems/caf\xe9/contract.md")
    ),
}
"""What cases have beyond their files."""


@dataclass(frozen=True, slots=True, order=True)
class Case:
    """One case of a problem code; the names of those that show no problem begin with `good`."""

    code: str
    name: str

    def __str__(self) -> str:
        return f"{self.code}/{self.name}"

    @property
    def folder(self) -> Path:
        """Where its files are kept."""
        return CASES / self.code / self.name

    @property
    def is_good(self) -> bool:
        """Whether nothing is wrong with it."""
        return self.name.startswith("good")

    @property
    def expected(self) -> str:
        """The exact output of `afterword check`, as it is kept."""
        path = self.folder / EXPECTED
        return path.read_text(encoding="utf-8") if path.is_file() else ""

    @property
    def is_elsewhere(self) -> bool:
        """Whether it is no library, and knows one by its register."""
        return (self.folder / INDEX_FILE).is_file()

    @property
    def is_gated(self) -> bool:
        """Whether its briefs are brought before the gate."""
        return self.code in {rule.code for rule in gate_rules.RULES}

    def printed(self, root: Path) -> str:
        """What is printed of the case, written under a root, where there are no colours."""
        if not self.is_gated:
            return output(self.checked(root))
        known = gate_libraries.local_gate_library(project.load_project(self.library(root)))
        judged = [*known.judge_briefs(root, [root / "briefs"])]
        return gate_text.format_text(judged, known.gate.register, lambda shown, _: shown, ENGLISH)

    def checked(self, root: Path) -> project.Project | LinkCheck:
        """Writes the case under a root and checks it."""
        self.library(root)
        if not self.is_elsewhere:
            return project.load_project(root)
        raw = remote.fetch_index(str(root))
        return remote.check_links(root, [root], remote.parse_index(raw, INDEX_FILE))

    def command(self, root: Path) -> list[str]:
        """What checks it under a root from the command line, after it was written there."""
        self.library(root)
        if self.is_gated:
            return ["gate", str(root / "briefs"), "--root", str(root)]
        return ["check", "--root", str(root), *(["--links", "--library", str(root)] if self.is_elsewhere else [])]

    def library(self, root: Path) -> Path:
        """Writes the case's library under a root: this repository's schema, overlaid by the case's own files."""
        if not self.is_elsewhere:
            shutil.copytree(ROOT / "schema", root / "schema")
        shutil.copytree(self.folder, root, dirs_exist_ok=True, ignore=shutil.ignore_patterns(EXPECTED))
        if special := SPECIAL.get((self.code, self.name)):
            special.make(root)
        return root


LEAVE_OUT_RULES = "hooks: [leave_out_rules.py]\n"
"""A setting by which a site is built without the pages of the rules.

They are the same in every library, and take longer than all other pages of a small one. The example library's site has
them."""


def write_hook(root: Path) -> None:
    """Write what that setting names under a root."""
    lines = (
        "def on_files(files, config):",
        "    for file in list(files):",
        "        folder, _, name = file.src_uri.partition('/')",
        "        if folder == 'rules' and name.endswith('.md') and name != 'index.md':",
        "            files.remove(file)",
        "    return files",
        "",
    )
    (root / "leave_out_rules.py").write_text("\n".join(lines), encoding="utf-8")


def everything(library: Library, pages: Mapping[str, Body]) -> Iterator[Problem]:
    """What all rules find in a library that was read already."""
    for subject, records in ((Subject.RECORD, library.records), (Subject.BRIEF, library.briefs)):
        modules = checks.select_checks(subject, needs_library=False)
        for record in records:
            yield from checks.find_record_problems(modules, record, library)
    yield from checks.find_library_problems(library, pages)


def _front(*lines: str) -> str:
    return "\n".join(("---", "name: {name}", "kind: deal", "status: draft", *lines, "---", "", "Text.", ""))


def _with(field: str, kind: str, value: str) -> bytes:
    """A draft that is right but for one value of one field."""
    lines = _front(f"{field}: {value}").replace("{name}", f"{field}-{kind}").split("\n")
    return "\n".join(line for line in lines if not line.startswith(f"{field}: ") or line.endswith(value)).encode()


_VALUES = {
    "number": "5", "fraction": "-1.5", "true": "true", "text": "text", "empty-text": '""', "null": "~", "list": "[]",
    "group": "{}", "list-in-list": "[[]]", "deep-list": "[[[[]]]]", "mixed-list": "[1, null, x]", "nulls": "[null]",
    "groups": "[{}]", "wrong-key": "{a: b}", "wrong-keys": "[{a: b}]", "wrong-name": "[{name: 5}]",
    "list-for-name": "[{name: [x]}]", "huge": "9" * 400, "infinite": ".inf", "hexadecimal": "0x1F",
    "not-a-day": "2026-13-45",
    "braces": '"{0} {x} {"', "percent": '"%s %(a)s"', "numbered": "{1: 2}", "equal-keys": "{1: a, 1.0: b, true: c}",
}  # fmt: skip
_FIELDS = (
    "name", "kind", "status", "aliases", "lang", "summary", "starts", "ends", "due", "participants", "markets", "tags",
    "outcome", "budget", "deal", "execution", "variables", "kpis", "facts", "sources", "causes", "voices", "learnings",
    "guardrails", "actions", "relations", "visibility", "origin", "schema_version", "brief", "series",
)  # fmt: skip
HOSTILE_FILES: Mapping[str, bytes] = {
    "empty": b"",
    "spaces": b"   \n\n",
    "mark-only": b"---",
    "nothing-between": b"---\n---\n",
    "comments": b"---\n# name: X\n---\n",
    "null": b"---\nnull\n---\n",
    "list": b"---\n- a\n---\n",
    "no-record": b"---\n{}\n---\n",
    "json": b'---\n{"name": "Json", "kind": "deal", "status": "draft"}\n---\n',
    "windows": "\ufeff---\r\nname: Окно\r\nkind: deal\r\nstatus: draft\r\n---\r\n".encode(),
    "old-mac": b"---\rname: A\r---\r",
    "two-marks": b"\xef\xbb\xbf\xef\xbb\xbf---\nname: A\n---\n",
    "nul": b"\0" * 9,
    "half-a-letter": b"---\nname: \xd0\n---\n",
    "utf-32": "---\nname: A\n---\n".encode("utf-32"),
    "surrogate": b'---\nname: "\\ud800"\n---\n',
    "beyond-unicode": b'---\nname: "\\U00110000"\n---\n',
    "escapes": b'---\nname: "a\\e[31m"\nkind: deal\nstatus: draft\n---\n',
    "directive": b"%YAML 1.1\n---\nname: A\n---\n",
    "directive-inside": b"---\n%YAML 1.1\n---\nname: A\n---\n",
    "list-as-key": b"---\n? [a, b]\n: c\n? {x: y}\n: d\n---\n",
    "no-key": b"---\n: a\n---\n",
    "null-keys": b"---\nnull: a\n~: b\n---\n",
    "tag": b"---\nname: !<tag x\n---\n",
    "brackets": b"---\nname: " + b"[" * 40_000 + b"\n---\n",
    "braces": b"---\nname: " + b"{a: " * 9_000 + b"\n---\n",
    "dashes": b"---\nname:\n" + b"- " * 20_000 + b"a\n---\n",
    "staircase": b"---\n" + b"".join(b" " * n + b"a:\n" for n in range(200)) + b"---\n",
    "aliases": b"---\na: &a [x, x]\nb: &b [*a, *a]\nc: &c [*b, *b]\n---\n",
    "long-key": b"---\n" + b"x" * 3_000 + b": 5\n---\n",
    "many-keys": b"---\n" + b"".join(b"k%d: 1\n" % n for n in range(2_000)) + b"---\n",
    "quotes-in-body": _front().format(name="Quotes").encode() + b">" * 20_000 + b"- " * 20_000 + b"[" * 20_000,
    "links": _front().format(name="Links").encode() + b"[[]] [[#x]] [[|y]] [[a\nb]] ![[c]] [[[[d]]]] [[" + b"e" * 9_000,
    "markup": _front().format(name="Markup").encode() + b"<script>\n# h {#id}\n[^1]: x\n[^1]\n| a |\n|--|\n",
}
"""Files that no author means to write, by name."""

HOSTILE_VALUES: Mapping[str, bytes] = {
    f"{field}-{kind}": _with(field, kind, value) for field in _FIELDS for kind, value in _VALUES.items()
}
"""Drafts with one value that no author means to write, by name: each kind of value in each field."""


def cases() -> Iterator[Case]:
    """Every case there is, in order."""
    for folder in sorted(CASES.glob("*/*/")):
        yield Case(folder.parent.name, folder.name)


def output(found: project.Project | LinkCheck) -> str:
    """What `afterword check` prints for what it found, where there are no colours."""
    return text.format_text(found.problems, len(found.files), found.get_line, lambda shown, _: shown)


def examples(root: Path) -> Path:
    """Copies the example library to a root."""
    for folder in ("schema", "postmortems", "briefs", "docs"):
        shutil.copytree(ROOT / folder, root / folder)
    return root


def only_new(root: Path) -> Mapping[str, bytes]:
    """The files under a root that the example library does not have."""
    files = {path.relative_to(root).as_posix(): path for path in sorted(root.rglob("*")) if path.is_file()}
    return {name: path.read_bytes() for name, path in files.items() if not (ROOT / name).is_file()}
