"""The site runs under the policy it ships, as a header and in its pages: it runs its own and asks nobody else."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import partial
from http.server import SimpleHTTPRequestHandler
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from afterword.publish.content_security_policy import HEADERS_FILE, POLICY_PLACEHOLDER, SecurityPolicies
from browser import answering
from kinds import choose_kinds
from small import library, run

_TELLS = """
  window.refused = [];
  addEventListener("securitypolicyviolation", (one) =>
    refused.push(`${one.effectiveDirective} ${one.blockedURI} ${one.sample}`));
"""


def headers(site: Path) -> Mapping[str, str]:
    """What the site's own file says that a server should send with every address."""
    first, *lines = (site / HEADERS_FILE).read_text(encoding="utf-8").splitlines()
    assert first == "/*"
    return dict(line.strip().split(": ", 1) for line in lines)


class _Sending(SimpleHTTPRequestHandler):
    """Sends them, and the site's own page where there is none."""

    def __init__(self, *given: object, sent: Mapping[str, str], **more: str) -> None:
        self._sent = sent
        super().__init__(*given, **more)  # type: ignore[arg-type]  # as the server gives it

    def end_headers(self) -> None:
        """Adds them to every answer."""
        for name, value in self._sent.items():
            self.send_header(name, value)
        super().end_headers()

    def log_message(self, *_: object) -> None:
        """Says nothing."""


@pytest.fixture(scope="module")
def url(example: Path) -> Iterator[str]:
    """The example site, served with its own headers."""
    with answering(partial(_Sending, directory=str(example), sent=headers(example))) as address:
        yield address


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A browser whose pages keep what the policy refuses."""
    with browser.new_context() as made:
        made.add_init_script(_TELLS)
        yield made


def refused(page: Page) -> list[str]:
    """What the policy refused on a page so far."""
    page.wait_for_load_state("networkidle")
    found: list[str] = page.evaluate("refused")
    return found


def test_no_kind_of_page_breaks_its_policy_or_asks_another_origin(context: BrowserContext, url: str) -> None:
    """Served with its policy, every kind of page loads whole: nothing is refused, nothing is asked from elsewhere."""
    page, asked = context.new_page(), list[str]()
    page.on("request", lambda request: asked.append(request.url))
    found = {}
    for address in (*choose_kinds(), "404.html", "names/coke-ii/"):
        page.goto(url + address)
        found[address] = refused(page)
    assert {address: all_ for address, all_ in found.items() if all_} == {}
    assert [address for address in asked if not address.startswith((url, "data:"))] == []


def test_search_runs_under_the_policy(context: BrowserContext, url: str) -> None:
    """The search loads its index and its WebAssembly, shows results, and follows one; nothing is refused on the way."""
    page = context.new_page()
    for start, query in (("", "qwikster"), ("ru/", "разовая проба")):
        page.goto(url + start)
        page.keyboard.press("/")
        page.get_by_role("dialog").get_by_role("textbox").fill(query)
        result = page.get_by_role("dialog").get_by_role("link").first
        expect(result).to_be_visible()
        assert refused(page) == []
        result.click()
        page.wait_for_url("**/names/**")
        assert refused(page) == []


def test_comparing_runs_under_the_policy(context: BrowserContext, url: str) -> None:
    """Choosing two postmortems shows them side by side."""
    page = context.new_page()
    page.goto(f"{url}compare/")
    page.get_by_label("This postmortem").fill("Qwikster")
    page.get_by_label("and this one").fill("New Coke")
    page.keyboard.press("Enter")
    expect(page.locator(".aw-compared table")).to_be_visible()
    assert refused(page) == []


def test_the_policy_refuses_what_it_does_not_name(context: BrowserContext, url: str) -> None:
    """Nothing passes by: a script or style of anybody else's, and a request to another origin, are refused."""
    page = context.new_page()
    page.goto(url)
    page.evaluate(
        """async () => {
            const add = (tag, more) => document.body.append(Object.assign(document.createElement(tag), more));
            add("script", {textContent: "window.ran = 1"});
            add("style", {textContent: "body { display: none }"});
            add("img", {src: "https://elsewhere.invalid/pixel.png"});
            await fetch("https://elsewhere.invalid/").catch(() => {});
        }"""
    )
    directives = {line.split()[0] for line in refused(page)}
    assert directives == {"script-src-elem", "style-src-elem", "img-src", "connect-src"}
    assert page.evaluate("window.ran") is None


