// Any two records side by side, from data.json beside this page. `compare` does what afterword.analysis.comparison
// does; both run the cases of tests/comparisons.json.

const fold = (value) =>
  typeof value === "string" ? value.normalize("NFC").toUpperCase().toLowerCase().trim().replace(/\s+/gu, " ") : value;

const first = (kpis) => {
  const found = new Map();
  for (const kpi of kpis) {
    const key = kpi.metric ? `metric ${kpi.metric}` : `name ${fold(kpi.name)}`;
    if (!found.has(key)) found.set(key, kpi);
  }
  return found;
};

const difference = (one, other) =>
  one && other && one.unit === other.unit && typeof one.actual === "number" && typeof other.actual === "number"
    ? Number((other.actual - one.actual).toFixed(10))
    : null;

const pairs = (one, other) => {
  const left = first(one), right = first(other);
  return [...new Set([...left.keys(), ...right.keys()])].map((key) => {
    const [a, b] = [left.get(key) ?? null, right.get(key) ?? null];
    return { name: (a ?? b).name, a, b, difference: difference(a, b) };
  });
};

export const compare = (a, b) => {
  const said = [a.settled?.[b.slug], b.settled?.[a.slug]].filter(Boolean);
  const changed = new Set(said.flatMap(([, names]) => names));
  const kept = new Set(said.flatMap(([names]) => names).filter((name) => !changed.has(name)));
  const keys = new Set([...Object.keys(a.variables), ...Object.keys(b.variables), ...kept, ...changed]);
  const found = { same: [], differs: [], unknown: [], kpis: pairs(a.kpis, b.kpis) };
  for (const key of [...keys].sort()) {
    const [one, other] = [a.variables[key], b.variables[key]];
    if (changed.has(key)) found.differs.push(key);
    else if (kept.has(key)) found.same.push(key);
    else if (one === undefined || other === undefined) found.unknown.push(key);
    else (fold(one) === fold(other) ? found.same : found.differs).push(key);
  }
  found.verdict = ["unexplained", "speaks"][found.differs.length] ?? "confounded";
  return found;
};

export const verdict = ({ verdict: kind, same, differs, unknown }, { sentences, variables }) => {
  const fill = (key, names) => sentences[key].replace("{names}", () => names.map((name) => variables[name] ?? name).join(", "));
  const said = [fill(same.length || differs.length ? kind : "nothing", differs)];
  if (kind === "confounded" && differs.includes("market")) said.push(fill("market", []));
  if (unknown.length) said.push(fill("unknown", unknown));
  return said;
};

const element = (tag, attributes = {}, ...children) => {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children);
  return made;
};

// The table of a pair, as its own page shows it.
const table = (a, b, found, { labels, variables }) => {
  const quiet = (words) => element("span", { class: "aw-quiet" }, words);
  const number = new Intl.NumberFormat(document.documentElement.lang, { maximumFractionDigits: 3 });
  const countries = new Intl.DisplayNames([document.documentElement.lang], { type: "region", fallback: "code" });
  const amount = (value, unit) =>
    value === null ? labels.unsaid : typeof value === "number" ? `${number.format(value)} ${unit}`.trim() : value;
  const side = (kpi) =>
    element("td", {}, ...(kpi
      ? [element("strong", {}, amount(kpi.actual, kpi.unit)), element("br"), quiet(`${labels.plan} ${amount(kpi.planned, kpi.unit)}`)]
      : [quiet(labels.unmeasured)]));
  const said = (record, key) => {
    const value = record.variables[key];
    if (value === undefined) return quiet(labels.unsaid);
    return key === "market" ? value.split(", ").map((code) => countries.of(code)).join(", ") : `${value}`;
  };
  const body = (title, rows) => {
    if (!rows.length) return [];
    const head = element("th", { scope: "rowgroup", colspan: 3, class: "aw-label" }, title);
    return [element("tbody", {}, element("tr", {}, head), ...rows)];
  };
  const row = (title, ...cells) => element("tr", {}, element("th", { scope: "row" }, title), ...cells);
  const told = (keys) => keys.map((key) =>
    row(variables[key] ?? key, ...[a, b].map((record) => element("td", {}, said(record, key)))));
  const names = [a, b].map((record) =>
    element("th", { scope: "col" }, element("a", { href: `../names/${record.slug}/` }, record.name)));
  return element("div", { class: "aw-scroll" }, element("table", { class: "aw-sides" },
    element("thead", {}, element("tr", {}, element("td"), ...names)),
    ...body(labels.kpis, found.kpis.map((pair) => row(pair.name, side(pair.a), side(pair.b)))),
    ...body(`≠ ${labels.differs}`, told(found.differs)),
    ...body(`= ${labels.same}`, told(found.same)),
    ...body(`? ${labels.unknown}`, told(found.unknown))));
};

const choose = (form) => {
  const words = JSON.parse(document.getElementById("aw-words").textContent);
  const [status, result] = [form.querySelector("[role=status]"), document.querySelector(".aw-compared")];
  const inputs = [form.elements.a, form.elements.b];
  let records;

  const load = () =>
    (records ??= fetch(new URL(form.dataset.index, location.href)).then(async (answer) => {
      if (!answer.ok) throw new Error(`${answer.status}`);
      const rows = (await answer.json()).records.map((record) => ({
        ...record,
        kpis: record.kpis.map(([name, metric, unit, planned, actual]) => ({ name, metric, unit, planned, actual })),
      }));
      form.querySelector("datalist").replaceChildren(...rows.map(({ name }) => element("option", { value: name })));
      return rows;
    }));

  const show = async (asked, remember) => {
    result.replaceChildren();
    if (asked.some((words) => !words.trim())) return status.replaceChildren();
    let rows;
    try {
      rows = await load();
    } catch {
      records = undefined;
      return status.replaceChildren(words.labels.broken);
    }
    const found = asked.map((said) => rows.find(({ name, slug }) => slug === said || fold(name) === fold(said)));
    const missing = found.indexOf(undefined);
    if (missing >= 0) return status.replaceChildren(words.labels.nobody.replace("{name}", () => asked[missing]));
    status.replaceChildren();
    inputs.forEach((input, at) => { input.value = found[at].name; });
    if (remember) history.pushState(null, "", `?${new URLSearchParams({ a: found[0].slug, b: found[1].slug })}`);
    const compared = compare(...found);
    const sentences = verdict(compared, words).map((sentence) => element("p", {}, sentence));
    result.replaceChildren(element("div", { class: "aw-verdicts" }, ...sentences), table(...found, compared, words));
  };

  const from_address = () => {
    const asked = new URLSearchParams(location.search);
    inputs.forEach((input) => { input.value = asked.get(input.name) ?? ""; });
    return show(inputs.map((input) => input.value), false);
  };

  form.hidden = false;
  form.addEventListener("focusin", () => load().catch(() => { records = undefined; }), { once: true });
  form.addEventListener("change", () => show(inputs.map((input) => input.value), true));
  form.addEventListener("submit", (event) => event.preventDefault());
  addEventListener("popstate", from_address);
  return from_address();
};

const form = globalThis.document?.querySelector(".aw-compare");
if (form) choose(form);
