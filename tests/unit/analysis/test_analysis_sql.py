"""Counts, medians and sums are those that a database makes of the same records with SQL of its own."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Sequence
from typing import Any

import duckdb
import pytest

import analysed
from afterword.analysis import attainment
from afterword.analysis.assumptions import count_verdicts, list_assumptions
from afterword.analysis.attainment import AttainmentGroup
from afterword.analysis.causes import list_accounts
from afterword.analysis.deals import tally_deals
from afterword.analysis.weights import weigh_causes
from afterword.library.library import Library
from afterword.library.projection import Projection
from afterword.schema.audience import Audience
from afterword.text.names import name_key
from afterword.workspace import project
from support import ROOT

Rows = Sequence[tuple[Any, ...]]

_TABLES = """
    CREATE TABLE records (path TEXT, data JSON);
    CREATE TABLE metrics (metric TEXT, better TEXT);
    CREATE MACRO number(value) AS
        CASE WHEN json_type(value) IN ('UBIGINT', 'BIGINT', 'DOUBLE') THEN CAST(value->>'$' AS DOUBLE) END;
    CREATE MACRO folded(text) AS regexp_replace(trim(lower(text)), '\\s+', ' ', 'g');
    CREATE VIEW rows AS
        SELECT path, data, unnest(CAST(data->'kpis' AS JSON[])) AS kpi FROM records WHERE data->>'outcome' IS NOT NULL;
    CREATE VIEW measured AS
        SELECT path, data, number(kpi->'planned') AS planned, number(kpi->'actual') AS actual,
            coalesce(kpi->>'better', better, 'higher') = 'lower' AS lower_is_better
        FROM rows LEFT JOIN metrics ON kpi->>'metric' = metric;
    CREATE VIEW judged AS
        SELECT path, data,
            CASE WHEN lower_is_better THEN actual <= planned ELSE actual >= planned END AS hit,
            CASE WHEN planned > 0 AND actual >= 0 AND (actual > 0 OR NOT lower_is_better)
                THEN CASE WHEN lower_is_better THEN planned / actual ELSE actual / planned END END AS share
        FROM measured;
    CREATE VIEW causes AS
        SELECT path, unnest(CAST(data->'causes' AS JSON[])) AS cause FROM records;
"""
_GROUPS = """
    SELECT key, count(*) FILTER (hit), count(*) FILTER (NOT hit), count(*) FILTER (hit IS NULL), median(share),
        count(share), count(DISTINCT path)
    FROM (SELECT {key} AS key, * FROM judged) WHERE key IS NOT NULL GROUP BY key ORDER BY key
