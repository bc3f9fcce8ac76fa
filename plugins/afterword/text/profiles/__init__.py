"""Profiles of languages: the two that come with Afterword, and those that installed packages add.

A package adds a language by an entry point of the group `afterword.languages` that leads to its `LanguageProfile`.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.metadata import entry_points

from afterword.text.profiles.english import ENGLISH
from afterword.text.profiles.profile import LanguageProfile
from afterword.text.profiles.russian import RUSSIAN

ENTRY_POINTS = "afterword.languages"
SHIPPED_PROFILES = (ENGLISH, RUSSIAN)
"""The profiles that come with Afterword; English, the first, needs no catalogue."""


def _load_profiles() -> Mapping[str, LanguageProfile]:
    """Return all profiles by code; a package cannot replace a shipped one."""
    added = sorted((point.load() for point in entry_points(group=ENTRY_POINTS)), key=lambda profile: profile.code)
    return {profile.code: profile for profile in (*added, *SHIPPED_PROFILES)}


_LOADED = _load_profiles()
PROFILES: Mapping[str, LanguageProfile] = {
    code: _LOADED[code] for code in dict.fromkeys((*(profile.code for profile in SHIPPED_PROFILES), *_LOADED))
}
"""Profiles by code, the shipped ones first."""


def profile_of_word(word: str, lang: str) -> LanguageProfile | None:
    """Return the profile for a word in a text; None in a language that has none.

    A word in the letters of another profile, such as a Russian name in an English text, belongs to that one. A Latin
    word in a text of such letters is taken to be English.
    """
    return _profile_of_letter(word[:1], lang)


@cache
def _profile_of_letter(first_letter: str, lang: str) -> LanguageProfile | None:
    profile = PROFILES.get(lang.partition("-")[0])
    if profile is None:
        return None
    for other in PROFILES.values():
        lowest, highest = other.first_letters
        if lowest and lowest <= other.fold(first_letter) <= highest:
            return profile if profile.first_letters == other.first_letters else other
    return ENGLISH if profile.first_letters[0] else profile
