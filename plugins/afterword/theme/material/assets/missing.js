// On the page for addresses that lead nowhere: the names that are most like the address.
const box = document.getElementById("aw-missing");
const shown = 5;
const alike = 0.3; // of 1: less is no likeness

const plain = (text) => text.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, " ").trim();

const pairs = (text) => {
  const found = new Map();
  for (let at = 0; at + 1 < text.length; at++) {
    const pair = text.slice(at, at + 2);
    found.set(pair, (found.get(pair) ?? 0) + 1);
  }
  return found;
};

// How much two texts have in common, by pairs of letters (Sørensen–Dice).
const likeness = (one, other) => {
  let common = 0;
  for (const [pair, count] of one) common += Math.min(count, other.get(pair) ?? 0);
  const all = [...one.values(), ...other.values()].reduce((sum, count) => sum + count, 0);
  return all ? (2 * common) / all : 0;
};

const wanted = () => {
  const steps = location.pathname.split("/").filter(Boolean);
  try {
    return pairs(plain(decodeURIComponent(steps.at(-1) ?? "")));
  } catch {
    return new Map(); // not an address that anybody wrote
  }
};

const answer = await fetch(box.dataset.library);
if (answer.ok) {
  const { records } = await answer.json();
  const asked = wanted();
  const ranked = records
    .map((record) => {
      const names = [record.slug, record.name, ...(record.aliases ?? [])];
      return { record, score: Math.max(...names.map((name) => likeness(asked, pairs(plain(name))))) };
    })
    .filter(({ score }) => score >= alike)
    .sort((a, b) => b.score - a.score)
    .slice(0, shown);
  for (const { record } of ranked) {
    const link = Object.assign(document.createElement("a"), {
      href: new URL(record.url, answer.url).href,
      textContent: record.name,
      lang: record.lang,
    });
    const item = document.createElement("li");
    item.append(link);
    box.querySelector("ul").append(item);
  }
  box.hidden = !ranked.length;
}
