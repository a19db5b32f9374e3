/**
 * A paper that counts, from BẮT ĐẦU THI to its receipt: starts or resumes it, saves it, watches the clock, hands it in.
 */
import { answersOf, blankAnswers, blanks, merge, same } from "./answers.js";
import { isElsewhere, isPassing, isProblem, newNonce, request } from "./api.js";
import { Autosave } from "./autosave.js";
import { delay } from "./backoff.js";
import { now, onWake } from "./clock.js";
import { showConflict } from "./conflict.js";
import { countdown } from "./countdown.js";
import { moment } from "./format.js";
import { again, draw as drawEntry } from "./entry.js";
import { handIn, receiptIn } from "./handin.js";
import { button, h, notice, traceOf } from "./parts.js";
import { keepReceipt, showReceipt } from "./receipt.js";
import { me } from "./session.js";
import { Sheet } from "./sheet.js";
import { page, pause, say, sayIn } from "./site.js";
import { announce, heading, show } from "./stage.js";
import { kept, lasting } from "./storage.js";
import { hold } from "./tabs.js";

const GRACE = page.definition.paper.grace_ms;
// Papers that end at the close all end in the same millisecond; the grace leaves room to spread their hand-ins.
const SPREAD = Math.min(2000, GRACE / 3);

/** What this device calls itself when a paper is started: a random number, for this contest alone. */
function deviceName() {
  const known = kept.read("device");
  const name = /^[0-9a-f]{32}$/.test(known) ? known : newNonce();
  kept.write("device", name);
  return name;
}

// The server is asked once more for the deadline so long before it, in milliseconds, unless it has spoken of late. A close
// is moved to a later hour a minute before it at the latest, so this is early enough, and not too early.
const [LOOK_LATEST, LOOK_SPREAD] = [20000, 25000];
const HEARD_OF_LATE = 15000;

const bar = document.getElementById("bar");

export class Attempt {
  /** `contestant`: the pseudonym, so that two people on one phone never share a record. `go(place)`, `replace(place)` navigate. */
  constructor({ round, number, contestant, go, replace, leave }) {
    Object.assign(this, { round, number, contestant, go, replace, leave });
    this.name = `attempt:${contestant}:${round.id}:${number}`;
    this.path = `/rounds/${round.id}/attempts/${number}`;
    this.block = null;
    this.receipt = null;
    this.handing = null;
    // Waiting for the person's decision or sign-in: nothing may be handed in for them meanwhile.
    this.held = false;
    this.releases = [];
  }

  // --- starting ---

  /** Starts or resumes. Throws Problem for a start that is refused. */
  async begin() {
    const record = kept.read(this.name) || { start: newNonce() };
    kept.write(this.name, record);
    try {
      this.take(await this.start(record.start), record);
    } catch (error) {
      // The closing gives a receipt for what was saved, too.
      const isClosed = isProblem(error, "late") && error.facts.receipt;
      if (!isClosed && !isProblem(error, "handed-in")) throw error;
      this.finishWith(receiptIn(error), isClosed ? "receipt.closed" : "receipt.before");
    }
  }

  async start(nonce) {
    for (let failures = 0; ; failures += 1) {
      try {
        return await request("PUT", this.path, { nonce, device: deviceName() });
      } catch (error) {
        if (error.status === 401) await again("sign-in.ended");
        else if (!isPassing(error)) throw error;
        else await this.queue(delay(failures, { after: error.after }), error);
      }
    }
  }

  /** The door is full: says so, and when it tries again. The clock of the paper does not run meanwhile. That is no error
   *  to ask the organizers about; anything else that keeps the door shut is. */
  async queue(milliseconds, error) {
    const seconds = Math.max(1, Math.ceil(milliseconds / 1000));
    show(() => [say("queue.title"), [heading(say("queue.title")),
      notice("", h("p", { role: "status" }, say("queue.text", { seconds })), h("p", {}, say("queue.clock"))),
      error.code === "busy" ? null : traceOf(error)]]);
    await pause(milliseconds);
  }

  take({ attempt, paper }, record) {
    this.paper = paper;
    this.deadline = Date.parse(attempt.deadline_at);
    this.heardAt = now();
    const there = answersOf(attempt, paper.questions.length);
    const known = record.stored || blankAnswers(paper.questions.length);
    // What was sent last and is stored now is our own save, though its answer never came.
    const here = record.choices ? { choices: record.choices, prediction: record.prediction } : there;
    const joined = merge(record.sent && same(record.sent, there) ? there : known, here, there);
    this.autosave = this.makeAutosave({ nonces: [], sent: null, ...record, ...(joined || here) }, attempt, there);
    this.sheet = this.makeSheet();
    this.open();
    if (joined) this.autosave.restart();
    else this.meet({ attempt, moved: false });
  }

