"""What was amended in a record since it was published, in the words of its page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from afterword.analysis.amendments import Change
from afterword.library.projection import Entry
from afterword.pages.details import said, title
from afterword.pages.page import Site
from afterword.pages.translations import told
from afterword.schema.fields import EACH

_SHORT, _CUT = 60, 40
"""Characters of a value that is shown as it was and is, and of the name of an entry."""
_FEW = 3
"""Corrected values of a list that are shown one by one."""


@dataclass(frozen=True, slots=True)
class Line:
    """One change: what changed, and in a word how; or, of a short value, what it was before and is after.

    `is_code` says that the values are words of the schema, which the page has words for.
    """

    title: str
    text: str = ""
    before: str = ""
    after: str = ""
    is_code: bool = False


def history(site: Site, entry: Entry, lang: str) -> Sequence[tuple[str, Sequence[Line]]]:
    """Each day, the latest first, with what changed on it; nothing where nothing was amended."""
    _ = told(lang)
    return [
        (
            amendment.day.isoformat(),
            [
                *(line for change in amendment.changes for line in _lines(site, change, lang)),
                *([Line(_("The story"), _("revised"))] if amendment.is_retold else ()),
            ],
        )
        for amendment in site.amendments.get(entry.path, ())
    ]


def _lines(site: Site, change: Change, lang: str) -> Iterator[Line]:
    """A change in a line; of a list how many entries, and values that were corrected in them, if these are few."""
    _ = told(lang)
    counts = [
        (_("%(count)s added"), change.added),
        (_("%(count)s removed"), change.removed),
        (_("%(count)s changed"), change.revised),
    ]
    if not any(count for _text, count in counts):
        yield _line(site, change, lang)
        return
    lines = [_line(site, inner, lang) for inner in change.within if None not in (inner.before, inner.after)]
    corrected = [line for line in lines if not line.text]
    shown = corrected if len(corrected) <= _FEW else []
    if change.added or change.removed or len(shown) < len(change.within):
        yield Line(_name(site, change, lang), ", ".join(text % {"count": count} for text, count in counts if count))
    yield from shown


def _line(site: Site, change: Change, lang: str) -> Line:
    _, library, name = told(lang), site.library, _name(site, change, lang)
    field = library.schema.field(change.path)
    before, after = (
        None if value is None else said(field, value, library, lang) for value in (change.before, change.after)
    )
    if max(len(before or ""), len(after or "")) <= _SHORT:
        return Line(name, "", before or "–", after or "–", is_code=bool(field and "enum" in field.raw))
    return Line(name, _("added") if before is None else _("removed") if after is None else _("rewritten"))


def _name(site: Site, change: Change, lang: str) -> str:
    """The titles of a field and what it is in, with the entry of the list it belongs to."""
    names, last = [], len(change.path) - 1 - change.path[::-1].index(EACH) if EACH in change.path else -1
    for depth, key in enumerate(change.path):
        if key != EACH:
            names.append(title(site.library, change.path[: depth + 1], lang, site.spoken(lang).word))
        elif depth == last and change.entry:
            names.append(change.entry if len(change.entry) <= _CUT else f"{change.entry[:_CUT].rstrip()}…")
    return " · ".join(names)
