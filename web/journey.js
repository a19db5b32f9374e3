/**
 * The contestant's way through the pages: each view has a place in the address (#vao-thi, #cau-3, #kiem-tra …), so that
 * Back leads to the question before, and a reload to where one was. Nothing personal ever stands in it.
 */
import { Unreachable } from "./api.js";
import { Attempt } from "./attempt.js";
import * as entry from "./entry.js";
import { button, h } from "./parts.js";
import { Practice } from "./practice.js";
import { receipts, showReceipt, showWaiting } from "./receipt.js";
import { learnName, me as askWho, person, signOut } from "./session.js";
import { brought, load, openRounds, page, rounds, say, sayIn, time } from "./site.js";
import { heading, show, showFront } from "./stage.js";
import { running, showStart } from "./start.js";
import { brief, kept } from "./storage.js";

const START = "vao-thi";
// One's certificates are a section of the page itself; the other place leads to them through the ways in.
const CERTIFICATES = "giay-chung-nhan";
const FETCH = "lay-giay";
const PLACES = /^(vao-thi|bien-nhan|(thu-)?(cau-\d+|du-doan|kiem-tra|ket-qua))$/;

let me = null;
// The paper on the screen: an Attempt or a Practice.
let current = null;
// Why a start was refused, while the start page is drawn after it.
let fault = null;

const place = () => location.hash.slice(1);

function go(to) {
  if (place() === to) draw();
  else location.hash = to;
}

/** As go, but Back does not lead to where one was: a paper that is handed in stays handed in. */
function replace(to) {
  history.replaceState(null, "", `#${to}`);
  draw();
}

const address = () => location.pathname + location.search;
const isFront = () => place() === "" || place() === CERTIFICATES;

function toFront() {
  history.pushState(null, "", address());
  front();
}

function front() {
  showFront();
  offerCertificates();
}

function drawStart(options) {
  const refresh = (to) => (to === "front" ? toFront() : drawStart());
  const certificates = section() && toCertificates;
  showStart(me, { begin, practise: startPractice, certificates, leave, refresh, fault }, options);
}

async function drop() {
  const paper = current;
  current = null;
  if (paper && paper.abandon) await paper.abandon();
}

function draw(options) {
  // Practice ends where it is left; a paper that counts goes on, with its clock, behind the rules.
  if (isFront() && current instanceof Practice) drop();
  if (place() === "") front();
  else if (place() === CERTIFICATES) showCertificates();
  else if (!me && entry.isPlace(place())) entry.draw(place(), options);
  else if (place() === START || entry.isPlace(place()) || !current) me ? drawStart(options) : front();
  else current.draw(place(), options);
}

/** Leaves the paper's screen for the start page, with what the server knows now. */
async function leaveCurrent() {
  await drop();
  await asSomebody(toStart);
}

const waiting = () => show(() => [say("wait.title"), [heading(say("wait.title")), h("p", { role: "status" }, say("wait.text"))]]);

// A single sign-on, or another tab, may have let somebody in without this device's having kept it.
const mayBeIn = () => kept.read("signed-in") || page.ways_in.sso;

/** Lets `next()` follow for whoever is signed in: at once, or after they have come in. */
async function asSomebody(next, at) {
  if (me || mayBeIn()) me = await askWho(waiting);
  if (me) next();
  else comeIn(next, at);
}

const comeIn = (next, at) => entry.open({ at, then: () => asSomebody(next) });

/** The start page takes the place of the way in: Back leads from it to the rules. */
function toStart() {
  if (entry.isPlace(place())) replace(START);
  else go(START);
  if (!person().name) learnName().then(() => person().name && isAtStart() && drawStart({ keepFocus: true }));
}

const isAtStart = () => me && place() === START;

async function leave() {
  await drop();
  await signOut();
  me = null;
  history.replaceState(null, "", address());
  front();
}

// --- one's certificates ---

// Before a round opens, people gather on the page.
const GATHERING = 3600000;

/** The heading of the page's section; null where no certificate can have been given yet. */
const section = () => document.getElementById(CERTIFICATES);

const isQuiet = () =>
  !rounds.some(({ kind, from, to }) => kind === "ranked" && from - GATHERING <= time.now() && time.now() < to);

let own = null;

/** The section for whoever is in. Unless it `isAsked` for, a round with its crowd leaves it at the button that asks. */
function offerCertificates(isAsked = false) {
  if (!section()) return;
  sayIn(document.getElementById("fetch-certificates"), me ? "certificates.show" : "certificates.sign-in");
  if (!me && own) own.forget();
  if (me && (isAsked || isQuiet())) listCertificates();
}

async function listCertificates() {
  try {
    own = await load("./certificates.js");
    // Whoever was in may have signed out in the meantime.
    if (me) await own.list({ leave, ended });
  } catch (error) {
    sayIn(document.getElementById("certificates-said"), "certificates.failed");
  }
}

/** The server knows nobody any more. */
function ended() {
  me = null;
  kept.drop("signed-in");
  offerCertificates();
}

function showCertificates() {
  showFront(section());
  offerCertificates(true);
}

/** As toStart, for those who came in for their certificates. */
function toCertificates() {
  brief.drop("fetching");
  if (entry.isPlace(place())) replace(CERTIFICATES);
  else go(CERTIFICATES);
}

/** Where somebody goes who has just come in. That they came for their certificates outlasts a single sign-on. */
function arrive() {
  if (brief.read("fetching") && section()) toCertificates();
  else toStart();
}

/** The button of the certificates: the ways in if need be, then the list. Who has one has been in before: no registration. */
export async function certificates() {
  if (!section()) return;
  brief.write("fetching", true);
  await asSomebody(toCertificates, page.ways_in.sso ? "" : "dang-nhap");
}

