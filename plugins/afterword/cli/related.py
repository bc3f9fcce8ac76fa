"""`afterword related`: the records that matter to a brief, or to another record, and why."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import click

from afterword.cli import library_option as libraries
from afterword.cli import options, tables
from afterword.cli.refusal import nobody
from afterword.disk import opening
from afterword.gate import queries as plan
from afterword.gate.ranking import MOST, Match, Question
from afterword.problems import Unusable, say
from afterword.report import text
from afterword.text.languages import Language
from afterword.workspace import gate_libraries as gating
from afterword.workspace import project, remote


@click.command()
@click.argument("brief_or_name")
@click.option(
    "--most", metavar="N", type=click.IntRange(1, 100), default=MOST, show_default=True, help="How many at most."
)
@options.form
@libraries.options
@options.as_of
@options.lang
@options.root
def related(
    brief_or_name: str,
    most: int,
    form: str,
    library: str | None,
    pin: Path | None,
    today: date | None,
    lang: str,
    root: Path,
) -> None:
    """List the records that matter to a brief, with why they do.

    A brief is named by its file, in any repository, with or without front matter. A record is named by its name or an
    alias: then what is like it is listed. How a record ended counts for nothing, a loss is found as easily as a win.
    """
    language = project.language(lang, None if library else root)
    path = Path(brief_or_name)
    remote.listed(root, [path] if opening.exists(path) else ())  # what cannot be is said before a large library is read
    known = libraries.asked(root, library, pin, today)
    matches = known.gate.ranking.related(_question(known, brief_or_name, root, language), most)
    if form == "json":
        rows = [
            {"name": one.record.name, "score": one.score, "reasons": [language.say(why) for why in one.reasons]}
            for one in matches
        ]
        click.echo(json.dumps(rows, ensure_ascii=False, indent=2))
    else:
        _print(matches, language)


def _question(known: gating.Library, said: str, root: Path, language: Language) -> Question:
    """What a brief or a record asks. Raises `Unusable` for what is neither, and for a file that cannot be read."""
    register, schema = known.gate.register, known.gate.schema
    path = Path(said)
    if not opening.exists(path):
        record, _, _ = register.resolve(said)
        if record is None:
            names = (name for one in register.records for name in (one.name, *one.others))
            raise nobody(said, names, language)
        return known.gate.ranking.question(record, plan.asked(schema))
    judged = next(iter(known.judge(root, [path])))
    if judged.verdict is None:
        raise Unusable(text.report(judged.problems, 1, judged.line, options.paint, language).rstrip())
    return plan.question(judged.verdict.brief.data, judged.verdict.brief.prose, schema)


def _print(matches: Sequence[Match], language: Language) -> None:
    rows = [
        (f"{one.score:.1f}", one.record.name, one.record.outcome, "; ".join(language.say(why) for why in one.reasons))
        for one in matches
    ]
    if rows:
        tables.show([say("score"), say("name"), say("outcome"), say("why")], rows, language)
    else:
        tables.tell(language.say(say("Nothing in the library is related.")))
