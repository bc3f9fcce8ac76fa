// Search dialog of every page: the first results while somebody types, and links to all of them with filters.

import { createElement, fillTemplate, insertNode } from "../dom.js";
import { formatAddress } from "./address.js";
import { countValues } from "./columns.js";
import { createPromiseCache, withTimeout } from "./fetch.js";
import { renderItem, renderOtherPage } from "./results.js";
import { loadSite } from "./site.js";

const MAX_RECORDS = 5;
const MAX_OTHER_PAGES = 3; // shown if there are fewer records than fit
const MAX_FILTERS = 5;
const FILTER_FACETS = 2; // facets whose values are offered as filters
const VALUES_PER_FACET = 2;
const TYPING_PAUSE = 150; // milliseconds without a key until a query is searched for

const loadStyles = () => new Promise((resolve) => {
  const sheet = createElement("link", { rel: "stylesheet", href: new URL("dialog.css", import.meta.url).href });
  sheet.addEventListener("load", resolve);
  sheet.addEventListener("error", resolve);
  document.head.append(sheet);
});

class SearchDialog {
  #cache = createPromiseCache();
  #link;
  #input;
  #status = createElement("p", { class: "aw-dialog__status", role: "status" });
  #list = createElement("ol", {});
  #footer = createElement("div", { class: "aw-dialog__rest" });
  #dialog;
  #searchCount = 0;
  #shownQuery = "";

