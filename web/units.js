/**
 * The list of units, and finding one in it as people type: without accents, by the beginnings of words, by initials
 * ("ubnd p le chan"). Of two thousand units each stroke looks at all.
 */
import { patiently, Unreachable } from "./api.js";
import { page } from "./site.js";

let list = null;

async function fetchList() {
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), 20000);
  try {
    const response = await fetch(`/${page.contest}/units.json`, { signal: stop.signal });
    // A contest without a list has no such file, and asks for no unit.
    if (response.status === 404 || response.status === 403) return [];
    if (!response.ok) throw new Error(String(response.status));
    return await response.json();
  } catch (error) {
    throw new Unreachable(String(error));
  } finally {
    clearTimeout(timer);
  }
}

/** Letters without accents, in lower case: "Uỷ ban" and "Ủy ban" are both "uy ban". */
export const plain = (text) =>
  text.normalize("NFD").replace(/[\u0300-\u036f]/g, "").toLowerCase().replace(/đ/g, "d").replace(/[^a-z0-9]+/g, " ").trim();

/** A unit as it is looked for: its words, and their first letters in a row. */
export function indexed(unit) {
  const words = plain(unit.name).split(" ");
  return { ...unit, words, initials: words.map((word) => word[0]).join(""), whole: words.join(" ") };
}

/** The contest's units, asked for once. Throws Unreachable. */
export async function units() {
  if (!list) list = (await patiently(fetchList)).map(indexed);
  return list;
}

/** How well a unit answers what was typed: 0 not at all, 3 its name begins so. */
function rank(unit, asked, words) {
  if (unit.whole.startsWith(asked)) return 3;
  if (` ${unit.whole}`.includes(` ${asked}`)) return 2;
  const isThere = (word) => unit.words.some((own) => own.startsWith(word)) || (word.length > 1 && unit.initials.includes(word));
  return words.every(isThere) ? 1 : 0;
}

/** The units that answer what was typed, the likeliest first, otherwise in the list's own order; all for nothing typed. */
export function find(all, text) {
  const asked = plain(text);
  if (!asked) return all;
  const words = asked.split(" ");
  const ranked = all.map((unit) => ({ unit, value: rank(unit, asked, words) })).filter(({ value }) => value);
  return ranked.sort((one, other) => other.value - one.value).map(({ unit }) => unit);
}
