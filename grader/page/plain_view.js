/** A cell that uses what others define, or a cell of a lesson: it runs, and can be changed. */

import { CellView, meaningOf, problemsAbove } from "./cell_view.js";
import { button, element } from "./element.js";

export class PlainView extends CellView {
  constructor(place, cell, context) {
    super(place, cell, context, "Run");
    this.editButton = button("Edit", () => this.edit(true), { class: "cell-button" });
    this.addBar(this.runButton, this.stopButton, this.editButton, this.resetButton, this.copyButton);
    if (cell.kind === "plain") this.bar.append(element("span", { class: "cell-number" }, cell.filename));
    this.addOutputs(place.querySelector(".cell_output") ?? this.#makeOutput());
  }

  #makeOutput() {
    const made = element("div", { class: "cell_output docutils container" });
    this.place.append(made);
    return made;
  }

  async edit(point) {
    await super.edit(point);
    this.editButton.hidden = this.editor !== null;
  }

  /** Run the cell. */
  async perform() {
    const { problems, error } = await this.runAll();
    const meaning = error ? meaningOf(error, this.session) : null;
    if (error) this.outputs.error(error.text);
    this.say([meaning, problemsAbove(problems)].filter(Boolean).join(" ") || (error ? "" : "Done."));
  }

  /** It was stopped, or Python is not there. */
  failed(sentence) {
    this.say(sentence);
  }
}
