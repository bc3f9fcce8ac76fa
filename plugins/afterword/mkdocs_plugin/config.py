"""Options of the plugin in `mkdocs.yml`."""

from __future__ import annotations

from mkdocs.config import config_options
from mkdocs.config.base import Config

from afterword.schema.audience import Audience


class AfterwordConfig(Config):
    """Options of the plugin in `mkdocs.yml`."""

    audience = config_options.Choice([str(audience) for audience in Audience], default=str(Audience.INTERNAL))
    edit_url = config_options.Type(str, default="")
    search = config_options.Type(bool, default=True)
    languages = config_options.ListOfItems(config_options.Type(str), default=["en"])
    allow = config_options.DictOfItems(config_options.ListOfItems(config_options.Type(str)), default={})
    """Sources that pages may load from besides their own site, by Content-Security-Policy directive."""
