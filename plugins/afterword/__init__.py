"""Afterword: postmortems of deals and campaigns that the next brief has to answer."""

__version__ = "0.1.0.dev0"
