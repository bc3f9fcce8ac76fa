"""What changed in a record after it was published stands on its page, day by day, in a salesperson's words."""

from __future__ import annotations

from html.parser import HTMLParser
from pathlib import Path

import pytest

from afterword import pages
from afterword.publish import site_input
from afterword.schema.audience import Audience
from afterword.workspace import project
from repositories import empty, git

DRAFT = """---
name: The Frozen Funnel
kind: deal
status: draft
schema_version: 2
visibility: public
ends: 2026-03-31
outcome: lost
keeper: Priya Nair
deal: {account: Northlight Clinics, amount: 84000, currency: EUR}
summary: Our security answers took six weeks. We lost on silence.
tags: [slow-response]
kpis:
  - {name: Days to answer, unit: days, planned: 10, actual: 42}
  - {name: Meetings, planned: 3, actual: 3}
causes:
  - {cause: Security questions went unanswered, evidence: opinion}
  - {cause: The rival was cheaper, evidence: opinion}
learnings: {differently: Answer security questions within two days}
---

## What went well?

- The trial.
"""
PUBLISHED = DRAFT.replace("status: draft", "status: published")
PAGE = "names/the-frozen-funnel/"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """An empty library in a repository."""
    return empty(tmp_path / "library")


def commit(root: Path, when: str, text: str, file: str = "a.md") -> None:
    """Commits a record on a day, at noon in UTC unless it says an hour."""
    (root / "postmortems" / file).write_text(text, encoding="utf-8")
    git(root, "add", "-A")
    git(root, "commit", "-qm", "Step", on=when)


def page(root: Path, audience: Audience = Audience.INTERNAL, url: str = PAGE) -> str:
    """The page of the record."""
    loaded = project.load_project(root)
    assert not loaded.has_errors, [str(problem.message) for problem in loaded.problems]
    site = site_input.make_site(loaded, audience, ["en", "ru"])
    return next(page.html for page in pages.build_pages(site) if page.url == url)


class _History(HTMLParser):
    """The lines of a page's history: each day, and each change with its title."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[str] = []
        self._inside = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "section":
            self._inside = ("aria-labelledby", "record-history") in attrs
        elif self._inside and tag in ("p", "strong", "dt"):
            self.lines.append("")

    def handle_endtag(self, tag: str) -> None:
        if self._inside and tag == "dt":
            self.lines[-1] += ":"
        self._inside = self._inside and tag != "section"

    def handle_data(self, data: str) -> None:
        if self._inside and self.lines:
            self.lines[-1] += data


def history(root: Path, url: str = PAGE) -> list[str]:
    """The text of the page's history, a line for each day and each change."""
    parser = _History()
    parser.feed(page(root, url=url))
    return [" ".join(line.split()) for line in parser.lines]


def changed(text: str, *pairs: tuple[str, str]) -> str:
    """A text with some of it replaced, all of which was there."""
    for old, new in pairs:
        assert old in text
        text = text.replace(old, new)
    return text


def test_each_day_says_what_changed_since_publication(root: Path) -> None:
    """Fields by their titles, short values before and after, entries counted; drafts are nobody's business."""
    commit(root, "2026-04-01", DRAFT)
    commit(root, "2026-04-02", changed(PUBLISHED, ("84000", "80000")))
    first = changed(PUBLISHED, ("outcome: lost", "outcome: won"), ("[slow-response]", "[slow-response, pricing]"))
    commit(root, "2026-04-05", first)
    second = changed(
        first,
        ("actual: 42", "actual: 44"),
        ("causes:\n", "causes:\n  - {cause: Nobody asked, evidence: data}\n"),
        ("The rival was cheaper, evidence: opinion", "The rival was cheaper, evidence: data, method: A call"),
        ("We lost on silence.", "We lost because nobody felt that answering the questions was their job."),
    )
    commit(root, "2026-05-07", changed(second, ("The trial.", "The trial, which they liked.")))
    assert history(root) == [
        "What changed since it was published.",
        "7 May 2026",
        "Summary: rewritten",
        "Targets and results · Days to answer · Result: 42 → 44",
        "Causes: 1 added, 1 changed",
        "Causes · The rival was cheaper · Evidence: opinion → data",
        "The story: revised",
        "5 April 2026",
        "Outcome: Lost → Won",
        "Deal · Amount: 80,000 → 84,000",
        "Tags: 1 added",
    ]


def test_a_page_in_russian_says_so_in_russian(root: Path) -> None:
    """Titles of fields and words of the page are those of the record's language."""
    text = changed(PUBLISHED, ("kind: deal", "kind: deal\nlang: ru"))
    commit(root, "2026-04-02", text)
    commit(root, "2026-04-05", changed(text, ("outcome: lost", "outcome: won"), ("The trial.", "Пилот.")))
    assert history(root) == [
        "Что изменилось после публикации.",
        "5 апреля 2026 г.",
        "Итог: Проиграно → Выиграно",
        "История: переписана",
    ]


def test_commits_of_one_day_are_told_as_one(root: Path) -> None:
    """What came and went again on a day did not happen; days are those of UTC."""
    commit(root, "2026-04-02", PUBLISHED)
    commit(root, "2026-04-05T00:30:00Z", changed(PUBLISHED, ("84000", "1")))
    commit(root, "2026-04-05T12:00:00Z", changed(PUBLISHED, ("84000", "2"), ("Priya Nair", "Tomas Berg")))
    commit(root, "2026-04-06T01:00:00+03:00", changed(PUBLISHED, ("84000", "90000")))
    commit(root, "2026-04-09", PUBLISHED)
    commit(root, "2026-04-09T13:00:00Z", changed(PUBLISHED, ("84000", "90000")))
    assert history(root) == [
        "What changed since it was published.",
        "5 April 2026",
        "Deal · Amount: 84,000 → 90,000",
    ]


