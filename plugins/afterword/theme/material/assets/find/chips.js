// Chips: the chosen filters of the library's page, each with a button that removes it.

import { createElement, fillTemplate } from "../dom.js";

/** Render the chips of filters. `onRemove` is called with a key and a value, `onClear` if all filters shall go. */
export const renderChips = (site, filters, onRemove, onClear) => {
  const choices = Object.entries(filters).flatMap(([key, values]) => values.map((value) => [key, value]));
  const chips = choices.map(([key, value]) => {
    const label = site.labelValue(site.facets.find((facet) => facet.key === key), value);
    const button = createElement("button",
      { type: "button", "aria-label": fillTemplate(site.words.remove, { label }) },
      label, createElement("span", { "aria-hidden": "true" }, " ×"));
    button.addEventListener("click", () => onRemove(key, value));
    return createElement("li", {}, button);
  });
  if (choices.length > 1) {
    const button = createElement("button", { type: "button" }, site.words.clear);
    button.addEventListener("click", onClear);
    chips.push(createElement("li", {}, button));
  }
  return chips;
};

/** Return filters with other values for one facet, which goes if there are none. */
export const replaceFilter = (filters, key, values) => {
  const { [key]: _, ...others } = filters;
  return values.length ? { ...others, [key]: values } : others;
};
