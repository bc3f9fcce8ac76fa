// Filter, count and sort the rows of the library, by the columns of its facets.
// The values chosen in one facet are alternatives; facets narrow each other down: (deal or launch) and this goal.

/** Return the values of a row in a column. */
const valuesAt = ({ values, rows }, row) => {
  const cell = rows[row];
  return cell === null ? [] : [cell].flat().map((position) => values[position]);
};

/**
 * Return those rows that pass all filters, in their order. `filters` has the chosen values by facet, `columns` the
 * column of each of these facets; the filter of the facet `exceptKey` does not count.
 */
export const filterRows = (rows, filters, columns, exceptKey) => {
  const tests = Object.entries(filters).filter(([key]) => key !== exceptKey).map(([key, choices]) => {
    const column = columns.get(key);
    const positions = new Set(choices.map((value) => column.values.indexOf(value)));
    return (row) => [column.rows[row]].flat().some((position) => positions.has(position));
  });
  return rows.filter((row) => tests.every((test) => test(row)));
};

/** Count the values of a column in some rows: the most frequent first, then by label. */
export const countValues = (rows, column, labelOf) => {
  const counts = new Map();
  for (const row of rows) for (const value of valuesAt(column, row)) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].sort(([a, countA], [b, countB]) => countB - countA || labelOf(a).localeCompare(labelOf(b)));
};

/** Sort rows, which are numbered by date, newest first. Rows without a share of their plan come last in any order. */
export const sortRows = (rows, order, attainment) => {
  const share = (row) => attainment.rows[row];
  const byShare = (sign) => (a, b) =>
    (share(a) === null) - (share(b) === null) || sign * (share(a) - share(b)) || a - b;
  const comparators = { newest: (a, b) => a - b, oldest: (a, b) => b - a, over: byShare(-1), under: byShare(1) };
  return comparators[order] ? [...rows].sort(comparators[order]) : rows;
};
