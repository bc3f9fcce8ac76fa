"""Measure a reader's first query: bytes and seconds from a cold start, in headless Chromium.

    python benchmarks/first_query.py [--size 10000] [--site SITE] [--plain PLAIN_SITE] [--bare] [--json FILE]

Each query is asked in a browser that knows nothing of the site: it opens the home page, waits until that is still,
opens the search with a key, and types. What is fetched from then on counts, as it was sent, and the time until the
first answers and filters stand there. The server packs texts, as most do; `--bare` takes one that sends files as they
are. `PLAIN_SITE` is the same library as MkDocs pages with Material's own search. Both are built unless they are given.
"""

from __future__ import annotations

import gzip
import json
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from statistics import median
from threading import Thread

import click
from measure import measure_run
from playwright.sync_api import Browser, Page
from rich.console import Console
from rich.table import Table

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests"))

from browser import chromium

HERE = Path(__file__).resolve().parent
BIN = Path(sys.executable).parent
QUERIES = (
    "frozen funnel", "midnight discount", "paper bridge", "silent microscope", "odd courier", "iron funnel",
    "brittle handshake", "the folded zeppelin", "security questions", "localisation", "pilot", "creators conversion",
    "price too high", "holdout", "late approval", "кривая телеграмма", "упрямый якорь", "локализация", "скидка",
    "поздний запуск",
)  # fmt: skip
"""Twenty first queries: ten names, ten topics; a quarter of them in Russian, from the Russian home page."""
_PACKED_SUFFIXES = (".html", ".js", ".css", ".json", ".xml", ".svg")
_TIMEOUT_MS = 120_000


@dataclass(frozen=True, slots=True)
class QueryCost:
    """Cost of one query: kB of the page, kB since the search was opened, and seconds until the first answer."""

    query: str
    page: float
    search: float
    seconds: float


class _PackingHandler(SimpleHTTPRequestHandler):
    """Handler that serves a folder, with texts packed if the browser accepts that."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    """As in most servers; without it, a small answer waits some 40 ms until the previous one is confirmed."""

    def __init__(self, *arguments: object, packs: bool, **options: object) -> None:
        self._packs = packs
        super().__init__(*arguments, **options)  # type: ignore[arg-type]  # as the server passes them

    def log_message(self, *_: object) -> None:
        """Log nothing."""

    def do_GET(self) -> None:
        """Send a file."""
        path = Path(self.translate_path(self.path))
        path = path / "index.html" if path.is_dir() else path
        if not path.is_file():
            self.send_error(404)
            return
        raw = path.read_bytes()
        is_packed = self._packs and path.suffix in _PACKED_SUFFIXES
        body = gzip.compress(raw, 6) if is_packed else raw
        self.send_response(200)
        self.send_header("Content-Type", self.guess_type(str(path)))
        if is_packed:
            self.send_header("Content-Encoding", "gzip")
        self.send_header("Cache-Control", "max-age=600")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


@contextmanager
def _serve_folder(folder: Path, *, packs: bool) -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_PackingHandler, directory=str(folder), packs=packs))
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()


def _measure_query(browser: Browser, url: str, query: str, search_ui: tuple[str, str, str, str]) -> QueryCost:
    """Measure one query from a cold start.

    `search_ui` is the key that opens the search, the selectors of its box and of an answer, and the Russian home.
    """
    key, box, answer, russian = search_ui
    with browser.new_context() as context:
        page = context.new_page()
        sizes = _record_received_sizes(page)
        home = url if query.isascii() else f"{url}{russian}"
        page.goto(home, wait_until="networkidle", timeout=_TIMEOUT_MS)
        before = sum(sizes)
        started = page.evaluate("performance.now()")
        page.keyboard.press(key)
        _wait_for_time(page, "box => document.activeElement?.matches(box)", box)
        page.keyboard.insert_text(query)
        seconds = (_wait_for_time(page, "answer => document.querySelector(answer)", answer) - started) / 1000
        page.wait_for_load_state("networkidle")
        page.wait_for_timeout(200)
        return QueryCost(query, before / 1000, (sum(sizes) - before) / 1000, seconds)


def _wait_for_time(page: Page, condition: str, selector: str) -> float:
    """Return the time on the page's clock, in milliseconds, once it meets a condition.

    It is asked at each frame: locators would look again after 20, 50, 100, 100 and then every 500 ms.
    """
    script = f"selector => ({condition})(selector) && performance.now()"
    handle = page.wait_for_function(script, arg=selector, timeout=_TIMEOUT_MS)
    return float(handle.json_value())


def _record_received_sizes(page: Page) -> list[float]:
    """Return a list that collects the sizes of what is received from now on, headers included."""
    sizes: list[float] = []
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    session.on("Network.loadingFinished", lambda event: sizes.append(event["encodedDataLength"]))
    return sizes


AFTERWORD_SEARCH = ("/", ".aw-dialog input", ".aw-dialog__narrow a", "ru/")
MATERIAL_SEARCH = ("/", ".md-search__input", ".md-search-result__item a", "")


def _build_sites(folder: Path, size: int) -> tuple[Path, Path]:
    """Build the site of a new library in both languages, and one of plain pages with Material's own search."""
    library, plain = folder / "library", folder / "plain"
    measure_run(sys.executable, HERE / "library.py", library, str(size), "7")
    config = (library / "mkdocs.yml").read_text(encoding="utf-8")
    multilingual_config = config.replace("- afterword:", "- afterword:\n      languages: [en, ru]")
    (library / "mkdocs.yml").write_text(multilingual_config, encoding="utf-8")
    measure_run(sys.executable, HERE / "plain_pages.py", library, plain)
    environment = {"NO_MKDOCS_2_WARNING": "1"}
    measure_run(BIN / "afterword", "build", "--root", library, "--out", folder / "site", environment=environment)
    measure_run(
        BIN / "mkdocs", "build", "-q", "-f", plain / "mkdocs.yml", "-d", folder / "plain-site", environment=environment
    )
    return folder / "site", folder / "plain-site"


