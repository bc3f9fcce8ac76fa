"""Other forms of the library than the site, as values for `store` to write."""
