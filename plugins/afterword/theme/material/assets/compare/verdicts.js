// Sentences that a comparison supports, as afterword.analysis.verdicts writes them; both run tests/comparisons.json.

import { getOwn } from "./values.js";

/** Return the conclusion that a comparison allows. */
export const judgeComparison = ({ differs, unknown, isMarked }) => {
  if (differs.length > 1) return "confounded";
  if (unknown.length || !isMarked) return "cannot-tell";
  return differs.length ? "speaks" : "unexplained";
};

// A title that begins with an abbreviation keeps its capitals inside a sentence.
const lowerFirstWord = (title) => {
  const letters = title.split(" ")[0].slice(1);
  return letters === letters.toLowerCase() ? title.slice(0, 1).toLowerCase() + title.slice(1) : title;
};

const listUnknowns = ({ differs, unclear, isMarked }, unrecorded) => [
  ...(unrecorded.length ? [[unrecorded.length > 1 ? "unknown" : "unknown-one", unrecorded]] : []),
  ...(unclear.length ? [[unrecorded.length ? "also-unclear" : "unclear", unclear]] : []),
  ...(isMarked ? [] : [["unmarked", []]]),
  ...(differs.length ? [["known", differs]] : []),
];

const listConfounders = ({ differs, unclear }, unrecorded) => [
  ["confounded", differs],
  ...(differs.includes("market") ? [["not-the-market", []]] : []),
  ...(unrecorded.length ? [["also-unknown", unrecorded]] : []),
  ...(unclear.length ? [["also-unclear", unclear]] : []),
];

// What a relation states against the records.
const listMisstatements = ({ differs, misstated }) => {
  const [kept, changed] = [true, false].map((isKept) => misstated.filter((key) => differs.includes(key) === isKept));
  return [...(kept.length ? [["misstated", kept]] : []), ...(changed.length ? [["misstated-change", changed]] : [])];
};

const listConclusions = (comparison) => {
  const { differs, unknown, unclear } = comparison;
  const unrecorded = unknown.filter((key) => !unclear.includes(key));
  const verdict = judgeComparison(comparison);
  if (verdict === "confounded") return listConfounders(comparison, unrecorded);
  if (verdict === "cannot-tell") return listUnknowns(comparison, unrecorded);
  return [[verdict === "speaks" && differs[0] === "market" ? "market" : verdict, differs]];
};

/** Return the conclusions of a comparison as sentences; `sentences` are their texts, `variables` titles by key. */
export const writeVerdict = (comparison, { sentences, variables }) => {
  const joinNames = (names) => names.length < 2 ? names.join("") : sentences.and
    .replace("{first}", () => names.slice(0, -1).join(", ")).replace("{last}", () => names.at(-1));
  const titleOf = (key) => lowerFirstWord(getOwn(variables, key) ?? key);
  return [...listConclusions(comparison), ...listMisstatements(comparison)].map(([key, names]) =>
    sentences[key].replace("{names}", () => joinNames(names.map(titleOf))));
};
