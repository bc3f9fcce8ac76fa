"""Audiences see their own fields and those of every audience that sees less."""

from __future__ import annotations

from afterword.schema.audience import Audience


def test_an_audience_sees_what_is_marked_for_it_and_for_smaller_ones() -> None:
    """The team sees everything, partners see partner and public fields, the public sees only public ones."""
    visible = {str(audience): [str(other) for other in Audience if audience.can_see(other)] for audience in Audience}
    assert visible == {
        "internal": ["internal", "partner", "public"],
        "partner": ["partner", "public"],
        "public": ["public"],
    }
