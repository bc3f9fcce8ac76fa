"""Listing and reading files, git history, and swapping in a finished site whole."""
