/** What the reader changed in cells that are no answers: kept until it is reset, or the cell itself changes. */

/** @import { Records } from "./records.js" */

import { Parts } from "./storage.js";

/** @typedef {Record<string, {source: string, text: string}>} Kept By the cells' ids; `source` is what was changed. */

export class Edits {
  #parts;
  /** @type {Kept} */
  #kept;

  /**
   * @param {string} page The page's path, from the site's root.
   * @param {Records} records
   */
  constructor(page, records) {
    this.#parts = new Parts(records.keyOf(`edits:${page}`));
    this.#kept = Object.fromEntries(Object.entries(this.#parts.all()).filter(isEdit));
  }

  /**
   * The reader's text of a cell, or null.
   * @param {string} id
   * @param {string} source The cell as it is released.
   */
  get(id, source) {
    const kept = this.#kept[id];
    return kept?.source === source ? kept.text : null;
  }

  /**
   * Keep a text; the released one is none. Where the browser keeps nothing, it lasts as long as the page.
   * @param {string} id
   * @param {string} source
   * @param {string} text
   */
  set(id, source, text) {
    const edit = text === source ? null : { source, text };
    if (edit) this.#kept[id] = edit;
    else delete this.#kept[id];
    this.#parts.change({ [id]: edit });
  }
}

/**
 * @param {[string, any]} entry
 * @returns {entry is [string, Kept[string]]}
 */
function isEdit(entry) {
  return typeof entry[1]?.source === "string" && typeof entry[1].text === "string";
}
