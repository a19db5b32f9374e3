/**
 * The entry of every page, and all the script that a reader of the rules ever loads.
 *
 * It holds what is needed before anyone has signed in: the words in the reader's language, and the notice that says
 * which round is open. The rest of the contest lies in small modules beside this one, which come when a person walks in
 * through the door. So the first load is three requests: the document, the stylesheet and this file.
 */

const block = (id) => {
  const element = document.getElementById(id);
  return element ? JSON.parse(element.textContent) : null;
};

/** What the server wrote into the page: the definition, the rounds, the criteria. Null on pages without a contest. */
export const page = block("contest");

/**
 * The time. Until the server has spoken, this device's clock is the best there is, so it only ever decides what the
 * notice says and never what a person may do; clock.js then puts the server's time here.
 */
export const time = { now: () => Date.now() };

// --- words ---

const root = document.documentElement;
const listeners = [];
// The document carries the few Vietnamese sentences that this file says, so that Vietnamese needs no further request.
let words = block("words") || {};
let whole = false;
let latest = null;

export const language = () => root.lang;

/** The sentence for a key, with {values} filled in. */
export function say(key, values = {}) {
  const sentence = words[key] === undefined ? key : words[key];
  return sentence.replace(/\{(\w+)\}/g, (_, name) => (values[name] === undefined ? "" : String(values[name])));
}

/** Writes a sentence into an element of the page, where it follows the language; no key empties it. */
export function sayIn(element, key, values = {}) {
  if (key) Object.assign(element.dataset, { t: key, v: JSON.stringify(values) });
  else delete element.dataset.t;
  const sentence = key ? say(key, values) : "";
  // Writing the same text again would disturb a reader's selection and some screen readers.
  if (element.textContent !== sentence) element.textContent = sentence;
}

/** Calls `redraw` whenever the reader changes the language. */
export const onLanguage = (redraw) => listeners.push(redraw);

export const pause = (milliseconds) => new Promise((done) => setTimeout(done, milliseconds));

const loaded = new Map();

async function fetchModule(path) {
  for (let failures = 0; ; failures += 1) {
    try {
      return await import(failures ? `${path}?try=${failures}` : path);
    } catch (error) {
      // A browser may remember for good that a file could not be had, hence the other address for a further try.
      if (failures === 5 || !(error instanceof TypeError)) throw error;
      await pause(Math.random() * 1000 * 2 ** failures);
    }
  }
}

/** A module by its path; asked for again with spread-out pauses while the network fails, and run once. */
export function load(path) {
  if (!loaded.has(path)) {
    loaded.set(path, fetchModule(path));
    loaded.get(path).catch(() => loaded.delete(path));
  }
  return loaded.get(path);
}

function remember(lang) {
  try {
    localStorage.setItem("hoithi:language", lang);
  } catch (error) {
    // A browser that keeps nothing still speaks the language until the page is left.
  }
}

function remembered() {
  try {
    return localStorage.getItem("hoithi:language");
  } catch (error) {
    return null;
  }
}

function valuesOf(element) {
  return element.dataset.v ? JSON.parse(element.dataset.v) : {};
}

function translate() {
  for (const element of document.querySelectorAll("[data-t]")) {
    element.textContent = say(element.dataset.t, valuesOf(element));
  }
  for (const element of document.querySelectorAll("[data-vi]")) {
    element.textContent = element.dataset[language()];
  }
  for (const element of document.querySelectorAll("[data-span]")) {
    element.textContent = span(1000 * element.dataset.span);
  }
  for (const element of document.querySelectorAll("[data-t-label]")) {
    element.setAttribute("aria-label", say(element.dataset.tLabel));
  }
  // The switch offers the other language, in that language.
  const other = language() === "vi" ? "en" : "vi";
  const button = document.getElementById("language");
  if (button) {
    button.lang = other;
    button.textContent = other === "vi" ? "Tiếng Việt" : "English";
  }
}

/** Changes the language of everything on the page; what a person has typed or chosen stays. */
export async function speak(lang) {
  latest = lang;
  const catalogue = (await load(`./words/${lang}.js`)).default;
  // Who pressed twice before the first catalogue came wants the second.
  if (lang !== latest) return;
  words = catalogue;
  whole = true;
  root.lang = lang;
  translate();
  listeners.forEach((redraw) => redraw());
}

