"""The known-item queries are whole: what a search is measured on is split, fits its types, and names what exists."""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from difflib import get_close_matches
from functools import cache
from itertools import chain
from typing import Any

import pytest
import yaml

from query_set import BY_ID, HALF, QUERIES, TYPES, wanted
from support import ROOT

TAGS: Mapping[str, Any] = yaml.safe_load((ROOT / "schema" / "vocabulary.yml").read_text(encoding="utf-8"))["tags"]
RECORDS = frozenset(
    path.relative_to(ROOT).as_posix()
    for path in (ROOT / "postmortems").rglob("*.md")
    if not path.name.endswith(".ru.md")
)
CELLS = {(kind, lang) for kind in TYPES for lang in ("en", "ru")}


def words(text: str) -> list[str]:
    """The words of a text in small letters, ё as е, as most people type it."""
    return re.findall(r"\w+", text.casefold().replace("ё", "е"))


def files(path: str) -> Iterator[str]:
    """The text of a record's file, and of its translations."""
    record = ROOT / path
    for file in (record, *sorted(record.parent.glob(f"{record.stem}.*.md"))):
        yield file.read_text(encoding="utf-8")


def front(text: str) -> Mapping[str, Any]:
    """The front matter of a file."""
    found: Mapping[str, Any] = yaml.safe_load(text.split("---\n")[1])
    return found


@cache
def names(path: str) -> frozenset[str]:
    """The words of a record's names in every language, and each name without what parts its words."""
    said = chain.from_iterable((front(text)["name"], *front(text).get("aliases", ())) for text in files(path))
    parts = chain.from_iterable((*words(name), *("".join(words(part)) for part in name.split())) for name in said)
    return frozenset(parts)


@cache
def vocabulary_of(path: str) -> frozenset[str]:
    """Every word of a record, of its translations, and of the titles and synonyms of its tags."""
    texts = list(files(path))
    terms = [TAGS[tag] for tag in front(texts[0])["tags"]]
    titles = chain.from_iterable((*term["title"].values(), *term["synonyms"]) for term in terms)
    return frozenset(chain.from_iterable(words(text) for text in (*texts, *titles)))


def begun_in(word: str, path: str) -> bool:
    """Whether a word of the record begins as this one does."""
    return any(said.startswith(word[:4]) for said in vocabulary_of(path))


def is_told(query: Mapping[str, Any], path: str) -> bool:
    """Whether most words of a query are the record's, in some form."""
    typed = words(query["query"])
    return 2 * sum(begun_in(word, path) for word in typed) > len(typed)


def test_every_query_says_what_it_must() -> None:
    """An identifier of its own, words that no other query has, a known type and language, and records that exist."""
    assert len(QUERIES) == len(BY_ID) >= 200
    for query in QUERIES:
        assert {"id", "query", "lang", "type", "wants"} <= query.keys() <= {*query, "note"}, query
        assert query["id"].startswith(f"{query['type']}-{query['lang']}-"), query
        assert (query["type"], query["lang"]) in CELLS, query
        assert words(query["query"]), query
        assert len(set(wanted(query))) == len(wanted(query)) in {1, 2}, query
        assert RECORDS.issuperset(wanted(query)), query
    typed = Counter(" ".join(words(query["query"])) for query in QUERIES)
    assert [said for said, times in typed.items() if times > 1] == []


def test_the_set_is_as_mixed_as_it_says() -> None:
    """Enough of each type in each language, and every record wanted by several queries."""
    cells = Counter((query["type"], query["lang"]) for query in QUERIES)
    assert cells.keys() == CELLS
    assert min(cells.values()) >= 24
    wants = Counter(chain.from_iterable(wanted(query) for query in QUERIES))
    assert wants.keys() == RECORDS
    assert min(wants.values()) >= 5


@pytest.mark.parametrize("name", [name for name, query in BY_ID.items() if query["type"] != "misspelt"])
def test_a_well_spelt_query_is_told_by_what_it_wants(name: str) -> None:
    """Most words begin as words of the record do; all are the record's as they stand, or some in another form."""
    query = BY_ID[name]
    for path in wanted(query):
        assert is_told(query, path), path
        strange = [word for word in words(query["query"]) if word not in vocabulary_of(path)]
        if query["type"] == "exact":
            assert strange == [], path
        if query["type"] == "inflected":
            assert any(begun_in(word, path) for word in strange), path


@pytest.mark.parametrize("name", [name for name, query in BY_ID.items() if query["type"] == "misspelt"])
def test_a_misspelt_query_misspells_a_name(name: str) -> None:
    """It stands in no file of the record; a word that the record does not have is close to a word of its names."""
    query = BY_ID[name]
    for path in wanted(query):
        assert all(query["query"].casefold() not in text.casefold() for text in files(path)), path
        strange = [word for word in words(query["query"]) if word not in vocabulary_of(path)]
        assert any(get_close_matches(word, names(path), cutoff=0.6) for word in strange), path


def test_most_queries_are_not_told_by_another_record() -> None:
    """The check of the words bites: given the answer of some other query, it refuses most."""
    spelt = [query for query in QUERIES if query["type"] != "misspelt"]
    others = [(query, path) for query in spelt for path in RECORDS.difference(wanted(query))]
    assert sum(is_told(query, path) for query, path in others) < len(others) / 4


def split(seed: int) -> tuple[Sequence[str], Sequence[str]]:
    """Two halves that have each type and language alike, as far as numbers allow."""
    draw = random.Random(seed)  # noqa: S311 - a fixed split, not a secret
    strata: dict[tuple[str, str], list[str]] = {}
    for name, query in sorted(BY_ID.items()):
        strata.setdefault((query["type"], query["lang"]), []).append(name)
    order = list(chain.from_iterable(draw.sample(ids, len(ids)) for _, ids in sorted(strata.items())))
    return sorted(order[::2]), sorted(order[1::2])


def wanted_in(half: Sequence[str]) -> set[str]:
    """The records that these queries are for."""
    return set(chain.from_iterable(wanted(BY_ID[name]) for name in half))


def test_the_halves_are_the_draw_of_their_seed() -> None:
    """Every query is in one half, drawn and not chosen; both have all types, both languages and every record."""
    tune, held = HALF["tune"], HALF["held"]
    assert sorted(tune + held) == sorted(BY_ID)
    assert (tune, held) == split(HALF["seed"])
    for half in (tune, held):
        assert {(BY_ID[name]["type"], BY_ID[name]["lang"]) for name in half} == CELLS
        assert wanted_in(half) == RECORDS
