/**
 * "Kết quả của tôi": a paper's own result, found by its receipt. Only the first digits of a receipt ever leave this
 * device, in the name of a file that some two hundred papers share.
 */
import { button, facts, h } from "./parts.js";
import { language, onLanguage, say } from "./site.js";

const known = JSON.parse(document.getElementById("results").textContent);
const SHORTEST = 12;
let found = null;

const both = (words) => words[language()];

/** Receipts of this round that this device keeps. */
function kept() {
  try {
    const all = JSON.parse(localStorage.getItem(`hoithi:${known.contest}:receipts`)) || [];
    return all.filter((one) => one.round === known.round).map((one) => one.receipt);
  } catch (error) {
    return [];
  }
}

const plain = (text) => text.toLowerCase().replace(/[^0-9a-f]/g, "");

async function fetchOwn(receipt) {
  const response = await fetch(`/${known.contest}/${known.round}/own/${receipt.slice(0, known.own_digits)}.json`);
  if (!response.ok) throw new Error(String(response.status));
  const { own } = await response.json();
  const match = Object.keys(own).find((one) => one.startsWith(receipt));
  return match ? { receipt: match, ...own[match] } : null;
}

function fault(text) {
  const line = document.getElementById("own-error");
  const field = document.getElementById("own-receipt");
  line.textContent = text;
  line.hidden = !text;
  if (text) field.setAttribute("aria-invalid", "true");
  else field.removeAttribute("aria-invalid");
  field.setAttribute("aria-describedby", "own-error");
  if (text) field.focus();
}

function rows(own) {
  const others = known.criteria.filter(({ name }) => name === "prediction_error" || name === "elapsed");
  return [
    [say("own.score"), h("strong", {}, `${own.score}/${own.questions}`)],
    [say("results.place"), own.rank === null ? say(own.ruling ? "own.ruled-out" : "own.unranked") : String(own.rank)],
    ...others.map(({ name, label }) => [both(label), shown(name, own.values[name])]),
  ];
}

function shown(name, cell) {
  if (cell === "") return say("own.none");
  if (name !== "elapsed") return cell;
  const seconds = known.precision === "ms" ? Number(cell) / 1000 : Number(cell);
  return say("own.elapsed", { minutes: Math.floor(seconds / 60), seconds: String(Number((seconds % 60).toFixed(3))) });
}

function draw() {
  const place = document.getElementById("own-result");
  while (place.firstChild) place.removeChild(place.firstChild);
  if (found) place.append(facts(rows(found)));
}

async function look() {
  const receipt = plain(document.getElementById("own-receipt").value);
  found = null;
  draw();
  if (receipt.length < SHORTEST) {
    fault(say("own.short"));
    return;
  }
  try {
    found = await fetchOwn(receipt);
    fault(found ? "" : say("own.unknown"));
  } catch (error) {
    fault(say("own.failed"));
  }
  draw();
}

/** Called by site.js once the words are here. */
export function start() {
  const press = button(say("own.look"), look, { kind: "primary", type: "submit", "data-t": "own.look" });
  document.getElementById("own-buttons").append(press);
  document.getElementById("own-form").addEventListener("submit", (event) => event.preventDefault());
  onLanguage(draw);
  const [receipt] = kept().slice(-1);
  if (!receipt) return;
  document.getElementById("own-receipt").value = receipt;
  look();
}
