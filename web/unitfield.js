/**
 * Choosing one's unit: a line to type in, and under it the units that answer as plain radio buttons. A screen reader knows
 * those without any help of ours, and so do thumbs and keyboards.
 */
import { button, h } from "./parts.js";
import { say, sayIn } from "./site.js";
import { find, units } from "./units.js";

const AT_FIRST = 8;
const MORE = 20;
// What is said about the list waits until the typing pauses.
const PAUSE = 600;

export class UnitField {
  /** `draft`: {unit, unit_name, unit_typed, no_units}, kept by `keep()`. */
  constructor(draft, keep) {
    Object.assign(this, { draft, keep });
    this.shown = AT_FIRST;
    this.list = null;
  }

  /** The field as nodes. `form`: the Form it stands in, which knows the faults. */
  draw(form) {
    const faulty = form.faultOf("unit");
    this.input = h("input", {
      id: "unit", type: "text", autocomplete: "off", autocorrect: "off", spellcheck: "false", value: this.draft.unit_typed || "",
      "aria-describedby": `unit-hint${faulty ? " unit-error" : ""}`, "aria-invalid": faulty ? "true" : null, "aria-controls": "unit-found",
      oninput: () => this.type(), onkeydown: (event) => this.press(event),
    });
    this.chosen = h("p", { id: "unit-chosen", class: "chosen empty-hides" });
    this.count = h("p", { class: "hint", role: "status" });
    this.found = h("div", { id: "unit-found" });
    this.tellChosen();
    this.fill();
    return h("div", { class: "field" }, h("label", { for: "unit" }, say("units.search")),
      h("p", { id: "unit-hint", class: "hint" }, say("units.hint")), faulty, this.input, this.chosen, this.count, this.found);
  }

  async fill() {
    if (!this.list) sayIn(this.count, "units.loading");
    try {
      this.list = await units();
    } catch (error) {
      sayIn(this.count, "units.failed");
      this.put(button(say("problem.again"), () => this.fill(), { kind: "secondary" }));
      return;
    }
    // A contest without a list asks for no unit.
    if (this.list.length === 0) this.remember({ no_units: true });
    this.drawFound();
    this.tellCount();
  }

  remember(part) {
    Object.assign(this.draft, part);
    this.keep();
  }

  type() {
    this.shown = AT_FIRST;
    this.remember({ unit_typed: this.input.value });
    if (this.list) this.drawFound();
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.list && this.tellCount(), PAUSE);
  }

  /** Enter goes on to what was found, rather than sending the form. */
  press(event) {
    if (event.key !== "Enter") return;
    event.preventDefault();
    const first = this.found.querySelector("input");
    if (first) first.focus();
  }

  put(...nodes) {
    while (this.found.firstChild) this.found.removeChild(this.found.firstChild);
    this.found.append(...nodes.filter(Boolean));
  }

  drawFound() {
    this.matching = find(this.list, this.draft.unit_typed || "");
    const left = this.matching.length - this.shown;
    this.put(
      h("fieldset", {}, h("legend", { class: "unseen" }, say("units.found")), this.matching.slice(0, this.shown).map((unit) => this.option(unit))),
      left > 0 ? button(say("units.more", { n: left }), () => this.showMore(), { kind: "secondary" }) : null,
    );
  }

  option({ id, name }) {
    const choose = () => {
      this.remember({ unit: id, unit_name: name });
      this.tellChosen();
    };
    return h("label", { class: "option" },
      h("input", { type: "radio", name: "unit", value: id, checked: this.draft.unit === id, onchange: choose }), h("span", { lang: "vi" }, name));
  }

  showMore() {
    const before = this.shown;
    this.shown += MORE;
    this.drawFound();
    this.found.querySelectorAll("input")[before].focus();
  }

  tellCount() {
    const n = this.matching.length;
    const key = n === 0 ? (this.list.length ? "units.none" : "units.not-asked") : "units.count";
    sayIn(this.count, key, { n, of: Math.min(n, this.shown) });
  }

  /** What is chosen stays in sight when something else is typed. */
  tellChosen() {
    const { unit, unit_name: name } = this.draft;
    while (this.chosen.firstChild) this.chosen.removeChild(this.chosen.firstChild);
    if (unit) this.chosen.append(say("units.chosen"), " ", h("strong", { lang: "vi" }, name));
  }
}
