"""Briefs on the site: what each has answered, what became of the records that it applied, and nothing for others."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from html.parser import HTMLParser
from pathlib import Path

import pytest

from afterword import pages
from afterword.pages.page import Page
from afterword.publish import site_input
from afterword.schema.audience import Audience
from afterword.workspace import project
from whole import build, everything, library

TODAY = date(2026, 8, 20)

FROZEN = """---
name: The Frozen Funnel
kind: campaign
status: published
schema_version: 2
visibility: public
starts: 2026-03-01
ends: 2026-03-31
outcome: missed
markets: [DE]
goal: conversion
tags: [landing-page, influencer]
keeper: Mira Solberg
summary: The landing page broke on phones. Nobody had tried it on one.
kpis: [{name: Orders, metric: conversion_rate, planned: 3, actual: 1, gap: execution, why: The form broke}]
causes: [{cause: The form of the landing page broke on phones, evidence: data}]
learnings:
  again: Keep the creators who explain the product.
  differently: Try the landing page on phones a week before the start.
  wrong_assumption: That buyers sit at a desk.
  insight: Parents order from their phones at night.
  depth: tactical
guardrails:
  - {id: phones, rule: always, text: try the page on phones, evidence: data, when: {goal: conversion, market: DE}}
---

The form of the landing page broke on small phones, and orders froze.
"""
SILENT = """---
name: Тихий запуск
kind: campaign
status: published
schema_version: 2
visibility: public
lang: ru
starts: 2026-02-01
ends: 2026-02-20
outcome: missed
markets: [DE]
goal: conversion
tags: [landing-page, influencer]
keeper: mira solberg
summary: Авторы показали товар, а посадочная страница не открылась. Никто не проверил её заранее.
kpis: [{name: Заказы, metric: conversion_rate, planned: 2, actual: 0.4, gap: execution, why: Страница не открылась}]
causes: [{cause: Посадочная страница не открылась, evidence: data}]
learnings:
  again: Брать тех же авторов.
  differently: Проверять страницу заранее.
  wrong_assumption: Что страница выдержит.
  insight: Родители заказывают вечером.
  depth: tactical
---
"""
PUBLIC = """---
name: The Far Harbour
aliases: [Harbour cranes]
kind: deal
status: published
schema_version: 2
visibility: public
origin: public
ends: 2011-03
outcome: won
markets: [US]
perspective: the seller
deal: {account: A port}
summary: A port bought cranes. The price decided.
sources: [{id: 1, title: Report, url: "https://example.org/report", publisher: Example, date: 2011-03-04}]
causes: [{cause: The price decided, evidence: reporting, source: 1}]
learnings: {again: Know the floor of your own price.}
guardrails: [{id: floor, rule: always, text: sign a floor for the price, when: {kind: deal}}]
---
"""
AFTER = """---
name: The Second Funnel
kind: campaign
status: published
schema_version: 2
visibility: public
starts: 2026-06-01
ends: 2026-06-30
outcome: hit
markets: [DE]
goal: conversion
keeper: Tomas Berg
brief: "[[Summer orders]]"
summary: The page held on phones. Orders came in.
kpis: [{name: Orders by phone, metric: conversion_rate, planned: 2, actual: 2.4}]
causes: [{cause: The page held, evidence: data}]
learnings:
  again: Try it on phones first.
  differently: Nothing yet.
  wrong_assumption: None that we know of.
  insight: Nights are best.
  depth: tactical
---
"""
AUTUMN = """---
title: Autumn orders
kind: campaign
status: draft
owner: Ada Okafor
goal: conversion
markets: [DE]
tags: [landing-page, influencer]
kpis: [{name: Orders, metric: conversion_rate, planned: 3}]
reviewed:
  - {name: The Frozen Funnel, applied: We read it}
variables: {timing: late August}
---

Creators send parents to a landing page with a form for orders on phones.
"""
SUMMER = """---
title: Summer orders
kind: campaign
status: closed
owner: Ada Okafor
goal: conversion
markets: [DE]
tags: [landing-page, influencer]
starts: 2026-06-01
ends: 2026-06-30
postmortem: {due: 2026-07-03, keeper: Tomas Berg}
kpis: [{name: Orders, metric: conversion_rate, planned: 2}]
reviewed:
  - {name: The Frozen Funnel, applied: The landing page is tried on six phones before it opens.}
  - {guardrail: phones, applied: "A phone lies on every desk, and the form is filled in daily."}
  - {guardrail: floor, applied: Finance signs what an order may cost us at most.}
waived:
  - {name: Harbour cranes, reason: It is about cranes and one buyer; we sell to parents.}
