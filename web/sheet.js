/**
 * A paper on the screen: one question a page, the prediction last, then all answers to be checked. The same for a paper
 * that counts and for practice; who made it says what to do with the answers.
 */
import { BLANK, blanks, readPrediction, withChoice } from "./answers.js";
import { button, errorSummary, h, notice } from "./parts.js";
import { language, say } from "./site.js";
import { focusOn, heading, show } from "./stage.js";

const LETTERS = "ABCDEFGH";

/** The letter that a person sees: by the place on the screen, whatever letter the option has in the bank. */
export const shownLetter = (question, letter) => LETTERS[question.options.findIndex((one) => one.letter === letter)];

/** The chosen option as "B. text", or null for a blank. */
export function shownChoice(question, letter) {
  const option = question.options.find((one) => one.letter === letter);
  return option ? `${shownLetter(question, letter)}. ${option.text}` : null;
}

export class Sheet {
  /**
   * `paper`: {questions, prediction|null}; `read()` gives the answers, `change(answers)` takes new ones; `finish()` ends
   * the paper; `go(place)` moves on; `words`: keys of the sentences {finish, before} that differ; `prefix` tells the
   * places of practice from those of a paper that counts.
   */
  constructor({ paper, read, change, finish, go, words, prefix = "" }) {
    Object.assign(this, { paper, read, change, finish, go, words, prefix });
    this.predictionAt = `${prefix}du-doan`;
    this.checkAt = `${prefix}kiem-tra`;
    this.places = paper.questions.map((_, i) => this.placeOf(i));
    if (paper.prediction) this.places.push(this.predictionAt);
    this.places.push(this.checkAt);
    this.hasChecked = false;
  }

  placeOf(index) {
    return `${this.prefix}cau-${index + 1}`;
  }

  has(place) {
    return this.places.includes(place);
  }

  /** Shows a place; the first question where there is no such place. */
  draw(place, options) {
    this.place = this.has(place) ? place : this.places[0];
    const index = this.places.indexOf(this.place);
    if (this.place === this.checkAt) this.drawCheck(options);
    else if (this.place === this.predictionAt) this.drawPrediction(options);
    else this.drawQuestion(index, options);
  }

  drawQuestion(index, options) {
    const form = () => h("form", { class: "question", onsubmit: (event) => event.preventDefault() }, this.question(index));
    show(() => [this.progress(index), [form(), this.steps(index), this.overview()]], options);
  }

  progress(index) {
    return say("sheet.progress", { n: index + 1, of: this.paper.questions.length });
  }

  question(index) {
    const question = this.paper.questions[index];
    const legend = h("legend", {}, heading(
      h("span", { class: "caption" }, this.progress(index)), " ", h("span", { lang: "vi" }, question.text)));
    return h("fieldset", {}, legend, question.options.map((option, place) => this.option(index, option, place)));
  }

  option(index, { letter, text }, place) {
    const isChosen = this.read().choices[index] === letter;
    const input = h("input", { type: "radio", name: "choice", value: letter, checked: isChosen });
    input.addEventListener("change", () => {
      this.change(withChoice(this.read(), index, letter));
      this.refreshOverview();
    });
    return h("label", { class: "option" }, input, h("span", { class: "letter" }, `${LETTERS[place]}.`), h("span", { lang: "vi" }, text));
  }

  /** Back, on, and straight to the check for who has been there. */
  steps(index, forward = () => this.go(this.places[index + 1])) {
    const last = this.places[index + 1] === this.checkAt;
    return h("div", { class: "buttons" },
      button(last ? say("sheet.to-check") : say("sheet.next"), forward, { kind: "primary" }),
      index > 0 ? button(say("sheet.back"), () => this.go(this.places[index - 1]), { kind: "secondary" }) : null,
      this.hasChecked && !last ? button(say("sheet.to-check"), () => this.go(this.checkAt), { kind: "secondary" }) : null);
  }

  overview() {
    this.list = h("nav", { class: "overview", "aria-labelledby": "overview-title" });
    this.refreshOverview();
    return this.list;
  }

  refreshOverview() {
    while (this.list.firstChild) this.list.removeChild(this.list.firstChild);
    const { choices, prediction } = this.read();
    const marks = Array.from(choices, (letter, i) => this.mark(this.placeOf(i), String(i + 1), letter !== BLANK, say("sheet.question", { n: i + 1 })));
    if (this.paper.prediction) marks.push(this.mark(this.predictionAt, say("sheet.prediction.short"), prediction !== "", say("sheet.prediction.short")));
    const answered = choices.length - blanks(this.read()).length;
    this.list.append(
      h("h2", { id: "overview-title" }, say("sheet.overview", { n: answered, of: choices.length })),
      h("ol", {}, marks),
      h("p", { class: "legend" }, h("span", { class: "box full", "aria-hidden": "true" }), say("sheet.answered"), " ",
        h("span", { class: "box", "aria-hidden": "true" }), say("sheet.blank")),
    );
  }

