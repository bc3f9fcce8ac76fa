// The state of a search as the query of the library's address: `?q=video&markets=RU&markets=KZ&sort=newest`.

export const ORDERS = ["relevance", "newest", "oldest", "over", "under"];

/** Parse the query of an address; `unknownFilters` are those for which the library has no facet. */
export const parseAddress = (search, facets) => {
  const state = { query: "", order: "", filters: {}, unknownFilters: [] };
  for (const [key, value] of new URLSearchParams(search)) {
    if (key === "q") state.query = value;
    else if (key === "sort") state.order = ORDERS.includes(value) ? value : "";
    else if (facets.some((facet) => facet.key === key)) (state.filters[key] ??= []).push(value);
    else state.unknownFilters.push(`${key} ${value}`.trim());
  }
  return state;
};

/** Return the query of an address for a state; empty for the whole library. */
export const formatAddress = ({ query, order, filters }) => {
  const parameters = new URLSearchParams();
  if (query) parameters.set("q", query);
  for (const [key, values] of Object.entries(filters)) for (const value of values) parameters.append(key, value);
  if (order) parameters.set("sort", order);
  return `${parameters}` && `?${parameters}`;
};
