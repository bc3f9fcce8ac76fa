"""A page for each team: what it took part in, its guardrails, and what it still has to do."""

from __future__ import annotations

from collections.abc import Iterator

from afterword.analysis.teams import teams as all_teams
from afterword.pages.page import Page, Site
from afterword.pages.templates import address, term, writing
from afterword.pages.translations import told


def teams(site: Site) -> Iterator[Page]:
    """The list of all teams, the busiest first, and each of them."""
    _, vocabulary = told(site.lang), site.library.vocabulary
    found = [(term(vocabulary, "teams", team.key, site.lang), team) for team in all_teams(site.library)]
    found.sort(key=lambda row: (-len(row[1].entries), row[0]))
    content = writing("teams.html", site, site.url("teams/"), found=found)
    description = _("What each team won, lost and learned.")
    yield Page(site.url("teams/"), _("Teams"), content, description, lang=site.lang, others=site.others("teams/"))
    for title, team in found:
        url = f"teams/{address(team.key)}/"
        content = writing("team.html", site, site.url(url), title=title, team=team)
        yield Page(site.url(url), title, content, lang=site.lang, others=site.others(url))
