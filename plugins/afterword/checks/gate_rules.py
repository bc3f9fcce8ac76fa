"""Rules whose violation keeps a brief from passing the gate."""

from __future__ import annotations

from afterword.problems import Rule, RuleGroup, Subject

UNREVIEWED = Rule(
    "brief-unreviewed",
    "A brief has not answered for a related postmortem or guardrail",
    group=RuleGroup.GATE,
    subjects=(Subject.BRIEF,),
    needs_library=True,
)
SHORT = Rule(
    "brief-answer-short",
    "An answer to the library has fewer than five words",
    group=RuleGroup.GATE,
    subjects=(Subject.BRIEF,),
)
REPEATED = Rule(
    "brief-answer-repeated", "Two answers to the library say the same", group=RuleGroup.GATE, subjects=(Subject.BRIEF,)
)
UNPLANNED = Rule(
    "brief-postmortem-unplanned",
    "A brief does not say when its postmortem is due and who keeps it",
    group=RuleGroup.GATE,
    subjects=(Subject.BRIEF,),
)
ANSWER_RULES = (UNREVIEWED, SHORT, REPEATED)
"""Rules whose problems are shown beside their gate question."""
RULES = (UNREVIEWED, SHORT, REPEATED, UNPLANNED)
