/** The example of a failed check: copied with one click, or run in a cell of its own below the feedback. */

/**
 * @import { Session } from "./session.js"
 * @import { RunnablePage } from "./types.js"
 */

import { Cell } from "./cell.js";
import { button, element } from "./element.js";
import { PlainView } from "./plain_view.js";

const COPY = "Copy it";

/** What an exercise does with the example of its last check. */
export class Example {
  #name;
  #page;
  #session;
  #after;
  /** @type {PlainView | null} The cell, once it was wanted. */
  #view = null;

  /**
   * @param {string} name The exercise.
   * @param {{page: RunnablePage, session: Session}} context
   * @param {HTMLElement} after Below what its cell is put.
   */
  constructor(name, { page, session }, after) {
    this.#name = name;
    this.#page = page;
    this.#session = session;
    this.#after = after;
  }

  /**
   * Put the buttons below the example of a report, if it has one.
   * @param {HTMLElement} report
   */
  offer(report) {
    const place = report.querySelector("pre.example");
    const code = place?.textContent;
    if (!place || !code) return;
    const copyButton = button(COPY, () => copy(code, copyButton), { class: "cell-button" });
    const runButton = button("Run it here", () => this.#run(code), { class: "cell-button" });
    place.after(element("div", { class: "example-actions" }, runButton, copyButton));
  }

  /** @param {string} code */
  async #run(code) {
    this.#view ??= this.#newView();
    this.#view.cell.text = code;
    await this.#view.edit(true);
    this.#view.showText();
    await this.#view.start();
  }

  #newView() {
    const id = `scratch-${this.#name}`;
    const cell = new Cell({ id, kind: "scratch", name: null, source: "" }, null, inMemory());
    this.#session.add(cell, this.#name);
    const code = element("div", { class: "cell_input" }, element("div", { class: "highlight" }, element("pre")));
    const place = element("div", { class: "cell scratch", "data-cell": id }, code);
    this.#after.after(place);
    return new PlainView(place, cell, { page: this.#page, session: this.#session, answers: null });
  }
}

/** The text of a cell that lasts as long as the page. */
function inMemory() {
  let kept = "";
  return { get: () => kept, set: (/** @type {string} */ _id, /** @type {string} */ _source, /** @type {string} */ text) => (kept = text) };
}

/**
 * @param {string} code
 * @param {HTMLButtonElement} copyButton
 */
async function copy(code, copyButton) {
  try {
    await navigator.clipboard.writeText(code);
    copyButton.textContent = "Copied";
  } catch {
    copyButton.textContent = "Not copied";
  }
  setTimeout(() => (copyButton.textContent = COPY), 1500);
}
