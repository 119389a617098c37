/**
 * The order in which the cells of a page run: one at a time, and first whatever above them has not run yet.
 *
 * An answer runs and is checked as it would be graded: among new names, after the set-up cell and the kept answers
 * above it. What a cell to read defines counts, as it was released, only if an answer lacks it.
 */

/**
 * @import { Cell } from "./cell.js"
 * @import { CellError, Output, OwnAnswers, Progress, Report, RunnablePage } from "./types.js"
 */

/**
 * What of a cell is needed to run it.
 * @typedef {Pick<Cell, "id" | "kind" | "filename" | "text" | "name">} Runnable
 */

/**
 * What went wrong in a cell above the one that was to run.
 * @typedef {{cell: Runnable, error: CellError}} ErrorAbove
 */

import { tidied } from "./characters.js";
import { CARRY_OVER } from "./carry_over.js";
import { savesData } from "./offline.js";
import { Python, Stopped } from "./python.js";

const SCRATCH = "scratch";

export class Session {
  #python;
  #cells;
  /** @type {Promise<unknown>} */
  #last = Promise.resolve();
  #round = 0; // counts stops: what was waiting then does not run

  /**
   * @param {RunnablePage} page
   * @param {Cell[]} cells All of them, in order.
   */
  constructor(page, cells) {
    this.#python = new Python(page);
    this.#cells = cells;
  }

  /**
   * Take in a cell that the page has made; no other cell needs it.
   * @param {Cell} cell
   * @param {string} name The exercise below which it stands.
   */
  add(cell, name) {
    this.#cells.splice(this.#cells.findIndex((other) => other.name === name) + 1, 0, cell);
  }

  /** @param {OwnAnswers | null} own The reader's functions that take the place of the course's from the next run on. */
  set own(own) {
    this.#python.own = own;
  }

  /** @param {() => void} callback Called whenever Python has started. */
  set onStart(callback) {
    this.#python.onStart = callback;
  }

  /** Start Python while the reader writes what will run. What goes wrong is said by the run itself. */
  prepare() {
    if (!savesData()) this.#python.start().catch(() => {});
  }

  /**
   * Do something with Python when what came before is done.
   * @param {() => Promise<void>} task
   * @param {(progress: Progress) => void} onProgress Told what is loading.
   */
  inTurn(task, onProgress) {
    const round = this.#round;
    const turn = this.#last.then(async () => {
      if (round !== this.#round) throw new Stopped();
      this.#python.onProgress = onProgress;
      await this.#python.start();
      await task();
    });
    this.#last = turn.catch(() => {});
    return turn;
  }

  /** Stop what runs and what waits. */
  stop() {
    this.#round += 1;
    this.#python.stop();
  }

  /** Stop everything, and start Python anew: nothing has run then. */
  restart() {
    this.stop();
    return this.inTurn(async () => {}, () => {});
  }

  /**
   * The cells that run before a cell: all above it, or what an exercise builds on. As they were released, a carry-over
   * cell would only raise an error, and some cells only draw.
   * @param {Runnable} cell
   * @returns {Cell[]}
   */
  #above(cell) {
    const all = this.#before(cell);
    const needed = runsAlone(cell) ? all.filter(({ kind }) => kind !== "plain") : all;
    return needed.filter(({ kind, released, draws }) => kind !== SCRATCH && !(released && (kind === CARRY_OVER || draws)));
  }

  /** @param {Runnable} cell */
  #before({ id }) {
    return this.#cells.slice(0, this.#cells.findIndex((other) => other.id === id));
  }

  /**
   * Go where a cell is to run, and tell what runs there before it.
   * @param {Cell} cell
   * @returns {Promise<Runnable[]>}
   */
  async #enter(cell) {
    await this.#python.enter(runsAlone(cell));
    const above = this.#above(cell);
    if (!runsAlone(cell)) return above;
    const toRead = this.#before(cell).filter(({ kind }) => kind === "plain");
    const sources = [...above, cell].map(({ text }) => text);
    if (!(await this.#python.needs(sources, toRead.map(({ source }) => source)))) return above;
    const all = this.#before(cell).filter((other) => above.includes(other) || toRead.includes(other));
    return all.map((other) => (other.kind === "plain" ? asReleased(other) : other));
  }

  /**
   * Run what above a cell has not run with its present text.
   * @param {Cell} cell
   * @param {(step: string) => void} onStep Told which one runs, of how many: "2 of 5".
   * @returns {Promise<ErrorAbove[]>}
   */
  async runAbove(cell, onStep) {
    const errors = [];
    const above = await this.#enter(cell);
    for (const [position, earlier] of above.entries()) {
      if (this.#python.hasRun(asRun(earlier), this.#above(earlier))) continue;
      onStep(`${position + 1} of ${above.length}`);
      const { error } = await this.#python.run(asRun(earlier));
      if (error && earlier.kind !== "hidden") errors.push({ cell: earlier, error });
    }
    return errors;
  }

  /**
   * Run a cell itself.
   * @param {Cell} cell
   * @param {(output: Output) => void} onOutput
   */
  run(cell, onOutput) {
    return this.#python.run(asRun(cell), onOutput);
  }

  /**
   * Check an exercise whose cell has just run.
   * @param {string} name
   * @param {string} source What has run.
   * @returns {Promise<Report>}
   */
  check(name, source) {
    const others = this.#cells.filter((cell) => cell.name !== name && cell.released);
    const stubs = others.flatMap((cell) => cell.name ?? []);
    return this.#python.check({ name, source: tidied(source), carried: this.carried, stubs });
  }

  /** The functions of earlier chapters that the page asks for. */
  get carried() {
    return this.#cells.find(({ kind }) => kind === CARRY_OVER)?.names ?? [];
  }
}

/**
 * Whether a cell runs among new names: an answer, and a call of one that the reader tries.
 * @param {Pick<Runnable, "kind">} cell
 */
function runsAlone({ kind }) {
  return kind === "exercise" || kind === CARRY_OVER || kind === SCRATCH;
}

/**
 * A cell as it runs: telephones type characters that Python cannot read.
 * @param {Runnable} cell
 * @returns {Runnable}
 */
function asRun({ id, kind, filename, text, name }) {
  return { id, kind, filename, text: tidied(text), name };
}

/**
 * A cell to read as it was released; what goes wrong in it is not the reader's.
 * @param {Cell} cell
 * @returns {Runnable}
 */
function asReleased({ id, filename, source }) {
  return { id, kind: "hidden", filename, text: source, name: null };
}
