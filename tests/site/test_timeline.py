"""What changed after a loss or a win is found again: on the timeline, in its series, on the page of its team."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner
from playwright.sync_api import Locator
from playwright.sync_api import Page as Tab

from afterword import pages
from afterword.analysis.practice import Action, ActionState, Practice, summarize_practice
from afterword.analysis.series import Series, list_series
from afterword.analysis.teams import list_teams
from afterword.cli import afterword
from afterword.frontmatter import source
from afterword.library.library import Library
from afterword.library.projection import Projection
from afterword.pages.page import Page, Site
from afterword.pages.timeline import PER_PAGE
from afterword.records.record_reader import read_record
from afterword.schema.audience import Audience
from afterword.workspace import definitions
from afterword.workspace.library_layout import POSTMORTEMS
from support import LEAVE_OUT_RULES, ROOT, write_hook

SCHEMAS, VOCABULARY = definitions.load_definitions(ROOT)
POSTMORTEM = SCHEMAS[POSTMORTEMS]
TODAY = date(2026, 7, 2)
FROZEN = """---
name: The Frozen Funnel
kind: deal
status: published
schema_version: 2
visibility: public
ends: 2026-03-31
outcome: lost
keeper: Priya Nair
teams: [sales, legal]
deal: {account: Northlight Clinics}
participants:
  - {name: Tomas Berg, team: sales}
  - {name: Ada Okafor, team: legal}
summary: Our security answers took six weeks. We lost on silence.
causes: [{cause: Security questions went unanswered, evidence: reporting}]
learnings: {differently: Answer security questions within two days}
stop_doing: [Sending security questions to a shared inbox]
guardrails:
  - {id: early, rule: always, text: ask for the security contact first, evidence: comparison, expires: 2027-12-31}
  - {id: dpa, rule: never, text: send an order form before the contract, when: {team: legal}}
actions:
  - {action: Write standard answers, owner: Tomas Berg, done: 2026-05-12, verified: 2026-06-30}
  - {action: Publish them, done: true}
  - {action: Agree a two-day limit, owner: Ada Okafor, due: 2026-06-01}
---

## What went well?

- The trial.

## What should we stop doing?

- sending security questions to a  shared inbox
- Promising dates for others

## Start doing

- Naming one person who answers

## Action items

