/**
 * Autosave: each answer stays on this device at once and goes to the server after a pause, so that it is never lost and
 * the page can always say where it is.
 *
 * At most one request is under way; what changes meanwhile goes in the next. A repetition of the same content carries the
 * same nonce. A save whose answer was lost looks to its own repetition like somebody else's; the nonce tells it apart.
 */
import { isElsewhere, isPassing, newNonce } from "./api.js";
import { answersOf, same } from "./answers.js";
import { delay } from "./backoff.js";

const PAUSE = 2000;
// Somebody who answers without ever pausing is saved at this interval all the same.
const LONGEST_PAUSE = 6000;
const NONCES_REMEMBERED = 8;

export class Autosave {
  /**
   * `record`: {choices, prediction, stored: {choices, prediction}, version, saved_at, nonces, sent}, kept by `keep(record)`.
   * `send(message)`: one request. `tell(state)`: "nothing", "saved", "sending" or "retrying".
   * `refused(error)`: an answer that needs the person: elsewhere, late, handed in, signed out.
   */
  constructor({ record, send, keep, tell, refused, random = Math.random }) {
    Object.assign(this, { record, send, keep, tell, refused, random });
    this.failures = 0;
    this.timer = null;
    this.waitingSince = null;
    this.flight = null;
    this.stopped = false;
  }

  get isSaved() {
    return same(this.record, this.record.stored);
  }

  /** New answers: kept here at once, sent after a pause. */
  change(answers) {
    this.update(answers);
    if (this.waitingSince === null) this.waitingSince = performance.now();
    const waited = performance.now() - this.waitingSince;
    // While the server can't be had, a new answer must not shorten the pause that spreads the crowd.
    if (this.failures === 0) this.schedule(Math.max(0, Math.min(PAUSE, LONGEST_PAUSE - waited)));
    this.report();
  }

  update(part) {
    Object.assign(this.record, part);
    this.keep(this.record);
  }

  report() {
    const { record } = this;
    if (!this.isSaved) this.tell(this.failures ? "retrying" : "sending");
    else this.tell(record.saved_at ? "saved" : "nothing");
  }

  schedule(milliseconds) {
    clearTimeout(this.timer);
    if (!this.stopped) this.timer = setTimeout(() => this.push(), milliseconds);
  }

  /** Sends what is unsaved now: the page is being put aside, or the network is back. */
  push() {
    clearTimeout(this.timer);
    if (this.flight === null && !this.stopped && !this.isSaved) {
      this.flight = this.fly().then(() => {
        this.flight = null;
        this.goOn();
      });
    }
    return this.flight;
  }

  goOn() {
    // Who stopped the saving says what is true from then on.
    if (this.stopped) return;
    this.report();
    if (!this.isSaved && this.failures === 0) this.schedule(PAUSE);
  }

  async fly() {
    const message = this.message();
    this.waitingSince = null;
    this.report();
    try {
      this.accept(message, await this.send(message));
    } catch (error) {
      this.fail(error);
    }
  }

  /** The content to send. The same content is the same request, also after a reload, and so has the same nonce. */
  message() {
    const { choices, prediction, version, sent, nonces } = this.record;
    if (!sent || !same(sent, this.record)) {
      const nonce = newNonce();
      this.update({ sent: { nonce, choices, prediction }, nonces: [...nonces, nonce].slice(-NONCES_REMEMBERED) });
    }
    return { nonce: this.record.sent.nonce, version, choices, prediction };
  }

  accept({ choices, prediction }, { version, saved_at }) {
    this.failures = 0;
    // Sent and stored: should the person come back to this content later, that will be a new request.
    this.update({ version, saved_at, stored: { choices, prediction }, sent: null });
  }

  fail(error) {
    if (isElsewhere(error) && this.adopt(error.facts)) return;
    if (!isPassing(error)) {
      this.stop();
      this.refused(error);
      return;
    }
    this.failures += 1;
    this.schedule(delay(this.failures - 1, { after: error.after, random: this.random }));
  }

  /** Whether what is stored is our own save whose answer got lost, or says what we say; then its version is ours. */
  adopt({ attempt, moved }) {
    const there = answersOf(attempt, this.record.choices.length);
    const ours = this.record.nonces.includes(attempt.nonce) || same(there, this.record);
    if (moved || !ours || attempt.version === this.record.version) return false;
    this.settle(attempt, this.record);
    this.schedule(0);
    return true;
  }

  /** Takes up the stored version, going on with `answers` (what is here, or what is there). */
  settle(attempt, answers) {
    this.failures = 0;
    const { choices, prediction } = answers;
    const stored = answersOf(attempt, this.record.choices.length);
    this.update({ choices, prediction, version: attempt.version, saved_at: attempt.saved_at, stored });
  }

  /** No further save; one under way is waited for. */
  async stop() {
    this.stopped = true;
    clearTimeout(this.timer);
    await this.flight;
  }

  /** Goes on after a stop. */
  restart() {
    this.stopped = false;
    this.failures = 0;
    this.report();
    if (!this.isSaved) this.schedule(0);
  }
}
