/**
 * Says whether a certificate holds. Its code comes in the fragment of the address, which no server is sent, or is typed; the
 * site has a file for each code, and nobody finds one whose certificate they haven't seen.
 */
import { button, facts, h, notice } from "./parts.js";
import { onLanguage, say } from "./site.js";

const { contest } = JSON.parse(document.getElementById("certificate").textContent);
const CODE = /^[a-z2-7]{26}$/;
/** What stands on the page: the key of a fault, {doing}, or what was found about a certificate. */
let standing = {};

const field = () => document.getElementById("certificate-code");
const plain = (typed) => typed.toLowerCase().replace(/[^a-z2-7]/g, "");

function drawFault() {
  const line = document.getElementById("certificate-error");
  line.textContent = standing.fault ? say(standing.fault) : "";
  line.hidden = !standing.fault;
  if (standing.fault) field().setAttribute("aria-invalid", "true");
  else field().removeAttribute("aria-invalid");
}

const vietnamese = (text) => h("span", { lang: "vi" }, text);

function found({ holds, number, name, unit_name: unit, prize_name: prize, round_name: round }) {
  if (!holds) return notice("warn", h("h2", {}, say("certificate.void")), h("p", {}, say("certificate.void.text", { number })));
  const rows = [
    [say("certificate.its-number"), number],
    [say("certificate.name"), name ? vietnamese(name) : say("results.unnamed")],
    unit && [say("certificate.of-unit"), vietnamese(unit)],
    [say("certificate.prize"), vietnamese(prize)],
    round && [say("certificate.round"), vietnamese(round)],
  ];
  return notice("done", h("h2", {}, say("certificate.holds")), facts(rows.filter(Boolean)));
}

function draw() {
  drawFault();
  const place = document.getElementById("certificate-said");
  while (place.firstChild) place.removeChild(place.firstChild);
  if (standing.doing) place.append(say("certificate.looking"));
  if (standing.told) place.append(found(standing.told));
}

function drawButton() {
  const place = document.getElementById("certificate-buttons");
  while (place.firstChild) place.removeChild(place.firstChild);
  place.append(button(say("certificate.look"), look, { kind: "primary", type: "submit" }));
}

async function look() {
  const code = plain(field().value);
  if (!CODE.test(code)) {
    standing = { fault: "certificate.code.unfit" };
    draw();
    field().focus();
    return;
  }
  standing = { doing: true };
  draw();
  standing = await asked(code);
  draw();
  if (standing.fault) field().focus();
}

/** An address that there isn't is answered with a page, so whatever is no JSON means that nobody has this certificate. */
async function asked(code) {
  let response;
  try {
    response = await fetch(`/${contest}/certificates/${code}.json`, { cache: "no-store" });
  } catch (error) {
    return { fault: "certificate.unreachable" };
  }
  if (!response.ok) return { fault: response.status >= 500 ? "certificate.unreachable" : "certificate.unknown" };
  try {
    return { told: await response.json() };
  } catch (error) {
    return { fault: "certificate.unknown" };
  }
}

/** Called by site.js once the words are here: whoever has scanned the code sees the answer at once. */
export async function start() {
  document.getElementById("certificate-form").addEventListener("submit", (event) => event.preventDefault());
  onLanguage(() => { drawButton(); draw(); });
  drawButton();
  const brought = plain(location.hash.slice(1));
  if (CODE.test(brought)) {
    field().value = brought;
    await look();
  }
}
