"""One record or brief: validated data with its prose."""
