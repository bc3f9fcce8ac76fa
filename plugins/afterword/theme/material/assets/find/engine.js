// Asks Pagefind. Its words are stemmed by one language, that of the index it was opened with; so an index is opened for
// each language whose letters a query has, and the others are joined to it for words that they have as they are typed.

import { bytes, json } from "./load.js";
import { asked, is_form, words } from "./words.js";

const looked = 5; // answers that are looked into for whether they have the words that were asked for
const few = 5; // answers with every word; where there are fewer, some with some of the words follow
const filling = 45; // of those, at most
const ranking = {
  metaWeights: { title: 8, names: 8, summary: 2, terms: 1, markets: 0.5, date: 0.5, kind: 0, mark: 0, outcome: 0 },
};

/** Whether a text has letters of the script that a language is written in. */
const has_script = (lang, text) => {
  try {
    return new RegExp(`\\p{Script=${new Intl.Locale(lang).maximize().script}}`, "u").test(text);
  } catch {
    return true; // a language of several scripts
  }
};

const lang_of = ({ id }) => id.slice(0, id.lastIndexOf("_"));

/** Lists in turns: the first of each, then the second of each. */
const in_turn = (lists) => {
  const longest = Math.max(0, ...lists.map((list) => list.length));
  return Array.from({ length: longest }, (_, rank) => lists.flatMap((list) => list.slice(rank, rank + 1))).flat();
};

/** The first of each key. */
const unique = (list, key) => {
  const seen = new Set();
  return list.filter((one) => !seen.has(key(one)) && seen.add(key(one)));
};

/** What stands in the library, with its row, and what does not: each by language in turns, a row once. */
const apart = (lists, rows) => {
  const known = lists.map((list) => list.map((result) => ({ result, row: rows.get(result.id) })));
  const hits = in_turn(known.map((list) => list.filter(({ row }) => row !== undefined)));
  return [
    unique(hits, ({ row }) => row),
    in_turn(known.map((list) => list.filter(({ row }) => row === undefined))),
  ];
};

/** The words of a page's text, name and terms that an answer was found by. */
const marked = ({ content, locations, meta }) => {
  const text = content.split(/[\r\n\s]+/gu);
  return [...locations.map((at) => text[at] ?? ""), ...words(`${meta.title} ${meta.names ?? ""} ${meta.terms ?? ""}`)];
};

/**
 * Those of the answers that have a form of a word that was asked for. Of a word that no text has, Pagefind takes the
 * longest beginning that one has, which may be a single letter; the first answers show whether it did.
 */
const honest = async (telling, hits) => {
  const has = async ({ result }) => {
    const found = marked(await result.data());
    return telling.some((word) => is_form(word, found));
  };
  const first = await Promise.all(hits.slice(0, looked).map(has));
  if (first.every(Boolean)) return hits;
  const all = [...first, ...(await Promise.all(hits.slice(looked, filling).map(has)))];
  return hits.filter((_, at) => all[at]);
};

/**
 * The search of a site: `bundle` is the address of its index, `here` the language that a reader is in, `spelt` fetches
 * all names. Fails as `unindexed` where the site was made without an index.
 */
export const engine = async (bundle, here, spelt) => {
  const listed = await json(new URL("languages.json", bundle)).catch((error) => {
    throw Object.assign(error, { unindexed: error.status === 404 });
  });
  const languages = listed.sort((a, b) => (b === here) - (a === here));
  const kept = new Map();

  const once = (key, make) => {
    if (!kept.has(key)) kept.set(key, make().catch((error) => { kept.delete(key); throw error; }));
    return kept.get(key);
  };

  const index = (lang) => once(`index ${lang}`, async () => {
    const at = (code) => new URL(`${code}/`, bundle).href;
    const { createInstance } = await import(`${at(lang)}pagefind.js`);
    const made = createInstance({ basePath: at(lang), noWorker: true, ranking });
    await made.init();
    for (const other of languages) if (other !== lang) await made.mergeIndex(at(other), { language: other, ranking });
    return made;
  });

  /** The rows of the library's list by the names of their pages in every index. */
  const rows = () => once("rows", async () => {
    const named = await Promise.all(languages.map(async (lang) => {
      const [width, ...pairs] = await bytes(new URL(`${lang}/rows.bin`, bundle));
      const digits = pairs.map((pair) => pair.toString(16).padStart(2, "0")).join("");
      const count = width ? Math.floor(digits.length / width) : 0;
      return Array.from({ length: count }, (_, row) => [`${lang}_${digits.slice(width * row, width * (row + 1))}`, row]);
    }));
    return new Map(named.flat());
  });

  /** All that has every word: for each language its answers, those of the query's letters first. */
  const every = async (text) => {
    const own = languages.filter((lang) => has_script(lang, text));
    const first = own.length ? own : languages.slice(0, 1);
    const answers = await Promise.all(first.map(async (lang) => (await (await index(lang)).search(text)).results));
    return [...first, ...languages.filter((lang) => !first.includes(lang))].map((lang) => {
      const at = Math.max(0, first.indexOf(lang));
      const found = [...answers.slice(at), ...answers.slice(0, at)].flat().filter((result) => lang_of(result) === lang);
      return unique(found, ({ id }) => id);
    });
  };

  /** What has some of the words, likewise; words that are rare weigh more by themselves. */
  const some = (answers, text) => {
    const sums = new Map();
    for (const result of answers) {
      const sum = sums.get(result.id) ?? { result, score: 0 };
      sums.set(result.id, { result: sum.result, score: sum.score + result.score });
    }
    const best = [...sums.values()].sort((a, b) => b.score - a.score).map(({ result }) => result);
    const order = [...languages].sort((a, b) => has_script(b, text) - has_script(a, text));
    return order.map((lang) => best.filter((result) => lang_of(result) === lang));
  };

  const meant = async (telling, missing) => (await import("./spelling.js")).meant(telling, missing, await spelt());

  /** The words that are in none of the first answers: how a guide spells something does not make it a name. */
  const unknown = async (telling, hits) => {
    const found = (await Promise.all(hits.slice(0, looked).map(({ result }) => result.data()))).flatMap(marked);
    return telling.filter((word) => !is_form(word, found));
  };

  /**
   * The answers to a query, the best first: `hits` in the library with their rows, `pages` beside it. Where few have
   * every word, some follow that have some of them. `corrected` is what was looked for in the query's place, unless
   * that is meant `literally`.
   */
  const find = async (query, literally = false) => {
    const telling = asked(query);
    if (!telling.length) return { hits: [], pages: [], telling };
    const [placed, lists] = await Promise.all([rows(), every(telling.join(" "))]);
    const [likely, pages] = apart(lists, placed);
    const hits = await honest(telling, likely);
    const each = hits.length < few && telling.length > 1 ? await Promise.all(telling.map(every)) : [];
    let missing = await unknown(telling, hits);
    if (telling.length > 1) {
      missing = (await Promise.all(missing.map(async (word) => unknown([word], apart(await every(word), placed)[0])))).flat();
    }
    const corrected = missing.length && !literally ? await meant(telling, missing) : null;
    if (corrected) return { ...(await find(corrected, true)), corrected };
    const seen = new Set(hits.map(({ row }) => row));
    const [others] = apart(some(each.flat(2), query), placed);
    hits.push(...others.filter(({ row }) => !seen.has(row)).slice(0, filling));
    return { hits, pages, telling };
  };

  return { find, warm: () => Promise.all([index(languages[0]), rows()]) };
};