- [x] Tell Northlight why
- [ ] Ask again in autumn
"""
PATIENT = """---
name: The Patient Yes
kind: deal
status: published
schema_version: 2
visibility: public
ends: 2025-11
outcome: won
keeper: Priya Nair
teams: [sales]
deal: {account: Harbour Freight}
summary: Harbour signed after nine months. The pilot had paid for itself.
causes: [{cause: The pilot paid for itself, evidence: data}]
learnings: {again: Offer a paid pilot}
guardrails: [{id: legal-reads, rule: always, text: let legal read the pilot terms, when: {team: [legal, finance]}}]
actions: [{action: Make the offer a template, due: 2026-12-01}]
---
"""
DRAFT = "---\nname: The Silent Draft\nkind: deal\nstatus: draft\noutcome: lost\n---\n"
OPEN_DEAL = "---\nname: The Open Question\nkind: deal\nstatus: draft\nstarts: 2026-05-01\n---\n"


def launch(name: str, ends: str, *lines: str) -> str:
    """A draft of a launch that ended on a day, with more lines of front matter."""
    front = (f"name: {name}", "kind: launch", "status: draft", f"ends: {ends}", *lines)
    return "\n".join(("---", *front, "---", ""))


WINDOW = launch(
    "The Open Window", "2026-03-01", "outcome: hit", "markets: [US]", "series: Aurora launch",
    "kpis:", "  - {name: Reach, metric: reach, actual: 9}",
    "  - {name: Conversion, metric: conversion_rate, planned: 2, actual: 2.1}",
)  # fmt: skip
COLD = launch(
    "The Cold Start", "2026-04-26", "outcome: missed", "markets: [RU]", "series: aurora  launch",
    "kpis: [{name: Conversion, metric: conversion_rate, planned: 2, actual: 0.3}]",
)  # fmt: skip
SECOND = launch(
    "The Second Window", "2026-06-21", "outcome: mixed", "markets: [RU]",
    "kpis: [{name: Bought, metric: conversion_rate, planned: 2, actual: 1.8}]",
    "relations:",
    "  - {type: rerun-of, name: the cold start, kept: [budget], changed: [timing, targeting]}",
    "  - {type: rerun-of, name: The Open Window}",
    "  - {type: follows, name: The Frozen Funnel}",
)  # fmt: skip
PLANNED = launch(
    "The Long Tail", "2026-09-30", "series: Aurora launch",
    "kpis: [{name: Conversion, metric: conversion_rate, planned: 1.8}]",
)  # fmt: skip


def seen(*texts: str, audience: Audience = Audience.INTERNAL) -> Projection:
    """A library of these files, as an audience sees it."""
    records = []
    for number, text in enumerate(texts):
        read, faults = source.decode_source(f"postmortems/{number}.md", text.encode())
        assert read is not None, faults
        record, problems = read_record(read, POSTMORTEM, VOCABULARY)
        assert record is not None, problems
        assert problems == []
        records.append(record)
    return Library(records, POSTMORTEM, VOCABULARY).project(audience)


def built(*texts: str, audience: Audience = Audience.INTERNAL) -> dict[str, Page]:
    """The pages of a library by their address."""
    return {page.url: page for page in pages.build_pages(Site(seen(*texts, audience=audience), TODAY))}


def changed(text: str, audience: Audience = Audience.INTERNAL) -> Practice:
    """What one record changed in practice."""
    library = seen(text, audience=audience)
    return summarize_practice(library.entries[0])


def lines(found: Locator) -> list[str]:
    """The visible text of each element in one line."""
    return [" ".join(text.split()) for text in found.all_inner_texts()]


# ------------------------------------------------------------------------------------------------- what is computed


def test_practice_is_what_fields_say_and_then_what_the_body_lists() -> None:
    """Items under a heading count as if they stood in its field; what both say is told once; a ticked box is done."""
    found = changed(FROZEN)
    assert found.stop == ("Sending security questions to a shared inbox", "Promising dates for others")
    assert found.start == ("Naming one person who answers",)
    assert [rule["text"] for rule in found.guardrails] == [
        "ask for the security contact first",
        "send an order form before the contract",
    ]
    assert found.actions == (
        Action("Write standard answers", ActionState.VERIFIED, "2026-06-30", "Tomas Berg"),
        Action("Publish them", ActionState.DONE),
        Action("Agree a two-day limit", ActionState.OPEN, "", "Ada Okafor", "2026-06-01"),
        Action("Tell Northlight why", ActionState.DONE),
        Action("Ask again in autumn", ActionState.OPEN),
    )


def test_a_record_that_changed_nothing_says_so() -> None:
    """No field and no list of practice: nothing is made up."""
    assert changed(DRAFT) == Practice()
    assert not changed(DRAFT)
    assert changed(DRAFT.replace("outcome: lost", "stop_doing: [Guessing]"))


@pytest.mark.parametrize("audience", [Audience.PARTNER, Audience.PUBLIC])
def test_practice_is_internal(audience: Audience) -> None:
    """Neither the fields nor the lists of a body reach anybody outside."""
    assert changed(FROZEN, audience) == Practice()


@pytest.mark.parametrize(
    ("body", "state"),
    [
        ("- [x] Call them", ActionState.DONE),
        ("1. [X] Call them", ActionState.DONE),
        ("* [ ] Call them", ActionState.OPEN),
        ("- Call them", ActionState.OPEN),
        ("- \\[x] Call them", ActionState.OPEN),
    ],
)
def test_only_a_ticked_box_makes_a_listed_action_done(body: str, state: ActionState) -> None:
    """What GitHub shows as a ticked box is done, in any kind of list; everything else is open."""
    assert [action.state for action in changed(f"{DRAFT}\n## Actions\n\n{body}\n").actions] == [state]


@pytest.mark.parametrize(
    ("action", "overdue"),
    [
        (Action("Call", due="2026-07-01"), True),
        (Action("Call", due="2026-07-02"), False),
        (Action("Call"), False),
        (Action("Call", ActionState.DONE, due="2026-07-01"), False),
    ],
)
def test_an_action_is_overdue_when_it_is_open_after_its_day(action: Action, overdue: bool) -> None:  # noqa: FBT001
    """The day itself is still in time, and what is done is never late."""
    assert action.is_overdue(TODAY) is overdue


def shape(found: Sequence[Series]) -> list[tuple[str, str, list[str]]]:
    """Title, address and runs of each series."""
    return [(series.title, series.slug, [run.entry.name for run in series.runs]) for series in found]


def test_a_series_is_told_in_order_of_time_with_the_metric_that_most_runs_share() -> None:
    """Spelling of the series does not count; a rerun belongs to what it reran; runs are compared by one metric."""
    (aurora,) = list_series(seen(SECOND, PLANNED, COLD, WINDOW, FROZEN))
    assert shape([aurora]) == [
        ("Aurora launch", "aurora-launch", ["The Open Window", "The Cold Start", "The Second Window", "The Long Tail"])
    ]
    figures = [(run.kpi.planned, run.kpi.actual, run.kpi.hit) for run in aurora.runs if run.kpi]
    assert figures == [(2, 2.1, True), (2, 0.3, False), (2, 1.8, False), (1.8, None, None)]


def test_a_rerun_says_what_was_kept_and_changed_and_what_came_of_it() -> None:
    """Before and after are the first KPI that both runs measured; better is by the metric's direction."""
    (aurora,) = list_series(seen(SECOND, COLD, WINDOW))
    again, other = aurora.runs[2].reruns
    assert (again.of.name, again.kept, again.changed) == ("The Cold Start", ["budget"], ["timing", "targeting"])
    assert again.before is not None
    assert again.after is not None
    assert (again.before.actual, again.after.actual, again.is_better) == (0.3, 1.8, True)
    assert (other.of.name, other.kept, other.changed, other.is_better) == ("The Open Window", (), (), False)


