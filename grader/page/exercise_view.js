/** An exercise on the page: its editor, Run & check, and the feedback. */

/**
 * @import { Answers } from "./answers.js"
 * @import { Cell } from "./cell.js"
 * @import { Ran } from "./cell_view.js"
 * @import { Session } from "./session.js"
 * @import { CellError, Outcome, Report, RunnablePage } from "./types.js"
 */

import { CellView } from "./cell_view.js";
import { element } from "./element.js";
import { inWords, missingSentence, sentenceAbove } from "./explanations.js";

export class ExerciseView extends CellView {
  #name;
  #answers;

  /**
   * @param {HTMLElement} place
   * @param {Cell} cell
   * @param {{page: RunnablePage, session: Session, name: string, answers: Answers}} context `name` is the exercise's.
   */
  constructor(place, cell, context) {
    const outputs = element("div", { class: "cell_output" });
    super(place, cell, context, { run: "Run & check", outputs });
    this.#name = context.name;
    this.#answers = context.answers;
    const label = `Feedback on ${this.#name}`;
    this.feedback = element("div", { class: "feedback", role: "region", "aria-live": "polite", "aria-label": label });
    const bar = this.addBar(this.runButton, this.stopButton, this.resetButton, this.copyButton);
    bar.after(outputs, this.feedback);
  }

  /** @override */
  begins() {
    delete this.feedback.dataset.outcome;
    this.feedback.setAttribute("aria-busy", "true");
  }

  /**
   * Check what the cell has defined, and show what came out.
   * @override
   * @param {Ran} ran
   * @param {string} text What has run.
   */
  async tell({ above, error }, text) {
    const note = sentenceAbove(above);
    if (error) return this.#tellError(error, note, text);
    this.say("Checking…");
    this.#tellReport(await this.session.check(this.#name, text), note, text);
  }

  /**
   * @param {CellError} error
   * @param {string | null} note What is to be said of the cells above.
   * @param {string} text
   */
  #tellError(error, note, text) {
    const said = element("pre", { class: "traceback", tabindex: "0" }, error.text);
    const head = `Your code did not run, so ${this.#name} could not be checked.`;
    this.#show("error", ...notes([head, note]), said);
    this.#answers.setOutcome(this.#name, "error", 0, text);
  }

  /**
   * @param {Report} report
   * @param {string | null} note What is to be said of the cells above.
   * @param {string} text
   */
  #tellReport({ outcome, points, html, says, missing, unwritten, remarks }, note, text) {
    const lines = [note, says];
    if (missing.length) lines.push(missingSentence(missing));
    if (unwritten.length) lines.push(`It calls ${inWords(unwritten)}, still to be written.`);
    const report = element("div", { class: "report" });
    report.innerHTML = html ?? "";
    this.#show(outcome, ...notes(lines), ...(html ? [report] : []), ...notes(remarks));
    this.#answers.setOutcome(this.#name, outcome, points, text);
  }

  /**
   * @param {Outcome} outcome
   * @param {...HTMLElement} content
   */
  #show(outcome, ...content) {
    this.feedback.replaceChildren(...content);
    this.feedback.removeAttribute("aria-busy");
    this.feedback.dataset.outcome = outcome;
    this.say("");
  }

  /**
   * Say why nothing was checked. That says nothing of the answer, whose last outcome stays.
   * @override
   * @param {string} sentence
   */
  failed(sentence) {
    this.#show("error", ...notes([sentence]));
  }

  /** @override */
  wasReset() {
    super.wasReset();
    delete this.feedback.dataset.outcome;
    this.feedback.replaceChildren();
    this.outputs.clear();
  }
}

/** @param {(string | null | undefined)[]} lines */
function notes(lines) {
  return lines.flatMap((line) => (line ? [element("p", { class: "note" }, line)] : []));
}