  makeAutosave(record, attempt, stored) {
    const { version, saved_at } = attempt;
    const autosave = new Autosave({
      record: { ...record, version, saved_at, stored },
      send: async (message) => this.heed(await request("PUT", `${this.path}/answers`, message)),
      keep: (kind) => kept.write(this.name, kind),
      tell: (state) => this.tell(state),
      refused: (error) => this.refused(error),
    });
    autosave.update({});
    return autosave;
  }

  /** An answer to a save tells the deadline in force: the organizers may have moved the close since, or extended it. */
  heed(answer) {
    this.heardAt = now();
    const deadline = Date.parse(answer.deadline_at);
    if (deadline !== this.deadline) {
      const words = deadline < this.deadline ? "countdown.moved" : "countdown.extended";
      this.deadline = deadline;
      this.stopClock();
      this.startClock();
      announce(say(words));
    }
    return answer;
  }

  /** Shortly before the end: whoever reads and saves nothing would not hear of more time, and be handed in without it. */
  async lookAgain() {
    if (this.held || now() - this.heardAt < HEARD_OF_LATE) return;
    const seen = await me().catch(() => null);
    const mine = seen && seen.attempts.find((one) => one.round === this.round.id && one.number === this.number);
    if (mine && this.isRunning && !this.handing) this.heed(mine);
  }

  makeSheet() {
    return new Sheet({
      paper: this.paper,
      read: () => this.autosave.record,
      change: ({ choices, prediction }) => this.autosave.change({ choices, prediction }),
      finish: () => this.handInNow(),
      go: this.go,
      words: { finish: "sheet.hand-in", before: "sheet.hand-in.before" },
    });
  }

  /** What runs beside the paper: the countdown, the one-tab rule, the last save when the page is put aside. */
  open() {
    bar.hidden = false;
    this.startClock();
    const aside = () => document.visibilityState === "hidden" && this.autosave.push();
    const again = () => this.autosave.push();
    document.addEventListener("visibilitychange", aside);
    addEventListener("pagehide", again);
    addEventListener("online", again);
    this.releases = [
      () => this.stopClock(),
      hold(this.name, () => this.moved("moved.tab")),
      // Any answer of the server brings its time along.
      onWake(() => me().catch(() => {})),
      () => document.removeEventListener("visibilitychange", aside),
      () => removeEventListener("pagehide", again),
      () => removeEventListener("online", again),
    ];
  }

  startClock() {
    // Not all at once: papers that end at the close all end in the same millisecond.
    const before = LOOK_LATEST + Math.random() * LOOK_SPREAD;
    const timer = setTimeout(() => this.lookAgain(), Math.max(0, this.deadline - before - now()));
    const stop = countdown(this.deadline, {
      draw: (face, isShort) => {
        document.getElementById("left").textContent = face;
        bar.classList.toggle("short", isShort);
      },
      announce,
      over: () => this.timeUp(),
    });
    this.stopClock = () => {
      clearTimeout(timer);
      stop();
    };
  }

  close() {
    this.releases.forEach((release) => release());
    this.releases = [];
    bar.hidden = true;
  }

  get isRunning() {
    return Boolean(this.sheet) && !this.receipt && now() < this.deadline;
  }

  /** Leaves the paper as it is: what is unsent gets a last chance, and stays on this device whatever comes of it. */
  async abandon() {
    this.close();
    if (!this.autosave) return;
    await Promise.race([this.autosave.push(), pause(3000)]);
    this.autosave.stop();
  }

  // --- on the screen ---

  /** Shows a place of the paper, or what stands in the way of it. */
  draw(place, options) {
    if (this.block) this.block(options);
    else if (this.sheet) this.sheet.draw(place, options);
  }

  stand(block) {
    this.block = block;
    block();
  }

  tell(state) {
    sayIn(document.getElementById("save"), `save.${state}`);
    bar.dataset.state = state;
    document.getElementById("unkept").hidden = lasting;
  }

  // --- refusals ---

  async refused(error) {
    if (error.status === 401) await this.signInAgain();
    else if (isElsewhere(error)) this.meet(error.facts);
    else if (isProblem(error, "handed-in")) this.finishWith(receiptIn(error), "receipt.before");
    else if (isProblem(error, "late")) this.tooLate(error.facts.attempt);
    else if (isProblem(error, "attempt-replaced")) this.replacedByAnother(error);
    else {
      this.tell("refused");
      this.stand((options) => this.showProblem(error, options));
    }
  }

  /** The session ended in the middle. The paper stays here; after signing in it goes on where it was. */
  async signInAgain() {
    this.held = true;
    this.tell("signed-out");
    this.block = (options) => drawEntry(undefined, options);
    await again("sign-in.ended");
    const now = await me();
    if (!now || now.contestant !== this.contestant) {
      // Somebody else signed in on this phone: this paper is not theirs to see.
      this.close();
      this.leave();
      return;
    }
    this.goOn();
  }

  goOn() {
    this.held = false;
    this.block = null;
    this.autosave.restart();
    this.draw(this.sheet.place);
  }

