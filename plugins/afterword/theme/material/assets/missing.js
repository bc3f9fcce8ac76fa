// On the page for addresses that do not exist: links to the records whose names are most like the address.
const section = document.getElementById("aw-missing");
const MAX_LINKS = 5;
const MIN_SIMILARITY = 0.3;

const normalize = (text) => text.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, " ").trim();

/** Count the pairs of neighbouring letters. */
const countBigrams = (text) => {
  const counts = new Map();
  for (let position = 0; position + 1 < text.length; position++) {
    const bigram = text.slice(position, position + 2);
    counts.set(bigram, (counts.get(bigram) ?? 0) + 1);
  }
  return counts;
};

/** Return the Sørensen–Dice coefficient of two texts, by their bigrams. */
const diceCoefficient = (a, b) => {
  let common = 0;
  for (const [bigram, count] of a) common += Math.min(count, b.get(bigram) ?? 0);
  const total = [...a.values(), ...b.values()].reduce((sum, count) => sum + count, 0);
  return total ? (2 * common) / total : 0;
};

const countAddressBigrams = () => {
  const parts = location.pathname.split("/").filter(Boolean);
  try {
    return countBigrams(normalize(decodeURIComponent(parts.at(-1) ?? "")));
  } catch {
    return new Map(); // not valid percent-encoding
  }
};

const rankRecords = (records) => {
  const addressBigrams = countAddressBigrams();
  return records
    .map((record) => {
      const names = [record.slug, record.name, ...(record.aliases ?? [])];
      const scores = names.map((name) => diceCoefficient(addressBigrams, countBigrams(normalize(name))));
      return { record, score: Math.max(...scores) };
    })
    .filter(({ score }) => score >= MIN_SIMILARITY)
    .sort((a, b) => b.score - a.score)
    .slice(0, MAX_LINKS)
    .map(({ record }) => record);
};

const response = await fetch(section.dataset.library);
if (response.ok) {
  const records = rankRecords((await response.json()).records);
  for (const record of records) {
    const link = Object.assign(document.createElement("a"), {
      href: new URL(record.url, response.url).href,
      textContent: record.name,
      lang: record.lang,
    });
    const item = document.createElement("li");
    item.append(link);
    section.querySelector("ul").append(item);
  }
  section.hidden = !records.length;
}
