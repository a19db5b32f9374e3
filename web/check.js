/**
 * The check of one paper after publication: what this device keeps against what was published at the close and now.
 *
 * Nothing is sent but requests for published files, and their names alone tell of the paper: each is shared by hundreds.
 */
import { isAble, proves, receiptOf } from "./inclusion.js";

/** Results have been made anew since this page was loaded: what belongs together has to be fetched again. */
export class Renewed extends Error {}

async function fetched(path) {
  const response = await fetch(path);
  if (!response.ok) throw new Error(`${path}: ${response.status}`);
  return response.json();
}

/** The row of a paper by the beginning of its receipt: {receipt, rank, score …}; null where there is none. */
export async function ownRow(known, beginning) {
  const { own, revision } = await fetched(`/${known.contest}/${known.round}/own/${beginning.slice(0, known.own_digits)}.json`);
  if (revision !== known.revision) throw new Renewed();
  const receipt = Object.keys(own).find((one) => one.startsWith(beginning));
  return receipt ? { receipt, ...own[receipt] } : null;
}

/** The letters that earn a question's point: those of a decision, else the bank's; none for a voided question. */
const rightOf = (known, question) => Array.from(known.right[question.id] === undefined ? question.right : known.right[question.id].replace(/ /g, ""));

async function answersOf(known, document) {
  const folder = `/${known.contest}/${known.round}`;
  const revision = `r${String(known.revision).padStart(2, "0")}`;
  const [bank, { explanations }] = await Promise.all([fetched(`${folder}/${revision}/bank.json`), fetched(`${folder}/explanations.json`)]);
  const questions = new Map(bank.questions.map((question) => [question.id, question]));
  return document.questions.split(" ").map((id, at) => {
    const question = questions.get(id);
    const right = rightOf(known, question);
    const choice = document.choices[at];
    return {
      ...question,
      explanation: explanations[id] || "",
      choice,
      right,
      isVoid: right.length === 0,
      isCorrected: known.right[id] !== undefined,
      earns: right.length === 0 || right.includes(choice),
    };
  });
}

/** A step of the check that held: the key of its sentence, and values. */
const step = (key, values = {}) => ({ key, values });

async function checkReceipt(document, found) {
  const isSame = (await receiptOf(document)) === document.receipt;
  return isSame ? found.steps.push(step("check.how.receipt")) : found.differs.push(step("check.altered"));
}

async function checkTree(known, row, found) {
  const { receipts_root: root, at } = await fetched(`/${known.contest}/acts/${known.round}-closing.json`);
  if (root !== known.receipts_root) found.differs.push(step("check.roots"));
  else found.steps.push(step("check.how.root", { at }));
  const proof = await fetched(`/${known.contest}/${known.round}/proof/${Math.floor(row.leaf / known.leaves_a_file)}.json`);
  const wanted = { receipt: row.receipt, leaf: row.leaf, root, aFile: known.leaves_a_file };
  if (await proves(proof, wanted)) found.steps.push(step("check.how.proof"));
  else found.differs.push(step("check.unproven"));
}

async function checkScore(known, row, document, found) {
  found.answers = await answersOf(known, document);
  const mine = found.answers.filter(({ earns }) => earns).length;
  if (mine === row.score) found.steps.push(step("check.how.score", { n: mine }));
  else found.differs.push(step("check.score", { mine, theirs: row.score }));
}

/**
 * Checks the paper whose receipt begins with `beginning`. `document` is the receipt as this device keeps it, or null.
 *
 * Gives {row, steps, differs, answers, outcome}; `outcome` is "whole" (all that the document says is in the results), "code"
 * (the code is), "unable" (this browser can't compute hashes), "differs", or "unknown" (no such code, and no document).
 * Throws where a file could not be had, and Renewed.
 */
export async function check(known, beginning, document) {
  const row = await ownRow(known, beginning);
  const found = { row, steps: [], differs: [], answers: [] };
  if (!row && !document) return { ...found, outcome: "unknown" };
  if (!row) found.differs.push(step("check.absent"));
  if (isAble()) {
    if (document) await checkReceipt(document, found);
    if (row) await checkTree(known, row, found);
  }
  if (row && document) await checkScore(known, row, document, found);
  return { ...found, outcome: outcomeOf(found, document) };
}

function outcomeOf({ differs }, document) {
  if (differs.length) return "differs";
  if (!isAble()) return "unable";
  return document ? "whole" : "code";
}
