/**
 * One's own registration, in few steps: the notice, who one is, the unit, who may take part, all answers to be checked, the
 * code that came by e-mail, and at the end one's own code.
 *
 * What is typed stays in this tab until it is sent, so that neither a reload nor a broken network loses it; then it is
 * wiped. A repetition bears the same nonce, and gives the same answer.
 */
import { isProblem, newNonce, request } from "./api.js";
import { now } from "./clock.js";
import { keepConsent, noticeText, version } from "./consent.js";
import { fault, Faults, Form } from "./form.js";
import { button, h, notice } from "./parts.js";
import { begin, onForget, person } from "./session.js";
import { language, page, say, sayIn } from "./site.js";
import { heading, show } from "./stage.js";
import { brief } from "./storage.js";
import { UnitField } from "./unitfield.js";
import { prepareWork, withWork } from "./work.js";

const asks = page.ways_in.registration;
const FIELDS = ["birth_date", "citizen_id", "phone", "email", "position"].filter((name) => asks.fields.includes(name));

const draft = brief.read("draft") || {};
const keep = () => brief.write("draft", draft);

// How one moves about, and what follows at the end: told by whoever draws.
let go = null;
let finish = null;

function wipe() {
  Object.keys(draft).forEach((name) => delete draft[name]);
  brief.drop("draft");
}

onForget(wipe);

// --- what can be told without the server ---

const said = (name) => (draft[name] || "").trim();
const digits = (text) => text.normalize("NFKC").replace(/[\s.\-–()]/g, "");

/** A date of birth as it is sent: day, month, year. */
const birthDate = () => ["day", "month", "year"].map((part) => said(`birth_date_${part}`)).join("/");

function isDate(text) {
  const [day, month, year] = text.split("/").map(Number);
  const date = new Date(Date.UTC(year, month - 1, day));
  return /^\d{1,2}\/\d{1,2}\/\d{4}$/.test(text) && date.getUTCDate() === day && date.getUTCMonth() === month - 1;
}

// The server knows the rules in full; what is told here at once are slips that anybody can see.
const LOOKS_RIGHT = {
  citizen_id: (text) => /^\d{12}$/.test(digits(text)),
  phone: (text) => /^(0|\+?84)\d{9}$/.test(digits(text)),
  email: (text) => /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(text),
  position: (text) => text.length > 1,
};

const wordOf = (name) => name.replace("_", "-");

function fieldFault(name) {
  const text = name === "birth_date" ? birthDate() : said(name);
  if (name === "birth_date") return isDate(text) ? null : fault("birth_date", "register.birth-date.wrong");
  if (!text) return fault(name, `register.${wordOf(name)}.missing`);
  return LOOKS_RIGHT[name](text) ? null : fault(name, `register.${wordOf(name)}.wrong`);
}

const personFaults = () => [said("full_name") ? null : fault("full_name", "register.name.missing"), ...FIELDS.map(fieldFault)].filter(Boolean);

const unitFaults = () => [
  asks.unit_by.length && !draft.unit_by ? fault("unit_by", "register.unit-by.missing") : null,
  draft.unit || draft.no_units ? null : fault("unit", "register.unit.missing"),
].filter(Boolean);

const ruleFaults = () => [
  asks.password && !said("password") ? fault("password", "register.password.missing") : null,
  draft.not_excluded ? null : fault("not_excluded", "register.statement.missing"),
].filter(Boolean);

const noticeFaults = () => (draft.consent === version ? [] : [fault("consent", "consent.missing")]);

// --- the steps ---

const NOTICE = "dang-ky";
const PERSON = "dang-ky-thong-tin";
const UNIT = "dang-ky-don-vi";
const RULES = "dang-ky-dieu-kien";
const CHECK = "dang-ky-kiem-tra";
const MAILED = "dang-ky-ma-xac-nhan";
const OWN_CODE = "ma-du-thi";