@pytest.mark.parametrize(
    ("before", "after", "compared", "better"),
    [
        ("metric: cac, actual: 40", "metric: cac, actual: 30", True, True),
        ("metric: cac, actual: 40", "metric: cac, actual: 40", True, None),
        ("metric: cac, unit: EUR, actual: 40", "metric: cac, unit: USD, actual: 30", False, None),
        ("metric: cac, actual: unknown", "metric: cac, actual: 30", False, None),
        ("metric: cac, actual: 40", "metric: cac", False, None),
        ("metric: cac, actual: 40", "metric: reach, actual: 30", False, None),
        ("actual: 40", "actual: 30", False, None),
    ],
)
def test_only_numbers_of_one_metric_and_unit_are_compared(
    before: str,
    after: str,
    compared: bool,  # noqa: FBT001 - a value of the table
    better: bool | None,  # noqa: FBT001
) -> None:
    """Other units, other metrics, words and gaps are no before and after."""
    (chain,) = list_series(
        seen(
            launch("First", "2025", f"kpis: [{{name: K, {before}}}]"),
            launch("Again", "2026", f"kpis: [{{name: K, {after}}}]", "relations: [{type: rerun-of, name: First}]"),
        )
    )
    (rerun,) = chain.runs[1].reruns
    assert (rerun.before is not None and rerun.after is not None, rerun.is_better) == (compared, better)


def test_a_chain_without_a_series_is_one_under_the_name_of_its_first_run() -> None:
    """Reruns alone make a chain, however long; a record with neither series nor rerun is in none."""
    again = "relations: [{type: rerun-of, name: %s}]"
    texts = (
        launch("Third", "2026", again % "Second"),
        launch("Second", "2025-06", again % "First"),
        launch("First", "2024"),
        launch("Alone", "2026", "relations: [{type: follows, name: First}]"),
        launch("Single", "2023", "series: Once only"),
        launch("Lost end", "2026", again % "Nobody"),
    )
    assert shape(list_series(seen(*texts))) == [
        ("First", "first", ["First", "Second", "Third"]),
        ("Once only", "once-only", ["Single"]),
    ]
    assert shape(list_series(seen(*texts, audience=Audience.PUBLIC))) == []


def test_runs_whose_day_nobody_knows_come_last() -> None:
    """What has no date cannot have been first."""
    undated = "---\nname: Undated\nkind: deal\nstatus: draft\nseries: S\n---\n"
    assert shape(list_series(seen(undated, launch("Dated", "2020", "series: S")))) == [("S", "s", ["Dated", "Undated"])]


