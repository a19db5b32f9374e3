/**
 * Forms on the stage, after GOV.UK's patterns: a label and a hint above each field, faults listed at the top and told again
 * at their fields, and a trouble that is no fault of any field in a notice of its own.
 *
 * What is typed lives in `values`, so that a form can be made anew at any moment (another language, a fault that was found)
 * and nothing is lost.
 */
import { isPassing } from "./api.js";
import { button, contactOf, errorSummary, h, traceOf } from "./parts.js";
import { page, say, sayIn } from "./site.js";
import { heading, isShown, show } from "./stage.js";

/** Faults of fields that only the server could find: thrown by `act`. faults: [{id, say}]. */
export class Faults extends Error {
  constructor(faults) {
    super("faults");
    this.faults = faults;
  }
}

/** A fault of the field `id`, said by the sentence under `key`. */
export const fault = (id, key, values) => ({ id, say: () => say(key, values) });

/** A fault of the field `id`, in the server's words. */
export const faultSaid = (id, error) => ({ id, say: () => error.sentence });

/** Whom to ask: where a refusal is not the person's to mend. */
export const contact = () => contactOf(page.definition.contact);

// The person can mend these alone, so there is nothing to ask about and nothing to quote.
const isTheirs = (error) => Boolean(error.facts && error.facts.until) || error.code === "too-many";

/** What went wrong that is no fault of a field: the network, a busy server, a refusal by the rules. It takes the focus. */
export function failure(error) {
  const passing = isPassing(error) && !isTheirs(error);
  const title = passing || !error.document ? say("form.failed") : error.title;
  const sentence = passing || !error.document ? say("form.failed.text") : error.sentence;
  return h("div", { class: "errors", role: "alert", tabindex: "-1", "data-focus": true }, h("h2", {}, title), h("p", {}, sentence),
    // The notice has changed since this page was made.
    error.code === "unfit-consent" ? button(say("form.reload"), () => location.reload(), { kind: "secondary" }) : null,
    passing || isTheirs(error) ? null : contact(), isTheirs(error) ? null : traceOf(error));
}

const describedBy = (id, hint, faulty) => [hint ? `${id}-hint` : "", faulty ? `${id}-error` : ""].filter(Boolean).join(" ") || null;

/** Takes old faults off the stage, without disturbing anything else: they must not stand there while all is on its way. */
function clearFaults() {
  const stage = document.getElementById("stage");
  for (const element of stage.querySelectorAll(".errors, .error")) element.remove();
  for (const element of stage.querySelectorAll("[aria-invalid]")) element.removeAttribute("aria-invalid");
}

export class Form {
  /**
   * `title()`; `body(form)`: the nodes between heading and button; `values`, `keep()` (called at each stroke);
   * `check(values)`: faults; `act(values)`: what the button does, which may throw Faults or Problem or Unreachable;
   * `label`: key of the button's words; `after(form)`: nodes below; `progress`: where this form stands in a row of them.
   */
  constructor({ title, body, values, keep = () => {}, check = () => [], act, label, after = () => [], progress = () => "" }) {
    Object.assign(this, { title, body, values, keep, check, act, label, after, progress });
    this.faults = [];
    this.error = null;
    this.status = null;
    this.busy = false;
    this.view = () => this.draw();
  }

  show(options) {
    show(this.view, options);
  }

  draw() {
    const faults = this.faults.map((one) => ({ id: one.id, text: one.say() }));
    const press = button(say(this.label), () => this.submit(), { kind: "primary", type: "submit" });
    this.line = h("p", { role: "status", class: "status" });
    this.seconds = h("p", { class: "hint empty-hides" });
    if (this.status) sayIn(this.line, ...this.status);
    const progress = this.progress();
    const parts = [
      this.error ? failure(this.error) : null,
      faults.length ? errorSummary(faults) : null,
      progress ? h("p", { class: "caption" }, progress) : null,
      heading(this.title()),
      h("form", { method: "post", novalidate: true, autocomplete: "on", onsubmit: (event) => event.preventDefault() },
        this.body(this), h("p", { class: "buttons" }, press), this.line, this.seconds),
      this.after(this),
    ];
    return [this.title(), parts.flat()];
  }

  /** Says how the sending goes, without disturbing anything else on the stage. */
  tell(...status) {
    this.status = status[0] ? status : null;
    sayIn(this.line, ...(this.status || [""]));
    this.count(0);
  }

  /** Counts seconds down: to be seen, and not spoken every second. */
  count(n) {
    sayIn(this.seconds, n ? "form.seconds" : "", { n });
  }

