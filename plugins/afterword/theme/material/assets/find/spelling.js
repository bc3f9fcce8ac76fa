// What somebody meant who misspelt a name: the words of names, compared letter by letter.

import { words } from "./words.js";

const close = 0.7; // how alike two words are that may be the same, 1 being the same

/** The fewest letters to change, drop, add or swap with a neighbour to make one word another (optimal alignment). */
export const distance = (one, other) => {
  let [older, last] = [[], Array.from({ length: other.length + 1 }, (_, at) => at)];
  for (let i = 1; i <= one.length; i++) {
    const row = [i];
    for (let j = 1; j <= other.length; j++) {
      const same = one[i - 1] === other[j - 1];
      row[j] = Math.min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (same ? 0 : 1));
      if (i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1]) row[j] = Math.min(row[j], older[j - 2] + 1);
    }
    [older, last] = [last, row];
  }
  return last[other.length];
};

export const likeness = (one, other) => {
  const length = Math.max(one.length, other.length);
  return Math.abs(one.length - other.length) > 0.5 * length ? 0 : 1 - distance(one, other) / length;
};

/** The query with its unknown words as names spell them; null where no name is close. */
export const meant = (asked, unknown, names) => {
  const whole = asked.join("");
  const spelt = names.map((name) => words(name));
  const same = spelt.filter((name) => name.length && likeness(whole.replace(/[-'’]/gu, ""), name.join("").replace(/[-'’]/gu, "")) >= 0.8);
  const by_likeness = (of) => (a, b) => likeness(of, b) - likeness(of, a);
  if (same.length) return same.map((name) => name.join(" ")).sort(by_likeness(asked.join(" ")))[0];
  const known = new Set(spelt.flat().flatMap((word) => [word, ...word.split(/[-'’]/u)]));
  let changed = false;
  const said = asked.map((word) => {
    if (!unknown.includes(word) || word.length < 3) return word;
    const fits = (other) => (word.length > 4 || other.length === word.length) && likeness(word, other) >= close;
    const [best] = [...known].filter(fits).sort(by_likeness(word));
    changed ||= Boolean(best);
    return best ?? word;
  });
  return changed ? said.join(" ") : null;
};
