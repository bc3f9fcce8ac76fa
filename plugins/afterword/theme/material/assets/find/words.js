// Words of a query: folded, without stop words, and limited in number.

export const MAX_QUERY_LENGTH = 200; // characters that are searched for
const MAX_QUERY_WORDS = 12;
const MIN_STEM_LENGTH = 3;
const MAX_ENDING_LENGTH = 3;

// They are in nearly every story, and their positions would be most of an index.
const STOP_WORDS = new Set(`
  a an and are as at be but by can did do does for from had has have how i if in into is it its me my of on or our s so
  that the their them then they this to us was we were what when where which who why will with would you your
  а бы был была были было в вам вас во вот все где для до его ее если есть еще же за и из или их к как какие какой когда
  ли мне мы на над нам нас не него но о об он она они от по под при про с себя со так там то только у уже что чтобы эта
  это этот я
`.trim().split(/\s+/u));

/** Return a text in lower case, with one encoding of accents, and е for ё, because people type it so. */
export const foldText = (text) => text.normalize("NFC").toLowerCase().replaceAll("ё", "е");

/** Split a text into folded words; parts that a hyphen or an apostrophe joins are one word. */
export const splitWords = (text) => foldText(text).match(/[\p{L}\p{N}]+(?:[-'’][\p{L}\p{N}]+)*/gu) ?? [];

/** Return the words of a query without stop words, or all of them if it has only stop words. */
export const extractKeywords = (query) => {
  const words = splitWords(query.slice(0, MAX_QUERY_LENGTH)).slice(0, MAX_QUERY_WORDS)
    .map((word) => word.replace(/['’]s$/u, ""));
  const keywords = words.filter((word) => !STOP_WORDS.has(word));
  return keywords.length ? keywords : words;
};

const commonPrefixLength = (a, b) => {
  let length = 0;
  while (length < a.length && a[length] === b[length]) length++;
  return length;
};

/** Return whether any of the candidates is a form of a word: they begin alike, except for an ending. */
export const hasFormOf = (word, candidates) => {
  const letters = word.replace(/[-'’]/gu, "");
  const minLength = Math.min(letters.length, Math.max(MIN_STEM_LENGTH, letters.length - MAX_ENDING_LENGTH));
  return candidates.some((candidate) =>
    commonPrefixLength(letters, foldText(candidate).replace(/[^\p{L}\p{N}]/gu, "")) >= minLength);
};
