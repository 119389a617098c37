/** What the reader changed in cells that are no answers: kept until it is reset, or the cell itself changes. */

/** @import { Records } from "./records.js" */

/** @typedef {Record<string, {source: string, text: string}>} Kept By the cells' ids; `source` is what was changed. */

export class Edits {
  #records;
  #name;
  /** @type {Kept} */
  #kept = {};

  /**
   * @param {string} page The page's path, from the site's root.
   * @param {Records} records
   */
  constructor(page, records) {
    this.#records = records;
    this.#name = `edits:${page}`;
    this.#kept = this.#read();
  }

  /** @returns {Kept} */
  #read() {
    try {
      const found = Object.entries(Object(JSON.parse(this.#records.get(this.#name) ?? "{}")));
      return Object.fromEntries(found.filter(([, one]) => typeof one?.source === "string" && typeof one.text === "string"));
    } catch {
      return {};
    }
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
    const { [id]: _, ...others } = { ...this.#read(), ...this.#kept };
    this.#kept = text === source ? others : { ...others, [id]: { source, text } };
    this.#records.put(this.#name, JSON.stringify(this.#kept));
  }
}