def test_policies_name_no_wildcard_and_nothing_unsafe(example: Path) -> None:
    """Sources are this site, what a hash names, pictures in styles, WebAssembly; a page's own policy is narrower."""
    whole = headers(example)["Content-Security-Policy"]
    words = {word for part in whole.split("; ") for word in part.split()[1:]}
    hashes = {word for word in words if re.fullmatch(r"'sha256-[A-Za-z0-9+/]{43}='", word)}
    assert words - hashes == {"'none'", "'self'", "'wasm-unsafe-eval'", "data:"}
    for file in example.rglob("*.html"):
        text = file.read_text(encoding="utf-8")
        assert POLICY_PLACEHOLDER not in text
        own = text.partition('Policy" content="')[2].partition('"')[0]
        assert own.startswith("default-src 'none'; "), file
        assert {word for part in own.split("; ") for word in part.split()[1:]} <= words, file


PAGE = f"<html><head>{POLICY_PLACEHOLDER}{{head}}</head><body>{{body}}</body></html>"


def test_a_hash_stands_for_each_script_that_runs_as_it_stands() -> None:
    """Scripts in files and data need none; a script on many pages has one hash, and pages have only their own."""
    policies = SecurityPolicies()
    data = '<script type="application/json">{"a": "</b>"}</script><script src="a.js"></script>'
    plain = policies.insert_policy(PAGE.format(head=data, body=""))
    one = policies.insert_policy(PAGE.format(head="<script>alert('&lt;' < 1)</script>", body=data))
    assert "sha256" not in plain
    assert re.findall("'sha256-[^']*'", one) == ["'sha256-z9gg1c0cY4Umg2m3eBNl7EeiDFwAlMd30b+dD7Z6+ck='"]
    assert policies.format_headers().count("sha256") == 1


def test_a_table_whose_cells_are_aligned_may_say_so(tmp_path: Path) -> None:
    """The alignment in a record's table is the only style a page allows in place, and only where there is one."""
    root = library(tmp_path / "library")
    path = root / "postmortems" / "frozen-funnel.md"
    path.write_text(f"{path.read_text()}\n| a | b |\n| --: | :-: |\n| 1 | 2 |\n", encoding="utf-8")
    (root / "docs" / "prices.md").write_text("# Prices\n\n| a | b |\n| --: | :-: |\n| 1 | 2 |\n", encoding="utf-8")
    done = run(root, "afterword", "build")
    assert done.returncode == 0, done.stderr
    aligned = (root / "site" / "names" / "the-frozen-funnel" / "index.html").read_text(encoding="utf-8")
    assert re.search(r"style-src 'self'( 'sha256-[^']*'){3} 'unsafe-hashes';", aligned)
    assert 'style="text-align:right"' in aligned
    written = (root / "site" / "prices" / "index.html").read_text(encoding="utf-8")
    assert "style-src 'self';" in written
    assert '<th align="right">' in written
    assert "style-src 'self';" in (root / "site" / "index.html").read_text(encoding="utf-8")


def test_a_team_may_allow_more(tmp_path: Path) -> None:
    """`allow` adds sources to a directive, in the pages and in the file of headers."""
    root = library(tmp_path / "library")
    config = root / "mkdocs.yml"
    config.write_text(
        config.read_text().replace(
            "plugins: [afterword]", "plugins: [{afterword: {allow: {img-src: [https://pictures.example.org]}}}]"
        )
    )
    done = run(root, "afterword", "build")
    assert done.returncode == 0, done.stderr
    for file in ("index.html", HEADERS_FILE):
        assert "img-src 'self' data: https://pictures.example.org;" in (root / "site" / file).read_text()
