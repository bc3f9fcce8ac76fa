"""Reference pages made from the schema and from the catalogue of problems."""

from __future__ import annotations

from afterword.checks.rule_catalogue import GROUPS
from afterword.pages.page import Contents, Page, Site
from afterword.pages.templates import link, writing
from afterword.pages.translations import told
from afterword.schema.fields import EACH


def fields(site: Site) -> Page:
    """Every field that this audience may see, in the schema's own order and groups."""
    schema, audience = site.library.schema, site.library.audience
    order = schema.raw.get("x-order", [])
    named = {name for group in order for name in group["fields"]}
    order = [
        *order,
        {"title": "More fields", "fields": [name for name in schema.raw["properties"] if name not in named]},
    ]
    groups = []
    for group in order:
        rows = [
            (".".join(step for step in field.path if step != EACH), field, len(field.path) > 1)
            for name in group["fields"]
            for field in schema.fields
            if field.path[0] == name and audience.sees(field.audience)
        ]
        groups.append((group["title"], rows))
    _, url = told(site.lang), site.url("fields/")
    contents = tuple(Contents(title, title.lower().replace(" ", "-")) for title, rows in groups if rows)
    content = writing("fields.html", site, url, contents, groups=groups, word=site.spoken().word)
    description = _("Every field of a postmortem, with examples.")
    return Page(url, _("Fields"), content, description, lang=site.lang, others=site.others("fields/"))


def rules(site: Site) -> Page:
    """Every problem that `afterword check` can find, each with its page."""
    _, url = told(site.lang), site.url("rules/")
    contents = tuple(Contents(title, title.lower().replace(" ", "-")) for title in GROUPS)
    content = writing(
        *("rules.html", site, url, contents),
        groups=GROUPS,
        say=site.spoken().say,
        page=lambda code: link(url, f"rules/{code}/"),
    )
    description = _("Every problem that afterword check can find.")
    return Page(url, _("Rules"), content, description, lang=site.lang, others=site.others("rules/"))
