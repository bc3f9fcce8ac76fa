"""What became of a record after it was published: day by day, and field by field."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from afterword.records.former_versions import Version
from afterword.records.record import Record
from afterword.schema.fields import EACH
from afterword.schema.schema import Schema

Names = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that is different. `path` is the field's in the schema, `entry` the entry of a list it belongs to.

    Of a value: what it was `before` and is `after`, None where there was none. Of a list: how many entries were
    `added`, `removed` and `revised`, and what is different `within` these.
    """

    path: Names
    entry: str = ""
    before: Any = None
    after: Any = None
    added: int = 0
    removed: int = 0
    revised: int = 0
    within: Sequence[Change] = ()


@dataclass(frozen=True, slots=True)
class Amendment:
    """What changed on a day (UTC), all commits of it together; `is_retold` says that the text did."""

    day: date
    changes: Sequence[Change]
    is_retold: bool


def amendments(record: Record, versions: Sequence[Version]) -> Sequence[Amendment]:
    """The changes of a published record since it was first published, the latest day first; `versions` are its former.

    What is not committed yet counts to the last day. A version that could not be read says nothing.
    """
    readable = [version for version in versions if version.data]
    published = [index for index, version in enumerate(readable) if version.data.get("status") == "published"]
    if record.status != "published" or not published:
        return ()
    days: dict[date, Version] = {}
    for version in readable[: published[-1] + 1]:
        days[version.until] = version  # of several commits of a day, the first says what was there before
    found, data, body = [], record.document.data, record.document.body
    for day, before in days.items():
        changes = tuple(_changes(before.data, data, (), record.schema))
        is_retold = before.body != body and before.body.split() != body.split()
        if changes or is_retold:
            found.append(Amendment(day, changes, is_retold))
        data, body = dict(before.data), before.body
    return found


def _changes(
    before: Mapping[str, Any], after: Mapping[str, Any], path: Names, schema: Schema, entry: str = ""
) -> Iterator[Change]:
    for key in dict.fromkeys((*after, *before)):
        old, new, here = before.get(key), after.get(key), (*path, key)
        if old == new:
            continue
        kinds = {type(value) for value in (old, new) if value is not None}
        if kinds == {dict}:
            yield from _changes(old or {}, new or {}, here, schema, entry)
        elif kinds == {list}:
            yield from _of_lists(old or [], new or [], here, schema, entry)
        else:
            yield Change(here, entry, old, new)


def _of_lists(old: list[Any], new: list[Any], path: Names, schema: Schema, entry: str) -> Iterator[Change]:
    """Entries that came and went, and what changed in those that stayed; their order says nothing."""
    field = schema.field(path)
    names = tuple(field.item.get("required", ())) if field else ()
    for count in range(1, len(names) + 1):  # as many of the required parts as it takes to tell the entries apart
        before, after = _keyed(old, names[:count]), _keyed(new, names[:count])
        if (len(before), len(after)) == (len(old), len(new)):
            break
    else:
        before, after = _keyed(old, ()), _keyed(new, ())
    within: list[Change] = []
    revised = 0
    for key in (key for key in after if key in before and isinstance(after[key], dict) and names):
        inner = list(_changes(before[key], after[key], (*path, EACH), schema, str(after[key].get(names[0], ""))))
        within += inner
        revised += bool(inner)
    added, removed = len(after.keys() - before.keys()), len(before.keys() - after.keys())
    if added or removed or revised:
        yield Change(path, entry, None, None, added, removed, revised, within)


def _keyed(rows: list[Any], names: Names) -> dict[str, Any]:
    """Entries by what they are recognised by: those of their parts, else all that they say."""
    return {repr([row.get(name) for name in names] if names and isinstance(row, dict) else row): row for row in rows}
