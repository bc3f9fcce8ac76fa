// One answer, as the library's list shows a record: what it is, where and when, how it came out, its summary, and the
// sentence that answers.

import { element, upper } from "./page.js";
import { sentence } from "./sentence.js";

const outcome = ({ outcome: said, mark }, marks) =>
  said && element("span", { class: `aw-outcome aw-outcome--${mark}` },
    element("span", { "aria-hidden": "true" }, marks[mark] ?? "●"), ` ${said}`);

/** The language an answer is in, where it is not the reader's. */
const spoken = ({ id }) => {
  const lang = id.slice(0, id.lastIndexOf("_"));
  return lang === document.documentElement.lang ? undefined : lang;
};

/** A record in the library's list. */
export const card = async ({ result }, telling, { marks }) => {
  const data = await result.data();
  const { title, summary, kind, markets, date } = data.meta;
  const found = sentence(data, telling);
  return element("article", { class: "aw-card", lang: spoken(result) },
    element("p", { class: "aw-eyebrow" }, [kind, markets, date].filter(Boolean).join(" · ")),
    element("h3", {}, element("a", { href: data.url }, title), " ", outcome(data.meta, marks)),
    summary && element("p", {}, summary),
    found.length ? element("p", { class: "aw-sentence" }, ...found) : null);
};

/** A record in the dialog: the whole of it is one link. */
export const row = async ({ result }, telling, { marks }) => {
  const data = await result.data();
  const { title, summary, kind, markets, date } = data.meta;
  const found = sentence(data, telling);
  return element("li", { lang: spoken(result) }, element("a", { href: data.url },
    element("strong", {}, title), " ", outcome(data.meta, marks),
    element("small", {}, [kind, markets, date].filter(Boolean).join(" · ")),
    summary && element("span", { class: "aw-dialog__summary" }, summary),
    found.length ? element("span", { class: "aw-sentence" }, ...found) : null));
};

/** A page that is no record. */
export const other = async ({ result }, telling) => {
  const data = await result.data();
  const found = sentence(data, telling);
  return element("li", { lang: spoken(result) }, element("a", { href: data.url },
    element("strong", {}, upper(data.meta.title ?? data.url)),
    found.length ? element("span", { class: "aw-sentence" }, ...found) : null));
};
