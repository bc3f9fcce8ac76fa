"""The judged briefs are whole: what a ranking is measured on is readable, names records that exist, and is split."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from itertools import chain
from typing import Any

import pytest
import yaml

from afterword.workspace import project
from support import ROOT

JUDGED = ROOT / "tests" / "judged"
BRIEFS: Mapping[str, str] = {
    path.name: path.read_text(encoding="utf-8") for path in sorted((JUDGED / "briefs").iterdir())
}
JUDGEMENTS: Mapping[str, Mapping[str, Any]] = yaml.safe_load((JUDGED / "judgements.yaml").read_text(encoding="utf-8"))
HALF: Mapping[str, Any] = yaml.safe_load((JUDGED / "half.yaml").read_text(encoding="utf-8"))
DAY = date(2026, 10, 1)
"""No brief is late on that day."""


def as_loaded(name: str) -> str:
    """A brief's text; where it has no front matter, with the least that makes it a brief put before it."""
    text = BRIEFS[name]
    if text.startswith("---\n"):
        return text
    title = text.splitlines()[0].strip("#* ").replace("'", "''")
    return f"---\ntitle: '{title}'\nkind: {JUDGEMENTS[name]['kind']}\nstatus: draft\n---\n{text}"


@pytest.fixture(scope="module")
def loaded() -> project.Project:
    """The library of this repository, with the judged briefs among its own."""
    added = {f"briefs/{name}": as_loaded(name).encode() for name in BRIEFS}
    return project.load_project(ROOT, changed=added, today=DAY)


def test_every_brief_is_read_without_a_problem(loaded: project.Project) -> None:
    """Each is a brief by the schema, in words of the vocabulary, whose links lead somewhere."""
    mine = {f"briefs/{name}" for name in BRIEFS}
    assert mine <= loaded.files
    assert [problem for problem in loaded.problems if problem.file in mine] == []


def test_every_brief_is_judged_by_records_of_the_library(loaded: project.Project) -> None:
    """A judgement names a file, each once, the better grade first, and says why."""
    paths = {record.path for record in loaded.library.records}
    assert JUDGEMENTS.keys() == BRIEFS.keys()
    for name, judged in JUDGEMENTS.items():
        files = [one["record"] for one in judged["records"]]
        grades = [one["grade"] for one in judged["records"]]
        assert paths.issuperset(files), name
        assert len(files) == len(set(files)) <= 5, name
        assert grades == sorted(grades, reverse=True), name
        assert not grades or grades[0] == 2, name
        assert set(grades) <= {1, 2}, name
        assert all(one["why"].strip() for one in judged["records"]), name


def test_the_set_is_as_mixed_as_it_says(loaded: project.Project) -> None:
    """Both languages, deals and the rest, bare texts and empty answers; few briefs give their answer away by a name."""
    every = JUDGEMENTS.values()
    languages = Counter(judged["lang"] for judged in every)
    hard = Counter(chain.from_iterable(judged["difficulty"] for judged in every))
    assert len(BRIEFS) >= 48
    assert min(languages["en"], languages["ru"]) >= 24
    assert min(Counter(judged["kind"] == "deal" for judged in every).values()) >= 16
    assert sum(not judged["records"] for judged in every) == hard["empty"] >= 6
    assert hard["other-words"] >= 12
    assert hard["misleading"] >= 6
    assert sum(not text.startswith("---\n") for text in BRIEFS.values()) == hard["bare"] >= 4
    spoken = {record.path: {record.lang, *record.translations} for record in loaded.library.records}
    across = [
        name
        for name, judged in JUDGEMENTS.items()
        if any(judged["lang"] not in spoken[one["record"]] for one in judged["records"])
    ]
    assert len(across) >= 12
    assert len([name for name in JUDGEMENTS if is_named(name, loaded)]) <= 8


def is_named(name: str, loaded: project.Project) -> bool:
    """Whether a brief says the name or an alias of a record that matters to it."""
    judged = {one["record"] for one in JUDGEMENTS[name]["records"]}
    text = " ".join(BRIEFS[name].split()).casefold()
    return any(
        called.casefold() in text
        for record in loaded.library.records
        if record.path in judged
        for called in record.names
    )


def split(seed: int) -> tuple[Sequence[str], Sequence[str]]:
    """Two halves of all briefs that have every difficulty, language and kind alike, as far as numbers allow."""
    draw = random.Random(seed)  # noqa: S311 - a fixed split, not a secret
    strata: dict[tuple[str, str, str], list[str]] = {}
    for name, judged in sorted(JUDGEMENTS.items()):
        strata.setdefault((judged["difficulty"][0], judged["lang"], judged["kind"]), []).append(name)
    order = list(chain.from_iterable(draw.sample(names, len(names)) for _, names in sorted(strata.items())))
    return sorted(order[::2]), sorted(order[1::2])


def test_the_halves_are_the_draw_of_their_seed() -> None:
    """Every brief is in one half, drawn and not chosen; both have empty answers, and every judged record."""
    tune, held = HALF["tune"], HALF["held"]
    assert sorted(tune + held) == sorted(BRIEFS)
    assert (tune, held) == split(HALF["seed"])
    for half in (tune, held):
        assert {JUDGEMENTS[name]["lang"] for name in half if not JUDGEMENTS[name]["records"]} == {"en", "ru"}
        assert judged_in(half) == judged_in(BRIEFS)


def judged_in(names: Sequence[str] | Mapping[str, str]) -> set[str]:
    """The records that matter to any of these briefs."""
    return {one["record"] for name in names for one in JUDGEMENTS[name]["records"]}
