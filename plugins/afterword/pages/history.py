"""Amendments of a record since its publication, in words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from afterword.analysis.amendments import FieldChange
from afterword.library.projection import Entry
from afterword.pages.details import field_title, format_value
from afterword.pages.page import Site
from afterword.pages.translations import gettext_for
from afterword.schema.fields import EACH

_MAX_VALUE_LENGTH, _MAX_NAME_LENGTH = 60, 40
"""Maximum number of characters of a value shown before and after, and of the shown name of a list item."""
_MAX_CORRECTIONS = 3
"""Maximum number of corrected list values that are shown one by one."""


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """Change of a field: either a word that says how it changed, or a short value before and after.

    `is_code` says that the values are enumeration values of the schema, which the page translates.
    """

    title: str
    text: str = ""
    before: str = ""
    after: str = ""
    is_code: bool = False


def describe_history(site: Site, entry: Entry, lang: str) -> Sequence[tuple[str, Sequence[HistoryLine]]]:
    """Return each day with its changes, the latest first; empty if nothing was amended."""
    _ = gettext_for(lang)
    return [
        (
            amendment.day.isoformat(),
            [
                *(line for change in amendment.changes for line in _describe_change(site, change, lang)),
                *([HistoryLine(_("The story"), _("revised"))] if amendment.is_body_changed else ()),
            ],
        )
        for amendment in site.amendments.get(entry.path, ())
    ]


def _describe_change(site: Site, change: FieldChange, lang: str) -> Iterator[HistoryLine]:
    """Yield the lines of a change: for a list, the number of changed items, and corrected values if they are few."""
    _ = gettext_for(lang)
    counts = [
        (_("%(count)s added"), change.added),
        (_("%(count)s removed"), change.removed),
        (_("%(count)s changed"), change.revised),
    ]
    if not any(count for _text, count in counts):
        yield _describe_value(site, change, lang)
        return
    lines = [
        _describe_value(site, item_change, lang)
        for item_change in change.nested_changes
        if None not in (item_change.before, item_change.after)
    ]
    corrected = [line for line in lines if not line.text]
    shown = corrected if len(corrected) <= _MAX_CORRECTIONS else []
    if change.added or change.removed or len(shown) < len(change.nested_changes):
        yield HistoryLine(
            _change_title(site, change, lang), ", ".join(text % {"count": count} for text, count in counts if count)
        )
    yield from shown


def _describe_value(site: Site, change: FieldChange, lang: str) -> HistoryLine:
    """Return the values before and after a change, or only a word for it if one of them is long."""
    _, library, name = gettext_for(lang), site.library, _change_title(site, change, lang)
    field = library.schema.find_field(change.path)
    before, after = (
        None if value is None else format_value(field, value, library, lang) for value in (change.before, change.after)
    )
    if max(len(before or ""), len(after or "")) <= _MAX_VALUE_LENGTH:
        return HistoryLine(name, "", before or "–", after or "–", is_code=bool(field and "enum" in field.raw))
    return HistoryLine(name, _("added") if before is None else _("removed") if after is None else _("rewritten"))


def _change_title(site: Site, change: FieldChange, lang: str) -> str:
    """Return the titles of a field and its parents, with the name of the list item that it belongs to."""
    names, last = [], len(change.path) - 1 - change.path[::-1].index(EACH) if EACH in change.path else -1
    for depth, key in enumerate(change.path):
        if key != EACH:
            names.append(
                field_title(
                    site.library, change.path[: depth + 1], lang, site.interface_language(lang).translate_schema
                )
            )
        elif depth == last and change.list_entry:
            names.append(
                change.list_entry
                if len(change.list_entry) <= _MAX_NAME_LENGTH
                else f"{change.list_entry[:_MAX_NAME_LENGTH].rstrip()}…"
            )
    return " · ".join(names)
