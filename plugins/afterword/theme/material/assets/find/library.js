// Search and filters of the library's page. The address holds their whole state. Without a query or a filter, or if
// anything cannot be loaded, the plain list of the page is shown as it is.

import { capitalize, createElement, fillTemplate, insertNode } from "../dom.js";
import { formatAddress, ORDERS, parseAddress } from "./address.js";
import { createCardLoader } from "./cards.js";
import { renderChips, replaceFilter } from "./chips.js";
import { filterRows, sortRows } from "./columns.js";
import { withTimeout } from "./fetch.js";
import { FilterPanel } from "./filter-panel.js";
import { renderCard } from "./results.js";
import { loadSite } from "./site.js";
import { MAX_QUERY_LENGTH } from "./words.js";

const CARDS_PER_STEP = 10;
const TYPING_PAUSE = 250; // milliseconds without a key until a query is searched for

class LibrarySearch {
  #root;
  #plainList;
  #site;
  #loadCard;
  #panel;
  #state;
  #shown; // the rows of the current results, with what their cards need
  #showCount = 0;
  #isTyping = false; // further keys change the entry of the browser's history that the first one made
  #isLiteral = false;
  #box = createElement("input", { type: "text", inputmode: "search", enterkeyhint: "search", autocomplete: "off",
    id: "aw-query", maxlength: 20_000 });
  #status = createElement("p", { class: "aw-finder__status", role: "status" });
  #order = createElement("select", { id: "aw-order" });
  #chips = createElement("ul", { class: "aw-chosen", hidden: true });
  #list = createElement("div", { class: "aw-list" });
  #more;
  #results;

  constructor(root, plainList, site) {
    this.#root = root;
    this.#plainList = plainList;
    this.#site = site;
    this.#loadCard = createCardLoader(site);
    this.#panel = new FilterPanel(site, (key, values) => {
      this.#isTyping = false;
      this.#navigate({ filters: replaceFilter(this.#state.filters, key, values) });
    });
    this.#more = createElement("button", { type: "button", class: "aw-more", hidden: true }, site.words.more);
    this.#results = createElement("section", { "aria-label": site.words.results, hidden: true }, this.#list, this.#more);
    this.#build();
    this.#listen();
  }

  /** Show what the address asks for. */
  showAddress() {
    this.#state = parseAddress(location.search, this.#site.facets);
    [this.#isTyping, this.#isLiteral] = [false, false];
    return this.#showOrGiveUp();
  }

  #build() {
    const { words } = this.#site;
    const form = createElement("form", { class: "aw-finder__form", role: "search" },
      createElement("label", { for: "aw-query", class: "aw-hidden" }, words.search), this.#box,
      createElement("label", { for: "aw-order" }, words.sort), this.#order);
    form.addEventListener("submit", (event) => event.preventDefault());
    const filters = createElement("details", { class: "aw-filters", open: matchMedia("(min-width: 60em)").matches },
      createElement("summary", {}, words.filters), ...this.#panel.elements);
    const heading = createElement("h2", { class: "aw-hidden" }, words.results);
    this.#box.placeholder = words.search;
    this.#root.append(form, this.#chips, this.#status, filters, heading, this.#results, this.#plainList);
    this.#root.hidden = false;
  }

  #listen() {
    let timer;
    this.#box.addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(() => {
        const replacesEntry = this.#isTyping;
        this.#isTyping = true;
        this.#navigate({ query: this.#box.value.trim() }, { replacesEntry });
      }, TYPING_PAUSE);
    });
    this.#box.addEventListener("change", () => { this.#isTyping = false; });
    this.#order.addEventListener("change", () => this.#navigate({ order: this.#order.value }));
    this.#more.addEventListener("click", async () => {
      const position = this.#list.childElementCount;
      await this.#appendCards(this.#showCount);
      this.#list.children[position]?.querySelector("a")?.focus();
    });
    addEventListener("popstate", () => this.showAddress());
  }

  /** Change the state, as a new entry of the browser's history or in place of the last one. */
  #navigate(change, { replacesEntry = false, isLiteral = false } = {}) {
    this.#state = { ...this.#state, unknownFilters: [], ...change };
    this.#isLiteral = isLiteral;
    const address = `${location.pathname}${formatAddress(this.#state)}`;
    history[replacesEntry ? "replaceState" : "pushState"](null, "", address);
    return this.#showOrGiveUp();
  }

  async #showOrGiveUp() {
    try {
      await this.#show();
    } catch {
      this.#status.textContent = this.#root.dataset.broken;
      this.#plainList.hidden = false;
      this.#results.hidden = true;
    }
  }

  async #show() {
    const number = ++this.#showCount;
    const { query } = this.#state;
    if (this.#box.value.trim() !== query) this.#box.value = query;
    const order = this.#showOrders();
    if (query) this.#status.textContent = this.#site.words.searching;
    const [[columns, missingFilters], answer] = await Promise.all([this.#loadColumns(), query ? this.#search() : null]);
    const attainment = ["over", "under"].includes(order) ? await this.#site.loadAttainment() : null;
    if (number !== this.#showCount) return;
    this.#showChips();
    const { filters } = this.#state;
    const hits = answer?.hits ?? Array.from({ length: this.#site.count }, (_, row) => ({ row }));
    const hitsByRow = new Map(hits.map((hit) => [hit.row, hit]));
    const rows = sortRows(filterRows([...hitsByRow.keys()], filters, columns), order, attainment);
    const isPlain = !answer && ["newest", "relevance"].includes(order) && !Object.keys(filters).length;
    this.#shown = { rows, hitsByRow, keywords: answer?.keywords };
    this.#showStatus({ answer, missingFilters, isPlain, hasHits: hits.length > 0, count: rows.length });
    this.#plainList.hidden = !isPlain && rows.length > 0;
    this.#results.hidden = isPlain || !rows.length;
    this.#list.replaceChildren();
    await Promise.all([this.#panel.show([...hitsByRow.keys()], filters), isPlain || this.#appendCards(number)]);
  }

  /** Search for the query; null if that is not possible. */
  async #search() {
    try {
      return await withTimeout((await this.#site.loadEngine()).find(this.#state.query, this.#isLiteral));
    } catch {
      return null;
    }
  }

  /** Load the columns of the filters. Leave out filters that the library does not have, and return them too. */
  async #loadColumns() {
    const { filters, unknownFilters } = this.#state;
    const missing = [...unknownFilters];
    const columns = new Map(await Promise.all(Object.keys(filters).map(async (key) =>
      [key, await this.#site.loadColumn(key)])));
    for (const [key, values] of Object.entries(filters)) {
      const knownValues = values.filter((value) => columns.get(key).values.includes(value));
      const facet = this.#site.facets.find((other) => other.key === key);
      const unknownValues = values.filter((value) => !knownValues.includes(value));
      missing.push(...unknownValues.map((value) => `${facet.title}: ${capitalize(value)}`));
      if (knownValues.length) filters[key] = knownValues;
      else delete filters[key];
    }
    return [columns, missing];
  }

  /** Offer the orders of the current results, and return the chosen one. */
  #showOrders() {
    const { query, order } = this.#state;
    const orders = query ? ORDERS : ORDERS.filter((name) => name !== "relevance");
    this.#order.replaceChildren(...orders.map((name) => createElement("option", { value: name }, this.#site.words[name])));
    this.#order.value = orders.includes(order) ? order : orders[0];
    return this.#order.value;
  }

  #showChips() {
    const change = (filters) => {
      this.#box.focus();
      this.#navigate({ filters });
    };
    const remove = (key, value) => {
      const { filters } = this.#state;
      change(replaceFilter(filters, key, (filters[key] ?? []).filter((other) => other !== value)));
    };
    const chips = renderChips(this.#site, this.#state.filters, remove, () => change({}));
    this.#chips.hidden = !chips.length;
    this.#chips.replaceChildren(...chips);
  }

  /** Say how many records there are, and what was not searched for as it was typed. */
  #showStatus({ answer, missingFilters, isPlain, hasHits, count }) {
    const { words } = this.#site;
    const { query } = this.#state;
    const notes = missingFilters.length ? [fillTemplate(words.gone, { filters: missingFilters.join(", ") })] : [];
    if (query && !answer) notes.push(words.noSearch);
    if (query.length > MAX_QUERY_LENGTH) notes.push(words.long);
    if (answer?.corrected) notes.push(createElement("span", {}, ...this.#renderCorrection(answer.corrected)));
    if (answer && !answer.keywords.length) notes.push(words.signs);
    else if (!count) notes.push(hasHits ? words.nothingLeft : words.nothing);
    else if (!isPlain) {
      notes.unshift(fillTemplate(words.found, { count: count.toLocaleString(document.documentElement.lang) }));
    }
    this.#status.replaceChildren(...notes.flatMap((note) => [note, " "]));
  }

  /** Render which query was searched for instead, and a button for the one that was typed. */
  #renderCorrection(corrected) {
    const button = createElement("button", { type: "button", class: "aw-inline" }, this.#state.query);
    button.addEventListener("click", () => this.#navigate({}, { replacesEntry: true, isLiteral: true }));
    return insertNode(fillTemplate(this.#site.words.corrected, { query: "{query}", meant: corrected }), "query", button);
  }

  async #appendCards(number) {
    const { rows, hitsByRow, keywords } = this.#shown;
    const position = this.#list.childElementCount;
    const cards = await Promise.all(rows.slice(position, position + CARDS_PER_STEP).map((row) => {
      const hit = hitsByRow.get(row);
      return hit.result ? renderCard(hit, keywords, this.#site) : this.#loadCard(row);
    }));
    if (number !== this.#showCount) return;
    this.#list.append(...cards);
    this.#more.hidden = this.#list.childElementCount >= rows.length;
  }
}

const root = document.querySelector(".aw-finder");
if (root) {
  const plainList = document.querySelector(".aw-plain");
  loadSite(new URL(root.dataset.words, location.href)).then(
    (site) => new LibrarySearch(root, plainList, site).showAddress(),
    () => {
      root.replaceChildren(createElement("p", { role: "status" }, root.dataset.broken));
      root.hidden = false;
    },
  );
}
