"""Nothing that an author or an attacker writes runs on the site, or leaves it."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Dialog, Page

from afterword import pages
from afterword.checks.rule_catalogue import CONFIGURABLE_CODES
from afterword.frontmatter import source
from afterword.library.library import Library
from afterword.pages.page import Site
from afterword.records import record_reader
from afterword.records.record import Record
from afterword.schema.audience import Audience
from afterword.workspace import definitions
from corpora import ROOT, payloads, seeded
from whole import POSTMORTEM, build, filled, library, written

VOCABULARY = definitions.load_definitions(ROOT)[-1]
Serve = Callable[[Path], str]


def attacked(payload: str, number: int) -> dict[str, Any]:
    """A record that has the payload wherever text may stand; its names alone are its own."""

    def leaf(path: tuple[str, ...], kind: str) -> Any:
        if kind == "number":
            return 7
        if kind == "date":
            return "2026-01-02"
        if path == ("name",):
            return f"Payload {number}"
        return f"{payload[:100]} {number}" if path[0] == "aliases" else payload or "-"

    data: dict[str, Any] = filled(POSTMORTEM.raw, leaf)
    return data


def read(text: str, path: str) -> tuple[Record | None, list[str]]:
    """The record of a text, and the codes of what is wrong with it."""
    found, problems = source.decode_source(path, text.encode())
    if found is None:
        return None, [problem.code for problem in problems]
    record, problems = record_reader.read_record(found, POSTMORTEM, VOCABULARY)
    return record, [problem.code for problem in problems]


# ------------------------------------------------------------------------------------- what a page may consist of

# Runs in the browser: everything in the pages that could run, load, lead away or pass for a part of the site.
INSPECT = """
htmls => htmls.map(html => {
  const bad = [];
  const doc = new DOMParser().parseFromString(html, "text/html");
  const elements = new Set(`a abbr acronym article aside b bdi bdo blockquote br caption cite code col colgroup data dd
    del details dfn div dl dt em figcaption figure footer h1 h2 h3 h4 h5 h6 header hgroup hr i img input ins kbd li mark
    nav ol p pre q rect rp rt rtc ruby s samp section small span strike strong sub summary sup svg table tbody td tfoot
    th thead time tr u ul var wbr`.split(/\\s+/));
  const attributes = new Set(`abbr align alt char charoff checked cite class colspan datetime dir disabled headers
    height hidden href id lang open preserveaspectratio rel role rowspan rules scope size span start summary title
    type value viewbox width x y`.split(/\\s+/));
  const classes = /^(aw-[a-z_-]+|on|markdown-alert-[a-z]+|footnote-[a-z-]+)$/;
  const ours = new URL("http://afterword.invalid/names/x/");
  for (const element of doc.body.querySelectorAll("*")) {
    const name = element.localName;
    if (!elements.has(name)) bad.push(`<${name}>`);
    const svg = element.namespaceURI.includes("svg");
    if (svg && !element.closest("svg.aw-bar")) bad.push(`<${name}> outside a bar`);
    if (name === "input" && element.type !== "checkbox") bad.push(`<input type=${element.type}>`);
    for (const attribute of element.attributes) {
      const key = attribute.name.toLowerCase();
      if (key === "style") {
        if (!/^text-align: ?(left|right|center);?$/.test(attribute.value)) bad.push(`style=${attribute.value}`);
      } else if (!attributes.has(key) && !/^(data|aria)-/.test(key)) bad.push(`${name} ${key}=${attribute.value}`);
      const known = [...element.classList].every(one => classes.test(one));
      if (key === "class" && !known) bad.push(`class=${attribute.value}`);
      if (key === "href") {
        const url = URL.canParse(attribute.value, ours) ? new URL(attribute.value, ours) : null;
        const plain = url?.host === ours.host || /^(https?:\\/\\/|mailto:)/i.test(attribute.value);
        const known = !url || ["http:", "https:", "mailto:"].includes(url.protocol);
        if (!plain || !known) bad.push(`href=${attribute.value}`);
      }
    }
  }
  if (doc.head.childElementCount) bad.push(`<head> has ${doc.head.firstElementChild.localName}`);
  if (doc.body.querySelectorAll("article.aw-record").length !== 1) bad.push("the article is not whole");
  if (!doc.querySelector("article.aw-record > footer.aw-foot:last-child")) bad.push("the article does not end");
  return bad;
})
"""
# Runs before every page: what payloads call to show that they run.
WATCH = """
window.__ran = [];
for (const name of ["alert", "confirm", "prompt", "print", "open"])
  window[name] = (...words) => { window.__ran.push(`${name}(${words})`); };
