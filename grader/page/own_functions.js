/** The reader's own functions in the lessons and on the cover: which there are, and the switch that has cells run with them. */

/**
 * @import { PlainView } from "./plain_view.js"
 * @import { Records } from "./records.js"
 * @import { Session } from "./session.js"
 * @import { CoverPage, LessonPage, OwnAnswers } from "./types.js"
 */

import { newestEntries } from "./carry_over.js";
import { element, find } from "./element.js";
import { inWords } from "./explanations.js";

const KEY = "own-functions";

/**
 * The reader's answers to exercises that a page runs with.
 * @param {string[]} names
 * @param {Records} records
 * @returns {OwnAnswers}
 */
export function ownAnswers(names, records) {
  /** @type {OwnAnswers} */
  const own = { passed: {}, failing: {} };
  const entries = newestEntries(records);
  for (const name of names) {
    const entry = entries.get(name);
    if (!entry) continue;
    const passes = entry.outcome === "passed" && entry.checked === entry.source;
    (passes ? own.passed : own.failing)[name] = entry.source;
  }
  return own;
}

/**
 * Say on the cover how many of the functions in its network are the reader's already.
 * @param {CoverPage} page
 * @param {Records} records
 */
export function countOnCover(page, records) {
  const place = find(document, ".own-count");
  const update = () => {
    const yours = Object.keys(ownAnswers(page.uses, records).passed).length;
    const all = page.uses.length;
    if (yours === all) place.textContent = `All ${all} functions in this network are yours.`;
    else if (yours) place.textContent = `${yours} of the ${all} functions in this network ${yours > 1 ? "are" : "is"} yours.`;
  };
  addEventListener("storage", update);
  addEventListener("pageshow", update);
  update();
}

/**
 * Let the switch of a lesson work.
 * @param {LessonPage} page
 * @param {Records} records
 * @param {Session} session
 * @param {PlainView[]} views
 */
export function offerOwnFunctions(page, records, session, views) {
  const place = document.querySelector(".own-switch");
  if (place instanceof HTMLElement) new OwnSwitch(place, page, records, session, views);
}

class OwnSwitch {
  #input;
  #says;
  #page;
  #records;
  #session;
  #views;

  /**
   * @param {HTMLElement} place
   * @param {LessonPage} page
   * @param {Records} records
   * @param {Session} session
   * @param {PlainView[]} views
   */
  constructor(place, page, records, session, views) {
    this.#page = page;
    this.#records = records;
    this.#session = session;
    this.#views = views;
    this.#says = element("span", { class: "own-says", role: "status" });
    this.#input = element("input", { type: "checkbox", role: "switch" });
    const label = element("label", {}, this.#input, " with my functions");
    place.replaceChildren(label, this.#says);
    this.#input.checked = records.get(KEY) === "on";
    this.#input.addEventListener("change", () => this.#changed());
    addEventListener("storage", () => this.#update());
    addEventListener("pageshow", () => this.#update());
    this.#update();
  }

  get #isOn() {
    return this.#input.checked;
  }

  #update() {
    const own = ownAnswers(this.#page.uses ?? [], this.#records);
    this.#session.own = this.#isOn ? own : null;
    this.#says.textContent = this.#sentence(own);
  }

  /** @param {OwnAnswers} own */
  #sentence({ passed, failing }) {
    const [yours, wrong] = [Object.keys(passed), Object.keys(failing)];
    const all = this.#page.uses?.length ?? 0;
    if (!yours.length && !wrong.length) return `None of the ${all} functions of this lesson is yours yet: write one in the exercises.`;
    const count = `${yours.length} of the ${all} functions of this lesson ${yours.length === 1 ? "is" : "are"} yours.`;
    if (!this.#isOn) return count;
    return wrong.length ? `${count} Not passing yet, so the course's run: ${inWords(wrong)}.` : count;
  }

  /** The cells run anew with the functions that are now to be used; without the reader's, what was built is shown again. */
  async #changed() {
    this.#records.put(KEY, this.#isOn ? "on" : "off");
    this.#update();
    this.#session.stop();
    if (!this.#isOn) return this.#views.forEach((view) => view.outputs.restore());
    for (const view of this.#views) {
      const ended = await view.start();
      if (!ended || !this.#isOn) return;
    }
  }
}

/**
 * What is to be said of a cell that has run with the reader's functions, or null.
 * @param {{used: string[], differ: Record<string, string>} | undefined} own
 */
export function sentenceOnOwn(own) {
  if (!own) return null;
  const used = own.used.length ? `Computed with your ${inWords(own.used)}.` : "";
  const differ = Object.entries(own.differ).map(
    ([name, does]) => `Your ${name} does not pass yet and ${does} here: with it, this result would change.`,
  );
  return [used, ...differ].filter(Boolean).join(" ") || null;
}
