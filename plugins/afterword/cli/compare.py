"""`afterword compare A B`: two records side by side, and what the pair can and cannot tell."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click
from babel import Locale
from babel.numbers import format_decimal

from afterword import project
from afterword.analysis import comparison
from afterword.analysis.comparison import Comparison, Measured, Pair, Value
from afterword.cli import options, tables
from afterword.cli.check import load_with_progress
from afterword.cli.refusal import nobody
from afterword.cli.tables import Row
from afterword.fields import Audience
from afterword.languages import Language
from afterword.problems import say
from afterword.projection import Entry, Projection


@click.command()
@click.argument("a")
@click.argument("b")
@options.form
@options.lang
@options.root
def compare(a: str, b: str, form: str, lang: str, root: Path) -> None:
    """Compare two records, A and B, by variable and by KPI.

    A record is named by its name, an alias or its file. The verdict says what the pair can tell: when only one
    variable differs it speaks about that one, when several do it cannot tell them apart.
    """
    language = project.language(lang, root)
    library = load_with_progress(root).library.project(Audience.INTERNAL)
    found = comparison.between(_entry(library, a, language), _entry(library, b, language), library)
    if form == "json":
        click.echo(json.dumps(data(found, library, language), ensure_ascii=False, indent=2))
    else:
        _print(found, library, language)


def data(found: Comparison, library: Projection, language: Language) -> Mapping[str, Any]:
    """The comparison as the JSON that `--format json` prints."""
    return {
        "a": found.a.name,
        "b": found.b.name,
        "same": list(found.same),
        "differs": [{"variable": row.variable, "a": row.a, "b": row.b} for row in found.differs],
        "unknown": list(found.unknown),
        "confounded": found.is_confounded,
        "kpis": [
            {"name": pair.name, "a": _measured(pair.a), "b": _measured(pair.b), "difference": pair.difference}
            for pair in found.kpis
        ],
        "verdict": " ".join(_verdict(found, library, language)),
    }


def _measured(kpi: Measured | None) -> Mapping[str, Any] | None:
    return {"planned": kpi.planned, "actual": kpi.actual, "unit": kpi.unit} if kpi else None


def _verdict(found: Comparison, library: Projection, language: Language) -> list[str]:
    known = library.vocabulary.lists.get("variables", {})
    titles = {key: term.title(language.code) for key, term in known.items()}
    said = comparison.verdict(found, lambda key: titles.get(key, key))
    return [language.say(text) for text in said]


def _entry(library: Projection, said: str, language: Language) -> Entry:
    """The entry of a name, an alias or a file. Raises `Unusable` for any other, with the nearest that there is."""
    by_path = {entry.path: entry for entry in library.entries}
    if found := library.resolve(said)[0] or by_path.get(said.removeprefix("./")):
        return found
    raise nobody(said, (name for entry in library.entries for name in entry.names), language)


def _print(found: Comparison, library: Projection, language: Language) -> None:
    kpis = [_row(pair, language) for pair in found.kpis]
    for title, rows in ("KPI", kpis), (say("variable"), _rows(found, library, language)):
        if rows:
            tables.show(["", title, found.a.name, found.b.name], rows, language)
            click.echo()
    for sentence in _verdict(found, library, language):
        tables.tell(sentence)


def _rows(found: Comparison, library: Projection, language: Language) -> list[Row]:
    """Every variable that one of the two records: first those that differ, then the same, then what is unknown."""
    known = library.vocabulary.lists.get("variables", {})
    differs = {row.variable for row in found.differs}
    rows: list[Row] = []
    for key in (*(row.variable for row in found.differs), *found.same, *found.unknown):
        mark = "≠" if key in differs else "=" if key in found.same else "?"
        a, b = (_value(key, of.variables.get(key), language) or say("not recorded") for of in (found.a, found.b))
        rows.append((mark, known[key].title(language.code) if key in known else key, a, b))
    return rows


def _value(variable: str, value: Value, language: Language) -> str:
    if variable == "market" and isinstance(value, str):
        return ", ".join(str(Locale(language.code).territories.get(code, code)) for code in value.split(", "))
    return "" if value is None else str(value)


def _row(pair: Pair, language: Language) -> Row:
    moved = pair.difference
    mark = "" if moved is None else "=" if moved == 0 else "↑" if moved > 0 else "↓"
    return mark, pair.name, _figures(pair.a, language), _figures(pair.b, language)


def _figures(kpi: Measured | None, language: Language) -> str:
    """What was reached and planned of a KPI, in one line."""
    if kpi is None:
        return language.say(say("not measured"))
    actual, planned = (_amount(value, kpi.unit, language) for value in (kpi.actual, kpi.planned))
    return language.say(say("{actual}, planned {planned}", actual=actual, planned=planned))


def _amount(value: Value, unit: str, language: Language) -> str:
    """A number with its unit; words as they are, since they say theirs."""
    if value is None or isinstance(value, str):
        return value or "–"
    return f"{format_decimal(value, format='#,##0.###', locale=language.code)} {unit}".strip()
