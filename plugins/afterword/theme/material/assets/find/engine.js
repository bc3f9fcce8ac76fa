// Search by Pagefind. An instance stems words by the language of the index that it opens; merged indexes of other
// languages match words as typed. So each language whose letters a query has is searched by its own instance.

import { createPromiseCache, fetchJson, fetchPackedBytes } from "./fetch.js";
import { dropFalseHits, findUnknownWords, hasScriptOf, languageOf, separateHits, uniqueBy } from "./hits.js";
import { extractKeywords } from "./words.js";

const ENOUGH_HITS = 5; // with fewer that have every keyword, hits with some of the keywords follow
const MAX_PARTIAL_HITS = 45;
const RANKING = {
  metaWeights: { title: 8, names: 8, summary: 2, terms: 1, markets: 0.5, date: 0.5, kind: 0, mark: 0, outcome: 0 },
};

class SearchEngine {
  #cache = createPromiseCache();
  #indexUrl;
  #languages;
  #loadNames;

  constructor(indexUrl, languages, loadNames) {
    this.#indexUrl = indexUrl;
    this.#languages = languages;
    this.#loadNames = loadNames;
  }

  /** Load what the first query needs. */
  prefetch() {
    return Promise.all([this.#loadIndex(this.#languages[0]), this.#loadRows()]);
  }

  /**
   * Search: `hits` are records with their rows, `pages` other pages, both the best first. `corrected` is the query that
   * was searched for instead of a misspelt one, unless `isLiteral`.
   */
  async find(query, isLiteral = false) {
    const keywords = extractKeywords(query);
    if (!keywords.length) return { hits: [], pages: [], keywords };
    const [rows, results] = await Promise.all([this.#loadRows(), this.#search(keywords.join(" "))]);
    const [candidates, pages] = separateHits(results, rows);
    const hits = await dropFalseHits(keywords, candidates);
    const isFilled = hits.length >= ENOUGH_HITS || keywords.length === 1;
    const resultsByKeyword = isFilled ? [] : await Promise.all(keywords.map((keyword) => this.#search(keyword)));
    const corrected = isLiteral ? null : await this.#correct(keywords, hits, rows);
    if (corrected) return { ...(await this.find(corrected, true)), corrected };
    const hitRows = new Set(hits.map(({ row }) => row));
    const [partialHits] = separateHits(this.#rankBySum(resultsByKeyword.flat(2), query), rows);
    hits.push(...partialHits.filter(({ row }) => !hitRows.has(row)).slice(0, MAX_PARTIAL_HITS));
    return { hits, pages, keywords };
  }

  #loadIndex(language) {
    return this.#cache(`index ${language}`, async () => {
      const pathOf = (code) => new URL(`${code}/`, this.#indexUrl).href;
      const { createInstance } = await import(`${pathOf(language)}pagefind.js`);
      const index = createInstance({ basePath: pathOf(language), noWorker: true, ranking: RANKING });
      await index.init();
      for (const other of this.#languages) {
        // oxlint-disable-next-line no-await-in-loop -- Pagefind merges one index at a time.
        if (other !== language) await index.mergeIndex(pathOf(other), { language: other, ranking: RANKING });
      }
      return index;
    });
  }

  /** Load the rows of the library's list, by the ids of their pages. */
  #loadRows() {
    return this.#cache("rows", async () => {
      const entries = await Promise.all(this.#languages.map(async (language) => {
        const [width, ...bytes] = await fetchPackedBytes(new URL(`${language}/rows.bin`, this.#indexUrl));
        const digits = bytes.map((byte) => byte.toString(16).padStart(2, "0")).join("");
        const count = width ? Math.floor(digits.length / width) : 0;
        return Array.from({ length: count }, (_, row) =>
          [`${language}_${digits.slice(width * row, width * (row + 1))}`, row]);
      }));
      return new Map(entries.flat());
    });
  }

  /** Return the results with every word, by language; languages of the text's script come first. */
  async #search(text) {
    const matching = this.#languages.filter((language) => hasScriptOf(language, text));
    const searched = matching.length ? matching : this.#languages.slice(0, 1);
    const answers = await Promise.all(searched.map(async (language) =>
      (await (await this.#loadIndex(language)).search(text)).results));
    return [...searched, ...this.#languages.filter((language) => !searched.includes(language))].map((language) => {
      const position = Math.max(0, searched.indexOf(language));
      const results = [...answers.slice(position), ...answers.slice(0, position)].flat()
        .filter((result) => languageOf(result) === language);
      return uniqueBy(results, ({ id }) => id);
    });
  }

  /** Rank results by the sum of their scores, by language. Rare words score higher by themselves. */
  #rankBySum(results, query) {
    const sums = new Map();
    for (const result of results) {
      const sum = sums.get(result.id) ?? { result, score: 0 };
      sums.set(result.id, { result: sum.result, score: sum.score + result.score });
    }
    const ranked = [...sums.values()].sort((a, b) => b.score - a.score).map(({ result }) => result);
    const languages = [...this.#languages].sort((a, b) => hasScriptOf(b, query) - hasScriptOf(a, query));
    return languages.map((language) => ranked.filter((result) => languageOf(result) === language));
  }

  /** Return the query with its unknown words corrected, or null. */
  async #correct(keywords, hits, rows) {
    let unknownWords = await findUnknownWords(keywords, hits);
    if (keywords.length > 1) {
      // A word may be in other texts than those that have all the words.
      unknownWords = (await Promise.all(unknownWords.map(async (word) =>
        findUnknownWords([word], separateHits(await this.#search(word), rows)[0])))).flat();
    }
    if (!unknownWords.length) return null;
    const { correctQuery } = await import("./spelling.js");
    return correctQuery(keywords, unknownWords, await this.#loadNames());
  }
}

/**
 * Create the engine of a site: `indexUrl` is the address of its index, `language` that of the page, `loadNames` loads all
 * names. Fails with `isUnindexed` if the site was built without an index.
 */
export const createEngine = async (indexUrl, language, loadNames) => {
  const languages = await fetchJson(new URL("languages.json", indexUrl)).catch((error) => {
    throw Object.assign(error, { isUnindexed: error.status === 404 });
  });
  languages.sort((a, b) => (b === language) - (a === language));
  return new SearchEngine(indexUrl, languages, loadNames);
};