@pytest.mark.parametrize(
    "text",
    [
        PUBLISHED,
        changed(PUBLISHED, ("- The trial.", "-   The\n    trial.")),
        changed(PUBLISHED, ("keeper: Priya Nair", 'keeper: "Priya Nair"  # since May')),
        changed(
            PUBLISHED,
            ("  - {cause: Security questions went unanswered, evidence: opinion}\n", ""),
            ("learnings", "  - {cause: Security questions went unanswered, evidence: opinion}\nlearnings"),
        ),
    ],
    ids=["nothing", "line breaks", "quotes", "order"],
)
def test_what_says_the_same_is_no_amendment(root: Path, text: str) -> None:
    """A record that was never changed, or only in how it is written, has no history."""
    commit(root, "2026-04-01", DRAFT)
    commit(root, "2026-04-02", PUBLISHED)
    commit(root, "2026-04-05", text) if text != PUBLISHED else None
    assert history(root) == []
    assert "record-history" not in page(root)


def test_a_draft_has_no_history_and_one_that_is_published_again_has_all(root: Path) -> None:
    """It counts from the first publication, and only what is published now shows it."""
    commit(root, "2026-04-02", PUBLISHED)
    commit(root, "2026-04-05", DRAFT)
    assert history(root) == []
    commit(root, "2026-04-06", changed(PUBLISHED, ("name: The Frozen Funnel", "name: The Icy Funnel")))
    assert history(root, "names/the-icy-funnel/") == [
        "What changed since it was published.",
        "6 April 2026",
        "Name: The Frozen Funnel → The Icy Funnel",
        "Status: Draft → Published",
        "5 April 2026",
        "Status: Published → Draft",
    ]


def test_a_file_that_was_moved_or_could_not_be_read_keeps_its_history(root: Path) -> None:
    """A version with broken front matter is passed over."""
    commit(root, "2026-04-02", PUBLISHED)
    commit(root, "2026-04-03", changed(PUBLISHED, ("84000, currency", "90000 currency")))
    (root / "postmortems" / "a.md").rename(root / "postmortems" / "b.md")
    commit(root, "2026-04-04", PUBLISHED, "b.md")
    commit(root, "2026-04-05", changed(PUBLISHED, ("84000", "90000")), "b.md")
    assert history(root) == ["What changed since it was published.", "5 April 2026", "Deal · Amount: 84,000 → 90,000"]


def test_many_corrections_in_a_list_are_counted(root: Path) -> None:
    """Up to three corrected values of a list are shown one by one; a value that came or went is only counted."""
    rows = "".join(f"  - {{name: K{n}, planned: 1, actual: 1}}\n" for n in range(4))
    before = changed(PUBLISHED, ("  - {name: Meetings, planned: 3, actual: 3}\n", rows))
    commit(root, "2026-04-02", before)
    commit(root, "2026-04-05", changed(before, ("planned: 1,", "planned: 2,")))
    commit(
        root, "2026-04-06", changed(before, ("planned: 1,", "planned: 2,"), ("actual: 42}", "actual: 42, note: Ask}"))
    )
    assert history(root)[2:] == ["Targets and results: 1 changed", "5 April 2026", "Targets and results: 4 changed"]


@pytest.mark.parametrize("audience", [Audience.PARTNER, Audience.PUBLIC])
def test_history_is_for_the_team(root: Path, audience: Audience) -> None:
    """What a record said before may be what others were not to see."""
    commit(root, "2026-04-02", PUBLISHED)
    commit(root, "2026-04-05", changed(PUBLISHED, ("We lost on silence.", "We were silent.")))
    assert "record-history" in page(root)
    assert "record-history" not in page(root, audience)


def test_a_shallow_clone_says_that_it_knows_only_the_last_commits(root: Path, tmp_path: Path) -> None:
    """It shows what it has, and does not pass it for the whole."""
    commit(root, "2026-04-02", PUBLISHED)
    commit(root, "2026-04-05", changed(PUBLISHED, ("84000", "90000")))
    commit(root, "2026-04-06", changed(PUBLISHED, ("84000", "91000")))
    clone = tmp_path / "clone"
    git(tmp_path, "clone", "-q", "--depth", "2", root.as_uri(), str(clone))
    unread = "Git's history could not be read in full here, so earlier changes may be missing."
    assert history(clone) == [
        f"What changed since it was published. {unread}",
        "6 April 2026",
        "Deal · Amount: 90,000 → 91,000",
    ]


def test_the_contents_of_a_page_lead_to_its_history(root: Path) -> None:
    """Its own page has it; that of its translation, whose story is another, has not."""
    commit(root, "2026-04-02", PUBLISHED)
    translation = "---\nname: Воронка\nsummary: Мы молчали. Клиент ушёл.\nmade_from: 000000000000\n---\n\nТекст.\n"
    commit(root, "2026-04-03", translation, "a.ru.md")
    commit(root, "2026-04-05", changed(PUBLISHED, ("84000", "90000")))
    found = {
        page.url: [line.id for line in page.write().toc]
        for page in pages.build_pages(site_input.make_site(project.load_project(root), Audience.INTERNAL, ["en", "ru"]))
    }
    assert found[PAGE][-1] == "record-history"
    assert "record-history" not in found[f"ru/{PAGE}"]
    assert "record-history" not in page(root, url=f"ru/{PAGE}")
