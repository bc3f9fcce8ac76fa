// Correct a misspelt query by the names of the library. Loaded only when some word of a query is in no text.

import { splitWords } from "./words.js";

const MIN_WORD_SIMILARITY = 0.7;
const MIN_NAME_SIMILARITY = 0.8;

/** Return the fewest letters to change, drop, add or swap with a neighbour between two words (optimal alignment). */
const editDistance = (a, b) => {
  let [older, last] = [[], Array.from({ length: b.length + 1 }, (_, position) => position)];
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const cost = a[i - 1] === b[j - 1] ? 0 : 1;
      row[j] = Math.min(last[j] + 1, row[j - 1] + 1, last[j - 1] + cost);
      const isSwap = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      if (isSwap) row[j] = Math.min(row[j], older[j - 2] + 1);
    }
    [older, last] = [last, row];
  }
  return last[b.length];
};

/** Return the similarity of two words, from 0 to 1 for equal words. */
const similarity = (a, b) => {
  const length = Math.max(a.length, b.length);
  return Math.abs(a.length - b.length) > 0.5 * length ? 0 : 1 - editDistance(a, b) / length;
};

const bySimilarityTo = (text) => (a, b) => similarity(text, b) - similarity(text, a);

/** Return the name that is most like a whole query, in words or written as one. */
const closestName = (keywords, names) => {
  const letters = (text) => text.replace(/[-'’]/gu, "");
  const query = letters(keywords.join(""));
  return names.filter((words) => words.length && similarity(query, letters(words.join(""))) >= MIN_NAME_SIMILARITY)
    .map((words) => words.join(" ")).sort(bySimilarityTo(keywords.join(" ")))[0];
};

/** Return a query with its unknown words replaced by similar words of names; null if no name is similar. */
export const correctQuery = (keywords, unknownWords, names) => {
  const splitNames = names.map((name) => splitWords(name));
  const name = closestName(keywords, splitNames);
  if (name !== undefined) return name;
  const vocabulary = [...new Set(splitNames.flat().flatMap((word) => [word, ...word.split(/[-'’]/u)]))];
  let isChanged = false;
  const words = keywords.map((word) => {
    if (!unknownWords.includes(word) || word.length < 3) return word;
    const isSimilar = (candidate) => (word.length > 4 || candidate.length === word.length)
      && similarity(word, candidate) >= MIN_WORD_SIMILARITY;
    const [best] = vocabulary.filter(isSimilar).sort(bySimilarityTo(word));
    isChanged ||= Boolean(best);
    return best ?? word;
  });
  return isChanged ? words.join(" ") : null;
};