@click.command()
@click.option("--size", default=10_000, show_default=True, help="Records of the library that is made.")
@click.option("--site", type=click.Path(exists=True, path_type=Path), help="One that was built already.")
@click.option("--plain", type=click.Path(exists=True, path_type=Path), help="The same with Material's own search.")
@click.option("--bare", is_flag=True, help="A server that packs nothing.")
@click.option("--json", "out", type=click.Path(path_type=Path), help="Where to write all figures.")
def main(size: int, site: Path | None, plain: Path | None, out: Path | None, *, bare: bool) -> None:
    """Ask twenty first queries, and say what they cost."""
    with tempfile.TemporaryDirectory(prefix="afterword-bench-") as folder, chromium() as browser:
        if site is None:
            site, plain = _build_sites(Path(folder), size)
        with _serve_folder(site, packs=not bare) as url:
            costs_by_site = {"afterword": [_measure_query(browser, url, query, AFTERWORD_SEARCH) for query in QUERIES]}
        if plain:
            with _serve_folder(plain, packs=not bare) as url:
                costs_by_site["material"] = [
                    _measure_query(browser, url, query, MATERIAL_SEARCH) for query in QUERIES[:3]
                ]
    Console(width=100).print(_build_table(costs_by_site))
    if out:
        results = {name: [asdict(cost) for cost in costs] for name, costs in costs_by_site.items()}
        out.write_text(json.dumps(results, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


def _build_table(costs_by_site: Mapping[str, Sequence[QueryCost]]) -> Table:
    table = Table("search", "query", title="First queries")
    for title in ("page, kB", "search, kB", "seconds"):
        table.add_column(title, justify="right")
    for name, costs in costs_by_site.items():
        for cost in costs:
            table.add_row(name, cost.query, f"{cost.page:,.0f}", f"{cost.search:,.0f}", f"{cost.seconds:.2f}")
        page, search, seconds = (
            median(getattr(cost, part) for cost in costs) for part in ("page", "search", "seconds")
        )
        table.add_row(name, "median", f"{page:,.0f}", f"{search:,.0f}", f"{seconds:.2f}", end_section=True)
    return table


if __name__ == "__main__":
    main()
