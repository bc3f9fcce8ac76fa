"""HTML of a page that redirects a former name to the present one."""

from __future__ import annotations

from html import escape

from afterword.pages.page import Page

_REDIRECT_POLICY = "default-src 'none'; img-src data:"
"""Content-Security-Policy of a page without scripts and styles, with an empty icon."""


def render_redirect(page: Page) -> str:
    """Render a redirect without the theme: there is one for each former name, and nobody stays on it."""
    target_url = escape(page.redirect)
    return (
        f'<!doctype html>\n<html lang="{escape(page.lang)}"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{_REDIRECT_POLICY}">'
        f'<meta name="viewport" content="width=device-width,initial-scale=1"><title>{escape(page.title)}</title>'
        f'<meta http-equiv="refresh" content="0; url={target_url}"><link rel="canonical" href="{target_url}">'
        f'<meta name="robots" content="noindex"><link rel="icon" href="data:,"></head>\n'
        f'<body><article class="aw-signpost">{page.html}</article></body></html>\n'
    )
