// Compare two values of one field, as afterword.analysis.values does; both run the cases of tests/comparisons.json.

export const SAME = "same", DIFFERS = "differs", UNCLEAR = "unclear", UNKNOWN = "unknown", ABSENT = "absent";

const MONTHS_OF_YEAR = 12;

/** Return what an object has under a key; a key from a library may be the name of a method that all objects have. */
export const getOwn = (object, key) => (object && Object.hasOwn(object, key) ? object[key] : undefined);

/** Return a name as it is compared: without case and extra spaces. */
export const foldName = (name) => name.normalize("NFC").toUpperCase().toLowerCase().trim().replace(/\s+/gu, " ");

// A text without spelling variants: case, ё, quotes, dashes, thousands separators, numbers in words.
const foldText = (text, numberWords) =>
  foldName(text).replaceAll("ё", "е")
    .replace(/[\u2010-\u2015\u2212]/gu, "-")
    .replace(/(?<=\d)[ ,'’](?=\d{3}(?!\d))/gu, "")
    .replace(/[«»"“”„‘’'`()!?…:*_]|\.(?!\d)|-(?!\d)/gu, " ")
    .replaceAll(" %", "%").split(" ").filter(Boolean).map((word) => getOwn(numberWords, word) ?? word).join(" ");

/** Return the items of a text or list, without spelling variants and order. */
export const foldWords = (value, numberWords) => {
  const items = Array.isArray(value) ? value : `${value}`.split(/[,;]\s+|\s+(?:and|и|&)\s+/u).filter((item) => item.trim());
  return [...new Set(items.map((item) => foldText(item, numberWords)))].sort().join("\n");
};

const matchWords = (a, b, languages, numberWords) => {
  if (foldWords(a, numberWords) === foldWords(b, numberWords)) return SAME;
  const texts = [a, b].map((value) => (Array.isArray(value) ? value.join(", ") : `${value}`));
  const hasLetters = texts.map((text) => /\p{L}/u.test(text));
  if (!hasLetters.includes(true)) return DIFFERS;
  const [isCyrillicA, isCyrillicB] = texts.map((text) => /[\u0400-\u04ff]/u.test(text));
  const isOneLanguage = languages[0] === languages[1] && isCyrillicA === isCyrillicB;
  return hasLetters.every(Boolean) && isOneLanguage ? DIFFERS : UNCLEAR;
};

const isClose = (a, b, { percent, at_least: atLeast }) => {
  const difference = Math.abs(a - b);
  return difference <= atLeast || difference * 100 <= percent * Math.min(Math.abs(a), Math.abs(b));
};

const foldTally = (tally, numberWords) => {
  const counts = new Map();
  for (const [name, count] of Object.entries(tally)) {
    const key = foldText(name, numberWords);
    counts.set(key, (counts.get(key) ?? 0) + count);
  }
  return counts;
};

// The same names, and counts that differ by at most a share of the smaller total.
const matchTallies = (a, b, languages, { percent }, numberWords) => {
  const namesMatch = matchWords(Object.keys(a), Object.keys(b), languages, numberWords);
  if (namesMatch !== SAME) return namesMatch;
  const [countsA, countsB] = [foldTally(a, numberWords), foldTally(b, numberWords)];
  const totals = [countsA, countsB].map((counts) => [...counts.values()].reduce((sum, count) => sum + count, 0));
  const limit = percent * Math.min(...totals);
  return [...countsA].every(([name, count]) => Math.abs(count - countsB.get(name)) * 100 <= limit) ? SAME : DIFFERS;
};

/** Compare two values of a form; `tolerance` is for numbers, `languages` are those of the two records. */
export const matchValues = (form, a, b, { languages, tolerance, numberWords }) => {
  if (a === undefined || b === undefined) return a === b ? ABSENT : UNKNOWN;
  const toMatch = (isSame) => (isSame ? SAME : DIFFERS);
  if (form === "codes") return toMatch([...new Set(a)].sort().join() === [...new Set(b)].sort().join());
  if (form === "money") return a[1] === b[1] ? toMatch(isClose(a[0], b[0], tolerance)) : UNCLEAR;
  if (form === "tally") return matchTallies(a, b, languages, tolerance, numberWords);
  if (form === "months") {
    const difference = Math.abs(a[0] + a[1] - b[0] - b[1]) / 2;
    return toMatch(Math.min(difference, MONTHS_OF_YEAR - difference) <= tolerance.at_least);
  }
  if (typeof a === "number" && typeof b === "number") return toMatch(isClose(a, b, tolerance));
  return matchWords(a, b, languages, numberWords);
};
