/** A cell that uses what others define, or a cell of a lesson: it runs, and can be changed. */

/**
 * @import { Answers } from "./answers.js"
 * @import { Cell } from "./cell.js"
 * @import { Ran } from "./cell_view.js"
 * @import { Session } from "./session.js"
 * @import { RunnablePage } from "./types.js"
 */

import { CellView } from "./cell_view.js";
import { button, element } from "./element.js";
import { meaningOf, sentenceAbove } from "./explanations.js";
import { sentenceOnOwn } from "./own_functions.js";

export class PlainView extends CellView {
  /**
   * @param {HTMLElement} place
   * @param {Cell} cell
   * @param {{page: RunnablePage, session: Session, answers: Answers | null}} context
   */
  constructor(place, cell, context) {
    super(place, cell, context, { run: "Run", outputs: outputsOf(place) });
    this.editButton = button("Edit", () => this.edit(true), { class: "cell-button" });
    const bar = this.addBar(this.runButton, this.stopButton, this.editButton, this.resetButton, this.copyButton);
    if (cell.kind === "plain") bar.append(element("span", { class: "cell-number" }, cell.filename));
  }

  /**
   * @override
   * @param {{x: number, y: number} | true} [point]
   */
  async edit(point) {
    await super.edit(point);
    this.editButton.hidden = this.editor !== null;
  }

  /**
   * Say what an error means; the error itself stands among the outputs.
   * @override
   * @param {Ran} ran
   */
  async tell({ above, error, own }) {
    if (error) this.outputs.error(error.text);
    const meaning = error && meaningOf(error, this.session.carried);
    const said = [meaning, sentenceAbove(above), sentenceOnOwn(own)].filter(Boolean).join(" ");
    this.say(said || (error ? "" : "Done."));
    return null;
  }
}

/**
 * The place of a cell's outputs, made if the built page has none.
 * @param {HTMLElement} place
 * @returns {HTMLElement}
 */
function outputsOf(place) {
  /** @type {HTMLElement | null} */
  const built = place.querySelector(".cell_output");
  if (built) return built;
  const made = element("div", { class: "cell_output docutils container" });
  place.append(made);
  return made;
}