/** Makes sure that the whole catalogue is here, not only the sentences that the document carries. */
export async function allWords() {
  if (!whole) await speak(latest || wanted());
}

function wanted() {
  const asked = new URLSearchParams(location.search).get("lang") || remembered();
  return asked === "en" ? "en" : "vi";
}

function startWords() {
  const button = document.getElementById("language");
  if (button) {
    button.hidden = false;
    button.addEventListener("click", () => {
      const other = language() === "vi" ? "en" : "vi";
      remember(other);
      speak(other).catch(() => {});
    });
  }
  if (wanted() !== language()) speak(wanted()).catch(() => {});
}

// --- lengths of time ---

const UNITS = [["day", 86400], ["hour", 3600], ["minute", 60], ["second", 1]];

/** A length of time in its two largest units: "3 ngày 4 giờ", "10 phút 30 giây". */
export function span(milliseconds) {
  let seconds = Math.max(0, Math.floor(milliseconds / 1000));
  const parts = [];
  for (const [unit, size] of UNITS) {
    const n = Math.floor(seconds / size);
    seconds -= n * size;
    if (n > 0) parts.push(say(`unit.${unit}`, { n }));
  }
  return parts.slice(0, 2).join(" ") || say("unit.second", { n: 0 });
}

// --- the notice: which round is open ---

/** The rounds with their times as numbers, in the order of their opening. */
export const rounds = (page ? page.rounds : [])
  .map((round) => ({ ...round, from: Date.parse(round.opens), to: Date.parse(round.closes) }))
  .sort((one, other) => one.from - other.from);

export const isOpen = (round, now) => round.state !== "draft" && round.from <= now && now < round.to;

/** The open rounds of a kind ("ranked" or "practice") at this moment. */
export const openRounds = (kind) => rounds.filter((round) => round.kind === kind && isOpen(round, time.now()));

// A moment as the server writes it for people here, "08:30 ngày 13/12/2021", in the reader's language.
function inWords(text) {
  const [hour, day] = text.split(" ngày ");
  return say("time.at", { hour, day });
}

// Midnight here is 17:00 UTC, and a closing at midnight is 24:00 of the day before, whose date the UTC time carries.
const closesText = ({ closes, closes_text }) =>
  closes.slice(11, 19) === "17:00:00" ? `24:00 ngày ${closes.slice(0, 10).split("-").reverse().join("/")}` : closes_text;

function noticeNow() {
  const now = time.now();
  const ranked = rounds.filter((round) => round.kind === "ranked");
  const open = ranked.find((round) => isOpen(round, now));
  if (open) return { key: "open", round: open, at: inWords(closesText(open)), left: open.to - now };
  const next = ranked.find((round) => round.from > now);
  if (next) return { key: "soon", round: next, at: inWords(next.opens_text), left: next.from - now };
  return { key: "over", round: ranked[ranked.length - 1], at: "", left: 0 };
}

const put = (id, text) => {
  const element = document.getElementById(id);
  // Writing the same text again would disturb a reader's selection and some screen readers.
  if (element.textContent !== text) element.textContent = text;
};

let nextDraw = 0;

function drawNotice() {
  const { key, round, at, left } = noticeNow();
  const values = { name: round ? round.name : "", at, left: span(left) };
  clearTimeout(nextDraw);
  put("notice-title", say(`notice.${key}`, values));
  put("notice-text", say(`notice.${key}.text`, values));
  put("notice-left", key === "over" ? "" : say(`notice.${key}.left`, values));
  document.getElementById("notice").dataset.state = key;
  document.getElementById("practise").hidden = openRounds("practice").length === 0;
  // Seconds are shown in the last hour alone, so there is nothing to redraw more often before it.
  nextDraw = setTimeout(drawNotice, left > 3600000 ? 15000 : 1000);
}

// --- the door ---

/**
 * What the address brought: `code` from the QR code of a slip (#ma=), `refusal` from a single sign-on that was turned down
 * (#loi=). Whoever takes it empties it. `receipt`, {round, receipt}, from the QR code of a receipt (#bn=).
 */
