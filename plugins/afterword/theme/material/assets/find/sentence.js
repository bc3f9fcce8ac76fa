// Pick the sentence of a page that answers a query best, and mark the words that match.

import { createElement } from "../dom.js";
import { foldText } from "./words.js";

const MAX_WORDS = 40; // of a sentence that are shown
const WORDS_BEFORE_MATCH = 12; // of a longer sentence, before its first match
const MIN_SENTENCE_WORDS = 8; // a shorter one is rather a label
const PREFIX_LENGTH = 4; // letters of a keyword that a matching word must contain

/** Return the sentences of a text, each as the positions of its first word and of the word after its last. */
const splitSentences = (words) => {
  const sentences = [];
  let start = 0;
  words.forEach((word, position) => {
    if (/[.!?…]["»”)]*$/u.test(word) || position === words.length - 1) {
      sentences.push([start, position + 1]);
      start = position + 1;
    }
  });
  return sentences;
};

const stripSigns = (text) => foldText(text).replace(/[^\p{L}\p{N}]+/gu, " ").trim();

/** Return the sentence with the highest score, or null. The page shows title and summary already, so these are out. */
const findBestSentence = (words, { weighted_locations: locations, meta, anchors }, keywords) => {
  const detailsStart = anchors.find(({ id }) => id === "record-details")?.location ?? Infinity; // values without sentences
  const shownText = stripSigns(`${meta.title} ${meta.summary ?? ""}`);
  const weights = new Map(locations.map(({ location, balanced_score: weight }) => [location, weight]));
  let best = null;
  for (const [start, end] of splitSentences(words)) {
    const hits = [...weights.keys()].filter((position) => position >= start && position < end);
    if (!hits.length || (start >= detailsStart && end - start < MIN_SENTENCE_WORDS)) continue;
    if (shownText.includes(stripSigns(words.slice(start, end).join(" ")))) continue;
    const matches = keywords.filter((word) =>
      hits.some((position) => foldText(words[position]).includes(word.slice(0, PREFIX_LENGTH)))).length;
    const length = Math.min(1, (end - start) / MIN_SENTENCE_WORDS);
    const score = matches + length + Math.max(...hits.map((position) => weights.get(position))) / 1e4;
    if (!best || score > best.score) best = { start, end, hits: new Set(hits), score };
  }
  return best;
};

/** Return nodes for the best sentence of a page; none if no sentence adds anything. */
export const renderSentence = (page, keywords) => {
  const words = page.content.split(/[\r\n\s]+/gu);
  const best = findBestSentence(words, page, keywords);
  if (!best) return [];
  const match = Math.min(...best.hits);
  const start = match - best.start > MAX_WORDS - WORDS_BEFORE_MATCH ? match - WORDS_BEFORE_MATCH : best.start;
  const end = Math.min(best.end, start + MAX_WORDS);
  const nodes = words.slice(start, end).flatMap((word, offset) =>
    best.hits.has(start + offset) ? [createElement("mark", {}, word), " "] : [`${word} `]);
  return [start > best.start ? "… " : "", ...nodes, end < best.end ? "…" : ""];
};
