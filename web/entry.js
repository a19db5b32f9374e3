/**
 * The ways in that the contest has: single sign-on, one's own registration, identifier and code.
 *
 * Each view has a place in the address, so that Back leads to the view before. Registration is a module of its own, which
 * comes when it is wanted.
 */
import { BASE, patiently, Problem, request } from "./api.js";
import { askConsent, consentFaults, isGiven, keepConsent, version } from "./consent.js";
import { contact, fault, Faults, faultSaid, Form } from "./form.js";
import { button, h, notice } from "./parts.js";
import { begin, onForget } from "./session.js";
import { brought, load, page, say } from "./site.js";
import { heading, show } from "./stage.js";
import { brief } from "./storage.js";

const { registration, sso } = page.ways_in;
const CHOOSE = "loi-vao";
const CODE = "dang-nhap";
const SIGN_ON = "tai-khoan";
const LOST = "mat-ma";
const REGISTER = /^(dang-ky|ma-du-thi)/;
const PLACES = /^(loi-vao|dang-nhap|tai-khoan|mat-ma|ma-du-thi|dang-ky(-[a-z-]+)?)$/;

// One's own code, or one that came by mail for once.
const FITTING = /^([0-9A-HJKMNP-TV-Z]{8}|\d{6})$/;

// Why a person is asked again in the middle of a paper; null at the door. The paper's place stays in the address then.
let reason = null;
let followers = [];
let at = "";

/** Whether a place in the address is one of these views. */
export const isPlace = (place) => PLACES.test(place);

/** Where the ways in begin: a contest with one way alone has its form there straight away. */
function first() {
  const ways = [sso && SIGN_ON, registration && !reason && "dang-ky", (page.ways_in.roster || registration) && CODE].filter(Boolean);
  return ways.length === 1 ? ways[0] : CHOOSE;
}

/** Shows the ways in, at the view `at` if it is told; `then()` is called once somebody is in. */
export function open({ at: place = "", then }) {
  // A paper that waits for the same person goes on as well.
  followers = reason ? [...followers, then] : [then];
  reason = null;
  go(place || first());
}

/** Lets somebody in again whose session has ended in the middle of a paper; `why` is the key of the sentence that says so. */
export function again(why) {
  if (!reason) followers = [];
  reason = why;
  const done = new Promise((resolve) => followers.push(resolve));
  draw(first());
  return done;
}

/** What the address has brought: the code of a slip, or a single sign-on that was turned down. */
export function land({ then }) {
  const { code, refusal } = brought;
  Object.assign(brought, { code: "", refusal: "" });
  if (code) values.code = code;
  open({ at: code ? CODE : sso ? SIGN_ON : "", then });
  if (refusal && sso) tellRefusal();
}

function go(place) {
  if (!reason && location.hash !== `#${place}`) history.pushState(null, "", `#${place}`);
  draw(place);
}

/** Draws a view; the one that stands there, if none is told. */
export function draw(place = at, options) {
  at = place;
  if (REGISTER.test(place) && registration) drawRegistration(place, options);
  else if (place === CODE) codeForm.show(options);
  else if (place === SIGN_ON && sso) signOnForm.show(options);
  else if (place === LOST) drawLost(options);
  else show(chooser, options);
}

async function drawRegistration(place, options) {
  const { draw: drawStep } = await loadView("./register.js");
  drawStep(place, { go, finish: entered }, options);
}

/** A module that only some need. Where it can't be had, a fresh page asks for it again. */
async function loadView(path) {
  const line = h("p", { role: "status" }, say("door.wait"));
  show(() => [say("ways.title"), [heading(say("ways.title")), line]]);
  try {
    return await load(path);
  } catch (error) {
    show(() => [say("ways.title"), [heading(say("ways.title")), h("p", {}, say("door.failed")),
      h("p", { class: "buttons" }, button(say("problem.again"), () => location.reload(), { kind: "primary" }))]]);
    throw error;
  }
}

/** Somebody is in: whoever waited for it goes on. */
function entered() {
  keepConsent();
  reason = null;
  const waiting = followers;
  followers = [];
  waiting.forEach((then) => then());
}

const why = () => (reason ? notice("warn", h("p", {}, say(reason))) : null);

// --- the chooser ---

const way = (place, title, hint, kind) =>
  h("li", {}, button([h("strong", {}, title), " ", h("span", {}, hint)], () => go(place), { kind: `way ${kind}` }));

function chooser() {
  const title = say("ways.title");
  return [title, [heading(title), why(), h("ul", { class: "plain" },
    sso ? way(SIGN_ON, say("ways.sso", sso), say("ways.sso.hint"), "primary") : null,
    registration && !reason ? way("dang-ky", say("ways.register"), say("ways.register.hint"), sso ? "secondary" : "primary") : null,
    way(CODE, say(registration ? "ways.code" : "ways.code-only"), say("ways.code.hint"), "secondary"))]];
}

