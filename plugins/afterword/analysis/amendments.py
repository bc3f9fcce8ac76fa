"""Changes to a record after its publication, by day and by field."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from afterword.records.former_versions import FormerVersion
from afterword.records.record import Record
from afterword.schema.fields import EACH
from afterword.schema.schema import Schema

FieldPath = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One difference between two versions of a record.

    `path` is the path of the field in the schema, `list_entry` the label of the list entry it belongs to. For a
    single value, `before` and `after` are its old and new values; None means that there was none. For a list,
    `added`, `removed` and `revised` count its entries, and `nested_changes` are the differences within the
    revised ones.
    """

    path: FieldPath
    list_entry: str = ""
    before: Any = None
    after: Any = None
    added: int = 0
    removed: int = 0
    revised: int = 0
    nested_changes: Sequence[FieldChange] = ()


@dataclass(frozen=True, slots=True)
class Amendment:
    """All changes of one day (UTC), from all commits of that day; `is_body_changed` covers the text."""

    day: date
    changes: Sequence[FieldChange]
    is_body_changed: bool


def list_amendments(record: Record, versions: Sequence[FormerVersion]) -> Sequence[Amendment]:
    """Return the changes of a record since it was first published, the latest day first.

    `versions` are its former versions, the latest first. Uncommitted changes count towards the last day.
    Versions that cannot be read are skipped. A record that is not published has no amendments.
    """
    readable_versions = [version for version in versions if version.data]
    published_positions = [
        index for index, version in enumerate(readable_versions) if version.data.get("status") == "published"
    ]
    if record.status != "published" or not published_positions:
        return ()
    first_version_by_day: dict[date, FormerVersion] = {}
    for version in readable_versions[: published_positions[-1] + 1]:
        first_version_by_day[version.until] = version  # the first commit of a day holds the state before that day
    amendments, data, body = [], record.document.data, record.document.body
    for day, before in first_version_by_day.items():
        changes = tuple(_compare_mappings(before.data, data, (), record.schema))
        is_body_changed = before.body != body and before.body.split() != body.split()
        if changes or is_body_changed:
            amendments.append(Amendment(day, changes, is_body_changed))
        data, body = dict(before.data), before.body
    return amendments


def _compare_mappings(
    before: Mapping[str, Any], after: Mapping[str, Any], path: FieldPath, schema: Schema, list_entry: str = ""
) -> Iterator[FieldChange]:
    for key in dict.fromkeys((*after, *before)):
        old, new, field_path = before.get(key), after.get(key), (*path, key)
        if old == new:
            continue
        types = {type(value) for value in (old, new) if value is not None}
        if types == {dict}:
            yield from _compare_mappings(old or {}, new or {}, field_path, schema, list_entry)
        elif types == {list}:
            yield from _compare_lists(old or [], new or [], field_path, schema, list_entry)
        else:
            yield FieldChange(field_path, list_entry, old, new)


def _compare_lists(
    old: list[Any], new: list[Any], path: FieldPath, schema: Schema, list_entry: str
) -> Iterator[FieldChange]:
    """Yield the entries that were added or removed, and the changes in those that remain; ignore their order."""
    field = schema.find_field(path)
    key_fields = tuple(field.item.get("required", ())) if field else ()
    for count in range(1, len(key_fields) + 1):  # use as few required fields as are enough to identify each entry
        before, after = _index_by_key(old, key_fields[:count]), _index_by_key(new, key_fields[:count])
        if (len(before), len(after)) == (len(old), len(new)):
            break
    else:
        before, after = _index_by_key(old, ()), _index_by_key(new, ())
    nested_changes: list[FieldChange] = []
    revised = 0
    for key in (key for key in after if key in before and isinstance(after[key], dict) and key_fields):
        entry_changes = list(
            _compare_mappings(before[key], after[key], (*path, EACH), schema, str(after[key].get(key_fields[0], "")))
        )
        nested_changes += entry_changes
        revised += bool(entry_changes)
    added, removed = len(after.keys() - before.keys()), len(before.keys() - after.keys())
    if added or removed or revised:
        yield FieldChange(path, list_entry, None, None, added, removed, revised, nested_changes)


def _index_by_key(entries: list[Any], key_fields: FieldPath) -> dict[str, Any]:
    """Index entries by the values of their key fields, or by their whole value where there are no key fields."""
    return {
        repr([entry.get(name) for name in key_fields] if key_fields and isinstance(entry, dict) else entry): entry
        for entry in entries
    }
