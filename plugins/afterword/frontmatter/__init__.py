"""Bytes to text to data, with the place of every key and value."""