// --- identifier and code ---

const values = brief.read("sign-in") || {};
const keep = () => brief.write("sign-in", values);

/** What a person meant: case, spaces and dashes don't matter, and O, I, L are read as the digits they look like. */
export const plainCode = (text) =>
  text.normalize("NFKC").toUpperCase().replace(/[^0-9A-Z]/g, "").replace(/O/g, "0").replace(/[IL]/g, "1");

function checkCode({ identifier = "", code = "", consent }) {
  const plain = plainCode(code);
  return [
    identifier.trim() ? null : fault("identifier", "sign-in.identifier.missing"),
    FITTING.test(plain) ? null : fault("code", plain ? "sign-in.code.wrong" : "sign-in.code.missing"),
    ...consentFaults({ consent }),
  ].filter(Boolean);
}

const FIELDS = { "wrong-code": "code", "unfit-login-code": "code", "unfit-identifier": "identifier" };

async function signIn({ identifier, code, consent }) {
  const plain = plainCode(code);
  const written = plain.length === 8 ? `${plain.slice(0, 4)}-${plain.slice(4)}` : plain;
  const content = { identifier: identifier.trim(), code: written, ...(consent ? { consent } : {}) };
  codeForm.tell("sign-in.wait");
  try {
    begin(await patiently(() => request("POST", "/session", content), () => codeForm.tell("form.again")));
  } catch (error) {
    if (FIELDS[error.code]) throw new Faults([faultSaid(FIELDS[error.code], error)]);
    throw error;
  }
  entered();
}

onForget(() => Object.keys(values).forEach((name) => delete values[name]));

const known = registration ? `sign-in.${registration.identifier.replace("_", "-")}` : "sign-in.identifier";

const codeForm = new Form({
  title: () => say("sign-in.title"),
  values,
  keep,
  check: checkCode,
  act: signIn,
  label: "sign-in.submit",
  body: (form) => [
    why(),
    values.mailed ? notice("done", h("p", {}, say("lost-code.mailed", { identifier: values.identifier }))) : null,
    form.text("identifier", { label: known, hint: `${known}.hint`, autocomplete: "username", autocapitalize: "characters", maxlength: "100" }),
    form.text("code", { label: "sign-in.code", hint: "sign-in.code.hint", class: "code-field", autocomplete: "off", autocapitalize: "characters", maxlength: "20" }),
    ...askConsent(form),
  ].filter(Boolean),
  after: () => [
    h("p", { class: "buttons" }, button(say("sign-in.lost"), () => go(LOST), { kind: "link" }),
      registration && !reason ? button(say("ways.register"), () => go("dang-ky"), { kind: "link" }) : null,
      sso ? button(say("ways.sso", sso), () => go(SIGN_ON), { kind: "link" }) : null),
  ],
});

// --- a lost code ---

const byMail = registration && registration.confirm === "email";

async function drawLost(options) {
  if (!byMail) {
    show(lostWithoutMail, options);
    return;
  }
  const { draw: drawLostForm } = await loadView("./lost.js");
  drawLostForm({ values, keep, label: known, back: () => go(CODE), mailed: () => {
    Object.assign(values, { mailed: true, code: "" });
    keep();
    go(CODE);
  } }, options);
}

const lostWithoutMail = () => [say("lost-code.title"), [heading(say("lost-code.title")), h("p", {}, say("lost-code.ask")), contact(),
  h("p", { class: "buttons" }, button(say("lost-code.back"), () => go(CODE), { kind: "secondary" }))]];

// --- single sign-on ---

/** Goes to the province's single sign-on. What leads back stands in this tab alone: the way back has a fixed address. */
function goToSignOn() {
  brief.write("away", { back: location.hash.slice(1) });
  keepConsent();
  location.assign(`${BASE}/sso?consent=${version}`);
  // The page stays a moment longer: the button must not be ready for another press.
  return new Promise(() => {});
}

/** Why the server let nobody in stands in a sealed cookie, which the API reads out. */
async function tellRefusal() {
  try {
    const { vi, en } = await patiently(() => request("GET", "/sso/refusal"));
    signOnForm.refuse(new Problem(403, { ...vi, en }));
  } catch (error) {
    signOnForm.refuse(error);
  }
}

const signOnForm = sso && new Form({
  title: () => say("sso.title"),
  values: {},
  check: consentFaults,
  act: goToSignOn,
  label: "sso.submit",
  body: (form) => [why(), h("p", {}, say("sso.text", sso)), ...askConsent(form)].filter(Boolean),
  after: () => [h("p", { class: "buttons" }, button(say("ways.code-only"), () => go(CODE), { kind: "link" }))],
});
