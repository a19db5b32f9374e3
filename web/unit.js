/**
 * "Đơn vị của tôi": a unit manager signs in and sees who of the own units has taken part. Never a score.
 *
 * The session is a cookie that no script can read; nothing that is shown here is kept on this device.
 */
import { isPassing, Problem, request } from "./api.js";
import { moment } from "./format.js";
import { button, errorSummary, facts, h, notice } from "./parts.js";
import { onLanguage, say } from "./site.js";

const STATES = ["none", "open", "done"];
const place = document.getElementById("view");

/** What is known so far, and what is on the screen: "sign-in", "password" or "turnout". */
const here = { view: "sign-in", faults: [], values: {}, account: "", given: "", units: [], rounds: [], unit: "", round: "", told: null, whole: null, only: "" };

const element = (id) => document.getElementById(id);

function put(...children) {
  while (place.firstChild) place.removeChild(place.firstChild);
  place.append(...children.flat(Infinity).filter(Boolean));
}

/** Draws what is on the screen anew; with `focus`, whoever listens is told where they are. */
function draw(focus = false) {
  put(VIEWS[here.view]());
  document.title = say("staff.title");
  const target = focus && (place.querySelector("[data-focus]") || place.querySelector("h1"));
  if (target) target.focus();
}

function go(view) {
  Object.assign(here, { view, faults: [], values: {} });
  draw(true);
}

const title = (key) => h("h1", { tabindex: "-1" }, say(key));

// --- forms ---

/** A field, with its fault; what was typed stays while the page is drawn anew. */
function field(id, label, { hint = "", ...attributes }) {
  const fault = here.faults.find((one) => one.id === id);
  const described = [hint && `${id}-hint`, fault && `${id}-error`].filter(Boolean).join(" ");
  const input = h("input", {
    id, value: here.values[id] || "", "aria-describedby": described || null, "aria-invalid": fault ? "true" : null,
    oninput: () => { here.values[id] = input.value; }, autocapitalize: "off", autocorrect: "off", spellcheck: "false", ...attributes,
  });
  return h("div", { class: "field" },
    h("label", { for: id }, say(label)),
    hint && h("p", { id: `${id}-hint`, class: "hint" }, say(hint)),
    fault && h("p", { id: `${id}-error`, class: "error" }, fault.say()),
    input);
}

function form(fields, label, act) {
  const press = button(say(label), () => attempt(act), { kind: "primary", type: "submit" });
  return h("form", { method: "post", novalidate: true, onsubmit: (event) => event.preventDefault() },
    fields, h("p", { class: "buttons" }, press), h("p", { id: "status", role: "status", class: "status" }));
}

const summary = () => here.faults.length > 0 && errorSummary(here.faults.map((one) => ({ id: one.id, text: one.say() })));

/** Does `act()`, and shows at its field whatever went wrong. */
async function attempt(act) {
  here.faults = [];
  const line = element("status");
  if (line) line.textContent = say("staff.wait");
  try {
    await act();
  } catch (error) {
    fail(error);
  }
}

function fail(error) {
  if (error.code === "staff-signed-out" && here.view !== "sign-in") {
    go("sign-in");
    return;
  }
  const id = here.view === "turnout" ? "unit" : here.view === "password" ? "new" : "account";
  here.faults = [{ id, say: () => sentence(error) }];
  draw(true);
}

/** Too many guesses pass too, but the server says when. */
const sentence = (error) =>
  !(error instanceof Problem) || (isPassing(error) && !error.facts.until) ? say("staff.unreachable") : error.sentence;

function missing(ids) {
  here.faults = ids.filter((id) => !(here.values[id] || "").trim()).map((id) => ({ id, say: () => say(`staff.missing.${id}`) }));
  if (here.faults.length) draw(true);
  return here.faults.length > 0;
}

// --- signing in ---

const signInView = () => [
  summary(),
  title("staff.title"),
  h("p", {}, say("staff.for")),
  form([
    field("account", "staff.account", { type: "text", autocomplete: "username", hint: "staff.account.hint", maxlength: "40" }),
    field("password", "staff.password", { type: "password", autocomplete: "current-password", maxlength: "200" }),
  ], "staff.sign-in", signIn),
];

