"""Take the screenshots of the README from the built example library.

Usage: python scripts/take_screenshots.py

They are committed. Take them anew when the pages look different; no test compares them.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from click.testing import CliRunner

from afterword.cli import afterword

sys.path.append(str(Path(__file__).parents[1] / "tests"))
from browser import chromium, serving
from support import ROOT

URL_BY_FILE = {"home.png": "", "record.png": "names/ebay-paid-search-experiment/"}
FOLDER = ROOT / "docs" / "pictures"
WINDOW_SIZE = {"width": 1280, "height": 760}


def take_screenshots() -> None:
    """Build the example library and take a screenshot of each page."""
    FOLDER.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        site = Path(folder) / "site"
        result = CliRunner().invoke(afterword, ["build", "--root", str(ROOT), "--out", str(site)])
        if result.exit_code:
            raise SystemExit(result.output)
        with chromium() as browser, serving(site) as site_url:
            page = browser.new_page(viewport=WINDOW_SIZE, color_scheme="light")  # type: ignore[arg-type]  # a plain dict
            for file, url in URL_BY_FILE.items():
                page.goto(site_url + url)
                page.screenshot(path=FOLDER / file)


if __name__ == "__main__":
    take_screenshots()
