"""`afterword compare A B`: two records side by side, and what the pair can and cannot tell."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import click
from babel.numbers import format_decimal

from afterword.analysis.comparison import Comparison, KpiPair, differing_values
from afterword.analysis.inputs import Measured, Value
from afterword.analysis.pairs import between
from afterword.analysis.verdicts import PairVerdict, judge, verdict_sentences
from afterword.cli import options, tables
from afterword.cli.check import load_with_progress
from afterword.cli.refusal import unknown_record_error
from afterword.cli.tables import TableRow
from afterword.library.projection import Entry, Projection
from afterword.pages.recorded_values import ValueFormatter
from afterword.problems import Message, say
from afterword.schema.fields import Audience
from afterword.text.languages import Language
from afterword.workspace import project


@click.command()
@click.argument("a")
@click.argument("b")
@options.form
@options.lang
@options.root
def compare(a: str, b: str, form: str, lang: str, root: Path) -> None:
    """Compare two records, A and B, by variable and by KPI.

    A record is named by its name, an alias or its file. What went into each is compared: `variables`, market, product,
    goal, budget, creators and the like. The verdict speaks of one variable only when no other differs and every
    variable that your vocabulary calls decisive is recorded in both.
    """
    language = project.load_language(lang, root)
    library = load_with_progress(root).library.project(Audience.INTERNAL)
    comparison = between(_entry(library, a, language), _entry(library, b, language), library)
    recorded = ValueFormatter(library.vocabulary, library.schema, language)
    if form == "json":
        click.echo(json.dumps(data(comparison, recorded), ensure_ascii=False, indent=2))
    else:
        _print(comparison, recorded)


def data(comparison: Comparison, recorded: ValueFormatter) -> Mapping[str, Any]:
    """Return the comparison as the JSON that `--format json` prints."""
    a, b = comparison.a, comparison.b
    return {
        "a": a.name,
        "b": b.name,
        "same": list(comparison.same),
        "differs": [
            {"variable": key, "a": value, "b": other}
            for key in comparison.differs
            for value, other in [differing_values(key, a, b, recorded.vocabulary)]
        ],
        "unknown": list(comparison.unknown),
        "kept": list(comparison.kept),
        "confounded": judge(comparison) is PairVerdict.CONFOUNDED,
        "kpis": [
            {"name": pair.name, "a": _measured(pair.a), "b": _measured(pair.b), "difference": pair.difference}
            for pair in comparison.kpis
        ],
        "outcomes": {
            path: {"a": a.outcomes.get(path), "b": b.outcomes.get(path)} for path in {**a.outcomes, **b.outcomes}
        },
        "verdict": " ".join(_sentences(comparison, recorded)),
    }


def _measured(kpi: Measured | None) -> Mapping[str, Any] | None:
    return {"planned": kpi.planned, "actual": kpi.actual, "unit": kpi.unit} if kpi else None


def _sentences(comparison: Comparison, recorded: ValueFormatter) -> list[str]:
    return [recorded.language.say(text) for text in verdict_sentences(comparison, recorded.title)]


def _entry(library: Projection, said: str, language: Language) -> Entry:
    """The entry of a name, an alias or a file. Raises `Unusable` for any other, with the nearest that there is."""
    by_path = {entry.path: entry for entry in library.entries}
    if found := library.resolve(said)[0] or by_path.get(said.removeprefix("./")):
        return found
    raise unknown_record_error(said, (name for entry in library.entries for name in entry.names), language)


def _print(comparison: Comparison, recorded: ValueFormatter) -> None:
    language, a, b = recorded.language, comparison.a, comparison.b
    results: list[TableRow] = [_row(pair, language) for pair in comparison.kpis]
    missing = language.say(say("not recorded"))
    results.extend(("", title, *(text or missing for text in texts)) for title, texts in recorded.format_outcomes(a, b))
    for title, rows in (say("result"), results), (say("variable"), list(_rows(comparison, recorded))):
        if rows:
            tables.print_table(["", title, a.name, b.name], rows, language)
            click.echo()
    for sentence in _sentences(comparison, recorded):
        tables.print_sentence(sentence)


def _rows(comparison: Comparison, recorded: ValueFormatter) -> Iterator[TableRow]:
    """Every variable that was compared: first those that differ, then the same, then what nobody can tell."""
    for mark, keys in ("≠", comparison.differs), ("=", comparison.same), ("?", comparison.unknown):
        for key in keys:
            title: Message | str = recorded.title(key)
            if key in comparison.kept:
                title = say("{variable}, said to be kept", variable=title)
            cells = (
                _cell(recorded.format_variable(of, key)) or say("not recorded") for of in (comparison.a, comparison.b)
            )
            yield mark, title, *cells


def _cell(lines: Sequence[tuple[str, str]]) -> str:
    return "; ".join(f"{title}: {text}" if title else text for title, text in lines)


def _row(pair: KpiPair, language: Language) -> TableRow:
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
    if value == "unknown":
        return language.say(say("unknown"))
    if value is None or isinstance(value, str):
        return value or "–"
    return f"{format_decimal(value, format='#,##0.###', locale=language.code)} {unit}".strip()
