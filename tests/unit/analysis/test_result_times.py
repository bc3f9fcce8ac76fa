"""Days until a result are the median over the records that state them."""

from __future__ import annotations

from afterword.analysis.result_times import measure_times_to_result
from analysed import names, projection


def test_the_time_to_result_is_a_median() -> None:
    """Orders were measured after 20, 10 and 16 days; no other metric states its days."""
    times = measure_times_to_result(projection())
    assert [(time.metric, time.days, time.record_count, names(time.entries)) for time in times] == [
        ("conversions", 16, 3, ["The Second Lunchbox", "The Lunchbox Parade", "The Empty Lunchbox"])
    ]
