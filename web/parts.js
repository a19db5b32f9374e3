/**
 * Elements: made of tags, attributes and text, never of a string that is read as HTML. On any page.
 */
import { say } from "./site.js";

/** An element. Attributes: "on…" is a listener, true an empty attribute, false and null none. Text is never read as HTML. */
export function h(tag, attributes, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes || {})) {
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (value !== false && value !== null) element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.flat().filter((child) => child !== null && child !== false && child !== ""));
  return element;
}

/**
 * A button whose act runs once however often it is pressed: a second press while it works, and the second click of a
 * double click (which may fall on the next view's button), are no further acts.
 */
export function button(label, act, { kind = "", ...attributes } = {}) {
  let busy = false;
  const press = async (event) => {
    // The act does everything: no form is ever sent by the browser.
    event.preventDefault();
    if (busy || event.detail > 1) return;
    busy = true;
    element.setAttribute("aria-disabled", "true");
    try {
      await act();
    } finally {
      busy = false;
      element.removeAttribute("aria-disabled");
    }
  };
  const element = h("button", { type: "button", class: `button ${kind}`.trim(), onclick: press, ...attributes }, label);
  return element;
}

/** The list of faults above a form, to which the focus goes; each leads to its field. faults: [{id, text}]. */
export function errorSummary(faults) {
  const go = (id) => (event) => {
    event.preventDefault();
    document.getElementById(id).focus();
  };
  const items = faults.map(({ id, text }) => h("li", {}, h("a", { href: `#${id}`, onclick: go(id) }, text)));
  return h(
    "div",
    { class: "errors", role: "alert", tabindex: "-1", "data-focus": true },
    h("h2", {}, say("errors.title")),
    h("ul", {}, items),
  );
}

/** A notice in a box. */
export const notice = (kind, ...children) => h("div", { class: `notice ${kind}` }, ...children);

/** The error's code, to be read out to the organizers; nothing where no server has answered. */
export const traceOf = (error) => (error && error.trace ? h("p", { class: "caption" }, say("problem.trace", { trace: error.trace })) : null);

/** Whom to ask, of a contest's {office, phone, email}: where something is not the person's to mend. */
export function contactOf({ office, phone, email }) {
  const ways = [
    phone ? h("a", { href: `tel:${phone.replace(/[ .]/g, "")}` }, phone) : null,
    email ? h("a", { href: `mailto:${email}` }, email) : null,
  ].filter(Boolean);
  return h("p", {}, say("form.ask"), " ", h("strong", { lang: "vi" }, office), ...ways.map((way) => [" – ", way]));
}

/** Rows of a term and its description. */
export const facts = (rows) =>
  h("dl", { class: "facts" }, rows.filter(Boolean).map(([term, text]) => h("div", {}, h("dt", {}, term), h("dd", {}, text))));