  meet({ attempt, moved }) {
    if (moved) {
      this.moved("moved.device");
      return;
    }
    const settle = (answers) => () => {
      this.autosave.settle(attempt, answers);
      this.goOn();
    };
    const { choices, prediction } = this.autosave.record;
    const [here, there] = [{ choices, prediction }, answersOf(attempt, choices.length)];
    this.autosave.stop();
    this.held = true;
    this.tell("held");
    this.stand((options) =>
      showConflict({ paper: this.paper, here, there, savedAt: attempt.saved_at, keepHere: settle(here), keepThere: settle(there) }, options));
  }

  /** Another device or tab has the paper now. This one shows nothing stale, and can take it back. */
  moved(key) {
    this.autosave.stop();
    this.close();
    const back = () => this.takeBack();
    this.stand((options) =>
      show(() => [say("moved.title"), [heading(say("moved.title")), h("p", {}, say(key)),
        h("div", { class: "buttons" }, button(say("moved.here"), back, { kind: "primary" }))]], options));
  }

  async takeBack() {
    const { place } = this.sheet;
    try {
      this.held = false;
      this.block = null;
      await this.begin();
      if (!this.receipt && !this.block) this.go(place);
    } catch (error) {
      this.stand((options) => this.showProblem(error, options));
    }
  }

  showProblem(error, options) {
    const again = () => button(say("problem.again"), () => this.goOn(), { kind: "primary" });
    show(() => [say("problem.title"), [heading(say("problem.title")), h("p", {}, error.sentence || say("problem.unknown")),
      h("p", {}, say("problem.kept")), h("div", { class: "buttons" }, again()), traceOf(error)]], options);
  }

  // --- handing in ---

  /** GỬI BÀI THI. */
  async handInNow() {
    await this.handInOnce("handing", "receipt.done");
  }

  /** The clock ran out: hands in by itself, once. */
  async timeUp() {
    if (this.handing) return;
    // Who has not chosen between two papers is not chosen for: what is stored counts.
    if (this.held) {
      this.tooLate();
      return;
    }
    this.showSending("time-up");
    await pause(Math.random() * SPREAD);
    await this.handInOnce("time-up", "receipt.timed-out");
  }

  handInOnce(kind, why) {
    if (!this.handing) {
      this.showSending(kind);
      this.handing = this.handInUntilKnown(kind, why).finally(() => {
        this.handing = null;
      });
    }
    return this.handing;
  }

  async handInUntilKnown(kind, why) {
    const isGrace = () => now() > this.deadline - 2000 && now() < this.deadline + GRACE;
    try {
      const receipt = await handIn({
        send: (message) => request("PUT", `${this.path}/submission`, message),
        autosave: this.autosave,
        waiting: () => this.showSending(`${kind}-again`),
        longest: () => (isGrace() ? 1000 : 30000),
      });
      this.finishWith(receipt, why);
    } catch (error) {
      await this.refused(error);
    }
  }

  /** Says that the paper is on its way. A further failure of the same kind leaves the page, and the focus, alone. */
  showSending(kind) {
    if (this.block && this.block.kind === kind) return;
    const block = (options) =>
      show(() => [say(`${kind}.title`), [heading(say(`${kind}.title`)), notice("", h("p", { role: "status" }, say(`${kind}.text`)))]], options);
    this.stand(Object.assign(block, { kind }));
  }

  /** The deadline and its grace are past: says what counts, by the server's word where there is one. */
  tooLate(attempt) {
    this.autosave.stop();
    this.close();
    const { record } = this.autosave;
    const { saved_at } = attempt || record;
    const stored = attempt ? answersOf(attempt, record.choices.length) : record.stored;
    const n = stored.choices.length - blanks(stored).length;
    const values = () => ({ n, of: stored.choices.length, at: saved_at ? moment(Date.parse(saved_at)) : "" });
    kept.drop(this.name);
    this.stand((options) =>
      show(() => [say("late.title"), [heading(say("late.title")), notice("warn", h("p", {}, say(saved_at ? "late.saved" : "late.nothing", values()))),
        h("p", {}, say("late.text")), h("div", { class: "buttons" }, button(say("receipt.leave"), this.leave, { kind: "secondary" }))]], options));
  }

  /** The organizers have granted another attempt: this one counts no more, and the start page offers the other. */
  replacedByAnother(error) {
    this.autosave.stop();
    this.close();
    kept.drop(this.name);
    this.stand((options) =>
      show(() => [say("replaced.title"), [heading(say("replaced.title")), notice("warn", h("p", {}, error.sentence)),
        h("div", { class: "buttons" }, button(say("receipt.leave"), this.leave, { kind: "primary" }))]], options));
  }

  finishWith(receipt, why) {
    this.receipt = receipt;
    if (this.autosave) this.autosave.stop();
    this.close();
    keepReceipt(receipt);
    kept.drop(this.name);
    this.block = (options) => showReceipt(receipt, { paper: this.paper || null, why, leave: this.leave }, options);
    this.replace("bien-nhan");
  }
}
