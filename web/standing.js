/**
 * Why a paper stands where it does: the sentence of the server (chalicelib/domain/ranking.py), made here of the words that
 * the page carries, so that each paper's row stays small.
 */
const HOME = 7 * 3600000;
const padded = (number, digits) => String(number).padStart(digits, "0");
const fill = (sentence, values) => sentence.replace(/\{(\w+)\}/g, (_, name) => String(values[name]));

function duration(cell, precision, words) {
  const seconds = Math.floor(precision === "ms" ? Number(cell) / 1000 : Number(cell));
  const values = { minutes: Math.floor(seconds / 60), seconds: seconds % 60, thousandths: padded(Number(cell) % 1000, 3) };
  return fill(words[`duration.${precision}`], values);
}

function moment(cell, words) {
  const written = new Date(Date.parse(cell) + HOME).toISOString();
  return fill(words.moment, {
    clock: written.slice(11, 16),
    seconds: written.slice(17, 19),
    thousandths: written.slice(20, 23),
    date: written.slice(0, 10).split("-").reverse().join("/"),
  });
}

/** A cell of a criterion as people read it. `words`: the page's sentences in one language. */
export function text(name, cell, { precision, words }) {
  if (cell === "") return words["criterion.none"];
  if (name === "elapsed") return duration(cell, precision, words);
  return name === "submitted_at" || name === "started_at" ? moment(cell, words) : cell;
}

function same(name, cell, known) {
  const key = `criterion.${name}.same`;
  return cell === "" ? known.words[`${key}-none`] : fill(known.words[key], { mine: text(name, cell, known) });
}

function differs(name, mine, { side, theirs }, known) {
  const key = `criterion.${name}.${side}${mine === "" || theirs === "" ? "-none" : ""}`;
  return fill(known.words[key], { mine: text(name, mine, known), theirs: text(name, theirs, known) });
}

function parts({ values, why }, known) {
  const names = known.criteria;
  if (!why.side) {
    const [first] = names;
    return [fill(known.words["rank.alone"], { label: known.words[`criterion.${first}.label`], value: text(first, values[first], known) })];
  }
  const equal = names.slice(0, why.same).map((name) => same(name, values[name], known));
  const decides = names[why.same];
  return [...equal, decides ? differs(decides, values[decides], why, known) : known.words[`rank.lot-${why.side}`]];
}

/** The sentence for a row of `own/` that has a rank. `known`: {criteria: names, precision, words}. */
export function reason(own, known) {
  const { sharing } = own.why;
  const shared = sharing ? [fill(known.words["rank.shared"], { others: sharing })] : [];
  return [...parts(own, known), ...shared].join(", ");
}
