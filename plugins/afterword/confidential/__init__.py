"""Confidential values: what the schema keeps within an audience, and where other texts repeat it."""
