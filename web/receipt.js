/**
 * The receipt: proof that a paper was handed in, kept on this phone so that its result can be found later.
 */
import { BLANK } from "./answers.js";
import { moment } from "./format.js";
import { button, facts, h, notice } from "./parts.js";
import { person } from "./session.js";
import { shownChoice } from "./sheet.js";
import { load, page, rounds, say } from "./site.js";
import { heading, show } from "./stage.js";
import { kept } from "./storage.js";

/** The beginning of a receipt in groups, to be read out on the telephone: "7f3a 91c2 0b5d". */
export const short = (receipt) => receipt.slice(0, 12).replace(/(.{4})(?=.)/g, "$1 ");

/** Keeps a receipt on this device, once. */
export function keepReceipt(receipt) {
  const others = receipts().filter((one) => one.receipt !== receipt.receipt);
  kept.write("receipts", [...others, receipt]);
}

/** The receipts that this device keeps: the documents that the server gave. */
export const receipts = () => kept.read("receipts") || [];

function recorded(paper, receipt) {
  const letters = Array.from(receipt.choices);
  const chosen = (letter, i) => {
    const choice = shownChoice(paper.questions[i], letter);
    return choice ? h("span", { lang: "vi" }, choice) : say("sheet.blank");
  };
  const rows = letters.map((letter, i) => [say("sheet.question", { n: i + 1 }), chosen(letter, i)]);
  if (paper.prediction) rows.push([say("sheet.prediction"), receipt.prediction || say("sheet.blank")]);
  return [h("h2", {}, say("receipt.recorded")), facts(rows)];
}

/**
 * Whose receipt it is. A receipt itself says so by the pseudonym alone, and no name stays on this device; so it is told as
 * long as this tab knows it, and else printed as a line to be filled in by hand.
 */
function owner(receipt) {
  const { contestant, name, unit } = person();
  if (!name || receipt.attempt.split(".")[0] !== contestant) return h("p", { class: "print-only" }, say("receipt.by-hand"));
  return facts([[say("receipt.name"), h("span", { lang: "vi" }, name)], unit ? [say("receipt.unit"), h("span", { lang: "vi" }, unit)] : null]);
}

function summary(receipt) {
  const round = rounds.find((one) => one.id === receipt.round);
  const answered = Array.from(receipt.choices).filter((letter) => letter !== BLANK).length;
  return facts([
    [say("receipt.round"), h("span", { lang: "vi" }, round ? round.name : receipt.round)],
    [say("receipt.at"), moment(Date.parse(receipt.submitted_at))],
    [say("receipt.answered"), `${answered}/${receipt.choices.length}`],
    receipt.prediction ? [say("sheet.prediction"), receipt.prediction] : null,
    round && round.results_text ? [say("receipt.results"), h("span", { lang: "vi" }, round.results_text)] : null,
  ]);
}

/** Where any phone finds the check of this paper, at all times: what stands behind the # is sent to no server. */
const addressOf = ({ round, receipt }) => `${location.origin}/${page.contest}/#bn=${round}.${receipt}`;

/** The address as a QR code; its module comes by itself, and where it doesn't the code in digits is there. */
function scanned(receipt) {
  const place = h("div", {});
  load("./qr.js").then(({ picture }) => {
    place.append(picture(addressOf(receipt), say("receipt.qr")), h("p", { class: "hint" }, say("receipt.scan")));
  }).catch(() => {});
  return place;
}

/** After publication: straight to the check. */
function checkLink({ round, receipt }) {
  const { results_page } = rounds.find((one) => one.id === round) || {};
  if (!results_page) return null;
  return h("p", { class: "buttons" }, h("a", { class: "button primary", href: `${results_page}#bn=${receipt}` }, say("own.look")));
}

/** Shows that a receipt from another device was read, and from when on its result can be looked at. */
export function showWaiting({ round, receipt }, leave) {
  const { name, results } = rounds.find((one) => one.id === round);
  const text = () => (results ? say("waiting.text", { name, at: moment(Date.parse(results)) }) : say("waiting.some-day", { name }));
  show(() => [say("waiting.title"), [
    notice("big", heading(say("waiting.title")), h("p", {}, say("receipt.code")), h("p", { class: "code" }, short(receipt)), h("p", {}, text())),
    h("p", { class: "buttons" }, button(say("results.back"), leave, { kind: "secondary" })),
  ]]);
}

/** Shows a receipt. `paper` is null where this device does not have the questions; `why` says what led here. */
export function showReceipt(receipt, { paper, why, leave }, options) {
  show(() => [say("receipt.title"), [
    notice("done big", heading(say("receipt.title")), h("p", {}, say(why)),
      h("p", {}, say("receipt.code")), h("p", { class: "code" }, short(receipt.receipt))),
    checkLink(receipt),
    owner(receipt),
    summary(receipt),
    scanned(receipt),
    h("p", {}, say("receipt.kept")),
    h("div", { class: "buttons" }, button(say("receipt.print"), () => print(), { kind: "secondary" }),
      button(say("receipt.leave"), leave, { kind: "secondary" })),
    ...(paper ? recorded(paper, receipt) : []),
    h("details", {}, h("summary", {}, say("receipt.full")), h("p", {}, say("receipt.full.text")),
      h("p", { class: "code small" }, receipt.receipt), h("pre", { tabindex: "0" }, JSON.stringify(receipt, null, 1))),
  ]], options);
}
