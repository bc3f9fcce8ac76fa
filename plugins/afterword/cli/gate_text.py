"""What the gate found, for the author at a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from afterword.authoring.answers import Asked, block, listed
from afterword.checks import gate_rules as codes
from afterword.cli.tables import said
from afterword.gate.answers import State
from afterword.gate.plain_briefs import ANSWERS
from afterword.gate.verdict import Demand, Verdict
from afterword.library.published_index import Listed, Register
from afterword.problems import Text, say
from afterword.report import Paint
from afterword.report import text as problems_text
from afterword.text.languages import Language
from afterword.workspace.gate_libraries import Judged

_RULES = {"never": say("never"), "always": say("always")}


def asked(verdict: Verdict, language: Language) -> list[Asked]:
    """What a brief has yet to answer, each with why it is asked."""
    return [
        Asked(one.name, one.rule is not None, _line("; ".join(map(language.say, one.reasons)), language))
        for one in verdict.unanswered
    ]


def text(judged: Sequence[Judged], register: Register, paint: Paint, language: Language) -> str:
    """What each brief has to answer, why and what it teaches; what else is wrong with it; and a block to paste."""
    blocks = ["\n".join(_text(one, register, paint, language)) for one in judged]
    passed = sum(one.passes for one in judged)
    total = say("{passed} of {all} may pass.", passed=passed, all=len(judged))
    return "\n\n".join([*blocks, paint(language.say(total), "good" if passed == len(judged) else "error")]) + "\n"


def _text(one: Judged, register: Register, paint: Paint, language: Language) -> Iterator[str]:
    verdict = one.verdict
    if verdict is None:
        yield problems_text.listed(one.problems, one.line, paint, language).rstrip()
        return
    yield f"{paint(problems_text.shown_file(one.file), 'place')}  {_line(verdict.brief.title, language)}"
    yield paint(language.say(summary(verdict)), "good" if verdict.passes else "error")
    for demands in (_records(verdict), _guardrails(verdict)):
        for demand in demands:
            yield ""
            yield from _demand(demand, register, paint, language)
    others = [problem for problem in verdict.problems if problem.rule not in codes.OF_DEMANDS]
    if others:
        yield ""
        yield problems_text.listed(others, one.line, paint, language).rstrip()
    if verdict.unanswered:
        yield ""
        yield from _paste(verdict, language)


def summary(verdict: Verdict) -> Text:
    """How far a brief has answered, in one sentence."""
    answered = sum(demand.state is State.ANSWERED for demand in verdict.demands)
    values = {"answered": answered, "all": len(verdict.demands)}
    if not verdict.demands:
        return say("Passes: nothing in the library is related.") if verdict.passes else say("Not yet.")
    if verdict.passes:
        return Text("Passes: {answered} of {all} answered.", values)
    if answered == len(verdict.demands):
        return Text("Not yet: {answered} of {all} answered, and something else is in the way.", values)
    return Text("Not yet: {answered} of {all} answered.", values)


def _records(verdict: Verdict) -> list[Demand]:
    return [demand for demand in verdict.demands if demand.rule is None]


def _guardrails(verdict: Verdict) -> list[Demand]:
    return [demand for demand in verdict.demands if demand.rule]


def _demand(demand: Demand, register: Register, paint: Paint, language: Language) -> Iterator[str]:
    is_answered = demand.state is State.ANSWERED
    mark = paint("✓", "good") if is_answered else paint("+", "warning") if demand.is_new else paint("✗", "error")
    if demand.rule:
        rule = language.say(_RULES.get(str(demand.rule.data.get("rule")), say("rule")))
        head = f"{demand.name} ({rule}): {demand.rule.data['text']}"
        about = f"{demand.record.name}, {demand.rule.evidence}"
    else:
        head, about = demand.name, _about(demand.record)
    yield f"{mark} {paint(_line(head, language), 'place')}  {paint(_line(about, language), 'quiet')}"
    rows = [(say("why"), "; ".join(language.say(reason) for reason in demand.reasons))]
    if demand.rule is None:
        rows += [(say("lesson"), demand.record.lesson)]
        rows += [(say("read"), address(demand.record, register))]
    if demand.answer and demand.answer.text:
        rows += [(say("waived") if demand.answer.is_waived else say("applied"), demand.answer.text)]
    for title, told in rows:
        if told:
            yield f"  {paint(language.say(title) + ':', 'hint')} {_line(told, language)}"
    if demand.is_new and not is_answered:
        yield f"  {language.say(say('New since the approval: worth a look, and nothing has to be answered.'))}"
    elif problem := demand.problem:
        place = f"{problems_text.shown_file(problem.file)}:{problem.span.line}:{problem.span.column}:"
        kind = paint(f"{problem.severity}[{problem.code}]:", "error")
        yield f"{paint(_line(place, language), 'place')} {kind} {_line(language.say(problem.message), language)}"


def _paste(verdict: Verdict, language: Language) -> Iterator[str]:
    rows = asked(verdict, language)
    if verdict.brief.document:
        yield language.say(
            say(
                "Put this into the front matter (`afterword gate --fix` does) and say what is different because of it. "
                "What does not apply goes under `waived`, with a `reason`."
            )
        )
        yield f"\n{block(rows).rstrip()}"
    else:
        yield language.say(
            say(
                "Put this at the end of the text (`afterword gate --fix` does) and say behind each colon what is "
                "different because of it. Of what does not apply say so: `- [[Name]] does not apply: why`."
            )
        )
        yield f"\n{listed(rows, ANSWERS).rstrip()}"


def _about(record: Listed) -> str:
    return ", ".join(filter(None, (record.outcome, *record.markets, record.ends)))


def address(record: Listed, register: Register) -> str:
    """Where the page of a record is; empty where nobody knows."""
    return f"{register.url}{record.url}" if register.url and record.url else ""


def _line(text: str, language: Language) -> str:
    return said(text, language)
