/**
 * What every view of the contest page does: take the stage, name itself, take the focus, and change its language in place.
 */
import { h } from "./parts.js";
import { onLanguage, page } from "./site.js";

/** The heading of a view; `show` moves the focus to it, so that a screen reader begins there. */
export const heading = (...children) => h("h1", { tabindex: "-1", "data-focus": true }, ...children);

const section = (id) => document.getElementById(id);

/** Shows one of the page's two parts: "front" (state and rules), "stage" (the ways in, and the contest itself). */
function reveal(id) {
  for (const other of ["front", "stage"]) section(other).hidden = other !== id;
  document.body.classList.toggle("inside", id !== "front");
}

export function focusOn(element) {
  if (!element) return;
  element.focus({ preventScroll: true });
  scrollTo(0, 0);
}

// The view on the stage. It is made anew when the reader changes the language, whatever it is.
let standing = null;

function draw() {
  const [title, nodes] = standing();
  const stage = section("stage");
  while (stage.firstChild) stage.removeChild(stage.firstChild);
  stage.append(...[nodes].flat().filter(Boolean));
  document.title = `${title} – ${page.definition.short_title}`;
}

/**
 * Puts a view on the stage. `view()` gives [title, nodes], where the title names it in the browser's tab; it may be asked
 * again at any time. `keepFocus`: redrawn in place, the reader stays put.
 */
export function show(view, { keepFocus = false } = {}) {
  standing = view;
  draw();
  reveal("stage");
  if (!keepFocus) focusOn(section("stage").querySelector("[data-focus]"));
}

/** Whether this view is what the person sees now. */
export const isShown = (view) => standing === view && !section("stage").hidden;

/** Shows the state and the rules. `at`: a heading of theirs at which the reader is to begin. */
export function showFront(at = null) {
  reveal("front");
  document.title = page.definition.title;
  focusOn(at || section("title"));
  if (at) at.scrollIntoView();
}

/** Speaks a sentence to people who listen, without showing it. */
export function announce(text) {
  section("announcer").textContent = text;
}

onLanguage(() => {
  if (!section("stage").hidden) draw();
});
