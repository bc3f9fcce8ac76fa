// Order and check the results of several indexes. A result is Pagefind's; a hit is a result with its row in the library.

import { hasFormOf, splitWords } from "./words.js";

const CHECKED_HITS = 5; // first hits, whose words are compared with the query
const MAX_CHECKED_HITS = 45; // if one of the first has none of the words

/** Return whether a text has letters of a language's script. */
export const hasScriptOf = (language, text) => {
  try {
    return new RegExp(`\\p{Script=${new Intl.Locale(language).maximize().script}}`, "u").test(text);
  } catch {
    return true; // a language of several scripts
  }
};

export const languageOf = ({ id }) => id.slice(0, id.lastIndexOf("_"));

/** Join lists in turns: the first items of all lists, then the second items. */
const interleave = (lists) => {
  const length = Math.max(0, ...lists.map((list) => list.length));
  return Array.from({ length }, (_, rank) => lists.flatMap((list) => list.slice(rank, rank + 1))).flat();
};

/** Return the first item for each key. */
export const uniqueBy = (items, keyOf) => {
  const keys = new Set();
  return items.filter((item) => !keys.has(keyOf(item)) && keys.add(keyOf(item)));
};

/** Return the hits in the library, each row once, and other pages. Languages take turns. */
export const separateHits = (resultLists, rows) => {
  const hitLists = resultLists.map((results) => results.map((result) => ({ result, row: rows.get(result.id) })));
  const hits = interleave(hitLists.map((list) => list.filter(({ row }) => row !== undefined)));
  return [
    uniqueBy(hits, ({ row }) => row),
    interleave(hitLists.map((list) => list.filter(({ row }) => row === undefined))),
  ];
};

/** Return the words that a query may have matched: those of text, names and terms. */
const loadMatchedWords = async ({ result }) => {
  const { content, locations, meta } = await result.data();
  const words = content.split(/[\r\n\s]+/gu);
  return [
    ...locations.map((position) => words[position] ?? ""),
    ...splitWords(`${meta.title} ${meta.names ?? ""} ${meta.terms ?? ""}`),
  ];
};

/**
 * Leave out hits without a form of any keyword. If no text has a word, Pagefind matches its longest beginning that some
 * text has, which may be one letter. The first hits show whether it did.
 */
export const dropFalseHits = async (keywords, hits) => {
  const isTrueHit = async (hit) => {
    const words = await loadMatchedWords(hit);
    return keywords.some((keyword) => hasFormOf(keyword, words));
  };
  const firstChecks = await Promise.all(hits.slice(0, CHECKED_HITS).map(isTrueHit));
  if (firstChecks.every(Boolean)) return hits;
  const otherChecks = await Promise.all(hits.slice(CHECKED_HITS, MAX_CHECKED_HITS).map(isTrueHit));
  const checks = [...firstChecks, ...otherChecks];
  return hits.filter((_, rank) => checks[rank]);
};

/** Return the keywords that none of the first hits has. Hits in the library count, because a guide has no names. */
export const findUnknownWords = async (keywords, hits) => {
  const words = (await Promise.all(hits.slice(0, CHECKED_HITS).map(loadMatchedWords))).flat();
  return keywords.filter((keyword) => !hasFormOf(keyword, words));
};
