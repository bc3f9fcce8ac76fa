"""A new record as a file: what is known as front matter, what is still to be said as comments, and its sections."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from babel import Locale, UnknownLocaleError

from afterword.authoring.edits import scalar
from afterword.problems import Finding, Path, say
from afterword.schema.migrations import VERSION
from afterword.schema.schema import Schema
from afterword.schema.violations import ITEMS, REQUIRED
from afterword.schema.vocabulary import Vocabulary
from afterword.text.dates import period
from afterword.text.languages import Language
from afterword.text.names import slug

Data = Mapping[str, Any]

_LINE = 110
"""Characters up to which a group stands on one line."""
_NO_RECORD = "readme"
"""A file of this name speaks about its folder."""


@dataclass(frozen=True, slots=True)
class Form:
    """What a draft is written in: a schema's fields, a team's words, and the language of its author."""

    schema: Schema
    vocabulary: Vocabulary
    language: Language


def put(data: Data, path: Path, value: Any) -> dict[str, Any]:
    """The data with a value at a path of keys; groups on the way are made."""
    key, rest = str(path[0]), path[1:]
    return {**data, key: put(data.get(key, {}), rest, value) if rest else value}


def value_at(data: Data, path: Path) -> Any:
    """The value at a path of keys; None where there is none."""
    found: Any = data
    for key in path:
        found = found.get(key) if isinstance(found, Mapping) else None
    return found


def choices(data: Data, path: Path, schema: Schema) -> Sequence[str]:
    """What may stand in a field of a record that is otherwise as it is; empty where the schema lists nothing."""
    field = schema.field(path)
    listed = field.raw.get("enum", ()) if field else ()
    return [word for word in listed if not any(f.path == path for f in schema.violations(put(data, path, word)))]


def needed(data: Data, schema: Schema) -> Mapping[Path, Finding]:
    """What a record lacks to be published, by its path; of a group that is missing, also what it has to hold."""
    found: dict[Path, Finding] = {}
    trial = put(data, ("status",), "published")
    while missing := [
        finding for finding in schema.violations(trial) if finding.rule is REQUIRED and finding.path not in found
    ]:
        for finding in missing:
            found[finding.path] = finding
            if all(isinstance(step, str) for step in finding.path):
                field = schema.field(finding.path)
                trial = put(trial, finding.path, {} if field and "object" in field.types else [])
    lists = (f for f in schema.violations(put(data, ("status",), "published")) if f.rule is ITEMS)
    return {**found, **{finding.path: finding for finding in lists if finding.path not in found}}


def by_market(data: Data) -> Sequence[dict[str, Any]]:
    """One record a market, all in one series, each contrasted with those after it; other records stay as they are."""
    markets = data.get("markets", ())
    if len(markets) < 2 or not data.get("name") or data.get("kind") in ("deal", "project"):
        return [dict(data)]
    names = [f"{data['name']}, {_country(market, data.get('lang', 'en'))}" for market in markets]
    shared = {**data, "series": data.get("series", data["name"])}
    records = []
    for index, (name, market) in enumerate(zip(names, markets, strict=True), 1):
        others = [{"type": "contrasts-with", "name": other} for other in names[index:]]
        record = {**shared, "name": name, "markets": [market]}
        records.append({**record, "relations": [*data.get("relations", ()), *others]} if others else record)
    return records


def _country(code: str, lang: str) -> str:
    try:
        return str(Locale.parse(lang, sep="-").territories.get(code, code))
    except (UnknownLocaleError, ValueError):
        return str(Locale("en").territories.get(code, code))


def place(data: Data, today: date, taken: Collection[str]) -> str:
    """The file for a record, relative to the root: by the year of its end, and its name; none that is `taken`."""
    ended = period(str(data.get("ends", "")))
    base = f"postmortems/{ended.last.year if ended else today.year}/{slug(data['name']) or 'unnamed'}"
    known = {file.casefold() for file in taken}
    number = 1
    file = f"{base}.md"
    while file in known or file.endswith(f"/{_NO_RECORD}.md"):
        number += 1
        file = f"{base}-{number}.md"
    return file


def text(data: Data, sections: str, related: Sequence[str], form: Form) -> str:
    """The file of a draft: front matter in the schema's order, then links to related records and a set of sections.

    What publishing will need stands as comments, in the words of the schema; none of them is shown on the site.
    """
    if form.schema.version > 1 and form.schema.field((VERSION,)):
        data = {VERSION: form.schema.version, **data}
    front = _Front(data, needed(data, form.schema), form)
    lines = ["---", *front.lines(), "---", ""]
    if related:
        names = ", ".join(f"[[{name}]]" for name in related)
        lines += [form.language.say(say("See also {names}.", names=names)), ""]
    lang = str(data.get("lang", "en")).split("-")[0]
    for role in form.vocabulary.sets.get(sections, ()):
        if role.field and (role.field in data or (role.field,) in front.missing):
            continue  # it stands above
        lines += [f"## {role.heading(lang)}", ""]
        if asked := role.description(lang).replace("-->", ""):
            lines += [f"<!-- {asked} -->", ""]
    return "\n".join(lines).rstrip() + "\n"


@dataclass(frozen=True, slots=True)
class _Front:
    """Front matter, and what it lacks."""

    data: Data
    missing: Mapping[Path, Finding]
    form: Form

    def lines(self) -> Iterator[str]:
        """Every field in the schema's order: its value, or what to write there."""
        if self.missing:
            reminder = say("Needed before this can be published: write a value, and take the # away.")
            yield f"# {self.form.language.say(reminder)}"
        for name in self.form.schema.raw["properties"]:
            path = (name,)
            inside = [inner for inner in self.missing if len(inner) == 2 and inner[0] == name]
            if name in self.data:
                yield from self._given(path, self.data[name], inside)
            elif inside:
                yield f"# {name}:"
                yield from (f"#   {self._wanted(inner)}" for inner in inside)
            elif path in self.missing:
                yield f"# {self._wanted(path)}"

    def _given(self, path: Path, value: Any, inside: Sequence[Path]) -> Iterator[str]:
        line = f"{path[0]}: {self._flow(value, path)}"
        if isinstance(value, list) and value and isinstance(value[0], Mapping):
            yield f"{path[0]}:"
            for row in value:
                yield from self._row(row, path)
        elif isinstance(value, Mapping) and (inside or len(line) > _LINE):
            yield f"{path[0]}:"
            yield from (f"  {key}: {self._flow(inner, (*path, key))}" for key, inner in value.items())
            yield from (f"  # {self._wanted(inner)}" for inner in inside)
        else:
            yield line
        if path in self.missing:
            yield f"# {self.form.language.say(self.missing[path].message)}"

    def _row(self, row: Data, path: Path) -> Iterator[str]:
        """One entry of a list of groups."""
        line = f"  - {self._flow(row, path)}"
        if len(line) <= _LINE:
            yield line
        else:
            parts = (f"{key}: {self._flow(inner, (*path, key))}" for key, inner in row.items())
            yield from (f"  {'-' if not number else ' '} {part}" for number, part in enumerate(parts))

    def _wanted(self, path: Path) -> str:
        """One line that says what to write into a field: its description, or for lists and groups an example."""
        field, hint = self.form.schema.field(path), self.missing[path].hint
        if field is None:
            return f"{path[-1]}:"
        if hint and "example" in hint.values and {"array", "object"} & {*field.types}:
            return str(hint.values["example"])
        says = self.form.language.word(field.description)
        listed = choices(self.data, path, self.form.schema) or ([] if field.is_free_text else field.examples[:1])
        return f"{path[-1]}: {says} ({', '.join(map(str, listed))})" if listed else f"{path[-1]}: {says}"

    def _flow(self, value: Any, path: Path) -> str:
        """A value as YAML on one line."""
        if isinstance(value, Mapping):
            return "{" + ", ".join(f"{key}: {self._flow(inner, (*path, key))}" for key, inner in value.items()) + "}"
        if isinstance(value, list):
            return "[" + ", ".join(self._flow(inner, path) for inner in value) + "]"
        if not isinstance(value, str):
            return json.dumps(value)
        field = self.form.schema.field(path)
        is_date = field is not None and "x-date" in field.marks and period(value)
        return value if is_date else scalar(value)