const STEPS = [NOTICE, PERSON, UNIT, RULES, CHECK, ...(asks.confirm ? [MAILED] : [])];
const FAULTS = { [NOTICE]: noticeFaults, [PERSON]: personFaults, [UNIT]: unitFaults, [RULES]: ruleFaults };

/** The first step on the way to `place` that is not done: nobody gets past it by an address. */
const allowed = (place) => STEPS.slice(0, Math.max(0, STEPS.indexOf(place))).find((step) => FAULTS[step] && FAULTS[step]().length) || place;

// Whoever came from the check goes back there, and not through every step again.
const onwards = (step) => () => go(draft.checked ? allowed(CHECK) : STEPS[STEPS.indexOf(step) + 1]);

const progress = (step) => () => say("register.progress", { n: STEPS.indexOf(step) + 1, of: STEPS.length });

function giveUp() {
  wipe();
  go("loi-vao");
}

const ways = (step, form) => h("p", { class: "buttons" },
  isProblem(form.error, "registered-already") ? button(say("ways.code"), () => go("dang-nhap"), { kind: "secondary" }) : null,
  step === NOTICE ? null : button(say("register.back"), () => go(STEPS[STEPS.indexOf(step) - 1]), { kind: "secondary" }),
  button(say("register.give-up"), giveUp, { kind: "link" }));

const step = (place, key, settings) => new Form({
  title: () => say(key),
  values: draft,
  keep,
  check: FAULTS[place],
  act: onwards(place),
  label: "register.next",
  after: (form) => ways(place, form),
  progress: progress(place),
  ...settings,
});

const noticeForm = step(NOTICE, "register.notice", {
  body: (form) => [h("div", { class: "notice-text" }, version ? noticeText() : null), form.tick("consent", say("consent.agree"), version)],
  act: () => {
    keepConsent();
    onwards(NOTICE)();
  },
});

const INPUTS = {
  citizen_id: { inputmode: "numeric", autocomplete: "off", maxlength: "20" },
  phone: { type: "tel", autocomplete: "tel", maxlength: "20" },
  email: { type: "email", inputmode: "email", autocomplete: "email", autocapitalize: "none", maxlength: "100" },
  position: { autocomplete: "organization-title", maxlength: "100" },
};

function field(form, name) {
  const words = { label: `register.${wordOf(name)}`, hint: `register.${wordOf(name)}.hint` };
  if (name === "birth_date") return form.date(name, { ...words, hint: asks.least_age ? "register.birth-date.hint-age" : words.hint, hintValues: { age: asks.least_age } });
  return form.text(name, { ...words, ...INPUTS[name] });
}

const personForm = step(PERSON, "register.person", {
  body: (form) => [
    form.text("full_name", { label: "register.name", hint: "register.name.hint", autocomplete: "name", autocapitalize: "words", maxlength: "100" }),
    ...FIELDS.map((name) => field(form, name)),
  ],
});

const unitField = new UnitField(draft, keep);

const unitForm = step(UNIT, "register.unit", {
  body: (form) => [
    asks.unit_by.length ? form.radios("unit_by", {
      legend: "register.unit-by",
      hint: "register.unit-by.hint",
      options: asks.unit_by.map((rule) => ({ value: rule, text: say(`register.unit-by.${rule}`) })),
    }) : null,
    unitField.draw(form),
  ].filter(Boolean),
});

function barred() {
  const { who_may, excluded_bodies } = page.definition;
  return [
    h("p", {}, say("register.who"), " ", h("span", { lang: "vi" }, who_may)),
    excluded_bodies.length ? h("p", {}, say("register.excluded")) : null,
    h("ul", {}, excluded_bodies.map(({ name, clause }) => h("li", { lang: "vi" }, name, " ", h("span", { class: "hint" }, `(${clause})`)))),
  ].filter(Boolean);
}