gate:
  {result: passed, as_of: 2026-05-20, library: 3f9a1c7e52b0, answered: [The Frozen Funnel, phones],
  answers: 729dd80409ed, plan: [{name: Orders, metric: conversion_rate, planned: 2}]}
---

Creators send parents to a landing page with a form for orders on phones. As in [[The Frozen Funnel]].
"""
RECORDS = {"frozen.md": FROZEN, "silent.md": SILENT, "public.md": PUBLIC, "after.md": AFTER}
BRIEFS = {"autumn.md": AUTUMN, "summer.md": SUMMER}


class _Sections(HTMLParser):
    """The text of each section by what it is labelled with, and of all else under an empty label."""

    def __init__(self) -> None:
        super().__init__()
        self.found: dict[str, list[str]] = {"": []}
        self._open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "section":
            self._open.append(dict(attrs).get("aria-labelledby") or "")

    def handle_endtag(self, tag: str) -> None:
        if tag == "section":
            self._open.pop()

    def handle_data(self, data: str) -> None:
        self.found.setdefault(self._open[-1] if self._open else "", []).append(data)


def sections(page: Page) -> Mapping[str, str]:
    """What a page says in each of its sections, in one line."""
    reader = _Sections()
    reader.feed(page.html)
    return {label: " ".join(" ".join(found).split()) for label, found in reader.found.items()}


def written(
    root: Path, briefs: Mapping[str, str], records: Mapping[str, str] = RECORDS, audience: str = "internal"
) -> Path:
    """A library of a team on disk, with its briefs, and the audience that its site is for."""
    folder = library(root, records, languages=["en", "ru"], audience=audience)
    (folder / "briefs").mkdir()
    for name, text in briefs.items():
        (folder / "briefs" / name).write_text(text, "utf-8")
    return folder


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library with two briefs: one that has begun to answer, and one that is over."""
    return written(tmp_path_factory.mktemp("briefs") / "library", BRIEFS)


def made(root: Path, audience: Audience = Audience.INTERNAL, edit_url: str = "") -> dict[str, Page]:
    """Every page of the site of a library, by its address."""
    loaded = project.load_project(root, today=TODAY)
    assert not loaded.has_errors, [str(problem.message) for problem in loaded.problems]
    site = site_input.make_site(loaded, audience, ["en", "ru"], edit_url)
    return {page.url: page for page in pages.build_pages(site)}


@pytest.fixture(scope="module")
def site(root: Path) -> dict[str, Page]:
    """The pages of that library as the team sees them."""
    return made(root, edit_url="https://git.example.org/{path}")


def test_the_list_says_how_far_each_brief_is(site: dict[str, Page]) -> None:
    """Kind, state, whether it passes, how much is answered, and when its postmortem is due or what came of it."""
    assert sections(site["briefs/"])[""] == (
        "Briefs Plans, and how far each has answered for what the library knows. "
        "Brief · Campaign · Germany · Draft Autumn orders ✗ Does not pass yet 0 of 3 answered No postmortem is planned "
        "Brief · Campaign · Germany · 1 June 2026 – 30 June 2026 · Closed Summer orders ✓ Passes the gate "
        "2 of 3 answered 1 new since the approval Postmortem: The Second Funnel ▲ Hit "
        "As of 20 August 2026"
    )
    assert 'href="summer-orders/"' in site["briefs/"].html
    assert 'href="../../briefs/summer-orders/"' in site["ru/briefs/"].html


def test_a_brief_says_what_it_has_to_answer_and_how(site: dict[str, Page]) -> None:
    """What is missing comes with why it is asked and its lesson in two sentences; what else is wrong is at the top."""
    assert sections(site["briefs/autumn-orders/"]) == {
        "": (
            "Brief · Campaign · Germany · Draft Autumn orders "
            "Gate ✗ Does not pass yet 0 of 3 answered Postmortem Not planned Put due and keeper under postmortem . "
            "Owner: Ada Okafor The postmortem is not planned. Missing: due , keeper . "
            "Write postmortem: {due: …, keeper: …} now, before anybody knows how it ends. "
            "Say under reviewed what is different because of it, or under waived why it does not apply. "
            "afterword gate --fix puts the lines into the file. "
            "Edit this brief · briefs/autumn.md · As of 20 August 2026"
        ),
        "brief-targets": "Targets KPI Plan Orders 3 %",
        "brief-related": (
            "Postmortems to answer for "
            "✗ Too short The Frozen Funnel ▼ Missed Why: same goal and market; tags: Landing page, Influencers; "
            "guardrail applies: phones; text: creators, form, landing, parents We read it "
            "Try the landing page on phones a week before the start. Parents order from their phones at night. "
            "The answer has fewer than five words. "
            "✗ Not answered Тихий запуск ▼ Missed Why: same goal and market; tags: Landing page, Influencers; "
            "text: creators, landing page Проверять страницу заранее. Родители заказывают вечером."
        ),
        "brief-guardrails": (
            "Guardrails that apply ✗ Not answered Always try the page on phones from The Frozen Funnel data "
            "Goal: conversion Market: Germany"
        ),
        "brief-plan": "The plan Creators send parents to a landing page with a form for orders on phones.",
        "brief-details": (
            "Details Goal conversion Tags Landing page · Influencers What you will vary Timing late August"
        ),
    }
    assert 'href="https://git.example.org/briefs/autumn.md"' in site["briefs/autumn-orders/"].html