"""
_KEYS = {
    "market": "unnest(CAST(data->'markets' AS TEXT[]))",
    "goal": "data->>'goal'",
    "content": "unnest(CAST(data->'execution'->'content_types' AS TEXT[]))",
    "quarter": """
        CASE WHEN regexp_full_match(data->>'ends', '\\d{4}-Q\\d') THEN data->>'ends'
             WHEN regexp_full_match(data->>'ends', '\\d{4}-\\d\\d.*')
                 THEN left(data->>'ends', 4) || '-Q' || (CAST(substr(data->>'ends', 6, 2) AS INT) + 2) // 3 END
    """,
}
_BY = {
    "market": attainment.group_by_market,
    "goal": attainment.group_by_goal,
    "content": attainment.group_by_content_type,
    "quarter": attainment.group_by_quarter,
}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Library:
    """A made-up library of 500 records."""
    root = tmp_path_factory.mktemp("sql") / "library"
    subprocess.run([sys.executable, ROOT / "benchmarks" / "library.py", root, "500"], check=True)
    return project.load_project(root).library


class Both:
    """A library as the analysis sees it, and the same records in a database."""

    def __init__(self, library: Library) -> None:
        self.projection: Projection = library.project(Audience.INTERNAL)
        self._base = duckdb.connect()
        self._base.execute(_TABLES)
        rows = [(record.path, json.dumps(record.data)) for record in library.records]
        self._base.executemany("INSERT INTO records VALUES (?, ?)", rows)
        metrics = [(key, term.better) for key, term in library.vocabulary.lists["metrics"].items()]
        self._base.executemany("INSERT INTO metrics VALUES (?, ?)", metrics)

    def sql(self, query: str) -> Rows:
        """The rows of a query."""
        found: Rows = self._base.execute(query).fetchall()
        return found


@pytest.fixture(scope="module", params=["worked-out", "made-up"])
def both(request: pytest.FixtureRequest) -> Both:
    """The library that was worked out by hand, and the made-up one."""
    is_made = request.param == "made-up"
    return Both(request.getfixturevalue("made") if is_made else analysed.library())


def _figures(groups: Sequence[AttainmentGroup]) -> Rows:
    return sorted((g.key, g.hit, g.missed, g.unknown, g.middle, g.shares, len(g.entries)) for g in groups)


@pytest.mark.parametrize("key", _KEYS)
def test_kpis_hit_and_missed_and_their_medians(both: Both, key: str) -> None:
    """By market, goal, content type and quarter, to the last bit."""
    expected = both.sql(_GROUPS.format(key=_KEYS[key]))
    assert _figures(_BY[key](attainment.measure_entries(both.projection))) == expected
    assert len(expected) > 1


@pytest.mark.parametrize("field", ["variable", "gap", "evidence"])
def test_weights_of_records_with_one_account(both: Both, field: str) -> None:
    """Causes, and their numeric weights with and without what is disputed."""
    expected = both.sql(f"""
        SELECT coalesce(cause->>'{field}', ''), count(*),
            coalesce(sum(number(cause->'weight')) FILTER (cause->>'disputed_by' IS NULL), 0),
            coalesce(sum(number(cause->'weight')), 0)
        FROM causes
        WHERE path IN (
            SELECT path FROM causes GROUP BY path HAVING count(DISTINCT coalesce(cause->>'account', '')) = 1)
        GROUP BY 1 ORDER BY 1
    """)  # noqa: S608 - the field is one of three
    entries = [entry for entry in both.projection.entries if len(list_accounts(entry)) == 1]
    found = weigh_causes(entries, lambda cause: cause.get(field, "")).shares
    assert sorted((s.key, s.causes, round(s.low, 6), round(s.high, 6)) for s in found) == [
        (key, count, round(low, 6), round(high, 6)) for key, count, low, high in expected
    ]
    assert sum(row[3] for row in expected) > 0


@pytest.mark.parametrize("field", ["reason", "competitor", "stage"])
def test_deals_by_reason_competitor_and_stage(both: Both, field: str) -> None:
    """Closed ones only, by outcome."""
    expected = both.sql(f"""
        SELECT folded(data->'deal'->>'{field}') AS key, count(*) FILTER (data->>'outcome' = 'won'),
            count(*) FILTER (data->>'outcome' = 'lost'), count(*) FILTER (data->>'outcome' = 'no-decision')
        FROM records WHERE data->>'kind' = 'deal' AND data->>'outcome' IS NOT NULL AND key IS NOT NULL
        GROUP BY key ORDER BY key
    """)  # noqa: S608 - the field is one of three
    found = tally_deals(both.projection.entries, field)
    assert sorted((name_key(t.key), t.won, t.lost, t.undecided) for t in found) == expected
    assert expected


def test_verdicts_of_assumptions(both: Both) -> None:
    """Each with how many came to it; one without a verdict is untested."""
    expected = both.sql("""
        SELECT coalesce(one->>'verdict', 'untested') AS verdict, count(*)
        FROM (SELECT unnest(CAST(data->'assumptions' AS JSON[])) AS one FROM records) GROUP BY verdict ORDER BY verdict
    """)
    assert sorted(count_verdicts(list_assumptions(both.projection)).items()) == expected
    assert expected
