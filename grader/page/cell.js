/** A cell's text: the reader's, or as it was released. */

/**
 * @import { Answers } from "./answers.js"
 * @import { Edits } from "./edits.js"
 * @import { CellText } from "./types.js"
 */

import { nameOf } from "./answers.js";
import { CARRY_OVER } from "./carry_over.js";

const FILENAMES = { setup: "setup", "carry-over": "functions of earlier chapters", hidden: "the page itself", scratch: "the example" };

export class Cell {
  #edits;
  #answers;

  /**
   * @param {CellText} released
   * @param {Answers | null} answers Null where there are none.
   * @param {Pick<Edits, "get" | "set">} edits What the reader made of cells that are no answers.
   */
  constructor(released, answers, edits) {
    this.id = released.id;
    this.kind = released.kind;
    this.name = released.name;
    this.names = released.names ?? [];
    this.source = released.source;
    this.draws = released.draws ?? false;
    this.#answers = answers;
    this.#edits = edits;
    /** The name under which its text is kept, or null. */
    this.key = answers && nameOf(released);
  }

  /** How tracebacks name it. */
  get filename() {
    if (this.kind === "exercise" || this.kind === "plain") return this.name ?? `cell ${this.id}`;
    return FILENAMES[this.kind];
  }

  /** What the cell holds until the reader changes it. */
  get original() {
    return (this.kind === CARRY_OVER && this.#answers?.carriedOver(this.names)) || this.source;
  }

  /** Its present text. */
  get text() {
    return this.#changed ?? this.original;
  }

  set text(text) {
    // what is composed of other answers is none of its own: it goes on following them
    if (this.key !== null) this.#answers?.set(this.key, text === this.original ? this.source : text);
    else this.#edits.set(this.id, this.source, text);
  }

  get #changed() {
    return this.key === null ? this.#edits.get(this.id, this.source) : (this.#answers?.get(this.key) ?? null);
  }

  /** Whether its text is the released one. */
  get released() {
    return this.text.trimEnd() === this.source.trimEnd();
  }
}
