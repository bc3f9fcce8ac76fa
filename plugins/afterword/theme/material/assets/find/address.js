// What is looked for, as the address of the library's page says it: `?q=video&markets=RU&markets=KZ&sort=newest`.

export const orders = ["relevance", "newest", "oldest", "over", "under"];

/** What an address asks for; `gone` are filters that the library does not have. */
export const read = (search, facets) => {
  const found = { query: "", order: "", filters: {}, gone: [] };
  for (const [key, value] of new URLSearchParams(search)) {
    if (key === "q") found.query = value;
    else if (key === "sort") found.order = orders.includes(value) ? value : "";
    else if (facets.some((facet) => facet.key === key)) (found.filters[key] ??= []).push(value);
    else found.gone.push(`${key} ${value}`.trim());
  }
  return found;
};

/** The part of an address that asks for it; empty for the whole library. */
export const written = ({ query, order, filters }) => {
  const said = new URLSearchParams();
  if (query) said.set("q", query);
  for (const [key, values] of Object.entries(filters)) for (const value of values) said.append(key, value);
  if (order) said.set("sort", order);
  return `${said}` && `?${said}`;
};
