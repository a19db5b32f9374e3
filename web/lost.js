/**
 * A lost code: a one-time code goes to the mailbox that somebody registered with, and signs them in like their own. Whether
 * there is such a person is told to nobody.
 */
import { newNonce, request } from "./api.js";
import { contact, fault, Faults, faultSaid, Form } from "./form.js";
import { button, h } from "./parts.js";
import { say } from "./site.js";
import { withWork } from "./work.js";

let nonce = null;

async function ask(values, go) {
  nonce = nonce || newNonce();
  try {
    await withWork(form, (work) => request("POST", "/session/code", { nonce, identifier: values.identifier.trim(), work }));
  } catch (error) {
    if (error.code === "unfit-identifier") throw new Faults([faultSaid("identifier", error)]);
    throw error;
  }
  nonce = null;
  go();
}

let form = null;

/** Draws the form. `values`, `keep`: those of the form that signs in; `label`: the key of the identifier's words. */
export function draw({ values, keep, label, back, mailed }, options) {
  form = form || new Form({
    title: () => say("lost-code.title"),
    values,
    keep,
    check: ({ identifier = "" }) => (identifier.trim() ? [] : [fault("identifier", "sign-in.identifier.missing")]),
    act: () => ask(values, mailed),
    label: "lost-code.mail",
    body: (one) => [
      h("p", {}, say("lost-code.text")),
      one.text("identifier", { label, hint: `${label}.hint`, autocomplete: "username", autocapitalize: "none", maxlength: "100" }),
    ],
    after: () => [
      h("p", { class: "buttons" }, button(say("lost-code.back"), back, { kind: "secondary" })),
      h("p", { class: "hint" }, say("lost-code.no-mail")),
      contact(),
    ],
  });
  form.show(options);
}
