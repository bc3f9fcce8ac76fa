"""Pages of the teams: their records, guardrails and open actions."""

from __future__ import annotations

from collections.abc import Iterator

from afterword.analysis.teams import list_teams as all_teams
from afterword.pages.page import Page, Site
from afterword.pages.templates import deferred_render, term_title, url_segment
from afterword.pages.translations import gettext_for


def build_team_pages(site: Site) -> Iterator[Page]:
    """Yield the list of all teams, the team with most records first, and the page of each."""
    _, vocabulary = gettext_for(site.lang), site.library.vocabulary
    titled_teams = [(term_title(vocabulary, "teams", team.key, site.lang), team) for team in all_teams(site.library)]
    titled_teams.sort(key=lambda row: (-len(row[1].entries), row[0]))
    content = deferred_render("teams.html", site, site.localized_url("teams/"), teams=titled_teams)
    description = _("What each team won, lost and learned.")
    yield Page(
        site.localized_url("teams/"),
        _("Teams"),
        content,
        description,
        lang=site.lang,
        alternates=site.alternate_urls("teams/"),
    )
    for title, team in titled_teams:
        url = f"teams/{url_segment(team.key)}/"
        content = deferred_render("team.html", site, site.localized_url(url), title=title, team=team)
        yield Page(site.localized_url(url), title, content, lang=site.lang, alternates=site.alternate_urls(url))
