/** The order in which the cells of a page run: one at a time, and first whatever above them has not run yet. */

import { Breakdown, LoadFailure, Runner, Stopped } from "./runner.js";

/**
 * A cell as it runs.
 * @typedef {object} Cell
 * @property {string} id
 * @property {"setup"|"carry-over"|"exercise"|"plain"|"hidden"} kind
 * @property {string|null} name The exercise.
 * @property {string} filename How tracebacks name it.
 * @property {string} text Its present text.
 * @property {boolean} released Whether that is the text as it was released.
 * @property {boolean} [draws] Whether the released text does nothing but draw.
 */

export class Session {
  #runner;
  #cells;
  #last = Promise.resolve();
  #round = 0; // counts stops: what was waiting then does not run

  /**
   * @param {object} page The page's description.
   * @param {Cell[]} cells All of them, in order.
   */
  constructor(page, cells) {
    this.#runner = new Runner(page);
    this.#cells = cells;
  }

  /**
   * Do something with Python when what came before is done.
   * @param {function} task
   * @param {function({text, share})} onProgress
   */
  perform(task, onProgress) {
    const round = this.#round;
    const turn = this.#last.then(async () => {
      if (round !== this.#round) throw new Stopped();
      this.#runner.onProgress = onProgress;
      await this.#runner.start();
      return task();
    });
    this.#last = turn.catch(() => {});
    return turn;
  }

  /** Stop what runs and what waits. */
  stop() {
    this.#round += 1;
    this.#runner.stop();
  }

  /**
   * The cells that run before a cell: all above it, or what an exercise builds on. As they were released, a carry-over
   * cell would only raise an error, and some cells only draw.
   */
  above(cell) {
    const all = this.#cells.slice(0, this.#cells.indexOf(cell));
    const needed = cell.kind === "exercise" || cell.kind === "carry-over" ? all.filter(({ kind }) => kind !== "plain") : all;
    return needed.filter(({ kind, released, draws }) => !(released && (kind === "carry-over" || draws)));
  }

  /**
   * Run what above a cell has not run with its present text.
   * @param {Cell} cell
   * @param {function(number, number)} onStep Told which one runs, of how many.
   * @returns {Promise<{cell: Cell, error: object}[]>} What went wrong there.
   */
  async runAbove(cell, onStep) {
    const problems = [];
    const above = this.above(cell);
    for (const [position, earlier] of above.entries()) {
      if (this.#runner.hasRun(earlier, this.above(earlier))) continue;
      onStep(position + 1, above.length);
      const { error } = await this.#runner.run(earlier);
      if (error && earlier.kind !== "hidden") problems.push({ cell: earlier, error });
    }
    return problems;
  }

  /** Run a cell itself. */
  run(cell, onOutput) {
    return this.#runner.run(cell, onOutput);
  }

  /** Check an exercise whose cell has just run. */
  report(cell) {
    const stubs = this.#cells.filter((other) => other.kind === "exercise" && other !== cell && other.released);
    return this.#runner.report({ name: cell.name, source: cell.text, carried: this.carried, stubs: stubs.map(({ name }) => name) });
  }

  /** The functions of earlier chapters that the page asks for. */
  get carried() {
    return this.#cells.find(({ kind }) => kind === "carry-over")?.names ?? [];
  }
}

/**
 * Say what became of a run that Python did not end itself.
 * @param {Error} error
 * @returns {string|null} A sentence for the reader; null for an error of the page's own.
 */
export function sentenceFor(error, page) {
  if (error instanceof Stopped) return "Stopped. The next run starts Python anew, and first runs the cells above.";
  if (error instanceof LoadFailure) return loadSentence(error, page);
  if (error instanceof Breakdown) {
    return `Python broke down (${error.message.split("\n")[0].slice(0, 120)}). The next run starts it anew. If it happens again, this code may need more memory than the browser gives.`;
  }
  return null;
}

function loadSentence({ message }, page) {
  const host = new URL(page.pyodide, new URL(page.root, location.href)).host;
  const cause = navigator.onLine
    ? `Python could not be loaded from ${host}. The connection may have failed, or something between may block that host.`
    : "Python could not be loaded: this device is offline.";
  const instead = page.kind === "exercises" ? " You can also download the notebook and work on your own machine; what you wrote here is kept." : "";
  return `${cause} Try again.${instead} (${message})`;
}