def test_a_team_has_its_records_its_rules_and_its_open_actions() -> None:
    """A rule binds the teams it names, else those of its record; an action is its owner's team's; next due first."""
    found = {
        team.key: (
            [entry.name for entry in team.entries],
            [(entry.name, rule["text"]) for entry, rule in team.guardrails],
            [(entry.name, action.action) for entry, action in team.open_actions],
        )
        for team in list_teams(seen(FROZEN, PATIENT, DRAFT))
    }
    assert found == {
        "legal": (
            ["The Frozen Funnel"],
            [
                ("The Frozen Funnel", "ask for the security contact first"),
                ("The Frozen Funnel", "send an order form before the contract"),
                ("The Patient Yes", "let legal read the pilot terms"),
            ],
            [("The Frozen Funnel", "Agree a two-day limit"), ("The Frozen Funnel", "Ask again in autumn")],
        ),
        "sales": (
            ["The Frozen Funnel", "The Patient Yes"],
            [("The Frozen Funnel", "ask for the security contact first")],
            [("The Patient Yes", "Make the offer a template"), ("The Frozen Funnel", "Ask again in autumn")],
        ),
    }


# ---------------------------------------------------------------------------------------------------- what is shown


def test_the_timeline_shows_losses_and_wins_by_year_with_the_practice_that_changed(page: Tab) -> None:
    """Newest first, what has no day last, what has not ended not at all; every name and rule is one click away."""
    page.set_content(built(PATIENT, DRAFT, OPEN_DEAL, FROZEN)["timeline/"].html)
    assert lines(page.locator("h2")) == ["2026", "2025", "Day not known"]
    assert lines(page.locator("h3")) == [
        "The Frozen Funnel ▼ Lost",
        "The Patient Yes ▲ Won",
        "The Silent Draft ▼ Lost",
    ]
    assert lines(page.locator("section >> nth=0").locator("li li")) == [
        "Stop Sending security questions to a shared inbox",
        "Stop Promising dates for others",
        "Start Naming one person who answers",
        "Always ask for the security contact first comparison until 31 December 2027",
        "Never send an order form before the contract opinion",
        "Checked Write standard answers 30 June 2026 Tomas Berg",
        "Done Publish them",
        "Open Agree a two-day limit Ada Okafor overdue since 1 June 2026",
        "Done Tell Northlight why",
        "Open Ask again in autumn",
    ]
    assert lines(page.locator("section >> nth=1").locator("li li")) == [
        "Always let legal read the pilot terms opinion",
        "Open Make the offer a template due 1 December 2026",
    ]
    assert lines(page.locator("section >> nth=2").locator("p.aw-quiet")) == ["No change of practice is recorded."]
    links = page.locator("li a").evaluate_all("all => all.map((one) => one.getAttribute('href'))")
    assert links == [
        "../names/the-frozen-funnel/",
        "../names/the-frozen-funnel/#guardrail-early",
        "../names/the-frozen-funnel/#guardrail-dpa",
        "../names/the-patient-yes/",
        "../names/the-patient-yes/#guardrail-legal-reads",
        "../names/the-silent-draft/",
    ]


def test_a_long_timeline_is_turned_over_and_each_year_found(page: Tab) -> None:
    """A page holds a hundred; the years lead to the page on which they begin."""
    old, new = ([launch(f"Run {year} {n}", str(year), "outcome: hit") for n in range(60)] for year in (2024, 2025))
    found = built(*old, *new)
    assert [url for url in found if url.startswith("timeline/")] == ["timeline/", "timeline/2/"]
    assert found["timeline/2/"].title == "Timeline, page 2"
    page.set_content(found["timeline/"].html)
    assert page.locator("h3").count() == PER_PAGE
    years = page.locator("nav >> nth=0").locator("a")
    assert years.evaluate_all("all => all.map((one) => one.getAttribute('href'))") == ["#year-2025", "#year-2024"]
    page.set_content(found["timeline/2/"].html)
    assert (page.locator("h3").count(), lines(page.locator("h2"))) == (20, ["2024"])
    assert lines(page.locator(".aw-pages [aria-current]")) == ["2"]


