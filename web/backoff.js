/**
 * How long to wait before trying again: exponential, with full jitter.
 *
 * Everybody is at the door at the same stroke of the clock. If all tried again after the same pause, they would meet
 * again; a pause drawn evenly from nothing up to a growing limit spreads them out.
 */

/** Milliseconds before the next try after `failures` in a row. `after` is what the server asked for, and is kept to. */
export function delay(failures, { after = 0, first = 1000, longest = 30000, random = Math.random } = {}) {
  const limit = Math.min(longest, first * 2 ** Math.min(failures, 10));
  return after + random() * (after ? Math.max(1000, limit / 2) : limit);
}