def test_a_brief_that_is_over_says_what_it_applied_and_what_came_of_it(site: dict[str, Page]) -> None:
    """The stamp, plan beside actual, answers and what is set aside, what is new since; a former name leads on."""
    page = site["briefs/summer-orders/"]
    found = sections(page)
    assert "Approved on 20 May 2026 against the library 3f9a1c7e52b0" in found[""]
    assert found["brief-targets"] == "Targets KPI Plan The Second Funnel Orders 2 % 2.4 % ▲ hit"
    assert found["brief-new"] == (
        "New since the approval Worth a look; nothing has to be answered. + New Тихий запуск ▼ Missed "
        "Why: same goal and market; tags: Landing page, Influencers; text: creators, landing page "
        "Проверять страницу заранее. Родители заказывают вечером."
    )
    assert found["brief-others"] == (
        "Also answered Beyond what the gate asks. "
        "✓ Applied Always sign a floor for the price Finance signs what an order may cost us at most. "
        "– Set aside The Far Harbour ▲ Won It is about cranes and one buyer; we sell to parents."
    )
    assert 'href="../../names/the-far-harbour/#guardrail-floor"' in page.html
    assert [item.id for item in page.write().toc] == [
        *("brief-targets", "brief-related", "brief-guardrails", "brief-new", "brief-others", "brief-plan"),
        "brief-details",
    ]


def test_a_record_says_which_briefs_applied_it(site: dict[str, Page]) -> None:
    """An answer that counts stands on the page of the record; one too short does not, and one set aside is apart."""
    assert sections(site["names/the-frozen-funnel/"])["record-used"] == (
        "Used by Summer orders Closed The landing page is tried on six phones before it opens. "
        "Always try the page on phones A phone lies on every desk, and the form is filled in daily. "
        "What came of it: The Second Funnel ▲ Hit"
    )
    assert sections(site["names/the-far-harbour/"])["record-used"] == (
        "Used by Summer orders Closed Always sign a floor for the price "
        "Finance signs what an order may cost us at most. What came of it: The Second Funnel ▲ Hit "
        "Set aside by 1 brief Summer orders It is about cranes and one buyer; we sell to parents."
    )
    assert (
        sections(site["names/the-second-funnel/"])["record-used"] == "Used by It started from the brief Summer orders ."
    )
    assert "record-used" not in sections(site["names/tikhiy-zapusk/"])


def test_a_keeper_sees_what_the_postmortems_changed(site: dict[str, Page]) -> None:
    """One page for a keeper however the name is written; cases from public sources were kept by nobody."""
    assert sections(site["keepers/"])[""] == (
        "Keepers Who ran the postmortems, and how often the plans of others were made better by them. "
        "Mira Solberg 2 postmortems applied by 1 brief Tomas Berg 1 postmortem not applied yet"
    )
    assert "keepers/tomas-berg/" not in site  # no brief answered for what he ran, and the list says so
    assert sections(site["ru/keepers/mira-solberg/"])[""] == (
        "Ведущие Mira Solberg Что изменили ваши постмортемы "
        "Кампания · Германия · 1 марта 2026 г. – 31 марта 2026 г. The Frozen Funnel ▼ Промах Summer orders Закрыт "
        "The landing page is tried on six phones before it opens. Всегда try the page on phones "
        "A phone lies on every desk, and the form is filled in daily. Что вышло: The Second Funnel ▲ Цель достигнута "
        "Кампания · Германия · 1 февраля 2026 г. – 20 февраля 2026 г. Тихий запуск ▼ Промах "
        "Пока его не учёл ни один бриф."
    )


def test_a_guardrail_says_which_briefs_applied_it(site: dict[str, Page]) -> None:
    """The briefs stand below each guardrail on its page, and on the pages for the places where it counts."""
    for address in ("guardrails/", "guardrails/market/de/"):
        assert "applied by 1 brief: Summer orders" in sections(site[address])[""]


