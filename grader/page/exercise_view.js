/** An exercise on the page: its editor, Run & check, and the feedback. */

import { CellView, missingSentence, problemsAbove } from "./cell_view.js";
import { element } from "./element.js";

export class ExerciseView extends CellView {
  #answers;

  constructor(place, cell, context) {
    super(place, cell, context, "Run & check");
    this.#answers = context.answers;
    const outputs = element("div", { class: "cell_output" });
    this.feedback = element("div", { class: "feedback", role: "region", "aria-live": "polite", "aria-label": `Feedback on ${cell.name}` });
    this.addBar(this.runButton, this.stopButton, this.resetButton, this.copyButton).after(outputs, this.feedback);
    this.addOutputs(outputs);
  }

  /** Run the cell and check its function. */
  async perform() {
    const text = this.cell.text;
    const { problems, error } = await this.runAll();
    const above = problemsAbove(problems);
    if (error) return this.#showError(error, above, text);
    this.say("Checking…");
    this.#showReport(await this.session.report(this.cell), above, text);
  }

  begins() {
    delete this.feedback.dataset.outcome;
    this.feedback.setAttribute("aria-busy", "true");
  }

  #showOutcome(outcome, ...content) {
    this.feedback.replaceChildren(...content);
    this.feedback.removeAttribute("aria-busy");
    this.feedback.dataset.outcome = outcome;
    this.say("");
  }

  #keepOutcome(outcome, points, text) {
    this.#answers.setOutcome(this.cell.name, outcome, points, text);
  }

  #showReport({ outcome, points, html, says, missing, unwritten }, above, text) {
    const report = element("div", { class: "report" });
    if (html) report.innerHTML = html;
    const lines = [above, says];
    if (missing.length) lines.push(missingSentence(missing));
    if (unwritten.length) lines.push(`It calls ${unwritten.join(" and ")}, still to be written.`);
    this.#showOutcome(outcome, ...notes(lines), ...(html ? [report] : []));
    this.#keepOutcome(outcome, points, text);
  }

  #showError(error, above, text) {
    const said = element("pre", { class: "traceback", tabindex: "0" }, error.text);
    const head = `Your code did not run, so ${this.cell.name} could not be checked.`;
    this.#showOutcome("error", ...notes([head, above]), said);
    this.#keepOutcome("error", 0, text);
  }

  /** It was stopped, or Python is not there: that says nothing of the answer, whose last outcome stays. */
  failed(sentence) {
    this.#showOutcome("error", ...notes([sentence]));
  }

  wasReset() {
    super.wasReset();
    delete this.feedback.dataset.outcome;
    this.feedback.replaceChildren();
    this.outputs.clear();
  }
}

function notes(lines) {
  return lines.filter(Boolean).map((line) => element("p", { class: "note" }, line));
}
