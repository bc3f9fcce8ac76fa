"""Pages of a library as plain values that any site engine can take."""

from afterword.pages.registry import build_pages

__all__ = ["build_pages"]
