"""Audiences of a site, and which of them may see a field."""

from __future__ import annotations

from enum import StrEnum


class Audience(StrEnum):
    """Readers of a site, from the one that sees most to the one that sees least."""

    INTERNAL = "internal"
    PARTNER = "partner"
    PUBLIC = "public"

    def can_see(self, required: Audience) -> bool:
        """Return whether this audience may see what is marked for another: internal sees all, public only public."""
        return _RANKS[required] >= _RANKS[self]


_RANKS = {audience: rank for rank, audience in enumerate(Audience)}
