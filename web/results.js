/**
 * "Kết quả của tôi": a paper's own result, found and checked by its receipt. The device that handed in keeps what was
 * recorded and checks all of it; another one has the code alone. Receipts are never sent: only names of files are, which
 * hundreds of papers share.
 */
import { check, Renewed } from "./check.js";
import { moment } from "./format.js";
import { button, contactOf, facts, h, notice } from "./parts.js";
import { language, onLanguage, say } from "./site.js";
import { reason, text } from "./standing.js";

const known = JSON.parse(document.getElementById("results").textContent);
const SHORTEST = 12;
// What stands on the page: {fault: key of a sentence} under the field, {doing: true}, or what a check has found.
let standing = {};

const field = () => document.getElementById("own-receipt");
const plain = (typed) => typed.toLowerCase().replace(/[^0-9a-f]/g, "");

/** Receipts of this round that this device keeps, as the server gave them. */
function kept() {
  try {
    const all = JSON.parse(localStorage.getItem(`hoithi:${known.contest}:receipts`)) || [];
    return all.filter((one) => one.round === known.round);
  } catch (error) {
    return [];
  }
}

/** What a QR code has brought in the address; taken out at once, or whoever is sent the address sees the result. */
function takeBrought() {
  const [, receipt] = /^#bn=([0-9a-f]{64})$/.exec(location.hash) || [];
  if (receipt) history.replaceState(null, "", location.pathname + location.search);
  return receipt;
}

function showFault(sentence) {
  const line = document.getElementById("own-error");
  line.textContent = sentence;
  line.hidden = !sentence;
  if (sentence) field().setAttribute("aria-invalid", "true");
  else field().removeAttribute("aria-invalid");
  field().setAttribute("aria-describedby", "own-error");
}

// --- what a check has found ---

const said = ({ key, values }) => say(key, values.at ? { ...values, at: moment(Date.parse(values.at)) } : values);
const list = (steps) => h("ul", {}, steps.map((one) => h("li", {}, said(one))));

function sentence({ outcome, differs }) {
  if (outcome === "whole") return notice("done", h("h3", {}, say("check.whole")));
  if (outcome === "code") return notice("done", h("h3", {}, say("check.code")), h("p", {}, say("check.code.text")));
  if (outcome === "unable") return notice("", h("h3", {}, say("check.unable")));
  return notice("warn", h("h3", {}, say("check.differs")), list(differs), h("p", {}, say("check.differs.text")), contactOf(known.contact));
}

function rows(own) {
  const spoken = { criteria: known.criteria, precision: known.precision, words: known.words[language()] };
  const others = known.criteria.filter((name) => name === "prediction_error" || name === "elapsed");
  return [
    [say("own.score"), h("strong", {}, `${own.score}/${own.questions}`)],
    [say("results.place"), own.rank === null ? say(own.ruling ? "own.ruled-out" : "own.unranked") : h("strong", {}, String(own.rank))],
    own.why ? [say("own.why"), reason(own, spoken)] : null,
    ...others.map((name) => [spoken.words[`criterion.${name}.label`], text(name, own.values[name], spoken)]),
  ];
}

const option = ({ options }, letter) => h("span", { lang: "vi" }, options[letter]);

function verdict({ choice, isVoid, earns }) {
  if (isVoid) return say("check.void");
  if (choice === "_") return `✗ ${say("practice.blank")}`;
  return earns ? `✓ ${say("practice.right")}` : `✗ ${say("practice.wrong")}`;
}

function answer(one, at) {
  const { choice, right, isVoid, isCorrected, earns, explanation, source } = one;
  const isTheRightOne = earns && right.length === 1;
  return h("li", { class: "card" },
    h("h3", {}, h("span", { class: "caption" }, `${say("sheet.question", { n: at + 1 })} – ${verdict(one)}`), " ", h("span", { lang: "vi" }, one.text)),
    facts([
      isTheRightOne ? null : [say("practice.yours"), choice === "_" ? say("sheet.blank") : option(one, choice)],
      isVoid ? null : [say("practice.key"), h("strong", {}, right.map((letter) => h("div", {}, option(one, letter))))],
      isCorrected && !isVoid ? [say("check.note"), say("check.corrected")] : null,
      explanation ? [say("practice.why"), h("span", { lang: "vi" }, explanation)] : null,
      source ? [say("practice.source"), h("span", { lang: "vi" }, source)] : null,
    ]));
}

const folded = (title, ...children) => h("details", {}, h("summary", {}, title), ...children);

function draw() {
  const { fault, doing, outcome, row, steps, answers } = standing;
  showFault(fault ? say(fault) : "");
  // On paper it is worth something only to whom it says something.
  document.getElementById("own").classList.toggle("no-print", !outcome);
  // The one sentence is spoken to those who listen; what comes after it is for them to go to.
  fill("own-said", doing ? h("p", {}, say("check.doing")) : outcome ? sentence(standing) : null);
  fill("own-result", ...(outcome ? [
    row ? facts(rows(row)) : null,
    answers.length ? folded(say("check.answers"), h("ol", { class: "plain" }, answers.map(answer))) : null,
    steps.length ? folded(say("check.how"), list(steps)) : null,
  ] : []));
}

// --- figures ---

// As the server wrote them, for Vietnamese readers: 25.980 and 22,88 %.
const figures = Array.from(document.querySelectorAll(".figure, .figures td"), (element) => [element, element.textContent]);
const inEnglish = (text) => text.replace(/[.,]/g, (mark) => (mark === "." ? "," : ".")).replace(/ %/g, "%");

function drawFigures() {
  for (const [element, text] of figures) element.textContent = language() === "en" ? inEnglish(text) : text;
}

function fill(id, ...children) {
  const place = document.getElementById(id);
  while (place.firstChild) place.removeChild(place.firstChild);
  place.append(...children.filter(Boolean));
}

function stand(what) {
  standing = what;
  draw();
}

// --- what is pressed ---

async function look() {
  const beginning = plain(field().value);
  if (beginning.length < SHORTEST) {
    stand({ fault: "own.short" });
    return;
  }
  stand({ doing: true });
  try {
    const found = await check(known, beginning, kept().find(({ receipt }) => receipt.startsWith(beginning)) || null);
    stand(found.outcome === "unknown" ? { fault: "own.unknown" } : found);
  } catch (error) {
    stand({ fault: error instanceof Renewed ? "check.renewed" : "own.failed" });
  }
}

async function press() {
  await look();
  if (standing.fault) field().focus();
}

function choose(receipt) {
  field().value = receipt;
  return look();
}

/** More than one paper was handed in on this device: each can be chosen by the beginning of its code. */
function others(receipts) {
  const choice = ({ receipt }) => button(receipt.slice(0, SHORTEST).replace(/(.{4})(?=.)/g, "$1 "), () => choose(receipt), { kind: "link code" });
  return receipts.length > 1 ? [h("p", { class: "hint", "data-t": "check.kept" }, say("check.kept")), ...receipts.map(choice)] : [];
}

/** Called by site.js once the words are here. */
export function start() {
  const receipts = kept();
  const main = button(say("own.look"), press, { kind: "primary", type: "submit", "data-t": "own.look" });
  document.getElementById("own-buttons").append(main);
  fill("own-others", ...others(receipts));
  document.getElementById("own-form").addEventListener("submit", (event) => event.preventDefault());
  onLanguage(draw);
  onLanguage(drawFigures);
  drawFigures();
  const [last] = receipts.slice(-1);
  const receipt = takeBrought() || (last && last.receipt);
  if (receipt) choose(receipt);
}
