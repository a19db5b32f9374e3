/**
 * The certificates of whoever is in, on the contest's page. Each is downloaded from its own address: browsers inside other
 * apps, on old phones, keep nothing that a script has made. What they are shown instead of a file they couldn't leave
 * again, so whether the session and the certificate still hold is asked before.
 */
import { BASE, isPassing, patiently, request } from "./api.js";
import { button, h, traceOf } from "./parts.js";
import { onLanguage, say, sayIn } from "./site.js";

/** As the server lists them: [{id, kind, prize_name, round_name, number}]; null while nobody's are shown. */
let held = null;
// The error of a list that could not be had.
let fault = null;
// What journey.js gives: leave() signs out, ended() is told that nobody is in any more.
let ways = null;
let turn = 0;

const part = (id) => document.getElementById(id);

/** Says a sentence over the list, in a box where the person has to do something else than they meant to. */
function tell(key, { kind = "", ...values } = {}) {
  const line = part("certificates-said");
  line.className = `empty-hides ${kind && `notice ${kind}`}`.trim();
  sayIn(line, key, values);
}

function named({ kind, prize_name: prize, round_name: round }) {
  if (kind === "took-part") return say("certificate.took-part");
  return h("span", { lang: "vi" }, [prize, round].filter(Boolean).join(", "));
}

function item(certificate) {
  const { id, number } = certificate;
  const label = [say("certificates.download"), " – ", named(certificate), " (PDF)"];
  return h("li", {}, button(label, () => download(id), { kind: "primary" }),
    h("p", { class: "hint" }, number ? say("certificates.number", { number }) : say("certificates.unnumbered")));
}

const signOut = () => h("p", { class: "buttons" }, button(say("start.leave"), () => ways.leave(), { kind: "secondary" }));

function draw() {
  const own = part("certificates-own");
  while (own.firstChild) own.removeChild(own.firstChild);
  part("certificates-way").hidden = held !== null;
  const parts = [held && held.length ? h("ul", { class: "plain" }, held.map(item)) : null, held ? signOut() : null, traceOf(fault)];
  own.append(...parts.filter(Boolean));
}

function stand(certificates, error = null) {
  // What is pressed at this moment stays where it is, unless there is something else to show.
  const isNew = JSON.stringify(held) !== JSON.stringify(certificates) || fault !== error;
  [held, fault] = [certificates, error];
  if (isNew) draw();
}

function refuse(error) {
  const isOver = error.status === 401;
  stand(isOver ? null : held, isOver ? null : error);
  if (isOver) ways.ended();
  if (isOver) tell("certificates.ended", { kind: "warn" });
  else tell(isPassing(error) ? "certificates.failed" : "problem.unknown", { kind: "warn" });
}

/** The list as it is now; null where it could not be had, which has been said. */
async function asked() {
  turn += 1;
  const mine = turn;
  try {
    const { certificates } = await patiently(() => request("GET", "/me/certificates"));
    if (mine !== turn) return null;
    stand(certificates);
    return certificates;
  } catch (error) {
    if (mine === turn) refuse(error);
    return null;
  }
}

async function download(id) {
  tell("certificates.checking");
  const certificates = await asked();
  // What was pressed is gone with the list: on to what to press now.
  if (!held) part("fetch-certificates").focus();
  if (!certificates) return;
  if (certificates.some((one) => one.id === id)) {
    tell("certificates.coming", { kind: "done" });
    location.assign(`${BASE}/me/certificates/${id}`);
  } else {
    tell("certificates.taken", { kind: "warn" });
    part("giay-chung-nhan").focus();
  }
}

/** Asks for the certificates of whoever is in, and shows them. */
export async function list(told) {
  ways = told;
  tell("certificates.wait");
  const certificates = await asked();
  if (certificates) tell(certificates.length ? "certificates.some" : "certificates.none", { n: certificates.length });
}

/** Nobody is in any more: nothing of theirs stays on the page. */
export function forget() {
  turn += 1;
  stand(null);
  tell("");
}

onLanguage(draw);
