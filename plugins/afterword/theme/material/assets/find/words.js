// What a query says: its words, without those that say nothing, and no longer than a query is.

export const longest = 200; // characters of a query that are looked for
const most = 12; // words

// They stand in nearly every story, and what says where they stand is most of an index.
const silent = new Set(`
  a an and are as at be but by can did do does for from had has have how i if in into is it its me my of on or our s so
  that the their them then they this to us was we were what when where which who why will with would you your
  а бы был была были было в вам вас во вот все где для до его ее если есть еще же за и из или их к как какие какой когда
  ли мне мы на над нам нас не него но о об он она они от по под при про с себя со так там то только у уже что чтобы эта
  это этот я
`.trim().split(/\s+/u));

/** Lower case, one way of writing an accent, and е for ё, as people type and search. */
export const folded = (text) => text.normalize("NFC").toLowerCase().replaceAll("ё", "е");

/** The words of a text, folded; what a hyphen or an apostrophe joins is one. */
export const words = (text) => folded(text).match(/[\p{L}\p{N}]+(?:[-'’][\p{L}\p{N}]+)*/gu) ?? [];

/** What is looked for: the words that say something, or all of them where none does. */
export const asked = (query) => {
  const typed = words(query.slice(0, longest)).slice(0, most).map((word) => word.replace(/['’]s$/u, ""));
  const telling = typed.filter((word) => !silent.has(word));
  return telling.length ? telling : typed;
};

/** How many letters two words begin with alike. */
const alike = (one, other) => {
  let count = 0;
  while (count < one.length && one[count] === other[count]) count++;
  return count;
};

/** Whether one of the words found is a form of the one that was asked for, by how they begin. */
export const is_form = (word, found) => {
  const bare = word.replace(/[-'’]/gu, "");
  const needed = Math.min(bare.length, Math.max(3, bare.length - 3));
  return found.some((other) => alike(bare, folded(other).replace(/[^\p{L}\p{N}]/gu, "")) >= needed);
};
