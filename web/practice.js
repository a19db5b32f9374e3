/**
 * Practice: the same pages over a bank that carries its key openly; marked here at once, as often as one likes. Nothing
 * leaves this device.
 */
import { BLANK, blankAnswers } from "./answers.js";
import { now } from "./clock.js";
import { countdown } from "./countdown.js";
import { button, facts, h, notice } from "./parts.js";
import { Sheet, shownChoice } from "./sheet.js";
import { page, say, sayIn } from "./site.js";
import { announce, heading, show } from "./stage.js";

const bar = document.getElementById("bar");

/** The list in an order drawn evenly (Fisher and Yates). */
export function shuffled(list, random = Math.random) {
  const result = [...list];
  for (let i = result.length - 1; i > 0; i -= 1) {
    const j = Math.floor(random() * (i + 1));
    [result[i], result[j]] = [result[j], result[i]];
  }
  return result;
}

function asked(question, random) {
  const options = Object.keys(question.options).sort().map((letter) => ({ letter, text: question.options[letter] }));
  return { ...question, options: question.fixed ? options : shuffled(options, random) };
}

/** A paper drawn from the practice bank. */
export function drawPaper(bank, random = Math.random) {
  const questions = shuffled(bank.questions, random).slice(0, bank.paper.questions);
  return { questions: questions.map((question) => asked(question, random)), prediction: page.prediction };
}

export class Practice {
  /** `bank`: practice.json. `go`, `replace` navigate; `leave` and `again` are the ways on after the marking. */
  constructor({ round, bank, go, replace, leave, again }) {
    Object.assign(this, { round, bank, go, replace, leave, again });
    this.paper = drawPaper(bank);
    this.answers = blankAnswers(this.paper.questions.length);
    this.block = null;
    this.sheet = new Sheet({
      paper: this.paper,
      read: () => this.answers,
      change: (answers) => {
        this.answers = answers;
      },
      finish: () => this.mark(),
      go,
      words: { finish: "practice.mark", before: "practice.before" },
      prefix: "thu-",
    });
  }

  begin() {
    bar.hidden = false;
    bar.dataset.state = "practice";
    sayIn(document.getElementById("save"), "practice.bar");
    this.stopClock = countdown(now() + this.bank.paper.limit_s * 1000, {
      draw: (face) => {
        document.getElementById("left").textContent = face;
      },
      announce,
      over: () => this.mark(),
    });
  }

  close() {
    this.stopClock();
    bar.hidden = true;
  }

  /** Practice keeps nothing. */
  async abandon() {
    this.close();
  }

  draw(place, options) {
    if (this.block) this.block(options);
    else this.sheet.draw(place, options);
  }

  mark() {
    this.close();
    this.block = (options) => this.showMarks(options);
    this.replace("thu-ket-qua");
  }

  showMarks(options) {
    const { questions } = this.paper;
    const right = questions.filter((question, i) => this.answers.choices[i] === question.right).length;
    show(() => [say("practice.result"), [
      notice("done big", heading(say("practice.result")), h("p", { class: "code" }, `${right}/${questions.length}`), h("p", {}, say("practice.note"))),
      h("div", { class: "buttons" }, button(say("practice.again"), this.again, { kind: "primary" }),
        button(say("receipt.leave"), this.leave, { kind: "secondary" })),
      h("ol", { class: "plain" }, questions.map((question, i) => this.marked(question, i))),
    ]], options);
  }

  marked(question, index) {
    const letter = this.answers.choices[index];
    const isRight = letter === question.right;
    const verdict = say(isRight ? "practice.right" : letter === BLANK ? "practice.blank" : "practice.wrong");
    return h("li", { class: "card" },
      h("h2", {}, h("span", { class: "caption" }, `${say("sheet.question", { n: index + 1 })} – ${isRight ? "✓" : "✗"} ${verdict}`), " ",
        h("span", { lang: "vi" }, question.text)),
      facts([
        letter === BLANK || isRight ? null : [say("practice.yours"), h("span", { lang: "vi" }, shownChoice(question, letter))],
        [say("practice.key"), h("strong", { lang: "vi" }, shownChoice(question, question.right))],
        question.explanation ? [say("practice.why"), h("span", { lang: "vi" }, question.explanation)] : null,
        question.source ? [say("practice.source"), h("span", { lang: "vi" }, question.source)] : null,
      ]));
  }
}
