"""Reasons why an entry is relevant, in the language of a page."""

from __future__ import annotations

from collections.abc import Sequence

from afterword.pages.details import field_title, format_value
from afterword.pages.page import Site
from afterword.problems import Message


def explain_reasons(reasons: Sequence[Message], site: Site, lang: str) -> Sequence[str]:
    """Return each reason as a phrase; a shared field is named by its title and its formatted values."""
    return [_explain_reason(reason, site, lang) for reason in reasons]


def _explain_reason(reason: Message, site: Site, lang: str) -> str:
    language = site.interface_language(lang)
    field = site.library_cache.facet_fields.get(str(reason.values.get("field", "")))
    if field is None:
        return language.say(reason)
    values = format_value(field, str(reason.values["values"]).split(", "), site.library, lang, language)
    field_label = field_title(site.library, field.path, lang, language)
    return f"{field_label[:1].lower()}{field_label[1:]}: {values}"
