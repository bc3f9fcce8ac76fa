// What a search needs to know of the site: the words of a language, the columns of its facets, and its index.

import { engine } from "./engine.js";
import { json, packed, soon } from "./load.js";
import { upper } from "./page.js";

const root = new URL("../../", import.meta.url);

/** What stands at the address of a language's `data.json`, and what it leads to; fetched once, and again if it failed. */
export const site = async (address) => {
  const data = await soon(json(address));
  const kept = new Map();

  const once = (key, make) => {
    if (!kept.has(key)) kept.set(key, soon(make()).catch((error) => { kept.delete(key); throw error; }));
    return kept.get(key);
  };

  const read = (name) => once(name, () => packed(new URL(`library/facets/${name}.bin?${data.mark}`, root)));
  const names = async () => (await read("names")).names;

  return {
    ...data,
    list: new URL("./", address),
    column: read,
    shares: () => read("attainment"),
    search: () => once("search", () => engine(new URL("pagefind/", root), document.documentElement.lang, names)),
    /** What a value of a facet is called. */
    called: ({ labels }) => (value) => upper(labels[value] ?? value),
    /** The facets that are shown at once: those with a few values to choose from. */
    open: data.facets.filter(({ count }) => count > 2 && count <= 12).slice(0, 5),
  };
};
