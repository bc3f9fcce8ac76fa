"""The rows of a CRM's export are counted by state and by the reason why they do not count."""

from __future__ import annotations

from datetime import date

import pytest

from afterword.analysis.coverage import Coverage, ExcludedRow, ExclusionReason, RowCoverage, RowState
from afterword.analysis.matching import ClosedRow
from afterword.problems import say

ROW = ClosedRow("deals.csv", 2, "deal", "", "Northlight", "Northlight Clinics", date(2026, 3, 31), "lost")
COVERAGE = Coverage(
    [
        RowCoverage(ROW, RowState.COVERED),
        RowCoverage(ROW, RowState.MISSING, due=date(2026, 4, 7)),
        RowCoverage(ROW, RowState.MISSING),
    ],
    [ExcludedRow("deals.csv", 5, ExclusionReason.OPEN, say("it is open"))],
)


def test_every_row_counts_once() -> None:
    """Closed and excluded rows together are all rows; states and reasons without rows are 0."""
    assert (COVERAGE.closed_count, COVERAGE.row_count) == (3, 4)
    assert {state: count for state, count in COVERAGE.state_counts.items() if count} == {
        RowState.COVERED: 1,
        RowState.MISSING: 2,
    }
    assert sum(COVERAGE.state_counts.values()) == COVERAGE.closed_count
    assert COVERAGE.exclusion_counts[ExclusionReason.OPEN] == 1
    assert COVERAGE.exclusion_counts.keys() == set(ExclusionReason)


@pytest.mark.parametrize(("row", "days"), [(0, 0), (1, 3), (2, 0)])
def test_a_missing_postmortem_is_late_after_its_deadline(row: int, days: int) -> None:
    """Three days after 7 April; a row without a deadline is never late."""
    assert COVERAGE.rows[row].days_late(date(2026, 4, 10)) == days
