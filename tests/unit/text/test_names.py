"""Names are compared, made into URL segments, and matched against look-alikes."""

from __future__ import annotations

import pytest

from afterword.text.names import name_key, name_skeleton, romanize, slugify


@pytest.mark.parametrize("spelling", ["The Frozen Funnel", " the  frozen\u00a0funnel ", "THE FROZEN FUNNEL"])
def test_case_and_spaces_do_not_tell_names_apart(spelling: str) -> None:
    """The key of a name ignores both."""
    assert name_key(spelling) == "the frozen funnel"


def test_composed_and_decomposed_letters_are_one_name() -> None:
    """Unicode writes é in two ways."""
    assert name_key("Caf\u00e9") == name_key("Cafe\u0301")


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("The Frozen Funnel", "the-frozen-funnel"),
        ("Don't Ask", "dont-ask"),
        ("Сорок один вопрос", "sorok-odin-vopros"),
        ("—", ""),
        ("a" * 300, "a" * 200),
    ],
)
def test_a_slug_is_ascii_and_fits_a_folder(name: str, slug: str) -> None:
    """Other scripts are romanized, other characters become one hyphen, and the length is limited."""
    assert slugify(name) == slug


def test_look_alike_letters_have_one_skeleton() -> None:
    """A Cyrillic о in a Latin word looks the same to a reader."""
    assert name_skeleton("Fr\u043ezen") == name_skeleton("Frozen")
    assert name_skeleton("Фунт") != name_skeleton("Funt")


def test_a_word_is_romanized() -> None:
    """Any script becomes lower-case Latin letters."""
    assert romanize("Ромашка") == "romashka"
