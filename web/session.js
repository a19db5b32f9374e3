/**
 * Who is signed in, and for how much longer. The session itself is a cookie that no script can read; it lasts ten minutes
 * and is renewed while this page is open and used.
 */
import { isPassing, request } from "./api.js";
import { delay } from "./backoff.js";
import { now } from "./clock.js";
import { pause } from "./site.js";
import { brief, kept } from "./storage.js";

// A page that was touched within the hour is in use, as long as it is on the screen.
const USED_WITHIN = 3600000;
// What was typed on the way in: of no use to whoever is in, and nobody else's business.
const TYPED = ["draft", "sign-in"];
// What is kept in this tab about a person, and goes with them.
const OF_A_PERSON = ["person", "consent", "own-code", "away"];

const forgetful = [];

/** Calls `forget()` when what was typed on the way in is to be forgotten. */
export const onForget = (forget) => forgetful.push(forget);

function forgetTyped() {
  TYPED.forEach((name) => brief.drop(name));
  forgetful.forEach((forget) => forget());
}

let used = performance.now();
let expires = null;
let timer = null;

/** Name, unit and pseudonym as far as this tab knows them. */
export const person = () => brief.read("person") || { name: "", unit: "" };

function know(facts) {
  const known = person();
  // Another tab may have let somebody else in: then the name that this tab knows is not theirs.
  const isOther = known.contestant && facts.contestant && known.contestant !== facts.contestant;
  brief.write("person", { ...(isOther ? { name: "", unit: "" } : known), ...facts });
}

/** Somebody has signed in: `welcome` is the server's answer, {name, unit, expires_at}. */
export function begin({ name, unit, expires_at }) {
  forgetTyped();
  brief.write("person", { name, unit });
  kept.write("signed-in", true);
  expires = null;
  lastsUntil(expires_at);
}

/**
 * Who is signed in and what they have done: {contestant, unit, expires_at, attempts}, or null for nobody.
 * `waiting()` is told of each failure.
 */
export async function me(waiting = () => {}) {
  for (let failures = 0; ; failures += 1) {
    try {
      const answer = await request("GET", "/me");
      know({ contestant: answer.contestant });
      kept.write("signed-in", true);
      lastsUntil(answer.expires_at);
      return answer;
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
  stop();
  kept.drop("signed-in");
  forgetTyped();
  OF_A_PERSON.forEach((name) => brief.drop(name));
  await request("DELETE", "/session").catch(() => {});
}

/** Learns a person's name where it is unknown: in another tab, or after a single sign-on. */
export async function learnName() {
  if (!person().name) await renew();
}

// --- renewal ---

function stop() {
  clearTimeout(timer);
  expires = null;
}

function lastsUntil(written) {
  const until = Date.parse(written);
  // A start prolongs the session beyond what an earlier answer said.
  if (!Number.isFinite(until) || (expires && until < expires)) return;
  expires = until;
  clearTimeout(timer);
  // Between half and four fifths of what is left, so that those who signed in together don't come again together.
  timer = setTimeout(renewIfUsed, Math.min(2 ** 30, (until - now()) * (0.5 + 0.3 * Math.random())));
}

const isUsed = () => document.visibilityState === "visible" && performance.now() - used < USED_WITHIN;

async function renewIfUsed() {
  if (!expires || !isUsed()) return;
  if (now() < expires) await renew();
}

async function renew() {
  const before = expires;
  try {
    const { name, unit, expires_at } = await request("POST", "/session/renewal", {});
    know({ name, unit });
    expires = null;
    lastsUntil(expires_at);
  } catch (error) {
    // Refused: the next thing that the person does will say so, in its own words. Not heard: tried again before the end.
    if (isPassing(error) && before) timer = setTimeout(renewIfUsed, Math.max(5000, (before - now()) * 0.3 * Math.random()));
  }
}

const touch = () => {
  used = performance.now();
};
for (const kind of ["pointerdown", "keydown", "touchstart", "scroll"]) addEventListener(kind, touch, { passive: true, capture: true });

// A page that comes back into sight may have slept over its hour of renewal.
document.addEventListener("visibilitychange", () => {
  if (!expires || document.visibilityState !== "visible") return;
  touch();
  if (expires - now() < 300000) renewIfUsed();
});
