/**
 * The list of contests. The page carries the list as it was when the page was made; contests.json is the newest.
 */
import { h } from "./parts.js";

function card({ contest, title, organizer }) {
  const link = h("a", { href: `/${contest}/index.html` }, title || contest);
  return h("li", { class: "card" }, h("h2", {}, link), organizer ? h("p", {}, organizer) : null);
}

/** Called by site.js once the words are here. */
export async function start() {
  const response = await fetch("/contests.json");
  if (!response.ok) return;
  const contests = await response.json();
  const list = document.getElementById("contests");
  while (list.firstChild) list.removeChild(list.firstChild);
  list.append(...contests.map(card));
  document.getElementById("none").hidden = contests.length > 0;
}