async function signIn() {
  if (missing(["account", "password"])) return;
  const { account, password } = here.values;
  const told = await request("POST", "/staff/session", { account: account.trim().toLowerCase(), password });
  here.account = told.account;
  if (told.password_to_change) {
    here.given = password;
    go("password");
  } else {
    await enter();
  }
}

const passwordView = () => [
  summary(),
  title("staff.own-password"),
  h("p", {}, say("staff.own-password.text")),
  form([
    // For the browser's own keeper of passwords: whose this one is.
    h("input", { type: "text", autocomplete: "username", value: here.account, hidden: true, readonly: true }),
    field("new", "staff.new", { type: "password", autocomplete: "new-password", hint: "staff.new.hint", maxlength: "200" }),
    field("again", "staff.again", { type: "password", autocomplete: "new-password", maxlength: "200" }),
  ], "staff.keep", choose),
];

async function choose() {
  if (missing(["new", "again"])) return;
  if (here.values.new !== here.values.again) {
    here.faults = [{ id: "again", say: () => say("staff.differ") }];
    draw(true);
    return;
  }
  await request("PUT", "/staff/password", { old: here.given, new: here.values.new });
  here.given = "";
  await enter();
}

async function enter() {
  const { units, rounds } = await request("GET", "/staff/units");
  Object.assign(here, { units, rounds, told: null, whole: null });
  here.unit = (units.find((one) => one.id === here.unit) || units[0] || { id: "" }).id;
  here.round = (rounds.find((one) => one.id === here.round) || latest(rounds) || { id: "" }).id;
  if (here.unit && here.round) await ask();
  go("turnout");
}

/** The round that has opened last, else the first of all. */
const latest = (rounds) => rounds.filter((one) => Date.parse(one.opens) <= Date.now()).pop() || rounds[0];

async function ask() {
  here.told = await request("GET", `/staff/units/${here.unit}/rounds/${here.round}`);
}

async function leave() {
  await request("DELETE", "/staff/session");
  Object.assign(here, { told: null, whole: null, units: [], rounds: [], unit: "", round: "", account: "" });
  go("sign-in");
}

// --- who has taken part ---

const turnoutView = () => [
  summary(),
  title("staff.title"),
  here.units.length === 0 && notice("warn", h("p", {}, say("staff.no-units"))),
  here.rounds.length === 0 && notice("warn", h("p", {}, say("staff.no-rounds"))),
  here.told ? asked() : null,
  here.told ? table(here.told) : null,
  here.whole ? overview(here.whole) : null,
  h("p", { class: "buttons no-print" },
    here.told && here.rounds.length > 1 && button(say("staff.whole"), () => attempt(lookAtAll), { kind: "secondary" }),
    here.told && button(say("staff.copy"), copy, { kind: "secondary" }),
    here.told && button(say("staff.print"), () => window.print(), { kind: "secondary" }),
    button(say("staff.sign-out"), () => attempt(leave), { kind: "link" })),
  h("p", { id: "status", role: "status", class: "status no-print" }),
];

function choice(id, label, options, chosen, changed) {
  const items = options.map(([value, text]) => h("option", { value, selected: value === chosen }, text));
  const select = h("select", { id, onchange: () => changed(select.value) }, items);
  return h("div", { class: "field" }, h("label", { for: id }, say(label)), select);
}

function asked() {
  const named = (list) => list.map(({ id, name }) => [id, name]);
  return h("form", { class: "no-print", onsubmit: (event) => event.preventDefault() },
    choice("unit", "staff.unit", named(here.units), here.unit, (id) => { here.unit = id; }),
    choice("round", "staff.round", named(here.rounds), here.round, (id) => { here.round = id; }),
    h("p", { class: "buttons" }, button(say("staff.look"), () => attempt(look), { kind: "primary", type: "submit" })));
}

async function look() {
  here.whole = null;
  await ask();
  draw();
  element("told-title").focus();
}

const share = (rate) => (rate ? `${(Number(rate) * 100).toFixed(2).replace(".", ",")} %` : say("staff.unknown"));

