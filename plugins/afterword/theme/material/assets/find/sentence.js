// The sentence of a page that answers a query best, with the words it was found by.

import { element } from "./page.js";
import { folded } from "./words.js";

const most = 40; // words of a sentence that are shown
const short = 8; // words of a sentence that says something by itself; what has fewer is rather a label
const before = 12; // of them before the first that was found

/** The sentences of a text, as the places of their words. */
const sentences = (words) => {
  const found = [];
  let from = 0;
  words.forEach((word, at) => {
    if (/[.!?…]["»”)]*$/u.test(word) || at === words.length - 1) {
      found.push([from, at + 1]);
      from = at + 1;
    }
  });
  return found;
};

/** Nodes for the best sentence that is not told already; empty where there is none. */
export const sentence = ({ content, weighted_locations: places, meta, anchors }, telling) => {
  const fields = anchors.find(({ id }) => id === "record-details")?.location ?? Infinity; // bare values from there on
  const words = content.split(/[\r\n\s]+/gu);
  const bare = (text) => folded(text).replace(/[^\p{L}\p{N}]+/gu, " ").trim();
  const told = bare(`${meta.title} ${meta.summary ?? ""}`);
  const weights = new Map(places.map(({ location, balanced_score: score }) => [location, score]));
  let best = null;
  for (const [from, to] of sentences(words)) {
    const hits = [...weights.keys()].filter((at) => at >= from && at < to);
    if (!hits.length || (from >= fields && to - from < short) || told.includes(bare(words.slice(from, to).join(" ")))) continue;
    const starts = telling.filter((word) => hits.some((at) => folded(words[at]).includes(word.slice(0, 4)))).length;
    const score = starts + Math.min(1, (to - from) / short) + Math.max(...hits.map((at) => weights.get(at))) / 1e4;
    if (!best || score > best.score) best = { from, to, hits: new Set(hits), score };
  }
  if (!best) return [];
  const first = Math.min(...best.hits);
  const from = first - best.from > most - before ? first - before : best.from;
  const to = Math.min(best.to, from + most);
  const shown = words.slice(from, to).flatMap((word, at) =>
    best.hits.has(from + at) ? [element("mark", {}, word), " "] : [`${word} `]);
  return [from > best.from ? "… " : "", ...shown, to < best.to ? "…" : ""];
};
