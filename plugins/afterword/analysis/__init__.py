"""Pure functions that compute from many records what no single record states."""
