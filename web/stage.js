/**
 * What every view of the contest page does: take the stage, name itself, take the focus.
 */
import { h } from "./parts.js";
import { page } from "./site.js";

/** The heading of a view; `show` moves the focus to it, so that a screen reader begins there. */
export const heading = (...children) => h("h1", { tabindex: "-1", "data-focus": true }, ...children);

const section = (id) => document.getElementById(id);

/** Shows one of the page's three parts: "front" (state and rules), "sign-in", "stage" (the contest itself). */
export function reveal(id) {
  for (const other of ["front", "sign-in", "stage"]) section(other).hidden = other !== id;
  document.body.classList.toggle("inside", id !== "front");
}

export function focusOn(element) {
  if (!element) return;
  element.focus({ preventScroll: true });
  scrollTo(0, 0);
}

const titleOf = (text) => `${text} – ${page.definition.short_title}`;

/** Puts a view on the stage. `title` names it in the browser's tab. `keepFocus`: redrawn in place, the reader stays put. */
export function show(title, nodes, { keepFocus = false } = {}) {
  const stage = section("stage");
  while (stage.firstChild) stage.removeChild(stage.firstChild);
  stage.append(...[nodes].flat().filter(Boolean));
  reveal("stage");
  document.title = titleOf(title);
  if (!keepFocus) focusOn(stage.querySelector("[data-focus]"));
}

export function showFront() {
  reveal("front");
  document.title = page.definition.title;
  focusOn(section("title"));
}

/** Speaks a sentence to people who listen, without showing it. */
export function announce(text) {
  section("announcer").textContent = text;
}