  async submit() {
    if (this.busy) return;
    Object.assign(this, { error: null, faults: this.check(this.values) });
    if (this.faults.length) this.tellFaults();
    else await this.attempt(() => this.act(this.values));
  }

  /** Does `act()` once however often it is asked to (the button itself may have been made anew), and shows what goes wrong. */
  async attempt(act) {
    if (this.busy) return;
    Object.assign(this, { busy: true, error: null, faults: [] });
    await this.tryTo(act);
    this.busy = false;
    this.tellFaults();
  }

  /** Shows what went wrong; who has gone elsewhere meanwhile is not called back. */
  tellFaults() {
    if ((this.faults.length || this.error) && isShown(this.view)) this.show();
  }

  /** Something that the form itself did not do has gone wrong. */
  refuse(error) {
    this.error = error;
    this.tellFaults();
  }

  async tryTo(act) {
    clearFaults();
    try {
      await act();
    } catch (error) {
      if (error instanceof Faults) this.faults = error.faults;
      else this.error = error;
    } finally {
      this.tell();
    }
  }

  set(id, value) {
    this.values[id] = value;
    this.keep();
  }

  faultOf(id) {
    const found = this.faults.find((one) => one.id === id);
    return found ? h("p", { id: `${id}-error`, class: "error" }, found.say()) : null;
  }

  /** A line to type in. Attributes are the input's own; `label` and `hint` are keys of sentences. */
  text(id, { label, hint, ...attributes }) {
    const faulty = this.faultOf(id);
    const input = h("input", {
      id, name: id, type: "text", autocorrect: "off", spellcheck: "false", value: this.values[id] || "",
      "aria-describedby": describedBy(id, hint, faulty), "aria-invalid": faulty ? "true" : null, ...attributes,
      oninput: (event) => this.set(id, event.target.value),
    });
    return h("div", { class: "field" }, h("label", { for: id }, say(label)),
      hint ? h("p", { id: `${id}-hint`, class: "hint" }, say(hint)) : null, faulty, input);
  }

  /** A date in three lines, day first, as it stands on papers. The parts are `<id>_day`, `<id>_month`, `<id>_year`. */
  date(id, { label, hint, hintValues }) {
    const faulty = this.faultOf(id);
    const part = (name, size) => h("div", { class: "date-part" },
      h("label", { for: name === "day" ? id : `${id}_${name}` }, say(`date.${name}`)),
      h("input", {
        id: name === "day" ? id : `${id}_${name}`, type: "text", inputmode: "numeric", autocomplete: `bday-${name}`, maxlength: size,
        value: this.values[`${id}_${name}`] || "", "aria-invalid": faulty ? "true" : null, class: name === "year" ? "four" : "two",
        oninput: (event) => this.set(`${id}_${name}`, event.target.value),
      }));
    return h("fieldset", { class: "field", "aria-describedby": describedBy(id, hint, faulty) },
      h("legend", { class: "label" }, say(label)), h("p", { id: `${id}-hint`, class: "hint" }, say(hint, hintValues)), faulty,
      h("div", { class: "date" }, part("day", 2), part("month", 2), part("year", 4)));
  }

  /** A box to tick, with its sentence beside it. Ticked, the value is `on`. */
  tick(id, sentence, on = true) {
    const faulty = this.faultOf(id);
    const box = h("input", {
      id, name: id, type: "checkbox", checked: this.values[id] === on, "aria-describedby": describedBy(id, "", faulty),
      "aria-invalid": faulty ? "true" : null, onchange: (event) => this.set(id, event.target.checked ? on : ""),
    });
    return h("div", { class: "field" }, faulty, h("label", { class: "option" }, box, h("span", {}, sentence)));
  }

  /** One of a few, each told in full. options: [{value, text, lang}]. The first one bears the field's id. */
  radios(id, { legend, hint, options }) {
    const faulty = this.faultOf(id);
    const one = ({ value, text, lang }, place) => h("label", { class: "option" },
      h("input", { id: place ? `${id}-${place}` : id, type: "radio", name: id, value, checked: this.values[id] === value, onchange: () => this.set(id, value) }),
      h("span", { lang: lang || null }, text));
    return h("fieldset", { class: "field", "aria-describedby": describedBy(id, hint, faulty) },
      h("legend", { class: "label" }, say(legend)), hint ? h("p", { id: `${id}-hint`, class: "hint" }, say(hint)) : null, faulty,
      options.map(one));
  }
}
