"""`afterword related`: lists the records that matter to a brief or to another record, with reasons."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import click

from afterword.cli import options, table_output
from afterword.cli.gate_library import load_gate_library
from afterword.cli.library_options import gate_library_options
from afterword.cli.record_names import unknown_record_error
from afterword.disk import opening
from afterword.gate import queries
from afterword.gate.ranking import MAX_RELATED_RECORDS, RankingQuery, RelatedRecord
from afterword.library.published_index import PublishedIndex
from afterword.problems import Unusable, say
from afterword.report import text
from afterword.text.languages import Language
from afterword.workspace import definitions, gate_libraries, remote


@click.command()
@click.argument("brief_or_name")
@click.option(
    "--most",
    "limit",
    metavar="N",
    type=click.IntRange(1, 100),
    default=MAX_RELATED_RECORDS,
    show_default=True,
    help="Maximum number of records.",
)
@options.output_format
@gate_library_options
@options.as_of
@options.lang
@options.root
def related(
    brief_or_name: str,
    limit: int,
    output_format: str,
    library: str | None,
    pin: Path | None,
    today: date | None,
    lang: str,
    root: Path,
) -> None:
    """List the records that are related to a brief, with reasons.

    Give a brief by its file, in any repository, with or without front matter. Give a record by its name or an alias:
    then the records most like it are listed. The outcome of a record does not count: a loss is found as easily as a
    win.
    """
    language = definitions.load_language(lang, None if library else root)
    path = Path(brief_or_name)
    remote.list_markdown_files(
        root, [path] if opening.path_exists(path) else ()
    )  # invalid arguments are reported before a large library is read
    gate_library = load_gate_library(root, library, pin, today)
    matches = gate_library.gate.ranking.find_related(_build_query(gate_library, brief_or_name, root, language), limit)
    if output_format == "json":
        rows = [
            {
                "name": match.record.name,
                "score": match.score,
                "reasons": [language.say(reason) for reason in match.reasons],
            }
            for match in matches
        ]
        click.echo(json.dumps(rows, ensure_ascii=False, indent=2))
    else:
        _print_matches(matches, gate_library.gate.register, language)


def _build_query(
    gate_library: gate_libraries.GateLibrary, brief_or_name: str, root: Path, language: Language
) -> RankingQuery:
    """Build the query of a brief or a record. Raises `Unusable` for unknown names and unreadable files."""
    published_index, schema = gate_library.gate.register, gate_library.gate.schema
    path = Path(brief_or_name)
    if not opening.path_exists(path):
        record, _, _ = published_index.resolve_link(brief_or_name)
        if record is None:
            names = (
                name
                for indexed_record in published_index.records
                for name in (indexed_record.name, *indexed_record.other_names)
            )
            raise unknown_record_error(brief_or_name, names, language)
        return gate_library.gate.ranking.query_for_record(record, queries.brief_facet_names(schema))
    brief_verdict = next(iter(gate_library.judge_briefs(root, [path])))
    if brief_verdict.verdict is None:
        raise Unusable(
            text.format_text(brief_verdict.problems, 1, brief_verdict.get_line, options.paint_text, language).rstrip()
        )
    return queries.build_query(brief_verdict.verdict.brief.data, brief_verdict.verdict.brief.prose, schema)


def _print_matches(matches: Sequence[RelatedRecord], published_index: PublishedIndex, language: Language) -> None:
    """Print the related records as a table with scores and reasons."""
    rows = [
        (
            f"{match.score:.1f}",
            match.record.name,
            published_index.label("outcome", match.record.outcome, language),
            "; ".join(language.say(reason) for reason in match.reasons),
        )
        for match in matches
    ]
    if rows:
        table_output.print_table([say("score"), say("name"), say("outcome"), say("why")], rows, language)
    else:
        table_output.print_sentence(language.say(say("Nothing in the library is related.")))
