/**
 * The server's time, on a device whose own clock may be ten years off.
 *
 * Every answer of the API carries `Server-Time`. The page keeps only the difference to `performance.now()`, which no
 * setting of the device's clock can move. The answer that came back fastest is trusted most: the stamp was made somewhere
 * between asking and hearing, so a short way leaves little doubt.
 */
import { time } from "./site.js";

let best = null;

/** Takes note of an answer's stamp (ms); `sent` and `heard` are readings of performance.now(). */
export function observe(stamp, sent, heard) {
  if (!Number.isFinite(stamp)) return;
  const sample = { offset: stamp - (sent + heard) / 2, doubt: (heard - sent) / 2 };
  // A reading that contradicts the trusted one means that this device slept: performance.now() may stand still then.
  const contradicts = best && Math.abs(sample.offset - best.offset) > sample.doubt + best.doubt + 500;
  if (!best || contradicts || sample.doubt <= best.doubt) best = sample;
  time.now = now;
}

/** The server's time in UTC milliseconds; this device's own until the server has spoken once. */
export function now() {
  return best ? performance.now() + best.offset : Date.now();
}

/** Calls `asleep` when the device seems to have slept: its own clock then ran on while performance.now() stood still. */
export function onWake(asleep) {
  let before = Date.now() - performance.now();
  const look = () => {
    const gap = Date.now() - performance.now();
    if (Math.abs(gap - before) > 3000) asleep();
    before = gap;
  };
  document.addEventListener("visibilitychange", look);
  const timer = setInterval(look, 10000);
  return () => {
    clearInterval(timer);
    document.removeEventListener("visibilitychange", look);
  };
}