def test_what_else_is_worth_reading_leaves_out_what_the_page_names(site: dict[str, Page]) -> None:
    """Records that share rare things are named with why; one that a relation names is not named again."""
    assert sections(site["names/the-second-funnel/"])["record-worth"] == (
        "Also worth reading The Frozen Funnel ▼ Missed same goal and market; text: funnel, nights, orders, page"
    )
    assert "record-worth" not in sections(site["names/the-far-harbour/"])


def test_a_relation_is_not_worth_reading_again(tmp_path: Path) -> None:
    """What the page speaks of already is left out, from either end."""
    told = AFTER.replace("brief: ", "relations: [{type: follows, name: The Frozen Funnel}]\nbrief: ")
    found = made(written(tmp_path / "library", BRIEFS, {**RECORDS, "after.md": told}))
    for address in ("names/the-second-funnel/", "names/the-frozen-funnel/"):
        assert "The Second Funnel" not in sections(found[address]).get("record-worth", "")
        assert "The Frozen Funnel" not in sections(found[address]).get("record-worth", "")


def test_a_field_of_a_teams_own_is_on_the_page_in_the_briefs_language(tmp_path: Path) -> None:
    """What a team adds to its schema of briefs is shown without a line of code; two of one title have two pages."""
    root = written(
        tmp_path / "library", {"a.md": AUTUMN, "b.md": AUTUMN.replace("status:", "lang: ru\nmood: wary\nstatus:")}
    )
    schema = root / "schema" / "brief.schema.json"
    raw = json.loads(schema.read_text("utf-8"))
    text = {"type": "string", "minLength": 1, "examples": ["x"], "x-audience": "internal", "x-facet": False}
    raw["properties"]["mood"] = {"title": "Mood", "description": "How we feel.", **text}
    raw["properties"]["lang"] = {"title": "Language", "description": "The language.", **text}
    raw["x-order"].append({"title": "Own", "fields": ["mood", "lang"]})
    schema.write_text(json.dumps(raw), "utf-8")
    found = made(root)
    assert [url for url in found if url.startswith("briefs/")] == [
        "briefs/", "briefs/autumn-orders/", "briefs/autumn-orders-2/",
    ]  # fmt: skip
    page = found["briefs/autumn-orders-2/"]
    assert page.lang == "ru"
    assert "Mood wary" in sections(page)["brief-details"]
    assert sections(page)["brief-plan"].startswith("План Creators send parents")


def test_without_briefs_and_keepers_the_pages_say_what_to_do(tmp_path: Path) -> None:
    """The lists are there from the first day."""
    found = made(written(tmp_path / "library", {}, {"public.md": PUBLIC}))
    assert sections(found["briefs/"])[""] == (
        "Briefs No brief is here yet. Put the plan of the next deal or campaign into briefs/ , "
        "and afterword gate briefs says what it has to answer for."
    )
    assert sections(found["keepers/"])[""] == (
        "Keepers No postmortem of your own names a keeper yet. Say under keeper who runs it; "
        "here stands what became of it."
    )
    assert sections(found["ru/briefs/"])[""].startswith("Брифы Брифов пока нет.")


@pytest.mark.parametrize("audience", [Audience.PARTNER, Audience.PUBLIC], ids=str)
def test_others_see_nothing_of_it(audience: Audience, tmp_path: Path) -> None:
    """No page, no link and no word of briefs, answers, keepers and neighbours is on a site for others."""
    out = tmp_path / "site"
    done = build(written(tmp_path / "library", BRIEFS, audience=str(audience)), out)
    assert done.returncode == 0, done.stderr
    found = {name: text for name, text in everything(out) if not name.startswith("assets/")}
    assert "the frozen funnel" in found["names/the-frozen-funnel/index.html"]
    words = (
        "summer orders",
        "autumn orders",
        "ada okafor",
        "mira solberg",
        "six phones",
        'briefs/"',
        'keepers/"',
        "aw-given",
    )
    assert [(word, name) for word in words for name, text in found.items() if word in text + name] == []


def test_the_team_finds_briefs(root: Path, tmp_path: Path) -> None:
    """The pages of briefs are in the search index, their titles too, and the navigation leads to both lists."""
    out = tmp_path / "site"
    done = build(root, out)
    assert done.returncode == 0, done.stderr
    found = dict(everything(out))
    indexed = [text for name, text in found.items() if "/fragment/" in name and "creators send parents" in text]
    assert sorted(json.loads(text)["url"] for text in indexed) == ["/briefs/autumn-orders/", "/briefs/summer-orders/"]
    assert {json.loads(text)["meta"]["title"] for text in indexed} == {"autumn orders", "summer orders"}
    for page, briefs, keepers in (("index.html", "briefs/", "keepers/"), ("ru/index.html", "briefs/", "keepers/")):
        assert f'href="{briefs}"' in found[page]
        assert f'href="{keepers}"' in found[page]