  mark(place, text, isFull, name) {
    const state = say(isFull ? "sheet.answered" : "sheet.blank");
    const attributes = { href: `#${place}`, class: isFull ? "full" : "", "aria-label": `${name}: ${state}` };
    if (place === this.place) attributes["aria-current"] = "step";
    return h("li", {}, h("a", attributes, text));
  }

  drawPrediction(options) {
    this.written = this.read().prediction;
    show(() => [say("sheet.prediction"), this.askedPrediction(this.places.indexOf(this.predictionAt))], options);
  }

  askedPrediction(index) {
    const input = h("input", {
      id: "prediction", type: "text", inputmode: "numeric", autocomplete: "off", maxlength: "9", class: "short",
      "aria-describedby": "prediction-hint", value: this.written,
    });
    const errors = h("div", {});
    input.addEventListener("input", () => {
      this.written = input.value;
      this.predict(input.value);
    });
    const forward = () => this.leavePrediction(input, errors, () => this.go(this.checkAt));
    const submit = (event) => {
      event.preventDefault();
      forward();
    };
    return [errors, h("form", { class: "question", onsubmit: submit },
      heading(h("span", { class: "caption" }, say("sheet.prediction")), " ", h("label", { for: "prediction" }, this.sentence())),
      h("p", { id: "prediction-hint", class: "hint" }, say("sheet.prediction.hint")), input),
    this.steps(index, forward), this.overview()];
  }

  sentence() {
    const { prediction } = this.paper;
    return prediction[language()] || prediction.vi;
  }

  predict(text) {
    const prediction = readPrediction(text);
    if (prediction === null) return;
    this.change({ ...this.read(), prediction });
    this.refreshOverview();
  }

  leavePrediction(input, errors, leave) {
    while (errors.firstChild) errors.removeChild(errors.firstChild);
    if (readPrediction(input.value) !== null) {
      leave();
      return;
    }
    input.setAttribute("aria-invalid", "true");
    errors.append(errorSummary([{ id: "prediction", text: say("sheet.prediction.wrong") }]));
    focusOn(errors.firstChild);
  }

  drawCheck(options) {
    this.hasChecked = true;
    const before = this.places[this.places.length - 2];
    show(() => [say("sheet.check"), [
      heading(say("sheet.check")),
      this.warning(),
      h("dl", { class: "answers" }, this.paper.questions.map((question, i) => this.row(question, i)), this.predictionRow()),
      h("p", {}, say(this.words.before)),
      h("div", { class: "buttons" }, button(say(this.words.finish), this.finish, { kind: "primary big" }),
        button(say("sheet.back"), () => this.go(before), { kind: "secondary" })),
    ]], options);
  }

  warning() {
    const empty = blanks(this.read());
    const missing = this.paper.prediction && this.read().prediction === "";
    if (!empty.length && !missing) return notice("done", h("p", {}, say("sheet.all-answered")));
    const links = empty.map((i) => h("a", { href: `#${this.placeOf(i)}` }, say("sheet.question", { n: i + 1 })));
    if (missing) links.push(h("a", { href: `#${this.predictionAt}` }, say("sheet.prediction")));
    return notice("warn", h("h2", {}, say("sheet.blanks", { n: links.length })),
      h("ul", { class: "inline" }, links.map((link) => h("li", {}, link))), h("p", {}, say("sheet.blanks.may")));
  }

  row(question, index) {
    const choice = shownChoice(question, this.read().choices[index]);
    return this.line(this.placeOf(index), say("sheet.question", { n: index + 1 }), question.text, choice);
  }

  predictionRow() {
    if (!this.paper.prediction) return null;
    return this.line(this.predictionAt, say("sheet.prediction"), this.sentence(), this.read().prediction || null);
  }

  line(place, name, text, answer) {
    return h("div", {},
      h("dt", {}, h("span", { class: "caption" }, name), " ", h("span", { lang: place === this.predictionAt ? language() : "vi" }, text)),
      h("dd", {}, answer ? h("strong", { lang: "vi" }, answer) : h("em", {}, say("sheet.blank")),
        h("a", { href: `#${place}`, "aria-label": say("sheet.change.name", { name }) }, say("sheet.change"))));
  }
}