const rulesForm = step(RULES, "register.rules", {
  body: (form) => [
    ...barred(),
    form.tick("not_excluded", say(page.definition.excluded_bodies.length ? "register.statement" : "register.statement.who")),
    asks.password ? form.text("password", {
      label: "register.password", hint: "register.password.hint", autocomplete: "off", autocapitalize: "none", maxlength: "100",
    }) : null,
  ].filter(Boolean),
});

// --- checking ---

function row(name, text, place) {
  return h("div", {}, h("dt", {}, name), h("dd", {}, h("strong", { lang: "vi" }, text),
    h("a", { href: `#${place}`, "aria-label": say("sheet.change.name", { name }) }, say("sheet.change"))));
}

const shownField = (name) => (name === "birth_date" ? birthDate() : said(name));

function rows() {
  const unitBy = asks.unit_by.length ? [row(say("register.unit-by"), say(`register.unit-by.${draft.unit_by}`), UNIT)] : [];
  return [
    row(say("register.name"), said("full_name"), PERSON),
    ...FIELDS.map((name) => row(say(`register.${wordOf(name)}`), shownField(name), PERSON)),
    ...unitBy,
    draft.unit ? row(say("register.unit.row"), draft.unit_name, UNIT) : null,
  ].filter(Boolean);
}

const checkForm = step(CHECK, "register.check", {
  body: () => [h("p", {}, say("register.check.text")), h("dl", { class: "answers" }, rows())],
  label: asks.confirm ? "register.mail" : "register.send",
  act: () => (asks.confirm ? goToMailed() : send()),
});

// --- sending ---

const LED_BY = { full_name: PERSON, ...Object.fromEntries(FIELDS.map((name) => [name, PERSON])), unit: UNIT, unit_by: UNIT,
  password: RULES, not_excluded: RULES, consent: NOTICE };

/** The fields that the server finds wrong, each with its sentence; [] where it is about something else. */
function faultsIn(error) {
  const { faults, fields = [] } = error.facts || {};
  if (faults) return faults.map((one) => ({ id: one.field, say: () => one[language()] || one.vi }));
  return fields.filter((name) => name === "code" || LED_BY[name]).map((id) => ({ id, say: () => error.sentence }));
}

function content(work) {
  const fields = Object.fromEntries(FIELDS.map((name) => [name, shownField(name)]));
  return {
    nonce: draft.nonce, full_name: said("full_name"), unit: draft.unit || "", unit_by: draft.unit_by || "", fields,
    consent: draft.consent, code: digits(said("code")), password: said("password"), work, not_excluded: true,
  };
}

/** One nonce for the whole registration: the mailed code is good with it alone, and its answer can be asked for again. */
function giveNonce() {
  if (!draft.nonce) draft.nonce = newNonce();
  keep();
}

async function send(form = checkForm) {
  giveNonce();
  try {
    const answer = await withWork(form, (work) => request("POST", "/registration", content(work)));
    done(answer);
  } catch (error) {
    meet(error);
  }
}

function done(answer) {
  begin(answer);
  brief.write("own-code", { code: answer.code });
  history.replaceState(null, "", `#${OWN_CODE}`);
  showOwnCode();
}

/** A refusal about fields leads to the step that has them; their sentences stand there. */
function meet(error) {
  const faults = faultsIn(error);
  if (isProblem(error, "unfit-consent")) draft.consent = "";
  keep();
  if (!faults.length || isProblem(error, "unfit-consent")) throw error;
  const place = LED_BY[faults[0].id];
  if (!place) throw new Faults(faults);
  draft.checked = true;
  const form = FORMS[place];
  go(place);
  form.faults = faults.filter((one) => LED_BY[one.id] === place);
  form.show();
}

// --- the code that comes by mail ---

const isMailed = () => draft.mailed_to === said("email");

async function mail(form) {
  giveNonce();
  const email = said("email");
  try {
    const { again } = await withWork(form, (work) => request("POST", "/registration/code", { nonce: draft.nonce, email, work }));
    Object.assign(draft, { mailed_to: email, again_at: Date.parse(again), code: "" });
    keep();
  } catch (error) {
    meet(error);
  }
}