"""


# The article as it was delivered: Material's own script has wrapped its tables by now.
DELIVERED = """
async () => {
  const text = await (await fetch(location.href)).text();
  return new DOMParser().parseFromString(text, "text/html").querySelector("article.aw-record").outerHTML;
}
"""


@dataclass  # without slots: Playwright hangs its wrappers on it
class Seen:
    """What happened in a browser: calls of payloads, dialogs, errors, addresses that were asked for."""

    ran: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)

    def dialog(self, dialog: Dialog) -> None:
        """Notes a dialog and closes it."""
        self.ran.append(f"dialog {dialog.message}")
        dialog.dismiss()


@contextmanager
def watching(browser: Browser) -> Iterator[tuple[Page, Seen]]:
    """A page of a browser, and what happens in it."""
    seen = Seen()
    with browser.new_context() as context:
        page = context.new_page()
        page.add_init_script(WATCH)
        page.on("dialog", seen.dialog)
        page.on("popup", lambda popup: seen.ran.append(f"popup {popup.url}"))
        page.on("pageerror", lambda error: seen.errors.append(str(error)))
        page.on("console", lambda message: seen.errors.append(message.text) if message.type == "error" else None)
        page.on("request", lambda request: seen.asked.append(request.url))
        yield page, seen


def visit(page: Page, seen: Seen, url: str) -> None:
    """Opens an address, lets what wants to run do so, and notes it."""
    page.goto(url, wait_until="load")
    page.wait_for_timeout(30)
    seen.ran += page.evaluate("window.__ran ?? []")
    if page.url != url:
        seen.ran.append(f"led to {page.url}")


def test_the_inspection_finds_what_it_looks_for(browser: Browser) -> None:
    """The inspection itself would see a live payload of each kind."""
    whole = '<article class="aw-record">{}<footer class="aw-foot"></footer></article>'
    live = (
        "<script>1</script>", "<b onclick=x>y</b>", "<a href='javascript:x'>y</a>", "<a href='//example.org'>y</a>",
        "<img src=x>", "<b style='color:red'>y</b>",
        "<iframe></iframe>", "<input>", "<form></form>", "<b name=x>y</b>", "<b class=md-header>y</b>",
        "<svg><rect/></svg>", "</article>x", "<math></math>",
    )  # fmt: skip
    with watching(browser) as (page, _):
        found = page.evaluate(INSPECT, [whole.format(text) for text in ("<p>y</p>", *live)])
    assert found[0] == []
    assert all(found[1:]), found


def test_no_payload_lives_on_a_records_page(
    browser: Browser, serve: Serve, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Markup that attacks, in the body and in every field, is text or gone: nothing of it runs, loads or leads away."""
    corpus = payloads(150)
    records: list[Record] = []
    refused: dict[str, int] = {}
    for number, payload in enumerate(corpus.cases):
        text = written(attacked(payload, number), payload)
        record, codes = read(text, f"postmortems/2026/payload-{number}.md")
        if record is not None and record.fits_schema:
            records.append(record)
        else:
            assert codes, payload
            for code in set(codes):
                refused[code] = refused.get(code, 0) + 1
    corpus.tell(capsys, f"{len(records)} were published, refused: {refused}")
    assert set(refused) <= {"file-control-character", "frontmatter-too-large", "merge-conflict"}
    assert len(records) > 0.95 * len(corpus.cases)

    site = Site(Library(records, POSTMORTEM, VOCABULARY).project(Audience.INTERNAL), date(2026, 1, 2))
    made = list(pages.build_pages(site))
    shown = [page for page in made if page.url.startswith("names/payload-")]
    assert len(shown) == len(records)
    with watching(browser) as (page, seen):
        page.goto("about:blank")
        for start in range(0, len(shown), 100):
            some = shown[start : start + 100]
            found = page.evaluate(INSPECT, [one.html for one in some])
            assert [(one.source, bad) for one, bad in zip(some, found, strict=True) if bad] == []

        (tmp_path / "favicon.ico").touch()
        shutil.copytree(ROOT / "plugins/afterword/theme/material/assets", tmp_path / "assets")
        others = [
            one for one in made if one not in shown and not one.extra_files
        ]  # filters are fetched by their address
        batches = [shown[start : start + 20] for start in range(0, len(shown), 20)] + [[one] for one in others[:20]]
        for number, batch in enumerate(batches):
            html = "\n".join(one.html for one in batch)
            (tmp_path / f"{number}.html").write_text(
                f"<!doctype html><meta charset=utf-8><title>x</title>{html}", "utf-8"
            )
        address = serve(tmp_path)
        for number in range(len(batches)):
            visit(page, seen, f"{address}{number}.html")
        assert seen.ran == []
        assert seen.errors == []
        assert {url for url in seen.asked if not url.startswith(address)} <= {"about:blank"}
        assert {url.removeprefix(address).rstrip("0123456789") for url in seen.asked} <= {
            "about:blank",
            "favicon.ico",
            "assets/meeting.js",
        } | {f"{number}.html" for number in range(len(batches))}


# ------------------------------------------------------------------------------------------------------ whole sites


def record_pages(site: Path) -> list[str]:
    """The last parts of the addresses at which records stand."""
    pages = sorted((site / "names").glob("*/index.html"))
    return [path.parent.name for path in pages if 'class="aw-record"' in path.read_text("utf-8")]


