"""Trends as charts with axes, drawn by Vega-Lite if the extra `charts` is installed; else pages show tables only."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any, Literal

from afterword.pages.templates import mark_safe

try:
    import vl_convert as vega
except ImportError:  # the extra is not installed
    IS_DRAWN = False
else:
    IS_DRAWN = True

MIN_POINTS = 3
"""Minimum number of points in a trend."""
_Locale = Literal["en-US", "ru-RU"]
_LOCALES: Mapping[str, _Locale] = {"en": "en-US", "ru": "ru-RU"}
_FIELDS = "key", "value", "low", "high"


@dataclass(frozen=True, slots=True)
class TrendPoint:
    """Point of a trend at a quarter such as 2026-Q1; `low` and `high` bound its confidence interval."""

    key: str
    value: float
    low: float | None = None
    high: float | None = None


def draw_trend(points: Sequence[TrendPoint], title: str, unit: str, lang: str) -> str:
    """Draw a line over quarters as inline SVG, with a band for the intervals; empty for fewer than three points.

    `title` describes the line and is the accessible name of the chart; values are in `unit`.
    """
    if not IS_DRAWN or len(points) < MIN_POINTS:
        return ""
    rows = tuple((point.key, point.value, point.low, point.high) for point in points)
    return _draw_svg(rows, title, unit, _LOCALES.get(lang, "en-US"))


def _draw_svg(rows: tuple[tuple[Any, ...], ...], title: str, unit: str, locale: _Locale) -> str:
    values = [dict(zip(_FIELDS, row, strict=True)) for row in rows]
    svg = vega.vegalite_to_svg(_build_specification(values, title, unit), format_locale=locale)
    return mark_safe(f'<div class="aw-chart" role="img" aria-label="{escape(title)}">{svg}</div>')


def _build_specification(values: list[dict[str, Any]], title: str, unit: str) -> dict[str, Any]:
    """Build a Vega-Lite 5 specification: a band from low to high below a line with points, in the page's colors."""
    x = {"field": "key", "type": "ordinal", "title": None, "axis": {"labelAngle": 0, "labelOverlap": True}}
    y = {"type": "quantitative", "title": unit or None, "scale": {"zero": True}}
    band = {
        "mark": {"type": "area", "opacity": 0.15, "color": "currentColor"},
        "encoding": {"x": x, "y": {**y, "field": "low"}, "y2": {"field": "high"}},
    }
    line = {
        "mark": {"type": "line", "color": "currentColor", "point": {"color": "currentColor", "size": 30}},
        "encoding": {"x": x, "y": {**y, "field": "value"}},
    }
    axis_colors = {"labelColor": "currentColor", "titleColor": "currentColor", "domainColor": "currentColor"}
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
        "description": title,
        "width": 620,
        "height": 160,
        "background": None,
        "data": {"values": values},
        "layer": [band, line] if any(row["low"] is not None for row in values) else [line],
        "config": {
            "font": "inherit",
            "view": {"stroke": None},
            "axis": {**axis_colors, "gridColor": "currentColor", "gridOpacity": 0.12, "tickColor": "currentColor"},
        },
    }
