"""Drafts of new records: values as front matter, missing fields as comments, and sections."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from babel import Locale, UnknownLocaleError

from afterword.authoring.edits import render_scalar
from afterword.problems import DataPath, Finding, say
from afterword.schema.migrations import VERSION_FIELD
from afterword.schema.schema import Schema
from afterword.schema.violations import ITEMS, REQUIRED
from afterword.schema.vocabulary import Vocabulary
from afterword.text.dates import parse_period
from afterword.text.languages import Language
from afterword.text.names import slugify

Data = Mapping[str, Any]

_MAX_FLOW_LENGTH = 110
"""The maximum length of a mapping on one line."""
_RESERVED_STEM = "readme"
"""The stem of files that describe their folder and are not records."""


@dataclass(frozen=True, slots=True)
class DraftContext:
    """The context of a draft: the fields of the schema, the team's vocabulary, and the author's language."""

    schema: Schema
    vocabulary: Vocabulary
    language: Language


def set_value(data: Data, path: DataPath, value: Any) -> dict[str, Any]:
    """Return the data with a value set at a path; missing groups on the way are created."""
    key, remaining = str(path[0]), path[1:]
    return {**data, key: set_value(data.get(key, {}), remaining, value) if remaining else value}


def get_value(data: Data, path: DataPath) -> Any:
    """Return the value at a path; None if there is none."""
    value: Any = data
    for key in path:
        value = value.get(key) if isinstance(value, Mapping) else None
    return value


def list_choices(data: Data, path: DataPath, schema: Schema) -> Sequence[str]:
    """Return the allowed values of a field, given the other fields; empty if the schema lists none."""
    field = schema.find_field(path)
    allowed = field.raw.get("enum", ()) if field else ()
    return [
        word
        for word in allowed
        if not any(finding.path == path for finding in schema.find_violations(set_value(data, path, word)))
    ]


def find_missing_fields(data: Data, schema: Schema) -> Mapping[DataPath, Finding]:
    """Return the findings for the fields that a record lacks to be published, by path.

    For a missing group, its required fields are included.
    """
    missing_by_path: dict[DataPath, Finding] = {}
    trial = set_value(data, ("status",), "published")
    while new_findings := [
        finding
        for finding in schema.find_violations(trial)
        if finding.rule is REQUIRED and finding.path not in missing_by_path
    ]:
        for finding in new_findings:
            missing_by_path[finding.path] = finding
            if all(isinstance(step, str) for step in finding.path):
                field = schema.find_field(finding.path)
                trial = set_value(trial, finding.path, {} if field and "object" in field.types else [])
    item_findings = (
        violation
        for violation in schema.find_violations(set_value(data, ("status",), "published"))
        if violation.rule is ITEMS
    )
    return {
        **missing_by_path,
        **{finding.path: finding for finding in item_findings if finding.path not in missing_by_path},
    }


def split_by_market(data: Data) -> Sequence[dict[str, Any]]:
    """Split a record into one per market, in one series, each with contrast relations to the later ones.

    Records of other kinds, or with fewer than two markets, stay as they are.
    """
    markets = data.get("markets", ())
    if len(markets) < 2 or not data.get("name") or data.get("kind") in ("deal", "project"):
        return [dict(data)]
    names = [f"{data['name']}, {_country_name(market, data.get('lang', 'en'))}" for market in markets]
    shared_data = {**data, "series": data.get("series", data["name"])}
    records = []
    for index, (name, market) in enumerate(zip(names, markets, strict=True), 1):
        others = [{"type": "contrasts-with", "name": other} for other in names[index:]]
        record = {**shared_data, "name": name, "markets": [market]}
        records.append({**record, "relations": [*data.get("relations", ()), *others]} if others else record)
    return records


def _country_name(code: str, lang: str) -> str:
    """Return the name of a country in a language, or in English if the language is unknown."""
    try:
        return str(Locale.parse(lang, sep="-").territories.get(code, code))
    except (UnknownLocaleError, ValueError):
        return str(Locale("en").territories.get(code, code))


def choose_path(data: Data, today: date, taken_paths: Collection[str]) -> str:
    """Return a free path for a record, relative to the root, from the year of its end and its name."""
    end_period = parse_period(str(data.get("ends", "")))
    base = f"postmortems/{end_period.last.year if end_period else today.year}/{slugify(data['name']) or 'unnamed'}"
    folded_paths = {file.casefold() for file in taken_paths}
    number = 1
    file = f"{base}.md"
    while file in folded_paths or file.endswith(f"/{_RESERVED_STEM}.md"):
        number += 1
        file = f"{base}-{number}.md"
    return file


def render_draft(data: Data, sections: str, related: Sequence[str], context: DraftContext) -> str:
    """Render the file of a draft: front matter, links to related records, and a set of sections.

    Fields that publication requires are added as comments in the words of the schema; the site does not show
    them.
    """
    if context.schema.version > 1 and context.schema.find_field((VERSION_FIELD,)):
        data = {VERSION_FIELD: context.schema.version, **data}
    front_matter = _FrontMatterWriter(data, find_missing_fields(data, context.schema), context)
    lines = ["---", *front_matter.render_lines(), "---", ""]
    if related:
        names = ", ".join(f"[[{name}]]" for name in related)
        lines += [context.language.say(say("See also {names}.", names=names)), ""]
    lang = str(data.get("lang", "en")).split("-")[0]
    for role in context.vocabulary.section_sets.get(sections, ()):
        if role.field and (role.field in data or (role.field,) in front_matter.missing):
            continue  # it is in the front matter already
        lines += [f"## {role.localized_heading(lang)}", ""]
        if description := role.localized_description(lang).replace("-->", ""):
            lines += [f"<!-- {description} -->", ""]
    return "\n".join(lines).rstrip() + "\n"


@dataclass(frozen=True, slots=True)
class _FrontMatterWriter:
    """Writer of front matter with reminders of missing fields."""

    data: Data
    missing: Mapping[DataPath, Finding]
    context: DraftContext

    def render_lines(self) -> Iterator[str]:
        """Yield the lines of every field in the schema's order: its value, or a reminder."""
        if self.missing:
            reminder = say("Needed before this can be published: write a value, and take the # away.")
            yield f"# {self.context.language.say(reminder)}"
        for name in self.context.schema.raw["properties"]:
            path = (name,)
            nested_paths = [
                nested_path for nested_path in self.missing if len(nested_path) == 2 and nested_path[0] == name
            ]
            if name in self.data:
                yield from self._render_field(path, self.data[name], nested_paths)
            elif nested_paths:
                yield f"# {name}:"
                yield from (f"#   {self._render_reminder(nested_path)}" for nested_path in nested_paths)
            elif path in self.missing:
                yield f"# {self._render_reminder(path)}"

    def _render_field(self, path: DataPath, value: Any, nested_paths: Sequence[DataPath]) -> Iterator[str]:
        """Yield the lines of a field with a value, and reminders of what is missing in it."""
        line = f"{path[0]}: {self._render_flow(value, path)}"
        if isinstance(value, list) and value and isinstance(value[0], Mapping):
            yield f"{path[0]}:"
            for row in value:
                yield from self._render_row(row, path)
        elif isinstance(value, Mapping) and (nested_paths or len(line) > _MAX_FLOW_LENGTH):
            yield f"{path[0]}:"
            yield from (f"  {key}: {self._render_flow(inner, (*path, key))}" for key, inner in value.items())
            yield from (f"  # {self._render_reminder(inner)}" for inner in nested_paths)
        else:
            yield line
        if path in self.missing:
            yield f"# {self.context.language.say(self.missing[path].message)}"

    def _render_row(self, row: Data, path: DataPath) -> Iterator[str]:
        """Yield the lines of one row of a list."""
        line = f"  - {self._render_flow(row, path)}"
        if len(line) <= _MAX_FLOW_LENGTH:
            yield line
        else:
            parts = (f"{key}: {self._render_flow(inner, (*path, key))}" for key, inner in row.items())
            yield from (f"  {'-' if not number else ' '} {part}" for number, part in enumerate(parts))

    def _render_reminder(self, path: DataPath) -> str:
        """Return a line that says what to write into a field: its description, or for lists and groups an example."""
        field, hint = self.context.schema.find_field(path), self.missing[path].hint
        if field is None:
            return f"{path[-1]}:"
        if hint and "example" in hint.values and {"array", "object"} & {*field.types}:
            return str(hint.values["example"])
        description = self.context.language.translate_schema(field.description)
        options = list_choices(self.data, path, self.context.schema) or (
            [] if field.is_free_text else field.examples[:1]
        )
        return (
            f"{path[-1]}: {description} ({', '.join(map(str, options))})" if options else f"{path[-1]}: {description}"
        )

    def _render_flow(self, value: Any, path: DataPath) -> str:
        """Render a value as YAML in flow style."""
        if isinstance(value, Mapping):
            return (
                "{"
                + ", ".join(f"{key}: {self._render_flow(inner, (*path, key))}" for key, inner in value.items())
                + "}"
            )
        if isinstance(value, list):
            return "[" + ", ".join(self._render_flow(inner, path) for inner in value) + "]"
        if not isinstance(value, str):
            return json.dumps(value)
        field = self.context.schema.find_field(path)
        is_date = field is not None and "x-date" in field.marks and parse_period(value)
        return value if is_date else render_scalar(value)
