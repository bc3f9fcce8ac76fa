"""What `afterword new` is about to write, and what would be wrong with it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from afterword import checks
from afterword.analysis import deadlines
from afterword.authoring import scaffold
from afterword.authoring.scaffold import Form
from afterword.frontmatter import source
from afterword.library.library import Library, Surroundings
from afterword.problems import Finding, Path, Severity
from afterword.records.record import Values
from afterword.records.record_reader import read_record
from afterword.schema.fields import Field
from afterword.workspace.project import Project

PLACES: Mapping[str, Path] = {
    "kind": ("kind",), "name": ("name",), "status": ("status",), "outcome": ("outcome",),
    "account": ("deal", "account"), "competitor": ("deal", "competitor"), "market": ("markets",), "goal": ("goal",),
    "product": ("product",), "starts": ("starts",), "ends": ("ends",), "due": ("due",), "keeper": ("keeper",),
    "owner": ("owner",), "team": ("teams",), "tag": ("tags",), "series": ("series",), "kpi": ("kpis",),
}  # fmt: skip
"""The field that each flag, and each question, is about."""
MANY = ("market", "team", "tag", "kpi")
"""Those of them that take several values."""
_NUMBER = re.compile(r"-?\d{1,15}(\.\d{1,15})?", re.ASCII)
_LAST = "\U0010ffff"
"""A folder that comes after all others: a name is said to be taken in the file that is new."""


@dataclass(frozen=True, slots=True)
class Drafts:
    """Front matter for one record, or for one a market; `sections` is the set of choice, if any was chosen."""

    found: Project
    data: dict[str, Any]
    form: Form
    sections: str | None = None

    @property
    def usual_sections(self) -> str:
        """The set of sections where no other is chosen."""
        return self.form.vocabulary.usual_set(str(self.data.get("kind", "")))

    @property
    def due(self) -> str:
        """The day of the postmortem: as it is said, else by its end; of what is over, at the latest from today on."""
        library = self.found.library
        ended = {"ends": library.today.isoformat()} if self.data.get("outcome") else {}
        day = deadlines.due(Values({**ended, **self.data}), library.schema)
        return str(self.data.get("due") or (day.isoformat() if day else ""))

    @property
    def records(self) -> Sequence[dict[str, Any]]:
        """The front matter of each record."""
        return scaffold.by_market({**self.data, "due": self.due} if self.due else self.data)

    def contents(self, links: Sequence[str] = ()) -> dict[str, bytes]:
        """The files to write, with links to records of those names."""
        files: dict[str, bytes] = {}
        for data in self.records:
            taken = (*self.found.files, *files)
            file = scaffold.place(data, self.found.library.today, [path.casefold() for path in taken])
            files[file] = self._text(data, links)
        return files

    def faults(self) -> Sequence[Finding]:
        """The errors that a check would find in the files, by the path of what is wrong."""
        library = self.found.library
        severities = library.schema.severities
        records, findings = [], []
        for number, data in enumerate(self.records):
            read, faults = source.read(f"{_LAST}/{number}.md", self._text(data))
            record = read_record(read, library.schema, library.vocabulary)[0] if read else None
            findings += [Finding(fault.rule, fault.message, fault.hint) for fault in faults]
            records += [record] if record else []
            findings += library.schema.violations(data)
        around = Surroundings(library.attachments, library.briefs, library.past, today=library.today)
        with_them = Library([*library.records, *records], library.schema, library.vocabulary, around)
        findings += [f for record in records for check in checks.CHECKS for f in check.check(record, with_them)]
        unique = {(finding.rule.code, finding.path, str(finding.message)): finding for finding in findings}
        return [f for f in unique.values() if severities.get(f.rule.code, f.rule.severity) is Severity.ERROR]

    def _text(self, data: Mapping[str, Any], links: Sequence[str] = ()) -> bytes:
        sections = self.usual_sections if self.sections is None else self.sections
        # What a terminal hands over that is no text stays as it is, so that the check says so.
        return scaffold.text(data, sections, links, self.form).encode(errors="surrogateescape")


def listed(library: Library, path: Path, words: Iterable[str]) -> Sequence[Any]:
    """Words as the entries of a list, each once: terms for whatever stands for them, country codes, or targets."""
    field = library.schema.field(path)
    return [_entry(field, library, word.strip()) for word in dict.fromkeys(words) if word.strip()]


def _entry(field: Field | None, library: Library, word: str) -> Any:
    if field and field.path == PLACES["kpi"]:
        return _kpi(word)
    if field and field.vocabulary and (term := library.vocabulary.term(field.vocabulary, word)):
        return term.key
    return word.upper() if field and "x-market" in field.marks and len(word) == 2 else word


def _kpi(word: str) -> dict[str, Any]:
    """A target written as `Orders=400`: a number where it is one, else words."""
    name, _, plan = (part.strip() for part in word.partition("="))
    if _NUMBER.fullmatch(plan):
        return {"name": name, "planned": float(plan) if "." in plan else int(plan)}
    return {"name": name, "planned": plan} if plan else {"name": name}
