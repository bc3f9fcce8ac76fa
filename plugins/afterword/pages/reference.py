"""Reference pages, made from the schema and from the catalogue of problems."""

from __future__ import annotations

from afterword.checks.rule_catalogue import RULE_GROUPS
from afterword.pages.page import Page, Site, TocEntry
from afterword.pages.templates import deferred_render, relative_url
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
    _, url = gettext_for(site.lang), site.localized_url("fields/")
    contents = tuple(TocEntry(title, title.lower().replace(" ", "-")) for title, rows in groups if rows)
    content = deferred_render(
        *("fields.html", site, url, contents),
        groups=groups,
        word=site.interface_language().translate_schema,
        label_word=site.interface_language().translate_label,
    )
    description = _("Every field of a postmortem, with examples.")
    return Page(url, _("Fields"), content, description, lang=site.lang, alternates=site.alternate_urls("fields/"))


def build_rules_page(site: Site) -> Page:
    """Build the page of every problem that `afterword check` can report, with links to their pages."""
    _, url = gettext_for(site.lang), site.localized_url("rules/")
    contents = tuple(TocEntry(title, title.lower().replace(" ", "-")) for title in RULE_GROUPS)
    content = deferred_render(
        *("rules.html", site, url, contents),
        groups=RULE_GROUPS,
        say=site.interface_language().say,
        page=lambda code: relative_url(url, f"rules/{code}/"),
    )
    description = _("Every problem that afterword check can find.")
    return Page(url, _("Rules"), content, description, lang=site.lang, alternates=site.alternate_urls("rules/"))
