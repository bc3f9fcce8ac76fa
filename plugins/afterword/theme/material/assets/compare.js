// Any two records side by side, from data.json beside this page. `compare` does what afterword.analysis.comparison
// does, `verdict` what afterword.analysis.verdicts does; both run the cases of tests/comparisons.json.

const fold = (value) =>
  typeof value === "string" ? value.normalize("NFC").toUpperCase().toLowerCase().trim().replace(/\s+/gu, " ") : value;

// What an object holds under a key that somebody else chose, which may be called as a method of all objects is.
const at = (object, key) => (object && Object.hasOwn(object, key) ? object[key] : undefined);

const SAME = "same", DIFFERS = "differs", UNCLEAR = "unclear", UNKNOWN = "unknown", ABSENT = "absent";
const EXACT = { percent: 0, at_least: 0, decisive: [] };

const is_close = (a, b, { percent, at_least }) => {
  const apart = Math.abs(a - b);
  return apart <= at_least || apart * 100 <= percent * Math.min(Math.abs(a), Math.abs(b));
};

// A text without what is only spelling: case, ё, quotes, dashes, thousands, numbers in words.
const fold_text = (text, numbers) =>
  fold(text).replaceAll("ё", "е")
    .replace(/[\u2010-\u2015\u2212]/gu, "-")
    .replace(/(?<=\d)[ ,'’](?=\d{3}(?!\d))/gu, "")
    .replace(/[«»"“”„‘’'`()!?…:*_]|\.(?!\d)|-(?!\d)/gu, " ")
    .replaceAll(" %", "%").split(" ").filter(Boolean).map((word) => at(numbers, word) ?? word).join(" ");

const folded_words = (value, numbers) => {
  const items = Array.isArray(value) ? value : `${value}`.split(/[,;]\s+|\s+(?:and|и|&)\s+/u).filter((item) => item.trim());
  return [...new Set(items.map((item) => fold_text(item, numbers)))].sort().join("\n");
};

const match_words = (a, b, languages, numbers) => {
  if (folded_words(a, numbers) === folded_words(b, numbers)) return SAME;
  const texts = [a, b].map((value) => (Array.isArray(value) ? value.join(", ") : `${value}`));
  const is_worded = texts.map((text) => /\p{L}/u.test(text));
  if (!is_worded.includes(true)) return DIFFERS;
  const [one, other] = texts.map((text) => /[\u0400-\u04ff]/u.test(text));
  return is_worded.every(Boolean) && languages[0] === languages[1] && one === other ? DIFFERS : UNCLEAR;
};

const folded_tally = (tally, numbers) => {
  const counts = new Map();
  for (const [name, count] of Object.entries(tally)) {
    const key = fold_text(name, numbers);
    counts.set(key, (counts.get(key) ?? 0) + count);
  }
  return counts;
};

const match_tallies = (a, b, languages, { percent }, numbers) => {
  const names = match_words(Object.keys(a), Object.keys(b), languages, numbers);
  if (names !== SAME) return names;
  const [one, other] = [folded_tally(a, numbers), folded_tally(b, numbers)];
  const smaller = Math.min(...[one, other].map((counts) => [...counts.values()].reduce((sum, count) => sum + count, 0)));
  return [...one].every(([name, count]) => Math.abs(count - other.get(name)) * 100 <= percent * smaller) ? SAME : DIFFERS;
};

const match_values = (form, a, b, languages, tolerance, numbers) => {
  if (a === undefined || b === undefined) return a === b ? ABSENT : UNKNOWN;
  const answer = (is_same) => (is_same ? SAME : DIFFERS);
  if (form === "codes") return answer([...new Set(a)].sort().join() === [...new Set(b)].sort().join());
  if (form === "money") return a[1] === b[1] ? answer(is_close(a[0], b[0], tolerance)) : UNCLEAR;
  if (form === "tally") return match_tallies(a, b, languages, tolerance, numbers);
  if (form === "months") {
    const apart = Math.abs(a[0] + a[1] - b[0] - b[1]) / 2;
    return answer(Math.min(apart, 12 - apart) <= tolerance.at_least);
  }
  if (typeof a === "number" && typeof b === "number") return answer(is_close(a, b, tolerance));
  return match_words(a, b, languages, numbers);
};

const is_said_in_two_ways = (key, a, b, rows, numbers) => {
  for (const [path, form] of rows) {
    for (const [one, other] of [[a, b], [b, a]]) {
      const words = at(one.variables, key), value = other.inputs[path];
      const is_apart = !Object.hasOwn(other.variables, key) && !(path in one.inputs) && form === "words";
      if (is_apart && typeof words === "string" && ["string", "object"].includes(typeof value)) {
        return folded_words(words, numbers) === folded_words(value, numbers);
      }
    }
  }
  return false;
};

const match_variable = (key, a, b, rules) => {
  const [tolerance, languages] = [at(rules.variables, key) ?? EXACT, [a.language, b.language]];
  const share = { ...tolerance, at_least: 0 };  // which is in the unit of the fields
  const words = match_values("words", at(a.variables, key), at(b.variables, key), languages, share, rules.numbers);
  const rows = at(rules.inputs, key) ?? [];
  const replaced = rows.filter(([path]) => path in a.inputs && path in b.inputs).map(([, , , replaces]) => replaces);
  const found = rows.filter(([path]) => !replaced.includes(path)).map(([path, form, is_partial]) =>
    [match_values(form, a.inputs[path], b.inputs[path], languages, tolerance, rules.numbers), is_partial]);
  const inputs = found.map(([match]) => match), matches = [words, ...inputs];
  if (matches.includes(DIFFERS)) return DIFFERS;
  if (is_said_in_two_ways(key, a, b, rows, rules.numbers)) return SAME;
  const is_whole = !inputs.includes(UNCLEAR) && !inputs.includes(UNKNOWN);
  const is_proven = found.some(([match, is_partial]) => match === SAME && !is_partial);
  const is_worded = words === SAME && !(typeof a.variables[key] === "number" && matches.includes(UNCLEAR));
  if (is_worded || (is_proven && is_whole)) return SAME;
  const has = (record) => Object.hasOwn(record.variables, key) || rows.some(([path]) => path in record.inputs);
  return has(a) && has(b) ? UNCLEAR : has(a) || has(b) ? UNKNOWN : ABSENT;
};

const decisive = ({ kind }, { variables }) =>
  Object.keys(variables).filter((key) => variables[key].decisive.includes(kind));

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

// A record as it is compared: data.json leaves out what is empty.
export const whole = (record) =>
  ({ kind: "", language: "en", variables: {}, inputs: {}, outcomes: {}, kpis: [], relations: {}, ...record });

const judge = ({ differs, unknown, is_marked }) => {
  if (differs.length > 1) return "confounded";
  if (unknown.length || !is_marked) return "cannot-tell";
  return differs.length ? "speaks" : "unexplained";
};

export const compare = (a, b, rules) => {
  const said = [at(a.relations, b.slug), at(b.relations, a.slug)].filter(Boolean);
  const [said_kept, said_changed] = [0, 1].map((side) => new Set(said.flatMap((relation) => relation[side])));
  const inputs = Object.entries(rules.inputs)
    .filter(([, rows]) => rows.some(([path]) => path in a.inputs || path in b.inputs)).map(([key]) => key);
  const keys = new Set([...Object.keys(a.variables), ...Object.keys(b.variables), ...inputs, ...said_kept, ...said_changed]);
  const [same, differs, unclear, unknown, kept, misstated] = Array.from({ length: 6 }, () => new Set());
  for (const key of keys) {
    const match = match_variable(key, a, b, rules);
    const [is_kept, is_changed] = [said_kept.has(key), said_changed.has(key)];
    if ((match === DIFFERS && is_kept) || (match === SAME && is_changed)) misstated.add(key);
    if (match === DIFFERS) differs.add(key);
    else if (match === SAME) (is_changed ? unclear : same).add(key);
    else if (is_kept !== is_changed) (is_kept ? kept : differs).add(key);
    else (match === UNCLEAR ? unclear : unknown).add(key);
  }
  for (const key of kept) same.add(key);
  const needed = [a, b].map((record) => decisive(record, rules));
  const open = [...unknown, ...unclear, ...needed.flat().filter((key) => !same.has(key) && !differs.has(key))];
  const found = {
    same: [...same].filter((key) => key !== "kind").sort(),
    differs: [...differs].sort(),
    unknown: [...new Set(open)].sort(),
    unclear: [...unclear].sort(),
    kept: [...kept].sort(),
    misstated: [...misstated].sort(),
    is_marked: needed.every((keys) => keys.length),
    kpis: pairs(a.kpis, b.kpis),
  };
  return { ...found, verdict: judge(found) };
};

const in_sentence = (title) => {
  const rest = title.split(" ")[0].slice(1);
  return rest === rest.toLowerCase() ? title.slice(0, 1).toLowerCase() + title.slice(1) : title;
};

export const verdict = (found, { sentences, variables }) => {
  const listed = (names) => names.length < 2 ? names.join("") : sentences.and
    .replace("{first}", () => names.slice(0, -1).join(", ")).replace("{last}", () => names.at(-1));
  const say = (key, names = []) =>
    sentences[key].replace("{names}", () => listed(names.map((name) => in_sentence(at(variables, name) ?? name))));
  const { differs, unclear, verdict: kind } = found, said = [];
  const unrecorded = found.unknown.filter((key) => !unclear.includes(key));
  if (kind === "confounded") {
    said.push(say("confounded", differs));
    if (differs.includes("market")) said.push(say("not-the-market"));
    if (unrecorded.length) said.push(say("also-unknown", unrecorded));
    if (unclear.length) said.push(say("also-unclear", unclear));
  } else if (kind === "cannot-tell") {
    if (unrecorded.length) said.push(say(unrecorded.length > 1 ? "unknown" : "unknown-one", unrecorded));
    if (unclear.length) said.push(say(unrecorded.length ? "also-unclear" : "unclear", unclear));
    if (!found.is_marked) said.push(say("unmarked"));
    if (differs.length) said.push(say("known", differs));
  } else said.push(kind === "speaks" && differs[0] === "market" ? say("market") : say(kind, differs));
  const [kept, changed] = [true, false].map((is_kept) => found.misstated.filter((key) => differs.includes(key) === is_kept));
  if (kept.length) said.push(say("misstated", kept));
  if (changed.length) said.push(say("misstated-change", changed));
  return said;
};

const element = (tag, attributes = {}, ...children) => {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children);
  return made;
};

// What a record says of a variable, as its own page shows it: its author's words, then its fields with their titles.
const recorded = ({ rules, codes, titles }, lang) => {
  const number = new Intl.NumberFormat(lang, { maximumFractionDigits: 3 });
  const days = new Intl.NumberFormat(lang, { style: "unit", unit: "day", unitDisplay: "long" });
  const months = new Intl.DateTimeFormat(lang, { month: "long", timeZone: "UTC" });
  const countries = new Intl.DisplayNames([lang], { type: "region", fallback: "code" });
  const text = (value) => (typeof value === "number" ? number.format(value) : `${value}`);
  const code = (path, value) => (path === "markets" ? countries.of(value) : at(codes[path], value) ?? value);
  const worded = (path, form, value) => {
    if (form === "codes") return value.map((each) => code(path, each)).join(", ");
    if (form === "money") return `${text(value[0])} ${value[1]}`.trim();
    if (form === "tally") return Object.entries(value).map(([name, count]) => `${name} × ${count}`).join(", ");
    if (form === "months") return [...new Set(value)].map((month) => months.format(Date.UTC(2000, month - 1))).join("–");
    if (form === "days") return days.format(value);
    return Array.isArray(value) ? value.join("; ") : text(value);
  };
  const rows = (record, key) => {
    const known = (at(rules.inputs, key) ?? []).filter(([path]) => path in record.inputs);
    return known.some(([, form]) => form === "tally") ? known.filter(([, , is_partial]) => !is_partial) : known;
  };
  const lines = (record, key) => [
    ...(Object.hasOwn(record.variables, key) ? [["", text(record.variables[key])]] : []),
    ...rows(record, key).map(([path, form]) => [titles[path] ?? "", worded(path, form, record.inputs[path])]),
  ];
  return { text, lines, money: (value) => (Array.isArray(value) ? worded("", "money", value) : text(value)) };
};

// The table of a pair, as its own page shows it.
const table = (a, b, found, words) => {
  const { labels, variables, outcomes } = words;
  const { text, lines, money } = recorded(words, document.documentElement.lang);
  const quiet = (said) => element("span", { class: "aw-quiet" }, said);
  const amount = (value, unit) =>
    typeof value === "number" ? `${text(value)} ${unit}`.trim() : value === "unknown" ? labels.noted : value ?? labels.unsaid;
  const side = (kpi) =>
    element("td", {}, ...(kpi
      ? [element("strong", {}, amount(kpi.actual, kpi.unit)), element("br"), quiet(`${labels.plan} ${amount(kpi.planned, kpi.unit)}`)]
      : [quiet(labels.unmeasured)]));
  const body = (title, rows) => {
    if (!rows.length) return [];
    const head = element("th", { scope: "rowgroup", colspan: 3, class: "aw-label" }, title);
    return [element("tbody", {}, element("tr", {}, head), ...rows)];
  };
  const row = (title, ...cells) => element("tr", {}, element("th", { scope: "row" }, ...title), ...cells);
  const cell = (record, key) => {
    const shown = lines(record, key).flatMap(([title, line], position) =>
      [...(position ? [element("br")] : []), ...(title ? [quiet(`${title}:`), " "] : []), line]);
    return element("td", {}, ...(shown.length ? shown : [quiet(labels.unsaid)]));
  };
  const told = (keys) => keys.map((key) => {
    const kept = found.kept.includes(key) ? [element("br"), quiet(labels.kept)] : [];
    return row([at(variables, key) ?? key, ...kept], ...[a, b].map((record) => cell(record, key)));
  });
  const results = Object.entries(outcomes).filter(([path]) => path in a.outcomes || path in b.outcomes)
    .map(([path, title]) => row([title], ...[a, b].map((record) =>
      element("td", {}, path in record.outcomes ? money(record.outcomes[path]) : quiet(labels.unsaid)))));
  const names = [a, b].map((record) =>
    element("th", { scope: "col" }, element("a", { href: `../names/${record.slug}/` }, record.name)));
  return element("div", { class: "aw-scroll" }, element("table", { class: "aw-sides" },
    element("thead", {}, element("tr", {}, element("td"), ...names)),
    ...body(labels.results, [...found.kpis.map((pair) => row([pair.name], side(pair.a), side(pair.b))), ...results]),
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
      const paths = Object.values(words.rules.inputs).flat().map(([path]) => path);
      const rows = (await answer.json()).records.map(whole).map((record) => ({
        ...record,
        inputs: {
          kind: [record.kind],
          ...Object.fromEntries(Object.entries(record.inputs).map(([number, value]) => [paths[number], value])),
        },
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
    const compared = compare(...found, words.rules);
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
