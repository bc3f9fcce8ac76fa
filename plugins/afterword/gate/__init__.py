"""The gate: which records and guardrails a brief must answer for, and whether it has."""
