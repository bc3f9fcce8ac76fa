"""Drafts that `afterword new` is about to write, and the errors in them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from afterword import checks
from afterword.analysis import deadlines
from afterword.authoring import scaffold
from afterword.authoring.scaffold import DraftContext
from afterword.frontmatter import source
from afterword.library.library import Library, LibraryContext
from afterword.problems import DataPath, Finding, Severity
from afterword.records.record import RecordFields
from afterword.records.record_reader import read_record
from afterword.schema.fields import Field
from afterword.workspace.project import Project

FIELD_PATHS: Mapping[str, DataPath] = {
    "kind": ("kind",), "name": ("name",), "status": ("status",), "outcome": ("outcome",),
    "account": ("deal", "account"), "competitor": ("deal", "competitor"), "market": ("markets",), "goal": ("goal",),
    "product": ("product",), "starts": ("starts",), "ends": ("ends",), "due": ("due",), "keeper": ("keeper",),
    "owner": ("owner",), "team": ("teams",), "tag": ("tags",), "series": ("series",), "kpi": ("kpis",),
}  # fmt: skip
"""Path of the field that each flag and question is about."""
MULTI_VALUE_FLAGS = ("market", "team", "tag", "kpi")
"""Flags that take several values."""
_NUMBER = re.compile(r"-?\d{1,15}(\.\d{1,15})?", re.ASCII)
_LAST_FOLDER = "\U0010ffff"
"""Folder that sorts after all others, so that a taken name is reported for the new file."""


@dataclass(frozen=True, slots=True)
class Drafts:
    """Front matter of one record, or of one for each market; `sections` is the chosen set of sections, if any."""

    project: Project
    data: dict[str, Any]
    form: DraftContext
    sections: str | None = None

    @property
    def usual_sections(self) -> str:
        """Default set of sections."""
        return self.form.vocabulary.default_section_set(str(self.data.get("kind", "")))

    @property
    def due_day(self) -> str:
        """Day of the postmortem: as entered, else derived from the end.

        Without an end, a known outcome counts as ended today.
        """
        library = self.project.library
        default_end = {"ends": library.today.isoformat()} if self.data.get("outcome") else {}
        day = deadlines.due_date(RecordFields({**default_end, **self.data}), library.schema)
        return str(self.data.get("due") or (day.isoformat() if day else ""))

    @property
    def record_data(self) -> Sequence[dict[str, Any]]:
        """Front matter of each record."""
        return scaffold.split_by_market({**self.data, "due": self.due_day} if self.due_day else self.data)

    def build_files(self, links: Sequence[str] = ()) -> dict[str, bytes]:
        """Return the files to write, with links to the named records."""
        files: dict[str, bytes] = {}
        for data in self.record_data:
            existing_files = (*self.project.files, *files)
            file = scaffold.choose_path(data, self.project.library.today, [path.casefold() for path in existing_files])
            files[file] = self._render_draft(data, links)
        return files

    def find_errors(self) -> Sequence[Finding]:
        """Return the errors that a check would find in the files."""
        library = self.project.library
        severities = library.schema.severities
        records, findings = [], []
        for number, data in enumerate(self.record_data):
            draft_source, source_problems = source.decode_source(
                f"{_LAST_FOLDER}/{number}.md", self._render_draft(data)
            )
            record = read_record(draft_source, library.schema, library.vocabulary)[0] if draft_source else None
            findings += [
                Finding(source_problem.rule, source_problem.message, source_problem.hint)
                for source_problem in source_problems
            ]
            records += [record] if record else []
            findings += library.schema.find_violations(data)
        context = LibraryContext(library.attachments, library.briefs, library.history, today=library.today)
        library_with_drafts = Library([*library.records, *records], library.schema, library.vocabulary, context)
        findings += [
            f for record in records for check in checks.RECORD_CHECKS for f in check.check(record, library_with_drafts)
        ]
        unique = {(finding.rule.code, finding.path, str(finding.message)): finding for finding in findings}
        return [f for f in unique.values() if severities.get(f.rule.code, f.rule.severity) is Severity.ERROR]

    def _render_draft(self, data: Mapping[str, Any], links: Sequence[str] = ()) -> bytes:
        sections = self.usual_sections if self.sections is None else self.sections
        # Bytes from the terminal that are not valid text are kept, so that the check reports them.
        return scaffold.render_draft(data, sections, links, self.form).encode(errors="surrogateescape")


def parse_values(library: Library, path: DataPath, words: Iterable[str]) -> Sequence[Any]:
    """Parse words into the values of a list field, each once: terms by their synonyms, country codes, or targets."""
    field = library.schema.find_field(path)
    return [_parse_value(field, library, word.strip()) for word in dict.fromkeys(words) if word.strip()]


def _parse_value(field: Field | None, library: Library, word: str) -> Any:
    if field and field.path == FIELD_PATHS["kpi"]:
        return _parse_kpi(word)
    if field and field.vocabulary and (term := library.vocabulary.find_term(field.vocabulary, word)):
        return term.key
    return word.upper() if field and "x-market" in field.marks and len(word) == 2 else word


def _parse_kpi(word: str) -> dict[str, Any]:
    """Parse a target written as `Orders=400`; the plan is a number if it can be parsed as one, else text."""
    name, _, plan = (part.strip() for part in word.partition("="))
    if _NUMBER.fullmatch(plan):
        return {"name": name, "planned": float(plan) if "." in plan else int(plan)}
    return {"name": name, "planned": plan} if plan else {"name": name}
