"""Schemas, fields, vocabulary, violations, and migrations."""
