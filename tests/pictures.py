"""Takes the two pictures of the README from the built example library: `python tests/pictures.py`.

They are committed, and taken anew by hand when the pages look otherwise; no test compares them.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

from click.testing import CliRunner

from afterword.cli import afterword
from browser import chromium, serving
from support import ROOT

PICTURES = {"home.png": "", "record.png": "names/ebay-paid-search-experiment/"}
"""What each shows, by the page's address."""
FOLDER = ROOT / "docs" / "pictures"
SIZE = {"width": 1280, "height": 760}


def take() -> None:
    """Builds the example library and photographs its pages."""
    FOLDER.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        site = Path(folder) / "site"
        done = CliRunner().invoke(afterword, ["build", "--root", str(ROOT), "--out", str(site)])
        if done.exit_code:
            raise SystemExit(done.output)
        with chromium() as browser, serving(site) as url:
            page = browser.new_page(viewport=SIZE, color_scheme="light")  # type: ignore[arg-type]  # as it is typed
            for name, address in PICTURES.items():
                page.goto(url + address)
                page.screenshot(path=FOLDER / name)


if __name__ == "__main__":
    take()
