"""Why something matters to a plan or record, in the language of a page."""

from __future__ import annotations

from collections.abc import Sequence

from afterword.pages.details import said, title
from afterword.pages.page import Site
from afterword.problems import Text


def why(reasons: Sequence[Text], site: Site, lang: str) -> Sequence[str]:
    """Each reason as a phrase; a field that is shared with its title and its values as people say them."""
    return [_why(reason, site, lang) for reason in reasons]


def _why(reason: Text, site: Site, lang: str) -> str:
    spoken = site.spoken(lang)
    field = site.findings.facets.get(str(reason.values.get("field", "")))
    if field is None:
        return spoken.say(reason)
    values = said(field, str(reason.values["values"]).split(", "), site.library, lang)
    head = title(site.library, field.path, lang, spoken.word)
    return f"{head[:1].lower()}{head[1:]}: {values}"
