"""Reference pages, made from the schema and from the catalogue of problems."""

from __future__ import annotations

from collections.abc import Iterable

from afterword.checks.rule_catalogue import RULE_GROUPS
from afterword.pages.localized_page import build_localized_page
from afterword.pages.page import Page, Site, TocEntry
from afterword.pages.templates import relative_url
from afterword.pages.translations import gettext_for
from afterword.schema.fields import EACH


def build_fields_page(site: Site) -> Page:
    """Build the page of every field that the audience may see, in the order and groups of the schema."""
    schema, audience = site.library.schema, site.library.audience
    order = schema.raw.get("x-order", [])
    grouped_names = {name for group in order for name in group["fields"]}
    order = [
        *order,
        {"title": "More fields", "fields": [name for name in schema.raw["properties"] if name not in grouped_names]},
    ]
    groups = []
    for group in order:
        rows = [
            (".".join(step for step in field.path if step != EACH), field, len(field.path) > 1)
            for name in group["fields"]
            for field in schema.fields
            if field.path[0] == name and audience.can_see(field.audience)
        ]
        groups.append((group["title"], rows))
    _ = gettext_for(site.lang)
    return build_localized_page(
        site,
        "fields.html",
        "fields/",
        _("Fields"),
        _("Every field of a postmortem, with examples."),
        toc=_build_toc([title for title, rows in groups if rows]),
        groups=groups,
        translate=site.interface_language().translate_schema,
    )


def build_rules_page(site: Site) -> Page:
    """Build the page of every problem that `afterword check` can report, with links to their pages."""
    _, url = gettext_for(site.lang), site.localized_url("rules/")
    return build_localized_page(
        site,
        "rules.html",
        "rules/",
        _("Rules"),
        _("Every problem that afterword check can find."),
        toc=_build_toc(RULE_GROUPS),
        groups=RULE_GROUPS,
        translate=site.interface_language().say,
        rule_url=lambda code: relative_url(url, f"rules/{code}/"),
    )


def _build_toc(titles: Iterable[str]) -> tuple[TocEntry, ...]:
    return tuple(TocEntry(title, title.lower().replace(" ", "-")) for title in titles)