def test_a_chain_reads_as_before_change_and_after(page: Tab) -> None:
    """Each run with market, outcome, plan and result; before a rerun its change and what the pair can tell."""
    found = built(SECOND, PLANNED, COLD, WINDOW)
    page.set_content(found["series/aurora-launch/"].html)
    assert lines(page.locator("h1, .aw-lead")) == ["Aurora launch", "4 runs, from first to last."]
    assert lines(page.locator(".aw-chain > li")) == [
        "Launch · United States · 1 March 2026 · Draft The Open Window ▲ Hit Conversion: 2.1 % plan: 2 % ▲ hit",
        "Launch · Russia · 26 April 2026 · Draft The Cold Start ▼ Missed Conversion: 0.3 % plan: 2 % ▼ missed",
        (
            "Rerun of The Cold Start · Side by side Changed Timing, Targeting Kept Budget "
            "Several things differ: targeting and timing. This pair cannot show which of them mattered. "
            "Not recorded in both: creators, messaging and structure. "
            "Bought: 0.3 % → 1.8 % ▲ better "
            "Rerun of The Open Window · Side by side It is not said what was kept and what was changed. "
            "Cannot tell: budget, creators, messaging, structure, targeting and timing are not recorded"
            " in both. Known to differ: market. Bought: 2.1 % → 1.8 % ▼ worse "
            "Launch · Russia · 21 June 2026 · Draft The Second Window ◆ Mixed Bought: 1.8 % plan: 2 % ▼ missed"
        ),
        "Launch · 30 September 2026 · Draft The Long Tail Conversion: plan: 1.8 %",
    ]
    page.set_content(found["series/"].html)
    assert lines(page.locator("li")) == [
        "Aurora launch 2026 United States ▲ Hit → 2026 Russia ▼ Missed → 2026 Russia ◆ Mixed → 2026"
    ]
    assert page.locator("li a").get_attribute("href") == "aurora-launch/"


def test_a_team_finds_what_it_has_to_do_and_what_it_took_part_in(page: Tab) -> None:
    """Open actions, guardrails and records, each leading to its record; the list says how many there are of each."""
    found = built(FROZEN, PATIENT)
    page.set_content(found["teams/"].html)
    assert lines(page.locator("li")) == [
        "Sales 2 postmortems 1 guardrail 2 open actions",
        "Legal 1 postmortem 3 guardrails 2 open actions",
    ]
    page.set_content(found["teams/legal/"].html)
    assert lines(page.locator("h1, h2, h3, li")) == [
        "Legal",
        "Open actions",
        "Open Agree a two-day limit Ada Okafor overdue since 1 June 2026 from The Frozen Funnel",
        "Open Ask again in autumn from The Frozen Funnel",
        "Guardrails",
        "Always ask for the security contact first comparison until 31 December 2027 from The Frozen Funnel",
        "Never send an order form before the contract opinion from The Frozen Funnel",
        "Always let legal read the pilot terms opinion from The Patient Yes",
        "Postmortems",
        "The Frozen Funnel ▼ Lost",
    ]


EMPTY = {
    "timeline/": "Nothing has ended yet. A postmortem stands here as soon as it says its outcome and when it ended, "
    "in ends.",
    "series/": "There is no series yet. Give all postmortems of one campaign or deal the same series, or tie a rerun "
    "to the run before it by a relation rerun-of.",
    "teams/": "No team is named yet. List those that were involved under teams in a postmortem.",
}


@pytest.mark.parametrize(("url", "said"), EMPTY.items())
def test_an_empty_page_says_what_to_do(page: Tab, url: str, said: str) -> None:
    """Without content each page is still there, and there is nothing on it but its title and the next step."""
    page.set_content(built(OPEN_DEAL)[url].html)
    assert lines(page.locator("body > *"))[1:] == [said]


CANARY = "canary-7c1f"
SECRET = f"""---
name: The Glass Door
kind: deal
status: published
schema_version: 2
visibility: public
ends: 2026-01-31
outcome: lost
keeper: {CANARY}
teams: [sales]
series: Open series
deal: {{account: {CANARY}}}
summary: They chose another. We know why.
causes: [{{cause: {CANARY}, evidence: data}}]
learnings: {{differently: {CANARY}}}
stop_doing: [{CANARY}]
start_doing: [{CANARY}]
perspective: {CANARY}
guardrails: [{{id: {CANARY}, rule: never, text: {CANARY}}}]
actions: [{{action: {CANARY}, owner: {CANARY}}}]
relations: [{{type: rerun-of, name: {CANARY} draft, kept: [budget]}}]
kpis: [{{name: Price, metric: {{metric}}, actual: 4, why: {CANARY}}}]
---

## Stop doing

- {CANARY}
""".replace("{metric}", "reach")
HIDDEN = f"---\nname: {CANARY} draft\nkind: deal\nstatus: draft\noutcome: won\nseries: {CANARY}\nteams: [sales]\n---\n"


