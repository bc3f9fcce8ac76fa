// The library as columns, one for each facet: which rows pass filters, how many of each value there are, in what order.
// Values of one facet are alternatives, facets are conditions: of this kind or that, and for this goal.

/** The values of a row in a column. */
export const cell = ({ values, rows }, row) => {
  const at = rows[row];
  return at === null ? [] : Array.isArray(at) ? at.map((one) => values[one]) : [values[at]];
};

/**
 * The rows that pass every filter, of those given and in their order. `filters` are wanted values by facet, `columns`
 * holds the column of each of these; the filter of the facet `but` is left out.
 */
export const passing = (rows, filters, columns, but) => {
  const tests = Object.entries(filters).filter(([key]) => key !== but).map(([key, wanted]) => {
    const column = columns.get(key);
    const places = new Set(wanted.map((value) => column.values.indexOf(value)));
    return (row) => [column.rows[row]].flat().some((at) => places.has(at));
  });
  return rows.filter((row) => tests.every((test) => test(row)));
};

/** How many of some rows have each value of a column: the most frequent first, then as they are called. */
export const counted = (rows, column, called) => {
  const counts = new Map();
  for (const row of rows) for (const value of cell(column, row)) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].sort(([a, many], [b, few]) => few - many || called(a).localeCompare(called(b)));
};

/** Rows in an order: the library's own is by date. What has no share of plan comes last, whichever way it goes. */
export const sorted = (rows, order, shares) => {
  const share = (row) => shares.rows[row];
  const known = (way) => (a, b) => (share(a) === null) - (share(b) === null) || way * (share(a) - share(b)) || a - b;
  const ways = { newest: (a, b) => a - b, oldest: (a, b) => b - a, over: known(-1), under: known(1) };
  return ways[order] ? [...rows].sort(ways[order]) : rows;
};
