// Data of a site that search needs: the texts of a language, the columns of its facets, and the search engine.

import { capitalize } from "../dom.js";
import { createEngine } from "./engine.js";
import { createPromiseCache, fetchJson, fetchPackedJson, withTimeout } from "./fetch.js";

const ROOT = new URL("../../", import.meta.url);
const MAX_OPEN_FACETS = 5;
const OPEN_VALUES = { min: 3, max: 12 }; // a facet with so many values is open at once

/** Load the `data.json` of a language. What it refers to is loaded on demand, once, and again after a failure. */
export const loadSite = async (dataUrl) => {
  const data = await withTimeout(fetchJson(dataUrl));
  const cache = createPromiseCache();
  const loadColumn = (name) =>
    cache(name, () => withTimeout(fetchPackedJson(new URL(`library/facets/${name}.bin?${data.mark}`, ROOT))));
  const loadNames = async () => (await loadColumn("names")).names;
  const { lang } = document.documentElement;

  return {
    ...data,
    listUrl: new URL("./", dataUrl),
    loadColumn,
    loadAttainment: () => loadColumn("attainment"),
    loadEngine: () => cache("search", () => withTimeout(createEngine(new URL("pagefind/", ROOT), lang, loadNames))),
    labelValue: ({ labels }, value) => capitalize(labels[value] ?? value),
    openFacets: data.facets.filter(({ count }) => count >= OPEN_VALUES.min && count <= OPEN_VALUES.max)
      .slice(0, MAX_OPEN_FACETS),
  };
};
