// The search dialog of every page: the first answers as one types, and the way to all of them with filters.

import { written } from "./address.js";
import { counted } from "./columns.js";
import { soon } from "./load.js";
import { around, element, filled } from "./page.js";
import { other, row } from "./result.js";
import { site } from "./site.js";

const shown = 5; // records
const beside = 3; // other pages, where the library has less than it could show
const offered = 5; // filters
const facets = 2; // that these are taken from
const calm = 150; // milliseconds without a key until a query is looked for

const styled = () => new Promise((done) => {
  const sheet = element("link", { rel: "stylesheet", href: new URL("dialog.css", import.meta.url).href });
  sheet.addEventListener("load", done);
  sheet.addEventListener("error", done);
  document.head.append(sheet);
});

/** Makes the dialog of a link to the library; `open` shows it, with a query if one was typed already, `warm` fetches what a first query will need. */
export const dialog = async (link) => {
  const { placeholder, close, plainly, missing } = link.dataset;
  const input = element("input", { type: "text", inputmode: "search", enterkeyhint: "search", autocomplete: "off",
    placeholder, "aria-label": placeholder });
  const shut = element("button", { type: "button", class: "aw-dialog__close", "aria-label": close }, "×");
  const status = element("p", { class: "aw-dialog__status", role: "status" });
  const list = element("ol", {});
  const rest = element("div", { class: "aw-dialog__rest" });
  const made = element("dialog", { class: "aw-dialog md-typeset", "aria-label": placeholder },
    element("div", { class: "aw-dialog__head" }, input, shut), status, list, rest);
  let about, turn = 0, current = "";

  const load = () => (about ??= site(new URL("data.json", link.href)).catch((error) => { about = undefined; throw error; }));
  const warm = async () => {
    const found = await load();
    await Promise.all([found.search().then((search) => search.warm()), ...found.open.slice(0, facets).map(({ key }) => found.column(key))]);
  };

  const clear = () => { list.replaceChildren(); rest.replaceChildren(); };

  /** What is always there: the plain list. */
  const plain = (error) => {
    clear();
    status.textContent = "";
    list.append(element("li", {}, element("a", { href: link.href }, error?.unindexed ? missing : plainly)));
  };

  const address = (query, filters = {}) => new URL(written({ query, filters, order: "" }), link.href).href;

  /** A few filters that would leave some of the answers, the largest first. */
  const narrower = async (found, query, hits) => {
    const rows = hits.map((hit) => hit.row);
    const offers = await Promise.all(found.open.slice(0, facets).map(async (facet) => {
      const column = await found.column(facet.key);
      return counted(rows, column, found.called(facet)).slice(0, 2)
        .map(([value, count]) => ({ facet, value, count }));
    }));
    const useful = offers.flat().filter(({ count }) => count > 1 && count < rows.length);
    return useful.sort((a, b) => b.count - a.count).slice(0, offered).map(({ facet, value, count }) =>
      element("li", {}, element("a", { href: address(query, { [facet.key]: [value] }) },
        found.called(facet)(value), " ", element("span", {}, `${count}`))));
  };

  const search = async (literally) => {
    const query = input.value.trim();
    const now = ++turn;
    clear();
    current = "";
    status.textContent = "";
    if (!query) return;
    const found = await load();
    status.textContent = found.words.searching;
    const answer = await soon((await found.search()).find(query, literally));
    const { hits, pages, telling, corrected } = answer;
    const [rows, others] = await Promise.all([
      Promise.all(hits.slice(0, shown).map((hit) => row(hit, telling, found))),
      Promise.all(pages.slice(0, hits.length < shown ? beside : 0).map((hit) => other(hit, telling))),
    ]);
    if (now !== turn) return;
    current = query;
    list.replaceChildren(...rows);
    const words = found.words;
    const count = hits.length.toLocaleString(document.documentElement.lang);
    const said = !telling.length ? words.signs : hits.length || pages.length ? filled(words.found, { count }) : words.nothing;
    status.replaceChildren(said, ...(corrected ? [" ", ...spelt(words, query, corrected)] : []));
    if (hits.length) rest.append(element("p", {}, element("a", { href: address(query) }, `${words.all}: ${count}`)));
    else rest.append(element("p", {}, element("a", { href: link.href }, words.plain)));
    if (others.length) rest.append(element("p", { class: "aw-label" }, words.pages), element("ul", { class: "aw-dialog__pages" }, ...others));
    const offers = await narrower(found, query, hits).catch(() => []);
    if (now === turn && offers.length) {
      rest.prepend(element("p", { class: "aw-label" }, words.narrow), element("ul", { class: "aw-dialog__narrow" }, ...offers));
    }
  };

  const spelt = (words, query, corrected) => {
    const typed = element("button", { type: "button", class: "aw-inline" }, query);
    typed.addEventListener("click", () => { input.focus(); run(true); });
    return around(filled(words.corrected, { query: "{query}", meant: corrected }), "query", typed);
  };

  const run = (literally = false) => {
    const now = turn + 1;
    return search(literally).catch((error) => { if (now === turn) plain(error); });
  };

  let typed;
  input.addEventListener("input", () => {
    clearTimeout(typed);
    typed = setTimeout(run, calm);
  });
  shut.addEventListener("click", () => made.close());
  made.addEventListener("click", (event) => event.target === made && made.close());

  // Arrows go through all links and back to the box; Enter in the box follows the first, or leads to the library's page.
  made.addEventListener("keydown", (event) => {
    const links = [...made.querySelectorAll("a")];
    if (event.key === "Enter" && document.activeElement === input) {
      event.preventDefault();
      const query = input.value.trim();
      if (links.length && (query === current || !query)) links[0].click();
      else if (query) location.assign(address(query));
    }
    if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
    event.preventDefault();
    const next = links.indexOf(document.activeElement) + (event.key === "ArrowDown" ? 1 : -1);
    (next < 0 ? input : links[Math.min(next, links.length - 1)] ?? input).focus();
  });

  await soon(styled()).catch(() => {});
  document.body.append(made);
  return {
    warm,
    open: (query) => {
      if (!made.open) made.showModal();
      if (query) {
        input.value = query;
        run();
      } else input.select();
      warm().catch((error) => { if (!list.childElementCount) plain(error); });
    },
  };
};
