"""Theme of the site: our templates, styles and scripts, in addition to those of the engine's theme."""

from __future__ import annotations

from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig

from afterword.mkdocs_plugin.preview import NOT_FOUND

_THEMES = Path(__file__).parent.parent / "theme"


def add_theme(config: MkDocsConfig) -> None:
    """Add our templates, styles and scripts, below those of a team."""
    config.theme.dirs.insert(1 if config.theme.custom_dir else 0, str(_THEMES / "material"))
    config.extra_css.insert(0, "assets/afterword.css")
    config.extra_javascript.extend(["assets/afterword.js", "assets/reading.js"])
    # The Content-Security-Policy refuses a style attribute.
    config.mdx_configs.setdefault("tables", {}).setdefault("use_align_attribute", True)


def replace_with_error_page(config: MkDocsConfig) -> None:
    """Replace all pages of the site by the 404 page, which then shows the plugin's error page."""
    config.theme.dirs.insert(0, str(_THEMES / "broken"))
    config.theme.static_templates.add(NOT_FOUND)
    config.nav = None