@pytest.mark.parametrize("audience", [Audience.PARTNER, Audience.PUBLIC])
def test_outsiders_see_what_happened_and_nothing_of_what_was_done_about_it(page: Tab, audience: Audience) -> None:
    """Names, outcomes and series are for everybody; practice, teams, reruns and drafts are not, nor their addresses."""
    found = built(SECRET, HIDDEN, audience=audience)
    assert not [url for url, each in found.items() if CANARY in f"{url}{each}"]
    ours = [url for url in found if url.startswith(("timeline/", "series/", "teams/"))]
    assert ours == ["timeline/", "series/", "series/open-series/", "teams/"]
    page.set_content(found["timeline/"].html)
    assert lines(page.locator("h3, .aw-lead")) == [
        "Losses and wins by the day they ended, newest first.",
        "The Glass Door ▼ Lost",
    ]
    assert page.get_by_text("No change of practice").count() == 0
    assert [url for url, each in built(SECRET, HIDDEN).items() if CANARY in each.html and url in ours] == ours[:3]


def test_words_of_a_record_are_text_on_every_page(page: Tab) -> None:
    """Markup in a name, a series, an item or an action is shown and does nothing."""
    mark = "<img src=x onerror=alert(1)>"
    text = launch(
        f"'{mark} name'", "2026", "outcome: hit", f"series: '{mark} series'", "teams: [sales]",
        f"stop_doing: ['{mark} stop']", f"actions: [{{action: '{mark} action', owner: '{mark} owner'}}]",
        f"guardrails: [{{id: '\"{mark}', rule: never, text: '{mark} rule'}}]",
    )  # fmt: skip
    found = built(text)
    ours = [url for url in found if url.startswith(("timeline/", "series/", "teams/"))]
    assert len(ours) == 5
    for url in ours:
        page.set_content(found[url].html)
        assert page.locator("img").count() == 0
    assert mark in page.locator("body").inner_text()


# ------------------------------------------------------------------------------------------------- as it is published


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library with a chain, teams and practice, built."""
    root = tmp_path_factory.mktemp("library")
    (root / "docs").mkdir()
    (root / "postmortems").mkdir()
    shutil.copytree(ROOT / "schema", root / "schema")
    config = (
        "site_name: Small\ntheme: {name: material, font: false, features: [navigation.tabs]}\nplugins: [afterword]\n"
    )
    write_hook(root)
    (root / "mkdocs.yml").write_text(f"{config}{LEAVE_OUT_RULES}", encoding="utf-8")
    again = SECOND.replace("name: The Open Window", "name: The Open Window, kept: [structure]")
    for number, text in enumerate((FROZEN, PATIENT, WINDOW, COLD, again, PLANNED)):
        (root / "postmortems" / f"{number}.md").write_text(text, encoding="utf-8")
    result = CliRunner().invoke(afterword, ["build", "--root", str(root), "--out", str(root / "site")])
    assert result.exit_code == 0, result.output
    return root / "site"


@pytest.mark.parametrize("path", ["timeline/", "series/", "series/aurora-launch/", "teams/", "teams/sales/", "due/"])
def test_a_phone_shows_each_page_without_scrolling_sideways(
    plain_page: Tab, site: Path, serve: Callable[[Path], str], path: str
) -> None:
    """All fits into 390 pixels without a script, and the navigation of a new library leads to all three."""
    plain_page.set_viewport_size({"width": 390, "height": 844})
    plain_page.goto(serve(site) + path)
    assert plain_page.evaluate("document.documentElement.scrollWidth") == 390
    assert plain_page.locator(".aw-page h1").count() == 1
    links = [text.strip() for text in plain_page.locator(".md-nav--primary a.md-nav__link").all_text_contents()]
    assert [link for link in links if link in ("Timeline", "Series", "Teams")] == ["Timeline", "Series", "Teams"]
