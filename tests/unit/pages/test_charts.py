"""Trends as pictures: drawn the same each time, in both languages, and never in the place of a table."""

from __future__ import annotations

import pytest

from afterword.pages import charts
from afterword.pages.charts import TrendPoint, draw_trend

POINTS = [
    TrendPoint("2026-Q1", 0.5, 0.1, 2.25),
    TrendPoint("2026-Q2", 1234.5, 1000.0, 2000.0),
    TrendPoint("2026-Q3", 700.0, 1.0, 900.0),
]


def test_a_trend_is_drawn_the_same_each_time() -> None:
    """Two drawings of the same points are the same bytes, named for those who do not see them."""
    first = draw_trend(POINTS, "Plans met <by quarter>", "%", "en")
    assert draw_trend(POINTS, "Plans met <by quarter>", "%", "en") == first
    assert first.startswith('<div class="aw-chart" role="img" aria-label="Plans met &lt;by quarter&gt;"><svg ')


def test_numbers_stand_as_the_language_writes_them() -> None:
    """The axis says 1,000 in English, and with a space in Russian."""
    assert ">1,000<" in draw_trend(POINTS, "Plans met", "", "en")
    assert ">1\N{NO-BREAK SPACE}000<" in draw_trend(POINTS, "Планы", "", "ru")


def test_what_comes_from_a_record_is_text_in_the_picture() -> None:
    """A unit that looks like markup is shown, and is none."""
    drawn = draw_trend(POINTS, "Plans met", "<script>alert(1)</script>", "en")
    assert "<script>" not in drawn
    assert "&lt;script&gt;" in drawn


def test_two_points_are_no_trend() -> None:
    """Nothing is drawn for fewer than three points."""
    assert draw_trend(POINTS[:2], "Plans met", "%", "en") == ""


def test_without_the_extra_the_table_stands_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where Vega-Lite is not installed, there is no picture and no error."""
    monkeypatch.setattr(charts, "IS_DRAWN", False)
    assert draw_trend(POINTS, "Plans met", "%", "en") == ""
