/**
 * Two devices, one paper: what is stored beside what is here, and the person's choice between them.
 */
import { differences } from "./answers.js";
import { moment } from "./format.js";
import { button, h } from "./parts.js";
import { shownChoice } from "./sheet.js";
import { say } from "./site.js";
import { heading, show } from "./stage.js";

const shown = (paper, answers, place) => {
  if (place === "prediction") return answers.prediction || say("sheet.blank");
  return shownChoice(paper.questions[place], answers.choices[place]) || say("sheet.blank");
};

const nameOf = (place) => (place === "prediction" ? say("sheet.prediction") : say("sheet.question", { n: place + 1 }));

function comparison(paper, here, there) {
  const cell = (label, text) => h("p", {}, h("span", { class: "caption" }, label), " ", h("strong", { lang: "vi" }, text));
  return differences(here, there).map((place) =>
    h("li", { class: "card" }, h("h2", {}, nameOf(place)),
      cell(say("conflict.here"), shown(paper, here, place)),
      cell(say("conflict.there"), shown(paper, there, place))));
}

/** Shows both papers where they differ. `keepHere` and `keepThere` are the two ways on. */
export function showConflict({ paper, here, there, savedAt, keepHere, keepThere }, options) {
  show(() => [say("conflict.title"), [
    heading(say("conflict.title")),
    h("p", {}, say("conflict.text", { at: savedAt ? moment(Date.parse(savedAt)) : "" })),
    h("ul", { class: "plain" }, comparison(paper, here, there)),
    h("div", { class: "buttons" },
      button(say("conflict.keep-here"), keepHere, { kind: "primary" }),
      button(say("conflict.keep-there"), keepThere, { kind: "secondary" })),
  ]], options);
}
