// Cards of records, taken from the pages of the library's plain list, which are fetched one by one.

import { createPromiseCache, withTimeout } from "./fetch.js";

const fetchCards = async (url) => {
  const response = await withTimeout(fetch(url));
  if (!response.ok) throw new Error(`${response.status}`);
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  for (const link of page.querySelectorAll(".aw-plain a")) link.href = new URL(link.getAttribute("href"), url).href;
  return [...page.querySelectorAll(".aw-plain .aw-list > *")];
};

/** Return a function that loads the card of a row; each page of the plain list has `perPage` cards. */
export const createCardLoader = ({ listUrl, perPage }) => {
  const pages = createPromiseCache();
  return async (row) => {
    const number = Math.floor(row / perPage) + 1;
    const cards = await pages(number, () => fetchCards(number === 1 ? listUrl : new URL(`${number}/`, listUrl)));
    return document.importNode(cards[row % perPage], true);
  };
};
