"""What a schema forbids is found whole, at its place, by both validators."""

from __future__ import annotations

import copy
import random
from collections.abc import Iterator
from typing import Any

import jsonschema_rs
import pytest
from jsonschema import Draft202012Validator

from afterword.frontmatter import frontmatter, source
from afterword.problems import DataPath
from afterword.schema.schema import Schema
from checked_schemas import BRIEF, POSTMORTEM
from corpora import ROOT, WHOLE, seeded

MUTANTS = 5_000 if WHOLE else 300

# -------------------------------------------------------------------------------------------------- the two engines


def _written(schema: Schema, *folders: str) -> Iterator[dict[str, Any]]:
    """The data of every record that the project has, also of the broken ones in its test cases."""
    for folder in folders:
        for path in sorted(ROOT.glob(f"{folder}/**/*.md")):
            if path.is_file() and not path.is_symlink():
                text, _ = source.decode_source(path.name, path.read_bytes())
                document = frontmatter.read_document(text)[0] if text else None
                if document is not None:
                    yield schema.restore_source_texts(document.data, document.scalar_text)


RECORDS = [*_written(POSTMORTEM, "postmortems", "tests/cases/*/*/postmortems")]
BRIEFS = [*_written(BRIEF, "briefs", "tests/cases/*/*/briefs")]
STRANGE: tuple[Any, ...] = (
    None, True, False, 0, -1, 1.5, 101, 2**70, 1e300, "", " ", "x", "x" * 2_000, "won", "planned", "published",
    "deal", "2026-13-45", "2026-02-30", "UK", "usd",
    [], [None], [[]], ["x", "x"], {}, {"": ""}, {"name": {}}, [{}], {"x": [1, {"y": None}]}, "NO",
    "[[The Frozen Funnel]]",
)  # fmt: skip


def places(value: Any, path: DataPath = ()) -> Iterator[DataPath]:
    """Every path in the data, the whole first."""
    yield path
    entries = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in entries:
        yield from places(inner, (*path, key))


def at(value: Any, path: DataPath) -> Any:
    """What stands at a path."""
    for key in path:
        value = value[key]
    return value


def mutant(chance: random.Random, records: list[dict[str, Any]]) -> dict[str, Any]:
    """A record in which a few values were deleted, replaced, doubled, renamed or made up."""
    data = copy.deepcopy(chance.choice(records))
    for _ in range(chance.randint(1, 3)):
        path = chance.choice([*places(data)][1:] or [("name",)])
        parent, key = at(data, path[:-1]), path[-1]
        other = chance.choice(records)
        value = copy.deepcopy(chance.choice((*STRANGE, at(other, chance.choice([*places(other)])))))
        match chance.choice(("delete", "replace", "replace", "double", "rename", "add")):
            case "delete":
                parent.pop(key)
            case "double" if isinstance(parent, list):
                parent.append(copy.deepcopy(at(parent, (key,))))
            case "rename" if isinstance(parent, dict) and key in parent:
                parent[f"{key}s"] = parent.pop(key)
            case "add" if isinstance(parent, dict):
                parent["remarks"] = value
            case _:
                parent[key] = value
    return data


@pytest.mark.parametrize(("schema", "records"), [(POSTMORTEM, RECORDS), (BRIEF, BRIEFS)], ids=["postmortem", "brief"])
def test_both_engines_agree(schema: Schema, records: list[dict[str, Any]]) -> None:
    """What jsonschema calls valid jsonschema-rs does too; what is not, and only that, has findings at places."""
    exact, fast = Draft202012Validator(schema.raw), jsonschema_rs.validator_for(dict(schema.raw))
    chance, verdicts = seeded(), {True: 0, False: 0}
    cases = [*records, *(mutant(chance, records) for _ in range(MUTANTS if records else 0))]
    for data in cases:
        valid = exact.is_valid(data)
        assert fast.is_valid(data) == valid, data
        findings = schema.find_violations(data)
        assert bool(findings) == (not valid), data
        for finding in findings:
            assert str(finding.message)
            parent = at(data, finding.path[:-1])
            assert not finding.path or isinstance(parent, dict | list), finding
            assert not isinstance(parent, list) or isinstance(finding.path[-1], int), finding
            assert str(finding.hint or "-")
        verdicts[valid] += 1
    assert verdicts[False] > MUTANTS / 2 or not records


def test_every_error_is_reported_at_its_own_place() -> None:
    """Three mistakes of different kinds are three findings, none hidden by another."""
    data = {"name": "The Frozen Funnel", "kind": "del", "status": "draft", "markets": ["UKR"], "keepr": "Ines"}
    assert {(finding.rule.code, finding.path) for finding in POSTMORTEM.find_violations(data)} == {
        ("schema-enum", ("kind",)),
        ("schema-pattern", ("markets", 0)),
        ("schema-unknown-key", ("keepr",)),
    }
