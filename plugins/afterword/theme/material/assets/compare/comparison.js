// Compare two records, as afterword.analysis.comparison does; both run the cases of tests/comparisons.json.

import { ABSENT, DIFFERS, foldName, foldWords, getOwn, matchValues, SAME, UNCLEAR, UNKNOWN } from "./values.js";

const EXACT = { percent: 0, at_least: 0, decisive: [] };

// One record has in words what the other has in a field, and neither has both.
const isRecordedInTwoWays = (key, a, b, { inputs, numbers }) => {
  for (const [path, form] of getOwn(inputs, key) ?? []) {
    for (const [worded, other] of [[a, b], [b, a]]) {
      const words = getOwn(worded.variables, key), value = other.inputs[path];
      const isComplementary = !Object.hasOwn(other.variables, key) && !(path in worded.inputs) && form === "words";
      if (isComplementary && typeof words === "string" && ["string", "object"].includes(typeof value)) {
        return foldWords(words, numbers) === foldWords(value, numbers);
      }
    }
  }
  return false;
};

// The match of a variable's words, and that of each input that counts, with whether it is a part of the variable only.
const matchWordsAndInputs = (key, a, b, rules) => {
  const tolerance = getOwn(rules.variables, key) ?? EXACT;
  const options = { languages: [a.language, b.language], numberWords: rules.numbers, tolerance };
  const wordOptions = { ...options, tolerance: { ...tolerance, at_least: 0 } }; // which is in the unit of the fields
  const words = matchValues("words", getOwn(a.variables, key), getOwn(b.variables, key), wordOptions);
  const rows = getOwn(rules.inputs, key) ?? [];
  const replacedPaths = rows.filter(([path]) => path in a.inputs && path in b.inputs).map(([, , , replaces]) => replaces);
  const inputs = rows.filter(([path]) => !replacedPaths.includes(path)).map(([path, form, isPartial]) =>
    [matchValues(form, a.inputs[path], b.inputs[path], options), isPartial]);
  return [words, inputs];
};

// A variable differs as soon as its words or one of its inputs differ.
const matchVariable = (key, a, b, rules) => {
  const [words, inputs] = matchWordsAndInputs(key, a, b, rules);
  const inputMatches = inputs.map(([match]) => match), matches = [words, ...inputMatches];
  if (matches.includes(DIFFERS)) return DIFFERS;
  if (isRecordedInTwoWays(key, a, b, rules)) return SAME;
  const isComplete = !inputMatches.includes(UNCLEAR) && !inputMatches.includes(UNKNOWN);
  const isProven = inputs.some(([match, isPartial]) => match === SAME && !isPartial);
  // A number may be in the currency of the field.
  const isWorded = words === SAME && !(typeof a.variables[key] === "number" && matches.includes(UNCLEAR));
  if (isWorded || (isProven && isComplete)) return SAME;
  const rows = getOwn(rules.inputs, key) ?? [];
  const isRecorded = (record) => Object.hasOwn(record.variables, key) || rows.some(([path]) => path in record.inputs);
  const count = [a, b].filter(isRecorded).length;
  return [ABSENT, UNKNOWN, UNCLEAR][count];
};

const decisiveVariables = ({ kind }, { variables }) =>
  Object.keys(variables).filter((key) => variables[key].decisive.includes(kind));

// Of several KPIs with one metric, or else one name, the first counts.
const indexKpis = (kpis) => {
  const kpisByKey = new Map();
  for (const kpi of kpis) {
    const key = kpi.metric ? `metric ${kpi.metric}` : `name ${foldName(kpi.name)}`;
    if (!kpisByKey.has(key)) kpisByKey.set(key, kpi);
  }
  return kpisByKey;
};

const subtractActuals = (a, b) =>
  a && b && a.unit === b.unit && typeof a.actual === "number" && typeof b.actual === "number"
    ? Number((b.actual - a.actual).toFixed(10))
    : null;

const pairKpis = (kpisA, kpisB) => {
  const [byKeyA, byKeyB] = [indexKpis(kpisA), indexKpis(kpisB)];
  return [...new Set([...byKeyA.keys(), ...byKeyB.keys()])].map((key) => {
    const [a, b] = [byKeyA.get(key) ?? null, byKeyB.get(key) ?? null];
    return { name: (a ?? b).name, a, b, difference: subtractActuals(a, b) };
  });
};

/** Return a record with defaults for what is empty, which data.json leaves out. */
export const fillDefaults = (record) =>
  ({ kind: "", language: "en", variables: {}, inputs: {}, outcomes: {}, kpis: [], relations: {}, ...record });

// Sort variables by what their values, and a relation between the records, say of them.
const sortVariables = (a, b, rules) => {
  const relations = [getOwn(a.relations, b.slug), getOwn(b.relations, a.slug)].filter(Boolean);
  const [statedKept, statedChanged] = [0, 1].map((side) => new Set(relations.flatMap((relation) => relation[side])));
  const inputs = Object.entries(rules.inputs)
    .filter(([, rows]) => rows.some(([path]) => path in a.inputs || path in b.inputs)).map(([key]) => key);
  const keys = new Set([...Object.keys(a.variables), ...Object.keys(b.variables), ...inputs, ...statedKept, ...statedChanged]);
  const [same, differs, unclear, unknown, kept, misstated] = Array.from({ length: 6 }, () => new Set());
  for (const key of keys) {
    const match = matchVariable(key, a, b, rules);
    const [isKept, isChanged] = [statedKept.has(key), statedChanged.has(key)];
    if ((match === DIFFERS && isKept) || (match === SAME && isChanged)) misstated.add(key);
    if (match === DIFFERS) differs.add(key);
    else if (match === SAME) (isChanged ? unclear : same).add(key);
    else if (isKept !== isChanged) (isKept ? kept : differs).add(key);
    else (match === UNCLEAR ? unclear : unknown).add(key);
  }
  for (const key of kept) same.add(key);
  return { same, differs, unclear, unknown, kept, misstated };
};

/** Compare two records, variable by variable: recorded values come first, then what a relation states. */
export const compareRecords = (a, b, rules) => {
  const { same, differs, unclear, unknown, kept, misstated } = sortVariables(a, b, rules);
  const decisive = [a, b].map((record) => decisiveVariables(record, rules));
  const undecided = decisive.flat().filter((key) => !same.has(key) && !differs.has(key));
  return {
    same: [...same].filter((key) => key !== "kind").sort(),
    differs: [...differs].sort(),
    unknown: [...new Set([...unknown, ...unclear, ...undecided])].sort(),
    unclear: [...unclear].sort(),
    kept: [...kept].sort(),
    misstated: [...misstated].sort(),
    isMarked: decisive.every((variables) => variables.length),
    kpis: pairKpis(a.kpis, b.kpis),
  };
};
