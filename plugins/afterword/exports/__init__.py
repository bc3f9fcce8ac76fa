"""Further forms of a library beside its site, as values that a caller writes."""
