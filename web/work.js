/**
 * The little work that a request to register, or for a code by mail, has to show, so that no machine makes ten thousand of
 * them. No third party hears of it: the puzzle comes from our own API, and a Worker from our own origin solves it.
 *
 * Where a browser can't, or takes too long over it, one waits a minute instead, with the ticket that came beside the puzzle.
 */
import { patiently, request } from "./api.js";
import { now } from "./clock.js";
import { pause } from "./site.js";

// Past this the ticket is as quick.
const LONGEST = 60000;
// Work this close to its end is not begun with: the request still has to get there.
const MARGIN = 90000;

const canWork = () => typeof Worker === "function" && Boolean(window.crypto && crypto.subtle);

/** Resolves with the solution of a puzzle. Rejects where this browser can't find it, or not in time. */
function solve(puzzle) {
  const worker = new Worker(new URL("./solver.js", import.meta.url));
  const solution = new Promise((resolve, reject) => {
    const fail = () => reject(new Error("no solution"));
    worker.addEventListener("error", fail);
    worker.addEventListener("message", ({ data }) => {
      if (data.error) fail();
      else if (data.derivedKey) resolve(data);
    });
    setTimeout(fail, LONGEST);
    worker.postMessage(puzzle.parameters);
  });
  return solution.finally(() => worker.terminate());
}

/** Waits for a moment, written as the server does; `tell({wait})` is told the seconds that are left. */
async function waitUntil(written, tell) {
  for (let left = Date.parse(written) - now(); left > 0; left = Date.parse(written) - now()) {
    tell({ wait: Math.ceil(left / 1000) });
    await pause(Math.min(1000, left + 50));
  }
}

async function waited({ ticket, ticket_from }, tell) {
  await waitUntil(ticket_from, tell);
  return ticket;
}

async function shown(given, tell) {
  if (!canWork()) return waited(given, tell);
  try {
    const challenge = JSON.parse(atob(given.challenge));
    return btoa(JSON.stringify({ challenge, solution: await solve(challenge) }));
  } catch (error) {
    return waited(given, tell);
  }
}

let ahead = null;

function beginWork() {
  const work = { tell: () => {}, failed: false, ends: Infinity };
  work.text = (async () => {
    const given = await patiently(() => request("GET", "/challenge"));
    work.ends = Date.parse(given.expires_at);
    return shown(given, (state) => work.tell(state));
  })();
  work.text.catch(() => {
    work.failed = true;
  });
  return work;
}

/** Begins the work for a request that will come. */
export function prepareWork() {
  if (!ahead || ahead.failed || now() > ahead.ends - MARGIN) ahead = beginWork();
}

async function takeWork(tell) {
  prepareWork();
  const work = ahead;
  ahead = null;
  work.tell = tell;
  return work.text;
}

/** Says how the work goes: that it is being done, or for how long one has to wait. */
const tellIn = (form) => ({ wait }) => {
  if (!form.status || form.status[0] !== (wait ? "work.wait" : "work.doing")) form.tell(wait ? "work.wait" : "work.doing");
  form.count(wait);
};

/**
 * What `ask(work)` gives, with work done for it, repeated while the network fails. Work that came too late is done again,
 * and a ticket that came too early is shown again. `form`: says on its status line how it goes.
 */
export async function withWork(form, ask) {
  let work = await workFor(form);
  for (let tries = 0; ; tries += 1) {
    form.tell("form.sending");
    try {
      return await patiently(() => ask(work), () => form.tell("form.again"));
    } catch (error) {
      if (tries === 2) throw error;
      if (error.code === "work-early") await waitUntil(error.facts.until, tellIn(form));
      else if (error.code === "work-over" || error.code === "unfit-work") work = await workFor(form);
      else throw error;
    }
  }
}

function workFor(form) {
  tellIn(form)({});
  return takeWork(tellIn(form));
}
