/**
 * One tab at a time: a second tab with the same paper takes it over, and the first says so.
 *
 * Both tabs share a session, so the server could not tell them apart; and both would write the same record here. The
 * `storage` event is what every browser of these years has for telling another tab.
 */
import { kept, onOtherTab } from "./storage.js";

const ME = String(Math.random()).slice(2);

/** Makes this tab the one that holds `name`. `lost()` is called once when another tab takes it. Returns the way to stop. */
export function hold(name, lost) {
  kept.write(`${name}:tab`, ME);
  const stop = onOtherTab(`${name}:tab`, (owner) => {
    if (owner && owner !== ME) {
      stop();
      lost();
    }
  });
  return stop;
}
