"""Spellings of a word of a name: in other cases, with endings, with look-alike letters, in another script."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

from afterword.text.names import name_skeleton, romanized
from afterword.text.similarity import similarity

_REMEMBERED = 200_000
_SHORTEST = 3
"""Letters that have to be left of a word without its ending."""
_ENDINGS = frozenset(
    re.findall(
        r"\w+",
        "ами ями ого его ому ему ыми ими иеи иям иях ои еи ою ею ом ем ым им ых их ах ях ам ям ую "
        "юю ая яя ое ее ые ие ии ию ия ью ья ье ыи а я у ю ы и е о ь",
    )
)
"""Case endings of names in Russian, folded: й is и."""
_ENDINGS_OF_NAMES = re.compile("(?:ии|ыи|ои|ая|яя|ия|ие|ые|а|я|о|е|и|ы|ь)$")
"""Letters that a name in the nominative loses before such an ending."""
_FLEETING = re.compile("[ео](?=[бгджзклмнпрстфхцчшщ]$)")
"""The vowel that Павел, Орел lose: Павла, Орла."""
_ADJECTIVE = re.compile(r"(?<=\w{7})(?:ов|ев)?(?:ск(?:ии|ая|ое|ие|ого|ои|ому|ую|им|ом|их|ими)|ц(?:ы|ев|ам|ами|ах))$")
"""Endings that make an adjective or a group of people of a long name, folded: Нортлайтовский, нортлайтовцы."""
_UMLAUTS = {"ä": "ae", "ö": "oe", "ü": "ue"}
_SOUNDS = tuple(
    (re.compile(pattern), sound)
    for pattern, sound in (
        ("igh", "ai"),
        ("shch|sch|tsch", "sh"),
        ("kh(?=[aeiou])|^x(?=[aeiou])", "h"),
        ("gh", ""),
        ("ph", "f"),
        ("th", "t"),
        ("wh|w", "v"),
        ("ck|q|c(?=[^eiyh]|$)", "k"),
        ("c(?=[eiy])|ts|tz|z(?!h)", "s"),
        ("x", "ks"),
        ("oo|ou", "u"),
        ("ee", "i"),
        ("y|j(?=[^aeiou]|$)", "i"),
        ("io", "e"),
        ("dzh|dj|dg(?=e)", "j"),
        ("(?<=[aeiou])h(?![aeiou])", ""),
        ("^u(?=[aeio])", "v"),
        (r"([a-z])\1+", r"\1"),
        ("(?<=[^aeiou])e$", ""),
    )
)
_LIKE = 80.0
"""Similarity from 0 to 100 from which two words in different scripts count as one name."""


@lru_cache(maxsize=_REMEMBERED)
def fold(word: str) -> str:
    """Return a word without case, accents and compatibility forms: `Ｎórth` is `north`, `ё` is `е`."""
    if word.isascii():
        return word.lower()
    split = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", word).casefold().replace("ı", "i"))
    return "".join(sign for sign in split if not unicodedata.combining(sign)).replace("ł", "l").replace("ø", "o")


def name_keys(word: str) -> set[str]:
    """Return the keys under which a word of a name is found."""
    whole = fold(word)
    keys = {whole}
    if _is_cyrillic(whole):
        base = _ENDINGS_OF_NAMES.sub("", whole)
        short = _FLEETING.sub("", whole)
        keys |= {key for key in (base, short) if len(key) >= _SHORTEST}
    if spelled_out := _spell_out_umlauts(word):
        keys.add(spelled_out)
    return {name_skeleton(key) for key in keys}


@lru_cache(maxsize=_REMEMBERED)
def text_keys(word: str) -> tuple[str, ...]:
    """Return the keys that a word of a text may stand for: itself, and itself without an ending."""
    return tuple(dict.fromkeys(name_skeleton(form) for form in _forms(word)))


def _forms(word: str) -> Iterator[str]:
    whole = fold(word)
    yield whole
    if _is_cyrillic(whole):
        yield from (whole[:-n] for n in (1, 2, 3) if len(whole) - n >= _SHORTEST and whole[-n:] in _ENDINGS)
        if (base := _ADJECTIVE.sub("", whole)) != whole:
            yield base
    elif len(whole) > _SHORTEST and whole.endswith("s"):
        yield whole[:-1]
    if spelled_out := _spell_out_umlauts(word):
        yield spelled_out
    if (bare := whole.strip("0123456789")) != whole and len(bare) >= _SHORTEST:
        yield bare


def _spell_out_umlauts(word: str) -> str:
    """Return a word as addresses write it, `mueller` for Müller; empty where it has no umlaut."""
    if word.isascii():
        return ""
    composed = unicodedata.normalize("NFC", word).lower()
    return fold(re.sub("[äöü]", lambda umlaut: _UMLAUTS[umlaut[0]], composed)) if set(composed) & {*_UMLAUTS} else ""


@lru_cache(maxsize=_REMEMBERED)
def sound(word: str) -> str:
    """Return a rough sound of a word in Latin letters: `Northlight` and `Нортлайт` are both `nortlait`."""
    letters_heard = re.sub("[^a-z]", "", romanized(fold(word)))
    for pattern, letters in _SOUNDS:
        letters_heard = pattern.sub(letters, letters_heard)
    return letters_heard


def consonants(spoken: str) -> str:
    """Return the consonants of a sound, which survive a change of script best."""
    return re.sub("[aeiou]", "", spoken)


def sounds(word: str) -> Iterator[str]:
    """Yield the sounds of a word of a text with and without an ending."""
    return (sound(form) for form in dict.fromkeys(_forms(word)))


def is_same_sound(spoken: str, name: str) -> bool:
    """Return whether a word may be a name in another script."""
    if len(consonants(name)) < _SHORTEST:
        return spoken in (name, name.rstrip("aeiou"), name[:-1] if name[-1] in "aeiou" else name)
    return similarity(spoken, name) >= _LIKE


def script(word: str) -> str:
    """Return a rough script of a word: `LATIN`, `CYRILLIC`, …, by its first letter."""
    letter = next((sign for sign in word if sign.isalpha()), "")
    return "LATIN" if letter.isascii() and letter else unicodedata.name(letter, "").partition(" ")[0] if letter else ""


def _is_cyrillic(word: str) -> bool:
    return any("\u0400" <= sign <= "\u052f" for sign in word)
