/**
 * The start page: what a contestant should know before the clock runs, and the button that starts it.
 */
import { closing, moment } from "./format.js";
import { button, facts, h, notice, traceOf } from "./parts.js";
import { person } from "./session.js";
import { openRounds, page, rounds, say, span, time } from "./site.js";
import { heading, show } from "./stage.js";

const { definition } = page;
const limit = definition.paper.limit_s * 1000;

const attemptsIn = (round, me) => me.attempts.filter((attempt) => attempt.round === round.id);
const isRunning = ({ status, deadline_at, replaced }) =>
  (!status || status === "open") && !replaced && Date.parse(deadline_at) > time.now();

/** How many attempts this person has in a round: what the rules allow, and one more for each that was replaced. */
const allowedOf = (mine) => definition.attempts.max + mine.filter((attempt) => attempt.replaced).length;

/** The attempt that is under way in any round, or undefined. */
export const running = (me) => me.attempts.find(isRunning);

function greeting() {
  const { name, unit } = person();
  if (!name) return null;
  return h("p", { class: "caption" }, say("start.hello", { name: unit ? `${name} (${unit})` : name }));
}

function questionsFact() {
  const n = definition.paper.questions;
  return say(page.prediction ? "start.questions-and-prediction" : "start.questions", { n });
}

const deadlineNow = (round) => Math.min(time.now() + limit, round.to);

/** Text that follows the time while its element is on the page. */
function live(tag, attributes, text) {
  const element = h(tag, attributes, text());
  const timer = setInterval(() => {
    if (!element.isConnected) clearInterval(timer);
    else if (element.textContent !== text()) element.textContent = text();
  }, 1000);
  return element;
}

function shortage(round) {
  const text = () =>
    round.to - time.now() < limit
      ? say("start.short", { name: round.name, at: closing(round.to), left: span(round.to - time.now()), limit: span(limit) })
      : "";
  return live("p", { class: "notice warn empty-hides" }, text);
}

function limitsOf(round) {
  const { max } = definition.attempts;
  return facts([
    [say("start.paper"), questionsFact()],
    [say("start.limit"), span(limit)],
    [say("start.deadline"), live("strong", {}, () => moment(deadlineNow(round)))],
    [say("start.closes"), closing(round.to)],
    [say("start.attempts"), max === 1 ? say("start.one-attempt") : say("start.some-attempts", { n: max })],
  ]);
}

const points = (keys) => h("ul", {}, keys.map((key) => h("li", {}, say(key))));

function newAttempt(round, number, begin) {
  return [
    limitsOf(round),
    shortage(round),
    h("h3", {}, say("start.know")),
    points(["start.know.saved", "start.know.timeout", "start.know.final", "start.know.clock"]),
    h("p", { class: "buttons" }, button(say("start.begin"), () => begin(round, number), { kind: "primary big" })),
  ];
}

const FATES = { submitted: "start.fate.submitted", timed_out: "start.fate.timed-out", blank: "start.fate.blank" };

function fate(attempt) {
  const values = { n: attempt.number, at: attempt.submitted_at ? moment(Date.parse(attempt.submitted_at)) : "" };
  if (attempt.replaced) return say("start.fate.replaced", values);
  return say(FATES[attempt.status] || (attempt.submitted_at ? FATES.submitted : FATES.timed_out), values);
}

function pastAttempt(round, attempt, begin) {
  const receipt = attempt.receipt && (!attempt.replaced || attempt.status === "submitted");
  return h(
    "div",
    { class: "notice done" },
    h("p", {}, fate(attempt)),
    receipt ? h("p", {}, button(say("start.receipt"), () => begin(round, attempt.number), { kind: "secondary" })) : null,
  );
}

function runningAttempt(round, attempt, begin) {
  const left = () => say("start.running", { left: span(Date.parse(attempt.deadline_at) - time.now()) });
  return [
    notice("warn", live("p", {}, left)),
    h("p", { class: "buttons" }, button(say("start.resume"), () => begin(round, attempt.number), { kind: "primary big" })),
  ];
}

function ways(round, me, begin) {
  const mine = attemptsIn(round, me);
  const open = mine.find(isRunning);
  if (open) return runningAttempt(round, open, begin);
  const past = mine.map((attempt) => pastAttempt(round, attempt, begin));
  if (mine.length >= allowedOf(mine)) return [...past, h("p", {}, say("start.no-more"))];
  return [...past, ...newAttempt(round, mine.length + 1, begin)];
}

function card(round, me, begin) {
  return h("section", { class: "card" }, h("h2", { lang: "vi" }, round.name), ways(round, me, begin));
}

const isPast = (round) => round.kind === "ranked" && round.to <= time.now();

/** Rounds that are over, in which this person took part: a receipt can still be looked at. */
function earlier(me, begin) {
  const cards = rounds
    .filter((round) => isPast(round) && attemptsIn(round, me).length)
    .map((round) => h("li", {}, h("strong", { lang: "vi" }, round.name), attemptsIn(round, me).map((a) => pastAttempt(round, a, begin))));
  return cards.length ? [h("h2", {}, say("start.earlier")), h("ul", { class: "plain" }, cards)] : [];
}

function nothingOpen(refresh) {
  const next = rounds.find((round) => round.kind === "ranked" && round.from > time.now());
  if (!next) return notice("", h("p", {}, say("start.over")));
  const text = () => say("start.soon", { name: next.name, at: moment(next.from), left: span(next.from - time.now()) });
  const line = live("p", {}, text);
  // The page opens by itself at the hour; who waits here need not press anything over and over.
  const timer = setInterval(() => {
    if (!line.isConnected) clearInterval(timer);
    else if (time.now() >= next.from) {
      clearInterval(timer);
      refresh();
    }
  }, 1000);
  return notice("", line);
}

/**
 * Shows the start page. `begin(round, number)` starts or resumes an attempt; `practise(round)`, `certificates()` (null
 * while there are none), `leave()` (sign out), `refresh()` (draw again) are the other ways on. `fault` is the error of a start that was refused, or null.
 */
export function showStart(me, ways, options) {
  show(() => [say("start.title"), startPage(me, ways)], options);
}

function startPage(me, { begin, practise, certificates, leave, refresh, fault }) {
  const open = openRounds("ranked");
  const cards = open.map((round) => card(round, me, begin));
  const [practice] = openRounds("practice");
  const tryOut = practice && !running(me) ? button(say("door.practise"), () => practise(practice), { kind: "secondary" }) : null;
  const mine = certificates && !running(me) ? button(say("certificates.title"), certificates, { kind: "secondary" }) : null;
  return [
    greeting(),
    heading(say("start.title")),
    fault ? h("div", { class: "errors", role: "alert" }, h("p", {}, fault.sentence || say("problem.unknown")), traceOf(fault)) : null,
    ...(cards.length ? cards : [nothingOpen(refresh)]),
    ...earlier(me, begin),
    h("p", { class: "buttons" }, tryOut, mine, button(say("start.rules"), () => refresh("front"), { kind: "secondary" }),
      button(say("start.leave"), leave, { kind: "secondary" })),
  ];
}
