/**
 * The notice on personal data, and the tick by which somebody agrees to it. The consent names the version that was read.
 */
import { fault } from "./form.js";
import { h } from "./parts.js";
import { language, page, say } from "./site.js";
import { brief } from "./storage.js";

/** The version of the notice in this page; "" where the page was made without one. */
export const version = (page.notice && page.notice_version) || "";

/** Whether somebody has agreed in this tab. Another person on the same phone is asked for themselves. */
export const isGiven = () => !version || brief.read("consent") === version;

export const keepConsent = () => version && brief.write("consent", version);

/** The notice in full. */
export function noticeText() {
  const sections = page.notice[language()] || page.notice.vi;
  const told = (text) => (text.length > 1 ? h("ul", {}, text.map((one) => h("li", {}, one))) : h("p", {}, text[0]));
  return sections.map(({ heading, text }) => [h("h2", {}, heading), told(text)]).flat();
}

/** The notice behind a line to open, and the tick; nothing where somebody has agreed already. `form`: the Form it is in. */
export function askConsent(form) {
  if (isGiven()) return [];
  return [
    h("details", { class: "notice-text" }, h("summary", {}, say("consent.read")), noticeText()),
    form.tick("consent", say("consent.agree"), version),
  ];
}

/** The fault of a form whose person has not agreed. */
export const consentFaults = (values) =>
  isGiven() || values.consent === version ? [] : [fault("consent", "consent.missing")];
