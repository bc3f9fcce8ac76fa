"""Series of runs, and what each rerun changed and achieved."""

from __future__ import annotations

from afterword.analysis.series import list_series, tabulate_runs
from afterword.schema.audience import Audience
from afterword.workspace import project
from analysed import projection
from support import ROOT


def test_a_series_is_compared_by_what_most_runs_measured() -> None:
    """Reruns hang together without a series' name; orders were counted in all three, before costs (Series)."""
    found = [
        (s.title, s.slug, [(r.entry.name, r.kpi.actual if r.kpi else None) for r in s.runs])
        for s in list_series(projection())
    ]
    assert found == [
        (
            "The Empty Lunchbox",
            "the-empty-lunchbox",
            [("The Empty Lunchbox", 210), ("The Lunchbox Parade", 220), ("The Second Lunchbox", 275)],
        ),
        (
            "Harbour Payroll in clinics",
            "harbour-payroll-in-clinics",
            [("The Frozen Funnel", None), ("The Quiet Renewal", None)],
        ),
    ]


def test_a_rerun_is_better_when_its_kpi_moved_the_right_way() -> None:
    """By the first KPI that both have as a number: 210 orders, then 220 and 275 (Series)."""
    reruns = {run.entry.name: run.reruns for run in list_series(projection())[0].runs}
    found = {
        name: [(r.of.name, r.before and r.before.actual, r.after and r.after.actual, r.is_better) for r in rows]
        for name, rows in reruns.items()
    }
    assert found == {
        "The Empty Lunchbox": [],
        "The Lunchbox Parade": [("The Empty Lunchbox", 210, 220, True)],
        "The Second Lunchbox": [("The Empty Lunchbox", 210, 275, True)],
    }


def test_the_runs_of_a_series_stand_side_by_side() -> None:
    """Each run against the first, variable by variable: those that differ before those that nobody can tell."""
    library = project.load_project(ROOT).library.project(Audience.INTERNAL)
    runs = [library.resolve_link(name)[0] for name in ("KC-X tanker 2008", "KC-X tanker 2011")]
    table = tabulate_runs([run for run in runs if run], library.vocabulary)
    assert [run.name for run in table.runs] == ["KC-X tanker 2008", "KC-X tanker 2011"]
    assert {key: marks[1] for key, marks in table.rows.items()} == {
        **dict.fromkeys(("competition", "pricing", "product", "requirements", "team"), "≠"),
        **dict.fromkeys(("decision_maker", "terms", "timing"), "?"),
        **dict.fromkeys(("customer", "market", "scale"), "="),
    }
    assert next(iter(table.rows)) == "competition"
    assert list(table.rows)[-1] == "scale"
