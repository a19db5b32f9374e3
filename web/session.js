/**
 * Who is signed in, and the form that signs in. The session itself is a cookie that no script can read.
 */
import { isPassing, Problem, request } from "./api.js";
import { delay } from "./backoff.js";
import { moment } from "./format.js";
import { button, errorSummary } from "./parts.js";
import { page, pause, say } from "./site.js";
import { focusOn, reveal } from "./stage.js";
import { brief, kept } from "./storage.js";

const CODE = /^[0-9A-HJKMNP-TV-Z]{8}$/;
const form = document.getElementById("sign-in-form");
const field = (name) => document.getElementById(name);
let done = null;

/** What a person meant: case, spaces and dashes don't matter, and O, I, L are read as the digits they look like. */
export const plainCode = (text) =>
  text.normalize("NFKC").toUpperCase().replace(/[^0-9A-Z]/g, "").replace(/O/g, "0").replace(/[IL]/g, "1");

function readForm() {
  const identifier = field("identifier").value.trim();
  const code = plainCode(field("code").value);
  const faults = [];
  if (!identifier) faults.push({ id: "identifier", text: say("sign-in.identifier.missing") });
  if (!CODE.test(code)) faults.push({ id: "code", text: say(code ? "sign-in.code.wrong" : "sign-in.code.missing") });
  return { identifier, code: `${code.slice(0, 4)}-${code.slice(4)}`, faults };
}

function showFaults(faults) {
  const place = document.getElementById("sign-in-errors");
  while (place.firstChild) place.removeChild(place.firstChild);
  for (const id of ["identifier", "code"]) {
    const fault = faults.find((one) => one.id === id);
    const line = document.getElementById(`${id}-error`);
    line.textContent = fault ? fault.text : "";
    line.hidden = !fault;
    if (fault) field(id).setAttribute("aria-invalid", "true");
    else field(id).removeAttribute("aria-invalid");
    field(id).setAttribute("aria-describedby", fault ? `${id}-hint ${id}-error` : `${id}-hint`);
  }
  if (faults.length) {
    place.append(errorSummary(faults));
    focusOn(place.firstChild);
  }
}

const status = (text) => {
  document.getElementById("sign-in-status").textContent = text;
};

/** One request, repeated a few times while the server is too busy or the network fails. */
async function send(content) {
  for (let failures = 0; ; failures += 1) {
    try {
      return await request("POST", "/session", content);
    } catch (error) {
      // Too many guesses is no crowd: to wait is up to the person, who is told until when.
      const isGuessing = error.code === "too-many" || (error.status === 429 && error.facts.until);
      if (!isPassing(error) || isGuessing || failures === 4) throw error;
      status(say("sign-in.again"));
      await pause(delay(failures, { after: error.after, longest: 8000 }));
    }
  }
}

/** What a person can mend alone needs no code to quote. */
const isTheirs = (error) => error.code === "wrong-code" || error.status === 422 || error.facts.until;

function sentenceFor(error) {
  const said = refusal(error);
  return error.trace && !isTheirs(error) ? `${said} ${say("problem.trace", { trace: error.trace })}` : said;
}

function refusal(error) {
  if (!(error instanceof Problem) || error.status >= 500) return say("sign-in.unreachable");
  const { until } = error.facts;
  return until ? `${error.sentence} ${say("sign-in.until", { at: moment(Date.parse(until)) })}` : error.sentence;
}

async function submit() {
  const { identifier, code, faults } = readForm();
  showFaults(faults);
  if (faults.length) return;
  status(say("sign-in.wait"));
  try {
    const person = await send({ identifier, code });
    brief.write("person", { name: person.name, unit: person.unit });
    kept.write("signed-in", true);
    form.reset();
    if (done) done();
  } catch (error) {
    showFaults([{ id: "code", text: sentenceFor(error) }]);
  } finally {
    status("");
  }
}

// Enter in a field presses the button too, and so is guarded against a double press as the button is.
const press = button(say("sign-in.submit"), submit, { kind: "primary", type: "submit", "data-t": "sign-in.submit" });
document.getElementById("sign-in-buttons").append(press);
form.addEventListener("submit", (event) => event.preventDefault());

/** Shows the form and resolves when somebody has signed in. `reason` says why a person is asked (again). */
export function signIn(reason = "") {
  const why = document.getElementById("sign-in-reason");
  why.textContent = reason;
  why.hidden = !reason;
  showFaults([]);
  reveal("sign-in");
  document.title = `${say("sign-in.title")} – ${page.definition.short_title}`;
  focusOn(document.getElementById("sign-in-title"));
  return new Promise((resolve) => {
    done = resolve;
  });
}

/** Name and unit as the sign-in told them; in another tab of the same session they are unknown. */
export const person = () => brief.read("person") || { name: "", unit: "" };

/**
 * Who is signed in and what they have done: {contestant, unit, expires_at, attempts}, or null for nobody.
 * `waiting()` is told of each failure.
 */
export async function me(waiting = () => {}) {
  for (let failures = 0; ; failures += 1) {
    try {
      return await request("GET", "/me");
    } catch (error) {
      if (error.status === 401) {
        kept.drop("signed-in");
        return null;
      }
      if (!isPassing(error)) throw error;
      waiting();
      await pause(delay(failures, { after: error.after }));
    }
  }
}

/** Forgets who is here. Should the server not hear it, the cookie still ends by itself soon. */
export async function signOut() {
  kept.drop("signed-in");
  brief.drop("person");
  await request("DELETE", "/session").catch(() => {});
}

