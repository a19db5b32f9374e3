/**
 * Handing in: one request, repeated under one nonce until the server's answer is known.
 *
 * The nonce makes it safe to repeat: a hand-in whose answer was lost gives the same receipt again.
 */
import { isElsewhere, isPassing, isProblem, newNonce, Unreachable } from "./api.js";
import { delay } from "./backoff.js";
import { pause } from "./site.js";

/** The network is back: whoever waits to hand in need not wait any longer. */
const online = () => new Promise((done) => addEventListener("online", done, { once: true }));

/** The receipt that a refusal carries: the paper was handed in before, here or on another device. */
export const receiptIn = ({ facts }) => (typeof facts.receipt === "string" ? facts : facts.receipt);

/**
 * Resolves with the receipt. `send(message)` is one request; `autosave` holds the answers and the version;
 * `waiting()` is told of each failure; `longest` limits the pause (ms): short while the grace runs.
 * Throws what needs the person: Problem elsewhere, late, not signed in.
 */
export async function handIn({ send, autosave, waiting, longest = () => 30000, random = Math.random }) {
  const nonce = newNonce();
  // A save that hangs must not eat up the grace: should it arrive after all, its nonce is known as ours.
  await Promise.race([autosave.stop(), pause(1500)]);
  const { record } = autosave;
  autosave.update({ nonces: [...record.nonces, nonce] });
  for (let failures = 0; ; failures += 1) {
    const { version, choices, prediction } = record;
    try {
      return await send({ nonce, version, choices, prediction });
    } catch (error) {
      if (isProblem(error, "handed-in")) return receiptIn(error);
      const adopted = isElsewhere(error) && autosave.adopt(error.facts);
      if (!adopted && !isPassing(error)) throw error;
      if (!adopted) {
        waiting(error instanceof Unreachable ? "network" : "busy");
        const wait = pause(delay(failures, { after: error.after, longest: longest(), random }));
        await (error instanceof Unreachable ? Promise.race([wait, online()]) : wait);
      }
    }
  }
}