export const brought = { code: "", refusal: "", receipt: null };

/** Takes what the address brings, and wipes it at once: a code must stand in no history and on no screen shot. */
function takeBrought() {
  const [, name, value] = /^#(ma|loi)=([\w-]*)/.exec(location.hash) || [];
  if (!name) return false;
  history.replaceState(null, "", location.pathname + location.search);
  Object.assign(brought, name === "ma" ? { code: value } : { refusal: value });
  return true;
}

/** Takes the receipt that the address brings, for it leads to somebody's result. */
function takeReceipt() {
  const [, round, receipt] = /^#bn=([a-z0-9-]+)\.([0-9a-f]{64})$/.exec(location.hash) || [];
  if (!receipt) return null;
  history.replaceState(null, "", location.pathname + location.search);
  brought.receipt = { round, receipt };
  return rounds.find(({ id }) => id === round) || null;
}

const PLACES = {
  look: () => `bn=${brought.receipt.round}.${brought.receipt.receipt}`,
  enter: () => "vao-thi",
  practise: () => "thu-cau-1",
  land: () => (brought.code ? `ma=${brought.code}` : `loi=${brought.refusal}`),
  certificates: () => "lay-giay",
};
// Where it is said how an act begins: beside what was pressed.
const lineOf = (act) => (act === "certificates" ? ["certificates-said", "certificates.wait", "certificates.failed"] : ["door-wait", "door.wait", "door.failed"]);
let failed = false;

async function walkIn(act) {
  // Older browsers never ask again for a module that once failed: then only a fresh page helps.
  if (failed && PLACES[act]) {
    location.hash = PLACES[act]();
    location.reload();
    return;
  }
  const [id, waiting, refused] = lineOf(act);
  const wait = document.getElementById(id);
  sayIn(wait, waiting);
  try {
    await allWords();
    const journey = await load("./journey.js");
    sayIn(wait, "");
    await journey[act]();
  } catch (error) {
    sayIn(wait, refused);
    failed = true;
  }
}

const isKept = (store, name) => {
  try {
    return window[store].getItem(`hoithi:${page.contest}:${name}`) !== null;
  } catch (error) {
    return false;
  }
};

function isUnderWay() {
  const isPlace = location.hash.length > 1 && document.getElementById(location.hash.slice(1)) === null;
  // "away": this tab went to the single sign-on, and comes back from it.
  return isPlace || isKept("localStorage", "signed-in") || isKept("sessionStorage", "away");
}

function startDoor() {
  let busy = "";
  let pressed = "";
  const open = (act) => async () => {
    // A second press while the first is still at work is the same press; one that comes while the page
    // looks by itself for what is under way counts afterwards, if that has led nowhere.
    if (busy) {
      if (busy === "resume") pressed = act;
      return;
    }
    busy = act;
    await walkIn(act);
    busy = "";
    const next = document.getElementById("front").hidden ? "" : pressed;
    pressed = "";
    if (next) await open(next)();
  };
  for (const [id, act] of [["enter", "enter"], ["practise", "practise"], ["fetch-certificates", "certificates"]]) {
    const press = document.getElementById(id);
    if (press) press.addEventListener("click", open(act));
    // The notice says whether there is anything to practise.
    if (press && act !== "practise") press.hidden = false;
  }
  sayIn(document.getElementById("door-wait"), "");
  // A receipt whose results are there leads to their page, which checks it.
  const look = (round) => {
    if (round.results_page) location.replace(`/${page.contest}/${round.id}/index.html#bn=${brought.receipt.receipt}`);
    else open("look")();
    return true;
  };
  const land = () => {
    const round = takeReceipt();
    return round ? look(round) : takeBrought() && open("land")();
  };
  addEventListener("hashchange", land);
  if (!land() && isUnderWay()) open("resume")();
}

startWords();
if (page && document.getElementById("notice")) {
  onLanguage(drawNotice);
  drawNotice();
  startDoor();
}
const further = document.body.dataset.module;
if (further) allWords().then(() => load(`./${further}.js`)).then((module) => module.start()).catch(() => {});
