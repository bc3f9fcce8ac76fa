// The filters beside the library's list: a group for each facet, whose values are fetched when it is opened.

import { counted, passing } from "./columns.js";
import { element, filled } from "./page.js";

const shown = 8; // values of a group, before all are asked for

/**
 * The panel of a site. `changed(key, values)` is called with what is now wanted of a facet; `show(rows, filters)` puts
 * in the counts for some rows before filters.
 */
export const panel = (site, changed) => {
  let state = { rows: [], filters: {} };

  const groups = site.facets.map((facet) => {
    const list = element("ul", {});
    const more = element("button", { type: "button", class: "aw-more", hidden: true });
    const badge = element("span", { class: "aw-facet__count" });
    const details = element("details", { class: "aw-facet", "data-facet": facet.key },
      element("summary", {}, facet.title, " ", badge), list, more);
    return { facet, details, list, more, badge, all: false };
  });

  const choice = ({ facet, list }, value, label, count, chosen) => {
    const box = element("input", { type: "checkbox", value, checked: chosen });
    box.addEventListener("change", () => {
      const wanted = new Set(state.filters[facet.key]);
      if (box.checked) wanted.add(value);
      else wanted.delete(value);
      changed(facet.key, [...wanted]);
    });
    return element("li", {}, element("label", {}, box, " ", element("span", {}, label), " ",
      element("span", { class: "aw-facet__count" }, `${count}`)));
  };

  const fill = async (group) => {
    const { facet, details, list, more, badge } = group;
    const wanted = state.filters[facet.key] ?? [];
    badge.textContent = wanted.length ? `${wanted.length}` : "";
    if (!details.open) return;
    const keys = new Set([facet.key, ...Object.keys(state.filters)]);
    const columns = new Map(await Promise.all([...keys].map(async (key) => [key, await site.column(key)])));
    const called = site.called(facet);
    const counts = counted(passing(state.rows, state.filters, columns, facet.key), columns.get(facet.key), called);
    const zero = wanted.filter((value) => !counts.some(([other]) => other === value)).map((value) => [value, 0]);
    const known = [...zero, ...counts];
    const kept = group.all ? known : known.filter(([value], at) => at < shown || wanted.includes(value));
    const focused = list.contains(document.activeElement) && document.activeElement.value;
    list.replaceChildren(...kept.map(([value, count]) => choice(group, value, called(value), count, wanted.includes(value))));
    if (focused !== false) [...list.querySelectorAll("input")].find((box) => box.value === focused)?.focus();
    more.hidden = kept.length === known.length;
    more.textContent = filled(site.words.values, { count: known.length });
  };

  for (const group of groups) {
    const failed = () => group.list.replaceChildren(element("li", { class: "aw-quiet" }, site.words.noFilters));
    group.fill = () => fill(group).catch(failed);
    group.details.addEventListener("toggle", group.fill);
    group.more.addEventListener("click", async () => {
      group.all = true;
      await group.fill();
      group.list.querySelectorAll("input")[shown]?.focus();
    });
  }

  return {
    groups: groups.map(({ details }) => details),
    show: (rows, filters) => {
      state = { rows, filters };
      return Promise.all(groups.map((group) => {
        group.details.open ||= Boolean(filters[group.facet.key]) || (!group.touched && site.open.includes(group.facet));
        group.touched = true;
        return group.fill();
      }));
    },
  };
};