/** What the start page should know of a paper that was begun since the server was asked. */
function note({ round, number, deadline }) {
  const others = me.attempts.filter((one) => one.round !== round.id || one.number !== number);
  const deadline_at = new Date(deadline).toISOString();
  me = { ...me, attempts: [...others, { round: round.id, number, status: "", deadline_at, submitted_at: null, receipt: null }] };
}

const isHere = (round, number) =>
  current instanceof Attempt && current.isRunning && current.round === round && current.number === number;

function keptReceipt(round, number) {
  const attempt = `${me.contestant}.${number}`;
  return receipts().find((one) => one.round === round.id && one.attempt === attempt);
}

async function begin(round, number) {
  const receipt = keptReceipt(round, number);
  if (receipt) showKept(receipt);
  else if (isHere(round, number)) go(current.sheet.place || "cau-1");
  else await beginAnew(round, number);
}

async function beginAnew(round, number) {
  const wanted = place();
  await drop();
  current = new Attempt({ round, number, contestant: me.contestant, go, replace, leave: leaveCurrent });
  try {
    await current.begin();
    if (current.receipt) return;
    note(current);
    go(current.sheet.has(wanted) ? wanted : "cau-1");
  } catch (error) {
    // The server's sentence says why; what the start page shows is asked for anew.
    fault = error;
    await leaveCurrent();
    fault = null;
  }
}

/** A receipt that this device keeps needs no server. */
function showKept(receipt) {
  const out = () => (kept.read("signed-in") ? leaveCurrent() : toFront());
  current = { draw: (_, options) => showReceipt(receipt, { paper: null, why: "receipt.before", leave: out }, options) };
  go("bien-nhan");
}

async function bankOf(round) {
  const response = await fetch(`/${page.contest}/${round.id}/practice.json`);
  if (!response.ok) throw new Unreachable(String(response.status));
  return response.json();
}

async function startPractice(round) {
  await drop();
  try {
    const bank = await bankOf(round);
    const again = () => startPractice(round);
    const out = () => (me ? leaveCurrent() : toFront());
    current = new Practice({ round, bank, go, replace, leave: out, again });
    current.begin();
    go("thu-cau-1");
  } catch (error) {
    show(() => [say("practice.title"), [heading(say("practice.title")), h("p", {}, say("practice.missing")),
      h("div", { class: "buttons" }, button(say("problem.again"), () => startPractice(round), { kind: "primary" }),
        button(say("receipt.leave"), toFront, { kind: "secondary" }))]]);
  }
}

/** The door "Vào thi": the ways in if need be, then the start page. */
export async function enter() {
  brief.drop("fetching");
  await asSomebody(toStart);
}

/** The address has brought a code, or a refusal: the ways in, whoever was here before. */
export async function land() {
  if (current) await drop();
  me = null;
  brief.drop("away");
  // Who scans a slip has come to take part.
  if (brought.code) brief.drop("fetching");
  entry.land({ then: () => asSomebody(arrive) });
}

/** The address has brought a receipt of a round without results yet: what was recorded, if this device keeps it. */
export async function look() {
  const wanted = brought.receipt;
  if (current) await drop();
  const mine = receipts().find(({ receipt }) => receipt === wanted.receipt);
  if (mine) showKept(mine);
  else showWaiting(wanted, toFront);
}

/** The door "Thi thử": no sign-in. */
export async function practise() {
  const [round] = openRounds("practice");
  if (current instanceof Attempt && current.isRunning) go(START);
  else if (round) await startPractice(round);
  else toFront();
}

/** After a reload, a crash or a return: back into what was under way. */
export async function resume() {
  const wanted = cameBack() || (place() === CERTIFICATES ? "" : place());
  const [receipt] = receipts().slice(-1);
  if (wanted === "bien-nhan" && receipt) showKept(receipt);
  else if (wanted.startsWith("thu-")) await practise();
  else if (wanted === FETCH) await resumeFetching();
  else if (entry.isPlace(wanted)) await resumeEntry(wanted);
  else if (wanted === "" || PLACES.test(wanted)) await resumePaper(wanted);
}

/** Where this tab was when it went to the single sign-on; "" if it did not. */
function cameBack() {
  const away = brief.read("away");
  brief.drop("away");
  if (!away) return "";
  const back = PLACES.test(away.back) ? away.back : brief.read("fetching") ? FETCH : START;
  history.replaceState(null, "", `#${back}`);
  return back;
}

async function resumeFetching() {
  history.replaceState(null, "", address());
  await certificates();
}

/** In the middle of coming in: there again, unless somebody is in. A code that nobody has noted yet is shown once more. */
async function resumeEntry(wanted) {
  const at = brief.read("own-code") ? "ma-du-thi" : wanted;
  if (kept.read("signed-in") && at !== "ma-du-thi") me = await askWho(waiting);
  if (me) arrive();
  else comeIn(arrive, at);
}

async function resumePaper(wanted) {
  // Only somebody who was in a paper is asked to sign in; a mere return to the rules is not the moment for it.
  if (mayBeIn()) me = await askWho();
  if (!me && wanted === "") return;
  if (me) await goOn(wanted);
  else comeIn(() => goOn(wanted));
}

async function goOn(wanted) {
  const open = running(me);
  if (open && wanted !== "" && wanted !== START) {
    history.replaceState(null, "", `#${wanted}`);
    await begin(rounds.find((round) => round.id === open.round), open.number);
  } else if (open || wanted !== "") toStart();
  else offerCertificates();
}

addEventListener("hashchange", () => {
  if (PLACES.test(place()) || entry.isPlace(place()) || isFront()) draw();
});
