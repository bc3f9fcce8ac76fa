"""Finds the root, and loads and checks a library."""