def test_no_payload_lives_on_a_whole_site(browser: Browser, serve: Serve, tmp_path: Path) -> None:
    """Payloads in titles, descriptions, aliases, tags and elsewhere: the built site opens without any acting."""
    cases = [case for case in payloads(285).cases if "\n" not in case.strip()]
    cases = [case for case in cases if read(written(attacked(case, 0), case), "postmortems/a.md")[0]]
    chosen = cases if len(cases) <= 300 else seeded().sample(cases, 300)
    count = min(30, len(chosen) // 7)
    spread = [chosen[start::count] for start in range(count)]
    records = {"2026/plain.md": written(attacked("plain", 999) | {"name": "Plain words"}, "Plain words.")}
    for number, some in enumerate(spread):
        data = attacked(some[0], number)
        data |= {
            "name": f"{number} {some[1][:90]}",
            "summary": some[2] or "-",
            "aliases": [f"{number} {other[:90]}" for other in some],
            "tags": list(dict.fromkeys([some[3] or "-", some[4] or "-"])),
            "series": some[5] or "-",
            "learnings": {**data["learnings"], "insight": some[6] or "-"},
        }
        records[f"2026/payload-{number}.md"] = written(data, "\n\n".join(f"## {one}\n\n{one}" for one in some))
    root = library(tmp_path / "library", records, off=sorted(CONFIGURABLE_CODES))
    done = build(root, tmp_path / "site")
    assert (done.returncode, done.stdout) == (0, ""), done.stderr[-3000:]

    address = serve(tmp_path / "site")
    names = record_pages(tmp_path / "site")
    assert len(names) == count + 1
    moved = {path.parent.name for path in (tmp_path / "site" / "names").glob("*/index.html")} - set(names)
    tags = sorted(path.parent.name for path in (tmp_path / "site" / "tags").glob("*/index.html"))
    urls = [f"{address}names/{name}/" for name in names] + [
        address + part for part in ("", "library/", "names/", "tags/", "markets/", "fields/")
    ]
    assert tags
    with watching(browser) as (page, seen):
        page.goto(f"{address}names/plain-words/")
        scripts = "[...document.scripts].map(script => script.src || script.text)"
        clean, head = page.evaluate(scripts), page.evaluate("document.head.childElementCount")
        for url in urls:
            visit(page, seen, url)
            if "/names/" in url and not url.endswith("/names/"):
                assert page.evaluate(scripts) == clean, url
                assert page.evaluate("document.head.childElementCount") == head, url
                shown = page.evaluate(DELIVERED)
                assert page.evaluate(INSPECT, [shown]) == [[]], url
                assert (
                    page.evaluate(
                        "document.querySelectorAll('[onclick],[onerror],[onload],[onfocus],[onmouseover]').length"
                    )
                    == 0
                )
        assert seen.ran == []
        for name in seeded().sample(sorted(moved), min(40, len(moved))):  # addresses of aliases
            page.goto(f"{address}names/{name}/")
            page.wait_for_url(lambda url: url.removeprefix(f"{address}names/").rstrip("/") in names)
            assert page.evaluate("window.__ran") == [], name
        assert seen.errors == []
        assert [url for url in seen.asked if not url.startswith(address)] == []


@pytest.mark.parametrize(
    "data",
    [
        {"tags": ["../../../../outside"]},
        {"tags": ["a/../../../outside", "/outside", "..", "."]},
        {"name": "../../../outside"},
        {"name": "冻" * 120},
        {"name": "ß" * 120, "tags": ["ß" * 300, "冻" * 300]},
        {"name": "con", "aliases": ["../../outside"]},
        {"name": "???"},
    ],
    ids=["tag", "tags", "name", "a long name", "a long tag", "alias", "a name of signs"],
)
def test_names_and_tags_cannot_leave_the_site(data: dict[str, Any], tmp_path: Path) -> None:
    """Whatever a name or a tag holds, its page is written into the site, at an address of its own, or not accepted."""
    plain = {"name": "Plain words", "kind": "deal", "status": "draft"}
    root = library(
        tmp_path / "a" / "b" / "library",
        {"2026/a.md": written(plain | data, "Words."), "2026/b.md": written(plain | {"name": "Another"}, "Words.")},
        off=["tag-unknown"],
        search=False,
    )
    before = {path for path in tmp_path.rglob("*") if path.is_file()}
    done = build(root, tmp_path / "a" / "b" / "site")
    outside = {
        path.relative_to(tmp_path)
        for path in tmp_path.rglob("*")
        if path.is_file() and tmp_path / "a" / "b" / "site" not in path.parents
    }
    assert outside == {path.relative_to(tmp_path) for path in before}
    assert "Traceback" not in done.stderr
    if done.returncode == 0:
        site = tmp_path / "a" / "b" / "site"
        listed = (site / "names" / "index.html").read_text("utf-8")
        assert "Every name and alias" in listed
        assert len(record_pages(site)) == 2
    else:
        assert "postmortems/2026/a.md" in done.stderr
