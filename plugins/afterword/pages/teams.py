"""Pages of the teams: their records, guardrails and open actions."""

from __future__ import annotations

from collections.abc import Iterator

from afterword.analysis.teams import list_teams
from afterword.pages.localized_page import build_localized_page
from afterword.pages.page import Page, Site
from afterword.pages.templates import term_title, url_segment
from afterword.pages.translations import gettext_for


def build_team_pages(site: Site) -> Iterator[Page]:
    """Yield the list of all teams, the team with most records first, and the page of each."""
    _, vocabulary = gettext_for(site.lang), site.library.vocabulary
    titled_teams = [(term_title(vocabulary, "teams", team.key, site.lang), team) for team in list_teams(site.library)]
    titled_teams.sort(key=lambda row: (-len(row[1].entries), row[0]))
    yield build_localized_page(
        site, "teams.html", "teams/", _("Teams"), _("What each team won, lost and learned."), teams=titled_teams
    )
    for title, team in titled_teams:
        yield build_localized_page(site, "team.html", f"teams/{url_segment(team.key)}/", title, team=team)