function table(told) {
  const shown = told.members.filter((one) => !here.only || one.state === here.only);
  return [
    h("h2", { id: "told-title", tabindex: "-1", lang: "vi" }, `${told.unit.name} – ${told.round.name}`),
    facts([
      [say("staff.headcount"), told.unit.headcount === null ? say("staff.unknown") : String(told.unit.headcount)],
      [say("staff.came"), String(told.came)],
      [say("staff.rate"), share(told.rate)],
      [say("staff.at"), moment(Date.parse(told.at))],
    ]),
    h("div", { class: "no-print" }, choice("only", "staff.only", [["", say("staff.all")], ...STATES.map((state) => [state, say(`staff.state.${state}`)])],
      here.only, (state) => { here.only = state; draw(); element("only").focus(); })),
    h("table", {},
      h("caption", { class: "unseen" }, say("staff.members")),
      h("thead", {}, h("tr", {}, h("th", { scope: "col" }, say("staff.name")), h("th", { scope: "col" }, say("staff.state")))),
      h("tbody", {}, shown.map(row))),
    shown.length === 0 && h("p", {}, say("staff.nobody")),
  ];
}

const person = ({ name, leader, excused }) => h("th", { scope: "row" },
  h("span", { lang: "vi" }, name),
  leader && h("span", { class: "caption" }, say("staff.leader")),
  excused && h("span", { class: "caption" }, say("staff.excused", { why: excused })));

const row = (one) => h("tr", {}, person(one), h("td", {}, say(`staff.state.${one.state}`)));

// --- all rounds together ---

/** Asks for every round that has opened, and shows who has come to how many of them: a plan may want leaders in all. */
async function lookAtAll() {
  const opened = here.rounds.filter((one) => Date.parse(one.opens) <= Date.now());
  const rounds = [];
  for (const { id } of opened) rounds.push(await request("GET", `/staff/units/${here.unit}/rounds/${id}`));
  here.whole = { unit: here.told.unit, rounds };
  draw();
  element("whole-title").focus();
}

/** Everybody of the unit with the rounds that they came to, leaders first. Each round names the same people in one order. */
function overview({ unit, rounds }) {
  const people = (rounds[0] || { members: [] }).members.map((one, at) => ({
    ...one, came: rounds.filter(({ members }) => members[at] && members[at].name === one.name && members[at].state !== "none").length,
  }));
  const sorted = [...people.filter((one) => one.leader), ...people.filter((one) => !one.leader)];
  return [
    h("h2", { id: "whole-title", tabindex: "-1" }, h("span", { lang: "vi" }, unit.name), ` – ${say("staff.whole.title")}`),
    h("table", {},
      h("caption", { class: "unseen" }, say("staff.whole.title")),
      h("thead", {}, h("tr", {}, h("th", { scope: "col" }, say("staff.name")), h("th", { scope: "col", class: "number" }, say("staff.whole.came")))),
      h("tbody", {}, sorted.map((one) => h("tr", {}, person(one), h("td", { class: "number" }, `${one.came}/${rounds.length}`))))),
  ];
}

// --- a copy for Excel ---

/** A cell of CSV. What begins like a formula would be run by Excel. */
const cell = (text) => `"${(/^[=+\-@\t\r]/.test(text) ? `'${text}` : text).replace(/"/g, '""')}"`;

function csv({ unit, round, members }) {
  const head = ["staff.name", "staff.leader", "staff.state", "staff.excused.column", "staff.unit", "staff.round"].map((key) => say(key));
  const rows = members.map((one) => [one.name, one.leader ? "x" : "", say(`staff.state.${one.state}`), one.excused, unit.name, round.name]);
  return `\ufeff${[head, ...rows].map((cells) => cells.map(cell).join(",")).join("\r\n")}\r\n`;
}

function copy() {
  const address = URL.createObjectURL(new Blob([csv(here.told)], { type: "text/csv;charset=utf-8" }));
  const link = h("a", { href: address, download: `${here.unit}-${here.round}.csv` });
  document.body.append(link);
  link.click();
  link.remove();
  URL.revokeObjectURL(address);
}

const VIEWS = { "sign-in": signInView, password: passwordView, turnout: turnoutView };

/** Called by site.js once the words are here: who is signed in already goes straight in. */
export async function start() {
  onLanguage(() => draw());
  try {
    await enter();
  } catch (error) {
    draw();
    if (error.code !== "staff-signed-out") fail(error);
  }
}
