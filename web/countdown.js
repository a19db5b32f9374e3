/**
 * The countdown: always visible, never a nervous voice. It is spoken twice, with five minutes and with one minute left.
 */
import { say } from "./site.js";
import { now } from "./clock.js";

const two = (n) => String(n).padStart(2, "0");

/** "09:41", or "1:02:03" from an hour on. A begun second counts as a whole one, so that 00:00 means the end. */
export function face(milliseconds) {
  const seconds = Math.max(0, Math.ceil(milliseconds / 1000));
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
  return `${hours ? `${hours}:` : ""}${two(minutes)}:${two(seconds % 60)}`;
}

const MARKS = [[60000, "countdown.one"], [300000, "countdown.five"]];

/**
 * Shows the time left until `deadline` (server ms) and calls `over()` once when it is past. Returns the way to stop.
 * `draw(text, isShort)` writes the face; `announce(text)` is spoken.
 */
export function countdown(deadline, { draw, announce, over }) {
  let timer = null;
  let before = deadline - now();
  const stop = () => {
    clearTimeout(timer);
    document.removeEventListener("visibilitychange", tick);
  };
  function tick() {
    clearTimeout(timer);
    const left = deadline - now();
    draw(face(left), left < 60000);
    const mark = MARKS.find(([limit]) => before > limit && left <= limit);
    if (mark && left > 0) announce(say(mark[1]));
    before = left;
    if (left <= 0) {
      stop();
      over();
      return;
    }
    timer = setTimeout(tick, left % 1000 || 1000);
  }
  // A page in the background gets few ticks: it looks again as soon as it is seen.
  document.addEventListener("visibilitychange", tick);
  tick();
  return stop;
}
