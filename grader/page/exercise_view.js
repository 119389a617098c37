/** An exercise on the page: its editor, Run & check, and the feedback. */

/**
 * @import { Answers } from "./answers.js"
 * @import { Cell } from "./cell.js"
 * @import { Ran } from "./cell_view.js"
 * @import { Session } from "./session.js"
 * @import { CellError, Outcome, Report, RunnablePage, Version } from "./types.js"
 */

import { CellView } from "./cell_view.js";
import { element } from "./element.js";
import { Example } from "./example.js";
import { inWords, missingSentence, sentenceAbove } from "./explanations.js";

export class ExerciseView extends CellView {
  #name;
  #answers;
  #announcement;
  #example;

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
    this.feedback = element("div", { class: "feedback", role: "region", "aria-label": label });
    this.#announcement = element("p", { class: "said", role: "status" }); // one sentence; the feedback is for reading
    const bar = this.addBar(this.runButton, this.stopButton, this.resetButton, this.copyButton);
    bar.after(outputs, this.#announcement, this.feedback);
    this.#example = new Example(this.#name, context, this.feedback);
  }

  /** @override */
  begins() {
    delete this.feedback.dataset.outcome;
    this.#announcement.textContent = "";
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
    return this.#tellReport(await this.session.check(this.#name, text), note, text);
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
    this.#announce(`${this.#name} did not run: ${error.type}.`);
    this.#answers.setOutcome(this.#name, "error", 0, text);
    return { outcome: /** @type {Outcome} */ ("error"), points: 0 };
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
    this.#example.offer(report);
    this.#show(outcome, ...notes(lines), ...(html ? [report] : []), ...notes(remarks));
    this.#announce(verdictOf(this.#name, outcome, points));
    this.#answers.setOutcome(this.#name, outcome, points, text);
    return { outcome, points };
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
    this.#announce(sentence);
  }

  /** @param {string} sentence What is said to those who do not see the feedback. */
  #announce(sentence) {
    this.#announcement.textContent = sentence;
  }

  /**
   * What a check of this release said of the version is true again.
   * @override
   * @param {Version} version
   */
  putBack(version) {
    super.putBack(version);
    const { text, outcome, points } = version;
    if (outcome && this.#answers.versions.isCurrent(version)) this.#answers.setOutcome(this.#name, outcome, points ?? 0, text);
  }

  /** @override */
  wasReset() {
    super.wasReset();
    delete this.feedback.dataset.outcome;
    this.feedback.replaceChildren();
    this.outputs.clear();
  }
}

/**
 * What a check came to, in a sentence.
 * @param {string} name
 * @param {Outcome} outcome
 * @param {number} points
 */
function verdictOf(name, outcome, points) {
  const earned = `${Math.round(points * 100) / 100} ${points === 1 ? "point" : "points"}`;
  if (outcome === "passed") return `${name} passes: ${earned}.`;
  return outcome === "partial" ? `${name} passes in part: ${earned} so far.` : `${name} does not pass yet.`;
}

/** @param {(string | null | undefined)[]} lines */
function notes(lines) {
  return lines.flatMap((line) => (line ? [element("p", { class: "note" }, line)] : []));
}
