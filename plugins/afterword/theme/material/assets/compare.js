// Compare any two records, from data.json beside the page. The address holds which.

import { compareRecords, fillDefaults } from "./compare/comparison.js";
import { renderTable } from "./compare/table.js";
import { foldName } from "./compare/values.js";
import { writeVerdict } from "./compare/verdicts.js";
import { createElement } from "./dom.js";

/** Return the records of data.json, which has positions in place of paths, and KPIs as lists. */
const readRecords = (data, rules) => {
  const paths = Object.values(rules.inputs).flat().map(([path]) => path);
  return data.records.map(fillDefaults).map((record) => ({
    ...record,
    inputs: {
      kind: [record.kind],
      ...Object.fromEntries(Object.entries(record.inputs).map(([number, value]) => [paths[number], value])),
    },
    kpis: record.kpis.map(([name, metric, unit, planned, actual]) => ({ name, metric, unit, planned, actual })),
  }));
};

const findRecord = (records, text) =>
  records.find(({ name, slug }) => slug === text || foldName(name) === foldName(text));

class PairForm {
  #form;
  #texts = JSON.parse(document.getElementById("aw-words").textContent);
  #status;
  #result = document.querySelector(".aw-compared");
  #inputs;
  #records; // a promise

  constructor(form) {
    this.#form = form;
    this.#status = form.querySelector("[role=status]");
    this.#inputs = [form.elements.a, form.elements.b];
    form.hidden = false;
    form.addEventListener("focusin", () => this.#loadRecords().catch(() => { this.#records = undefined; }), { once: true });
    form.addEventListener("change", () => this.#show(true));
    form.addEventListener("submit", (event) => event.preventDefault());
    addEventListener("popstate", () => this.showAddress());
  }

  /** Compare the records that the address names. */
  showAddress() {
    const parameters = new URLSearchParams(location.search);
    for (const input of this.#inputs) input.value = parameters.get(input.name) ?? "";
    return this.#show(false);
  }

  #loadRecords() {
    return (this.#records ??= this.#fetchRecords());
  }

  async #fetchRecords() {
    const response = await fetch(new URL(this.#form.dataset.index, location.href));
    if (!response.ok) throw new Error(`${response.status}`);
    const records = readRecords(await response.json(), this.#texts.rules);
    this.#form.querySelector("datalist").replaceChildren(
      ...records.map(({ name }) => createElement("option", { value: name })));
    return records;
  }

  /** Compare the records whose names are in the form, or say why that is not possible. */
  async #show(addsEntry) {
    const { labels } = this.#texts;
    const names = this.#inputs.map((input) => input.value);
    this.#result.replaceChildren();
    if (names.some((name) => !name.trim())) {
      this.#status.replaceChildren();
      return;
    }
    let records;
    try {
      records = await this.#loadRecords();
    } catch {
      this.#records = undefined;
      this.#status.replaceChildren(labels.broken);
      return;
    }
    const pair = names.map((name) => findRecord(records, name));
    const position = pair.indexOf(undefined);
    if (position >= 0) this.#status.replaceChildren(labels.nobody.replace("{name}", () => names[position]));
    else this.#showPair(pair, addsEntry);
  }

  #showPair([a, b], addsEntry) {
    this.#status.replaceChildren();
    [this.#inputs[0].value, this.#inputs[1].value] = [a.name, b.name];
    if (addsEntry) history.pushState(null, "", `?${new URLSearchParams({ a: a.slug, b: b.slug })}`);
    const comparison = compareRecords(a, b, this.#texts.rules);
    const sentences = writeVerdict(comparison, this.#texts).map((sentence) => createElement("p", {}, sentence));
    this.#result.replaceChildren(createElement("div", { class: "aw-verdicts" }, ...sentences),
      renderTable(a, b, comparison, this.#texts));
  }
}

const form = document.querySelector(".aw-compare");
if (form) new PairForm(form).showAddress();
