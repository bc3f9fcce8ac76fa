"""Pages to a finished site."""