async function goToMailed() {
  if (!isMailed()) await mail(checkForm);
  if (isMailed()) go(MAILED);
}

/** A button that comes when a minute is past, so that nobody asks for ten codes in a row. */
function resend(form) {
  const place = h("p", { class: "buttons" });
  const again = async () => {
    await mail(form);
    form.show();
  };
  const draw = () => {
    const left = Math.ceil((draft.again_at - now()) / 1000);
    while (place.firstChild) place.removeChild(place.firstChild);
    if (left > 0) place.append(say("register.resend.later", { n: left }));
    else place.append(button(say("register.resend"), () => form.attempt(again), { kind: "secondary" }));
    if (left <= 0) clearInterval(timer);
  };
  const timer = setInterval(() => (place.isConnected ? draw() : clearInterval(timer)), 1000);
  draw();
  return place;
}

const mailedForm = step(MAILED, "register.mailed", {
  body: (form) => [
    h("p", {}, say("register.mailed.text"), " ", h("strong", {}, draft.mailed_to)),
    form.text("code", { label: "register.code", hint: "register.code.hint", class: "short", inputmode: "numeric", autocomplete: "one-time-code", maxlength: "12" }),
  ],
  check: () => (said("code") ? [] : [fault("code", "register.code.missing")]),
  act: () => send(mailedForm),
  label: "register.send",
  after: (form) => [
    resend(form),
    h("p", { class: "buttons" }, button(say("register.email.change"), () => go(PERSON), { kind: "link" })),
    ways(MAILED, form),
  ],
});

FAULTS[CHECK] = () => (asks.confirm && !isMailed() ? [fault("email", "register.mail")] : []);

// --- one's own code ---

async function copy(code, line) {
  try {
    await navigator.clipboard.writeText(code);
    sayIn(line, "own-code.copied");
  } catch (error) {
    // Some web views forbid it: then there is the screen shot.
    sayIn(line, "own-code.not-copied");
  }
}

function ownCode() {
  const { code } = brief.read("own-code");
  const line = h("p", { role: "status" });
  const identifier = say(`own-code.with.${wordOf(asks.identifier)}`);
  return [say("own-code.title"), [
    notice("done big own-code", heading(say("own-code.title")), h("p", {}, person().name ? h("strong", { lang: "vi" }, person().name) : null),
      h("p", { class: "code" }, code)),
    notice("warn", h("p", {}, h("strong", {}, say("own-code.keep"))), h("p", {}, say("own-code.text", { identifier })),
      asks.confirm === "email" ? h("p", {}, say("own-code.mailed")) : null),
    h("div", { class: "buttons" }, button(say("own-code.copy"), () => copy(code, line), { kind: "secondary" }),
      button(say("own-code.go-on"), goOn, { kind: "primary" })),
    line,
  ]];
}

function goOn() {
  brief.drop("own-code");
  finish();
}

function showOwnCode(options) {
  if (brief.read("own-code")) show(ownCode, options);
  else finish();
}

const FORMS = {
  [NOTICE]: noticeForm, [PERSON]: personForm, [UNIT]: unitForm, [RULES]: rulesForm, [CHECK]: checkForm, [MAILED]: mailedForm,
};

/**
 * Draws a step, or the first before it that is not done. `go(place)` moves on, `finish()` is called once somebody is in and
 * has seen their code.
 */
export function draw(place, ways, options) {
  ({ go, finish } = ways);
  if (place === OWN_CODE) {
    showOwnCode(options);
    return;
  }
  const at = allowed(STEPS.includes(place) ? place : NOTICE);
  if (at !== place) history.replaceState(null, "", `#${at}`);
  if (at === CHECK) {
    draft.checked = true;
    keep();
  }
  // The little work is begun while the answers are being checked, or the mail is on its way.
  if (at === CHECK || at === MAILED) prepareWork();
  FORMS[at].show(options);
}