  constructor(link) {
    this.#link = link;
    const { placeholder, close } = link.dataset;
    this.#input = createElement("input", { type: "text", inputmode: "search", enterkeyhint: "search", autocomplete: "off",
      placeholder, "aria-label": placeholder });
    const closeButton = createElement("button", { type: "button", class: "aw-dialog__close", "aria-label": close }, "×");
    this.#dialog = createElement("dialog", { class: "aw-dialog md-typeset", "aria-label": placeholder },
      createElement("div", { class: "aw-dialog__head" }, this.#input, closeButton),
      this.#status, this.#list, this.#footer);
    let timer;
    this.#input.addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(() => this.#search(), TYPING_PAUSE);
    });
    closeButton.addEventListener("click", () => this.#dialog.close());
    this.#dialog.addEventListener("click", (event) => event.target === this.#dialog && this.#dialog.close());
    this.#dialog.addEventListener("keydown", (event) => this.#handleKey(event));
    document.body.append(this.#dialog);
  }

  /** Show the dialog, with a query that was typed while it was loading. */
  open(query) {
    if (!this.#dialog.open) this.#dialog.showModal();
    if (query) {
      this.#input.value = query;
      this.#search();
    } else this.#input.select();
    this.prefetch().catch((error) => { if (!this.#list.childElementCount) this.#showPlainLink(error); });
  }

  /** Load what the first query needs. */
  async prefetch() {
    const site = await this.#loadSite();
    await Promise.all([
      site.loadEngine().then((engine) => engine.prefetch()),
      ...site.openFacets.slice(0, FILTER_FACETS).map(({ key }) => site.loadColumn(key)),
    ]);
  }

  #loadSite() {
    return this.#cache("site", () => loadSite(new URL("data.json", this.#link.href)));
  }

  #addressOf(query, filters = {}) {
    return new URL(formatAddress({ query, filters, order: "" }), this.#link.href).href;
  }

  #clear() {
    this.#list.replaceChildren();
    this.#footer.replaceChildren();
    this.#status.textContent = "";
  }

  /** Show a link to the plain list, which needs no script. */
  #showPlainLink(error) {
    const { plainly, missing } = this.#link.dataset;
    this.#clear();
    this.#list.append(createElement("li", {},
      createElement("a", { href: this.#link.href }, error?.isUnindexed ? missing : plainly)));
  }

  async #search(isLiteral = false) {
    const number = ++this.#searchCount;
    const isCurrent = () => number === this.#searchCount;
    try {
      await this.#showResults(isLiteral, isCurrent);
    } catch (error) {
      if (isCurrent()) this.#showPlainLink(error);
    }
  }

  /** Search for what is in the box. `isCurrent` returns whether no other search has begun in the meantime. */
  async #showResults(isLiteral, isCurrent) {
    const query = this.#input.value.trim();
    this.#clear();
    this.#shownQuery = "";
    if (!query) return;
    const site = await this.#loadSite();
    this.#status.textContent = site.words.searching;
    const answer = await withTimeout((await site.loadEngine()).find(query, isLiteral));
    const { hits, pages, keywords } = answer;
    const [items, otherItems] = await Promise.all([
      Promise.all(hits.slice(0, MAX_RECORDS).map((hit) => renderItem(hit, keywords, site))),
      Promise.all(pages.slice(0, hits.length < MAX_RECORDS ? MAX_OTHER_PAGES : 0)
        .map((page) => renderOtherPage(page, keywords))),
    ]);
    if (!isCurrent()) return;
    this.#shownQuery = query;
    this.#list.replaceChildren(...items);
    this.#showStatus(site, query, answer);
    this.#showFooter(site, query, hits, otherItems);
    const filters = await this.#renderFilters(site, query, hits).catch(() => []);
    if (isCurrent() && filters.length) {
      this.#footer.prepend(createElement("p", { class: "aw-label" }, site.words.narrow),
        createElement("ul", { class: "aw-dialog__narrow" }, ...filters));
    }
  }

  #showStatus({ words }, query, { hits, pages, keywords, corrected }) {
    const count = formatCount(hits.length);
    let text = hits.length || pages.length ? fillTemplate(words.found, { count }) : words.nothing;
    if (!keywords.length) text = words.signs;
    this.#status.replaceChildren(text, ...(corrected ? [" ", ...this.#renderCorrection(words, query, corrected)] : []));
  }

  #showFooter({ words }, query, hits, otherItems) {
    const allLink = hits.length
      ? createElement("a", { href: this.#addressOf(query) }, `${words.all}: ${formatCount(hits.length)}`)
      : createElement("a", { href: this.#link.href }, words.plain);
    this.#footer.append(createElement("p", {}, allLink));
    if (otherItems.length) {
      this.#footer.append(createElement("p", { class: "aw-label" }, words.pages),
        createElement("ul", { class: "aw-dialog__pages" }, ...otherItems));
    }
  }

  /** Render a few filters that would leave some of the hits, the one that leaves most first. */
  async #renderFilters(site, query, hits) {
    const rows = hits.map((hit) => hit.row);
    const countLists = await Promise.all(site.openFacets.slice(0, FILTER_FACETS).map(async (facet) => {
      const column = await site.loadColumn(facet.key);
      return countValues(rows, column, (value) => site.labelValue(facet, value)).slice(0, VALUES_PER_FACET)
        .map(([value, count]) => ({ facet, value, count }));
    }));
    return countLists.flat().filter(({ count }) => count > 1 && count < rows.length)
      .sort((a, b) => b.count - a.count).slice(0, MAX_FILTERS).map(({ facet, value, count }) =>
        createElement("li", {}, createElement("a", { href: this.#addressOf(query, { [facet.key]: [value] }) },
          site.labelValue(facet, value), " ", createElement("span", {}, `${count}`))));
  }

  /** Render which query was searched for instead, and a button for the one that was typed. */
  #renderCorrection(words, query, corrected) {
    const button = createElement("button", { type: "button", class: "aw-inline" }, query);
    button.addEventListener("click", () => { this.#input.focus(); this.#search(true); });
    return insertNode(fillTemplate(words.corrected, { query: "{query}", meant: corrected }), "query", button);
  }

  /** Arrows go through all links and back to the box. Enter in the box opens the first result, or the library's page. */
  #handleKey(event) {
    const links = [...this.#dialog.querySelectorAll("a")];
    if (event.key === "Enter" && document.activeElement === this.#input) {
      event.preventDefault();
      const query = this.#input.value.trim();
      if (links.length && (query === this.#shownQuery || !query)) links[0].click();
      else if (query) location.assign(this.#addressOf(query));
    }
    if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
    event.preventDefault();
    const position = links.indexOf(document.activeElement) + (event.key === "ArrowDown" ? 1 : -1);
    (position < 0 ? this.#input : links[Math.min(position, links.length - 1)] ?? this.#input).focus();
  }
}

const formatCount = (count) => count.toLocaleString(document.documentElement.lang);

/** Create the dialog of a link to the library. */
export const createDialog = async (link) => {
  await withTimeout(loadStyles()).catch(() => {});
  return new SearchDialog(link);
};
