// Render two records side by side, like the page of a pair that was built.

import { createElement } from "../dom.js";
import { getOwn } from "./values.js";

/** Create functions that format recorded values in a language. */
const createFormats = (codes, language) => {
  const number = new Intl.NumberFormat(language, { maximumFractionDigits: 3 });
  const days = new Intl.NumberFormat(language, { style: "unit", unit: "day", unitDisplay: "long" });
  const months = new Intl.DateTimeFormat(language, { month: "long", timeZone: "UTC" });
  const countries = new Intl.DisplayNames([language], { type: "region", fallback: "code" });
  const formatText = (value) => (typeof value === "number" ? number.format(value) : `${value}`);
  const formatMoney = (value) => (Array.isArray(value) ? `${formatText(value[0])} ${value[1]}`.trim() : formatText(value));
  const formatCode = (path, code) => (path === "markets" ? countries.of(code) : getOwn(codes[path], code) ?? code);
  const formatMonth = (month) => months.format(Date.UTC(2000, month - 1));
  const formatInput = (path, form, value) => {
    if (form === "codes") return value.map((code) => formatCode(path, code)).join(", ");
    if (form === "money") return formatMoney(value);
    if (form === "tally") return Object.entries(value).map(([name, count]) => `${name} × ${count}`).join(", ");
    if (form === "months") return [...new Set(value)].map(formatMonth).join("–");
    if (form === "days") return days.format(value);
    return Array.isArray(value) ? value.join("; ") : formatText(value);
  };
  return { formatText, formatMoney, formatInput };
};

const renderQuietly = (text) => createElement("span", { class: "aw-quiet" }, text);

const renderRow = (title, ...cells) =>
  createElement("tr", {}, createElement("th", { scope: "row" }, ...title), ...cells);

const renderBody = (title, rows) => {
  if (!rows.length) return [];
  const heading = createElement("th", { scope: "rowgroup", colspan: 3, class: "aw-label" }, title);
  return [createElement("tbody", {}, createElement("tr", {}, heading), ...rows)];
};

/** Render the KPIs and outcomes of two records. */
const renderResults = (a, b, { kpis }, { labels, outcomes }, { formatText, formatMoney }) => {
  const formatAmount = (value, unit) => {
    if (typeof value === "number") return `${formatText(value)} ${unit}`.trim();
    return value === "unknown" ? labels.noted : value ?? labels.unsaid;
  };
  const renderKpi = (kpi) => createElement("td", {}, ...(kpi
    ? [createElement("strong", {}, formatAmount(kpi.actual, kpi.unit)), createElement("br"),
      renderQuietly(`${labels.plan} ${formatAmount(kpi.planned, kpi.unit)}`)]
    : [renderQuietly(labels.unmeasured)]));
  const renderOutcome = (record, path) => createElement("td", {},
    path in record.outcomes ? formatMoney(record.outcomes[path]) : renderQuietly(labels.unsaid));
  return [
    ...kpis.map((pair) => renderRow([pair.name], renderKpi(pair.a), renderKpi(pair.b))),
    ...Object.entries(outcomes).filter(([path]) => path in a.outcomes || path in b.outcomes)
      .map(([path, title]) => renderRow([title], renderOutcome(a, path), renderOutcome(b, path))),
  ];
};

/** List what a record has of a variable: its own words without a title, then its fields with their titles. */
const listLines = (record, key, { rules, titles }, { formatText, formatInput }) => {
  const inputs = (getOwn(rules.inputs, key) ?? []).filter(([path]) => path in record.inputs);
  const hasTally = inputs.some(([, form]) => form === "tally"); // which says more than the parts of the variable
  return [
    ...(Object.hasOwn(record.variables, key) ? [["", formatText(record.variables[key])]] : []),
    ...inputs.filter(([, , isPartial]) => !hasTally || !isPartial)
      .map(([path, form]) => [titles[path] ?? "", formatInput(path, form, record.inputs[path])]),
  ];
};

const renderVariable = (record, key, texts, formats) => {
  const nodes = listLines(record, key, texts, formats).flatMap(([title, line], number) =>
    [...(number ? [createElement("br")] : []), ...(title ? [renderQuietly(`${title}:`), " "] : []), line]);
  return createElement("td", {}, ...(nodes.length ? nodes : [renderQuietly(texts.labels.unsaid)]));
};

/** Render the table of two records; `texts` are the labels, titles and rules of the page. */
export const renderTable = (a, b, comparison, texts) => {
  const { labels, variables, codes } = texts;
  const formats = createFormats(codes, document.documentElement.lang);
  const renderVariables = (keys) => keys.map((key) => {
    const note = comparison.kept.includes(key) ? [createElement("br"), renderQuietly(labels.kept)] : [];
    const cells = [a, b].map((record) => renderVariable(record, key, texts, formats));
    return renderRow([getOwn(variables, key) ?? key, ...note], ...cells);
  });
  const names = [a, b].map((record) =>
    createElement("th", { scope: "col" }, createElement("a", { href: `../names/${record.slug}/` }, record.name)));
  return createElement("div", { class: "aw-scroll" }, createElement("table", { class: "aw-sides" },
    createElement("thead", {}, createElement("tr", {}, createElement("td"), ...names)),
    ...renderBody(labels.results, renderResults(a, b, comparison, texts, formats)),
    ...renderBody(`≠ ${labels.differs}`, renderVariables(comparison.differs)),
    ...renderBody(`= ${labels.same}`, renderVariables(comparison.same)),
    ...renderBody(`? ${labels.unknown}`, renderVariables(comparison.unknown))));
};
