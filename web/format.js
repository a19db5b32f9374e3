/**
 * Times as people here read them. Viet Nam has had UTC+7 without summer time since 1975, so a fixed shift is right, also
 * on a phone that is set to another zone or knows none.
 */
import { say } from "./site.js";

const HOME = 7 * 3600000;
const two = (n) => String(n).padStart(2, "0");
const parts = (at) => new Date(at + HOME);

const day = (at) => {
  const date = parts(at);
  return `${two(date.getUTCDate())}/${two(date.getUTCMonth() + 1)}/${date.getUTCFullYear()}`;
};

/** "08:30", with seconds only where there are any. */
export function hour(at) {
  const date = parts(at);
  const minutes = `${two(date.getUTCHours())}:${two(date.getUTCMinutes())}`;
  return date.getUTCSeconds() ? `${minutes}:${two(date.getUTCSeconds())}` : minutes;
}

/** "08:30:05 ngày 13/12/2021". */
export const moment = (at) => say("time.at", { hour: hour(at), day: day(at) });

/** A closing time: the stroke of midnight is the end of the day before, "24:00 ngày 05/11/2023". */
export function closing(at) {
  const midnight = (at + HOME) % 86400000 === 0;
  return midnight ? say("time.at", { hour: "24:00", day: day(at - 1) }) : moment(at);
}
