// The library's page: a box to search in, filters, and an order, all of which its address says. Without any of them, or
// when they cannot be loaded, the plain list stands there as it was.

import { orders, read, written } from "./address.js";
import { cards } from "./cards.js";
import { passing, sorted } from "./columns.js";
import { soon } from "./load.js";
import { around, element, filled, upper } from "./page.js";
import { panel } from "./panel.js";
import { card } from "./result.js";
import { site } from "./site.js";
import { longest } from "./words.js";

const step = 10; // answers that are shown at once
const calm = 250; // milliseconds without a key until a query is looked for

const finder = (at, plain, about) => {
  const { words, facets } = about;
  const at_row = cards(about);
  const everything = Array.from({ length: about.count }, (_, row) => row);
  let state, turn = 0, typing = false, literally = false;

  const box = element("input", { type: "text", inputmode: "search", enterkeyhint: "search", autocomplete: "off",
    id: "aw-query", maxlength: 20_000 });
  const status = element("p", { class: "aw-finder__status", role: "status" });
  const order = element("select", { id: "aw-order" });
  const chosen = element("ul", { class: "aw-chosen", hidden: true });
  const list = element("div", { class: "aw-list" });
  const more = element("button", { type: "button", class: "aw-more", hidden: true }, words.more);
  const results = element("section", { "aria-label": words.results, hidden: true }, list, more);

  /** Goes on to another state, as an entry of the browser's history or in the place of the last one. */
  const go = (change, replace = false) => {
    state = { ...state, gone: [], ...change };
    literally = change.literally ?? false;
    const address = `${location.pathname}${written(state)}`;
    history[replace ? "replaceState" : "pushState"](null, "", address);
    return show();
  };

  const filters = panel(about, (key, values) => {
    const { [key]: _, ...others } = state.filters;
    typing = false;
    go({ filters: values.length ? { ...others, [key]: values } : others });
  });

  const chips = () => {
    const rows = Object.entries(state.filters).flatMap(([key, values]) => values.map((value) => [key, value]));
    chosen.hidden = !rows.length;
    chosen.replaceChildren(...rows.map(([key, value]) => {
      const label = about.called(facets.find((facet) => facet.key === key))(value);
      const drop = element("button", { type: "button", "aria-label": filled(words.remove, { label }) }, label,
        element("span", { "aria-hidden": "true" }, " ×"));
      drop.addEventListener("click", () => {
        const { [key]: wanted, ...others } = state.filters;
        const left = wanted.filter((other) => other !== value);
        box.focus();
        go({ filters: left.length ? { ...others, [key]: left } : others });
      });
      return element("li", {}, drop);
    }));
    if (rows.length > 1) {
      const clear = element("button", { type: "button" }, words.clear);
      clear.addEventListener("click", () => { box.focus(); go({ filters: {} }); });
      chosen.append(element("li", {}, clear));
    }
  };

  const choices = () => {
    const usual = state.query ? "relevance" : "newest";
    const offered = state.query ? orders : orders.filter((name) => name !== "relevance");
    order.replaceChildren(...offered.map((name) => element("option", { value: name }, words[name])));
    order.value = offered.includes(state.order) ? state.order : usual;
    return order.value;
  };

  /** Leaves out what a column does not have, and says so. */
  const without_gone = async () => {
    const columns = new Map();
    const gone = [...state.gone];
    for (const [key, values] of Object.entries(state.filters)) {
      const column = await about.column(key);
      const facet = facets.find((one) => one.key === key);
      const there = values.filter((value) => column.values.includes(value));
      gone.push(...values.filter((value) => !there.includes(value)).map((value) => `${facet.title}: ${upper(value)}`));
      if (there.length) columns.set(key, column);
      if (there.length) state.filters[key] = there;
      else delete state.filters[key];
    }
    return [columns, gone.length ? [filled(words.gone, { filters: gone.join(", ") })] : []];
  };

  const searched = async () => {
    try {
      return [await soon((await about.search()).find(state.query, literally)), []];
    } catch {
      return [null, [words.noSearch]];
    }
  };

  const spelt = ({ corrected }) => {
    const typed = element("button", { type: "button", class: "aw-inline" }, state.query);
    typed.addEventListener("click", () => go({ literally: true }, true));
    return around(filled(words.corrected, { query: "{query}", meant: corrected }), "query", typed);
  };

  const show = async () => {
    const now = ++turn;
    if (box.value.trim() !== state.query) box.value = state.query;
    const way = choices();
    if (state.query) status.textContent = words.searching;
    const [[columns, said], [answer, failed]] = await Promise.all([without_gone(),
      state.query ? searched() : Promise.resolve([{ hits: everything.map((row) => ({ row })) }, []])]);
    const shares = ["over", "under"].includes(way) ? await about.shares() : null;
    if (now !== turn) return;
    chips();
    const hits = answer?.hits ?? everything.map((row) => ({ row }));
    const by_row = new Map(hits.map((hit) => [hit.row, hit]));
    const rows = sorted(passing([...by_row.keys()], state.filters, columns), way, shares);
    const as_listed = answer && state.query ? [] : ["newest", "relevance"];
    const plainly = as_listed.includes(way) && !Object.keys(state.filters).length;
    const notes = [...said, ...failed];
    if (state.query.length > longest) notes.push(words.long);
    if (answer?.corrected) notes.push(element("span", {}, ...spelt(answer)));
    if (state.query && answer && !answer.telling.length) notes.push(words.signs);
    else if (!rows.length) notes.push(hits.length ? words.nothingLeft : words.nothing);
    else if (!plainly) notes.unshift(filled(words.found, { count: rows.length.toLocaleString(document.documentElement.lang) }));
    status.replaceChildren(...notes.flatMap((note) => [note, " "]));
    plain.hidden = !plainly && rows.length > 0;
    results.hidden = plainly || !rows.length;
    list.replaceChildren();
    await Promise.all([filters.show(hits.map(({ row }) => row), state.filters), plainly || next(rows, by_row, answer, now)]);
  };

  const next = async (rows, by_row, answer, now) => {
    const from = list.childElementCount;
    const made = await Promise.all(rows.slice(from, from + step).map((row) => {
      const hit = by_row.get(row);
      return hit.result ? card(hit, answer.telling, about) : at_row(row);
    }));
    if (now !== turn) return;
    list.append(...made);
    more.hidden = list.childElementCount >= rows.length;
    more.onclick = async () => {
      await next(rows, by_row, answer, now);
      list.children[from + made.length]?.querySelector("a")?.focus();
    };
  };

  const from_address = () => {
    state = read(location.search, facets);
    [typing, literally] = [false, false];
    return show();
  };

  let typed;
  box.addEventListener("input", () => {
    clearTimeout(typed);
    typed = setTimeout(() => {
      const again = typing;
      typing = true;
      go({ query: box.value.trim() }, again).catch(give_up);
    }, calm);
  });
  box.addEventListener("change", () => { typing = false; });
  order.addEventListener("change", () => go({ order: order.value }).catch(give_up));
  addEventListener("popstate", () => from_address().catch(give_up));

  const give_up = () => {
    status.textContent = at.dataset.broken;
    plain.hidden = false;
    results.hidden = true;
  };

  const wide = matchMedia("(min-width: 60em)").matches;
  const form = element("form", { class: "aw-finder__form", role: "search" },
    element("label", { for: "aw-query", class: "aw-hidden" }, words.search), box,
    element("label", { for: "aw-order" }, words.sort), order);
  form.addEventListener("submit", (event) => event.preventDefault());
  at.append(form, chosen, status,
    element("details", { class: "aw-filters", open: wide }, element("summary", {}, words.filters), ...filters.groups),
    element("h2", { class: "aw-hidden" }, words.results), results);
  box.placeholder = words.search;
  at.append(plain);
  at.hidden = false;
  return from_address().catch(give_up);
};

const at = document.querySelector(".aw-finder");
if (at) {
  const plain = document.querySelector(".aw-plain");
  site(new URL(at.dataset.words, location.href)).then((about) => finder(at, plain, about), () => {
    at.replaceChildren(element("p", { role: "status" }, at.dataset.broken));
    at.hidden = false;
  });
}
