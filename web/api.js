/**
 * One request to the API and what can come of it: an answer, a Problem (the server said no), or Unreachable.
 */
import { delay } from "./backoff.js";
import { observe } from "./clock.js";
import { language, page, pause } from "./site.js";

/** Where the contest's own routes lie. */
export const BASE = `/api/contests/${page.contest}`;
const PATIENCE = 15000;

/** No answer: no network, or none in time. Whether the server heard is unknown. */
export class Unreachable extends Error {}

/** The server's refusal: an RFC 9457 document, with the sentences for people in both languages. */
export class Problem extends Error {
  constructor(status, document, after) {
    super(document.title || String(status));
    this.status = status;
    this.code = String(document.type || "").split("/").pop();
    this.facts = document.facts || {};
    this.after = after;
    this.document = document;
  }

  get said() {
    return (language() === "en" && this.document.en) || this.document;
  }

  /** The refusal in a few words, in the language that the person reads. */
  get title() {
    return this.said.title || "";
  }

  /** The sentence for the person, likewise. */
  get sentence() {
    return this.said.detail || this.title;
  }

  /** What to quote when asking the organizers: the first digits of the id that is on every line about this request. */
  get trace() {
    return String(this.document.trace || "").slice(0, 8);
  }
}

/** Whether the same request may succeed a little later. */
export const isPassing = (error) => error instanceof Unreachable || error.status === 429 || error.status >= 500;

export const isProblem = (error, code) => error instanceof Problem && error.code === code;

/** Whether the paper was saved elsewhere since, or moved to another device; the facts tell which, and what is stored. */
export const isElsewhere = (error) => isProblem(error, "elsewhere") || isProblem(error, "moved");

const afterOf = (response) => 1000 * (parseInt(response.headers.get("Retry-After"), 10) || 0);

async function bodyOf(response) {
  if (response.status === 204) return null;
  try {
    return await response.json();
  } catch (error) {
    // A gateway or a proxy of some hotel may answer in HTML. With a good status that is no answer of ours.
    if (response.ok) throw new Unreachable("not JSON");
    return {};
  }
}

async function fetchInTime(path, options) {
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), PATIENCE);
  try {
    const sent = performance.now();
    const response = await fetch(BASE + path, { ...options, signal: stop.signal });
    observe(parseInt(response.headers.get("Server-Time"), 10), sent, performance.now());
    return { response, body: await bodyOf(response) };
  } catch (error) {
    throw new Unreachable(String(error));
  } finally {
    clearTimeout(timer);
  }
}

/** Sends one request. Throws Problem or Unreachable. */
export async function request(method, path, content) {
  const options = { method, credentials: "same-origin", cache: "no-store", headers: { Accept: "application/json" } };
  if (content !== undefined) {
    options.headers["Content-Type"] = "application/json";
    options.body = JSON.stringify(content);
    // A save that is under way when the page is closed or put aside still reaches the server.
    options.keepalive = true;
  }
  const { response, body } = await fetchInTime(path, options);
  if (!response.ok) throw new Problem(response.status, body, afterOf(response));
  return body;
}

/**
 * What `ask()` gives, asked for again a few times while the server is too busy or the network fails. `again()` is told of
 * each failure. How long to wait after too many guesses is up to the person, who is told until when: that is thrown.
 */
export async function patiently(ask, again = () => {}) {
  for (let failures = 0; ; failures += 1) {
    try {
      return await ask();
    } catch (error) {
      if (!isPassing(error) || error.code === "too-many" || (error.facts && error.facts.until) || failures === 4) throw error;
      again();
      await pause(delay(failures, { after: error.after, longest: 8000 }));
    }
  }
}

/** 32 hex digits that name one request, so that the server knows its repetition. */
export function newNonce() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
