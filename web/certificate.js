/**
 * Says whether a certificate holds. Its code comes in the fragment of the address, which no server is sent, or is typed; the
 * site has a file for each winner's, the API knows those of taking part, and nobody finds one that they haven't seen.
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

const took = () => [say("certificate.content"), say("certificate.took-part")];

function found({ holds, kind, number, name, unit_name: unit, prize_name: prize, round_name: round }) {
  if (!holds) return notice("warn", h("h2", {}, say("certificate.void")), h("p", {}, say("certificate.void.text", { number })));
  const rows = [
    [say("certificate.its-number"), number],
    [say("certificate.name"), name ? vietnamese(name) : say("results.unnamed")],
    unit && [say("certificate.of-unit"), vietnamese(unit)],
    kind === "took-part" ? took() : [say("certificate.prize"), vietnamese(prize)],
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

const unlessPage = (error) => {
  if (error instanceof SyntaxError) return null;
  throw error;
};

/** What lies at an address: {status, told}; told is null where there is a page instead, as for what there isn't. */
async function at(address) {
  const response = await fetch(address, { cache: "no-store" });
  return { status: response.status, told: response.ok ? await response.json().catch(unlessPage) : null };
}

/** A winner's certificate has a file on the site; whatever has none is asked of the API. */
async function asked(code) {
  try {
    const file = await at(`/${contest}/certificates/${code}.json`);
    const { status, told } = file.told || file.status >= 500 ? file : await at(`/api/contests/${contest}/certificates/${code}`);
    if (told) return { told };
    return { fault: status === 404 ? "certificate.unknown" : "certificate.unreachable" };
  } catch (error) {
    return { fault: "certificate.unreachable" };
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
