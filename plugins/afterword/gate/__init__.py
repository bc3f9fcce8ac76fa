"""What a plan has to answer for: the records that matter to it, the guardrails that apply, and what is unanswered."""
