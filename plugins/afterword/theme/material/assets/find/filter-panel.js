// Filters of the library's page: a group for each facet, whose values are loaded when it is opened.

import { createElement, fillTemplate } from "../dom.js";
import { countValues, filterRows } from "./columns.js";

const MAX_VALUES = 8; // of a group, before somebody asks for all

export class FilterPanel {
  #site;
  #onChange;
  #groups;
  #rows = [];
  #filters = {};

  /** `onChange(key, values)` is called with the chosen values of a facet. */
  constructor(site, onChange) {
    this.#site = site;
    this.#onChange = onChange;
    this.#groups = site.facets.map((facet) => this.#createGroup(facet));
  }

  get elements() {
    return this.#groups.map(({ details }) => details);
  }

  /** Show the counts for rows, which are not filtered yet, and the chosen filters. */
  show(rows, filters) {
    this.#rows = rows;
    this.#filters = filters;
    return Promise.all(this.#groups.map((group) => {
      const isOpenAtFirst = !group.isShown && this.#site.openFacets.includes(group.facet);
      group.details.open ||= Boolean(filters[group.facet.key]) || isOpenAtFirst;
      group.isShown = true;
      return this.#fill(group);
    }));
  }

  #createGroup(facet) {
    const list = createElement("ul", {});
    const more = createElement("button", { type: "button", class: "aw-more", hidden: true });
    const badge = createElement("span", { class: "aw-facet__count" });
    const details = createElement("details", { class: "aw-facet", "data-facet": facet.key },
      createElement("summary", {}, facet.title, " ", badge), list, more);
    const group = { facet, details, list, more, badge, hasAllValues: false, isShown: false };
    details.addEventListener("toggle", () => this.#fill(group));
    more.addEventListener("click", async () => {
      group.hasAllValues = true;
      await this.#fill(group);
      list.querySelectorAll("input")[MAX_VALUES]?.focus();
    });
    return group;
  }

  /** Fill a group, or say in it that its values could not be loaded. */
  async #fill(group) {
    const { facet, details, badge } = group;
    const choices = this.#filters[facet.key] ?? [];
    badge.textContent = choices.length ? `${choices.length}` : "";
    if (!details.open) return;
    try {
      this.#showValues(group, choices, await this.#countValues(facet));
    } catch {
      group.list.replaceChildren(createElement("li", { class: "aw-quiet" }, this.#site.words.noFilters));
    }
  }

  /** Count the values of a facet in the rows that pass the filters of all other facets. */
  async #countValues(facet) {
    const keys = new Set([facet.key, ...Object.keys(this.#filters)]);
    const columns = new Map(await Promise.all([...keys].map(async (key) => [key, await this.#site.loadColumn(key)])));
    const rows = filterRows(this.#rows, this.#filters, columns, facet.key);
    return countValues(rows, columns.get(facet.key), (value) => this.#site.labelValue(facet, value));
  }

  #showValues({ facet, list, more, hasAllValues }, choices, counts) {
    const emptyChoices = choices.filter((choice) => !counts.some(([value]) => value === choice));
    const allCounts = [...emptyChoices.map((choice) => [choice, 0]), ...counts];
    const shownCounts = hasAllValues ? allCounts
      : allCounts.filter(([value], rank) => rank < MAX_VALUES || choices.includes(value));
    const focusedValue = list.contains(document.activeElement) ? document.activeElement.value : undefined;
    list.replaceChildren(...shownCounts.map(([value, count]) =>
      this.#createChoice(facet, value, count, choices.includes(value))));
    if (focusedValue !== undefined) {
      [...list.querySelectorAll("input")].find((box) => box.value === focusedValue)?.focus();
    }
    more.hidden = shownCounts.length === allCounts.length;
    more.textContent = fillTemplate(this.#site.words.values, { count: allCounts.length });
  }

  #createChoice(facet, value, count, isChosen) {
    const box = createElement("input", { type: "checkbox", value, checked: isChosen });
    box.addEventListener("change", () => {
      const choices = new Set(this.#filters[facet.key]);
      if (box.checked) choices.add(value);
      else choices.delete(value);
      this.#onChange(facet.key, [...choices]);
    });
    return createElement("li", {}, createElement("label", {},
      box, " ", createElement("span", {}, this.#site.labelValue(facet, value)), " ",
      createElement("span", { class: "aw-facet__count" }, `${count}`)));
  }
}
