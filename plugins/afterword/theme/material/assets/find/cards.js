// Cards of records as the library's plain lists show them, fetched list by list.

import { soon } from "./load.js";

/** Gives the card of a row, in a site whose lists hold `perPage` of them. */
export const cards = ({ list, perPage }) => {
  const pages = new Map();

  const page = async (number) => {
    const address = number === 1 ? list : new URL(`${number}/`, list);
    const answer = await soon(fetch(address));
    if (!answer.ok) throw new Error(`${answer.status}`);
    const read = new DOMParser().parseFromString(await answer.text(), "text/html");
    for (const link of read.querySelectorAll(".aw-plain a")) link.href = new URL(link.getAttribute("href"), address).href;
    return [...read.querySelectorAll(".aw-plain .aw-list > *")];
  };

  return async (row) => {
    const number = Math.floor(row / perPage) + 1;
    if (!pages.has(number)) pages.set(number, page(number).catch((error) => { pages.delete(number); throw error; }));
    return document.importNode((await pages.get(number))[row % perPage], true);
  };
};
