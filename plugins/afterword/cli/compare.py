"""Command `afterword compare A B`."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import click
from babel.numbers import format_decimal

from afterword.analysis.comparison import Comparison, KpiPair, get_differing_values
from afterword.analysis.inputs import MeasuredKpi, Value
from afterword.analysis.pairs import compare_entries
from afterword.analysis.verdicts import PairVerdict, judge_comparison, verdict_sentences
from afterword.cli import options, table_output
from afterword.cli.loading import load_with_progress
from afterword.cli.record_names import unknown_record_error
from afterword.cli.table_output import TableRow
from afterword.library.projection import Entry, Projection
from afterword.pages.recorded_values import ValueFormatter
from afterword.problems import Message, say
from afterword.schema.audience import Audience
from afterword.text.languages import Language
from afterword.workspace import definitions


@click.command()
@click.argument("a")
@click.argument("b")
@options.output_format
@options.lang
@options.root
def compare(a: str, b: str, output_format: str, lang: str, root: Path) -> None:
    """Compare two records, A and B, by variable and by KPI.

    A record is named by its name, an alias or its file. What went into each is compared: `variables`, market, product,
    goal, budget, creators and the like. The verdict speaks of one variable only when no other differs and every
    variable that your vocabulary calls decisive is recorded in both.
    """
    language = definitions.load_language(lang, root)
    library = load_with_progress(root).library.project(Audience.INTERNAL)
    comparison = compare_entries(_find_entry(library, a, language), _find_entry(library, b, language), library)
    recorded = ValueFormatter(library.vocabulary, library.schema, language)
    if output_format == "json":
        click.echo(json.dumps(to_json_data(comparison, recorded), ensure_ascii=False, indent=2))
    else:
        _print_comparison(comparison, recorded)


def to_json_data(comparison: Comparison, recorded: ValueFormatter) -> Mapping[str, Any]:
    """Return a comparison as the data that `--format json` prints."""
    a, b = comparison.a, comparison.b
    return {
        "a": a.name,
        "b": b.name,
        "same": list(comparison.same),
        "differs": [
            {"variable": key, "a": value, "b": other}
            for key in comparison.differs
            for value, other in [get_differing_values(key, a, b, recorded.vocabulary)]
        ],
        "unknown": list(comparison.unknown),
        "kept": list(comparison.kept),
        "confounded": judge_comparison(comparison) is PairVerdict.CONFOUNDED,
        "kpis": [
            {"name": pair.name, "a": _kpi_data(pair.a), "b": _kpi_data(pair.b), "difference": pair.difference}
            for pair in comparison.kpis
        ],
        "outcomes": {
            path: {"a": a.outcomes.get(path), "b": b.outcomes.get(path)} for path in {**a.outcomes, **b.outcomes}
        },
        "verdict": " ".join(_verdict_sentences(comparison, recorded)),
    }


def _kpi_data(kpi: MeasuredKpi | None) -> Mapping[str, Any] | None:
    """Return a KPI as JSON data; None if it was not measured."""
    return {"planned": kpi.planned, "actual": kpi.actual, "unit": kpi.unit} if kpi else None


def _verdict_sentences(comparison: Comparison, recorded: ValueFormatter) -> list[str]:
    """Return the sentences of the verdict, in the language of the command."""
    return [recorded.language.say(text) for text in verdict_sentences(comparison, recorded.title)]


def _find_entry(library: Projection, query: str, language: Language) -> Entry:
    """Return the entry of a name, an alias or a file. Raises `Unusable` with the nearest names for any other."""
    by_path = {entry.path: entry for entry in library.entries}
    if match := library.resolve_link(query)[0] or by_path.get(query.removeprefix("./")):
        return match
    raise unknown_record_error(query, (name for entry in library.entries for name in entry.names), language)


def _print_comparison(comparison: Comparison, recorded: ValueFormatter) -> None:
    """Print a table of results, a table of variables, and the verdict."""
    language, a, b = recorded.language, comparison.a, comparison.b
    results: list[TableRow] = [_kpi_row(pair, language) for pair in comparison.kpis]
    missing = language.say(say("not recorded"))
    results.extend(("", title, *(text or missing for text in texts)) for title, texts in recorded.format_outcomes(a, b))
    for title, rows in (say("result"), results), (say("variable"), list(_variable_rows(comparison, recorded))):
        if rows:
            table_output.print_table(["", title, a.name, b.name], rows, language)
            click.echo()
    for sentence in _verdict_sentences(comparison, recorded):
        table_output.print_sentence(sentence)


def _variable_rows(comparison: Comparison, recorded: ValueFormatter) -> Iterator[TableRow]:
    """Yield a row for each variable: those that differ, then the same, then the unknown."""
    for mark, keys in ("≠", comparison.differs), ("=", comparison.same), ("?", comparison.unknown):
        for key in keys:
            title: Message | str = recorded.title(key)
            if key in comparison.kept:
                title = say("{variable}, said to be kept", variable=title)
            cells = (
                _join_lines(recorded.format_variable(of, key)) or say("not recorded")
                for of in (comparison.a, comparison.b)
            )
            yield mark, title, *cells


def _join_lines(lines: Sequence[tuple[str, str]]) -> str:
    """Return the lines of a variable, each with its title if it has one, in one cell."""
    return "; ".join(f"{title}: {text}" if title else text for title, text in lines)


def _kpi_row(pair: KpiPair, language: Language) -> TableRow:
    """Return the row of a KPI: the direction of its change, its name, and both results."""
    difference = pair.difference
    mark = "" if difference is None else "=" if difference == 0 else "↑" if difference > 0 else "↓"
    return mark, pair.name, _format_kpi(pair.a, language), _format_kpi(pair.b, language)


def _format_kpi(kpi: MeasuredKpi | None, language: Language) -> str:
    """Return actual and planned value of a KPI in one line."""
    if kpi is None:
        return language.say(say("not measured"))
    actual, planned = (_format_amount(value, kpi.unit, language) for value in (kpi.actual, kpi.planned))
    return language.say(say("{actual}, planned {planned}", actual=actual, planned=planned))


def _format_amount(value: Value, unit: str, language: Language) -> str:
    """Return a number with its unit; a text stays as it is."""
    if value == "unknown":
        return language.say(say("unknown"))
    if value is None or isinstance(value, str):
        return value or "–"
    return f"{format_decimal(value, format='#,##0.###', locale=language.code)} {unit}".strip()
