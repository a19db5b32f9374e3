/**
 * A contestant's answers as a value: `choices`, one letter a question ("_" is blank), and `prediction`, digits or "".
 */

export const BLANK = "_";

export const blankAnswers = (count) => ({ choices: BLANK.repeat(count), prediction: "" });

/** The server says "" for a paper on which nothing was ever saved. */
export const answersOf = (stored, count) => ({
  choices: stored.choices || BLANK.repeat(count),
  prediction: stored.prediction || "",
});

export const same = (one, other) => one.choices === other.choices && one.prediction === other.prediction;

export function withChoice(answers, index, letter) {
  const { choices } = answers;
  return { ...answers, choices: choices.slice(0, index) + letter + choices.slice(index + 1) };
}

/** The indexes of the questions without an answer. */
export const blanks = ({ choices }) => Array.from(choices, (_, i) => i).filter((i) => choices[i] === BLANK);

/** Where two papers differ: indexes of questions, and "prediction". */
export function differences(one, other) {
  const places = Array.from(one.choices, (_, i) => i).filter((i) => one.choices[i] !== other.choices[i]);
  return one.prediction === other.prediction ? places : [...places, "prediction"];
}

/**
 * What is here joined with what is stored, given the last state that both knew. Null where both changed the same
 * answer to different things: only the person can say which is meant.
 */
export function merge(known, here, there) {
  const pick = (was, mine, theirs) => (mine === was || mine === theirs ? theirs : theirs === was ? mine : null);
  const letters = Array.from(known.choices, (was, i) => pick(was, here.choices[i], there.choices[i]));
  const prediction = pick(known.prediction, here.prediction, there.prediction);
  return letters.includes(null) || prediction === null ? null : { choices: letters.join(""), prediction };
}

/**
 * A prediction as the format wants it: digits alone, at most seven, no leading zero; null if it is none.
 * Thousands may be parted as people write them (1.250); "12,5" is no whole number, and must not become 125.
 */
export function readPrediction(text) {
  const written = text.trim();
  const digits = /^\d{1,3}([.,\s]\d{3})+$/.test(written) ? written.replace(/[.,\s]/g, "") : written;
  if (digits === "") return "";
  if (!/^\d+$/.test(digits)) return null;
  const number = digits.replace(/^0+(?=\d)/, "");
  return number.length <= 7 ? number : null;
}
