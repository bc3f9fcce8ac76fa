// Render one search result: name, kind, market, date, outcome, summary, and the sentence that matches the query.

import { capitalize, createElement } from "../dom.js";
import { languageOf } from "./hits.js";
import { renderSentence } from "./sentence.js";

const renderOutcome = ({ outcome, mark }, marks) =>
  outcome && createElement("span", { class: `aw-outcome aw-outcome--${mark}` },
    createElement("span", { "aria-hidden": "true" }, marks[mark] ?? "●"), ` ${outcome}`);

const renderMatch = (page, keywords, tag) => {
  const sentence = renderSentence(page, keywords);
  return sentence.length ? createElement(tag, { class: "aw-sentence" }, ...sentence) : null;
};

const formatFacts = ({ kind, markets, date }) => [kind, markets, date].filter(Boolean).join(" · ");

/** Return the language of a result if it is not that of the page. */
const foreignLanguage = (result) => {
  const language = languageOf(result);
  return language === document.documentElement.lang ? undefined : language;
};

/** Render a record as a card of the library's list. */
export const renderCard = async ({ result }, keywords, { marks }) => {
  const page = await result.data();
  const { title, summary } = page.meta;
  return createElement("article", { class: "aw-card", lang: foreignLanguage(result) },
    createElement("p", { class: "aw-eyebrow" }, formatFacts(page.meta)),
    createElement("h3", {}, createElement("a", { href: page.url }, title), " ", renderOutcome(page.meta, marks)),
    summary && createElement("p", {}, summary),
    renderMatch(page, keywords, "p"));
};

/** Render a record as an item of the dialog, which is one link. */
export const renderItem = async ({ result }, keywords, { marks }) => {
  const page = await result.data();
  const { title, summary } = page.meta;
  return createElement("li", { lang: foreignLanguage(result) }, createElement("a", { href: page.url },
    createElement("strong", {}, title), " ", renderOutcome(page.meta, marks),
    createElement("small", {}, formatFacts(page.meta)),
    summary && createElement("span", { class: "aw-dialog__summary" }, summary),
    renderMatch(page, keywords, "span")));
};

/** Render a page that is not a record as an item of the dialog. */
export const renderOtherPage = async ({ result }, keywords) => {
  const page = await result.data();
  return createElement("li", { lang: foreignLanguage(result) }, createElement("a", { href: page.url },
    createElement("strong", {}, capitalize(page.meta.title ?? page.url)),
    renderMatch(page, keywords, "span")));
};
