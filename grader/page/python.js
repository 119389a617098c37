/** Python, as the page sees it: a worker that is started, sent one request at a time, and ended. */

/**
 * @import { CheckRequest, Download, Output, OwnAnswers, PageRequest, Progress } from "./types.js"
 * @import { LoadReason, Reply, Report, RunnablePage, RunResult } from "./types.js"
 */

import { CARRY_OVER, newestSources } from "./carry_over.js";
import { keepPython } from "./offline.js";
import { Records } from "./records.js";

/**
 * A request that is being answered.
 * @typedef {object} Waiting
 * @property {number} id
 * @property {(result: any) => void} resolve
 * @property {(error: Error) => void} reject
 * @property {(output: Output) => void} onOutput
 * @property {(download: Download) => void} onDownload
 */

/**
 * Bytes of Pyodide's files, unpacked as the worker counts them. A test keeps them true.
 * @type {Record<string, number>}
 */
const SIZES = {
  "pyodide.mjs": 13931,
  "pyodide.asm.js": 1255688,
  "pyodide.asm.wasm": 10105545,
  "python_stdlib.zip": 2360737,
  "pyodide-lock.json": 112205,
  "numpy-2.0.2-cp312-cp312-pyodide_2024_0_wasm32.whl": 3061133,
};
export const FILES = Object.keys(SIZES);
/** The modules of the session. */
const SOURCES = ["reader.py", "put_off.py", "notebook_syntax.py", "portability.py", "own_solutions.py", "backend.py"];
const TOTAL = Object.values(SIZES).reduce((sum, size) => sum + size);
const LOADING = `Loading Python and NumPy, ${Math.round(TOTAL / 1e6)} MB. Your browser keeps them for the next time.`;

/** A run that was stopped, or a worker that is gone. */
export class Stopped extends Error {}

/** Python or a package did not load. */
export class LoadFailure extends Error {
  /**
   * @param {string} message
   * @param {LoadReason} reason
   */
  constructor(message, reason = "network") {
    super(message);
    this.reason = reason;
  }
}

/** Python itself broke down, for instance for want of memory. */
export class Breakdown extends Error {}

export class Python {
  #page;
  /** @type {Worker | null} */
  #worker = null;
  /** @type {Waiting | null} */
  #waiting = null;
  #anew = false; // whether files of the last time were wrong ones
  #count = 0; // of requests; also the time at which cells ran
  /** @type {Map<string, {text: string, time: number, changed: number}>} What cells ran among shared names, by id. */
  #shared = new Map();
  /** What ran among the names of now. */
  #ran = this.#shared;

  /** @type {OwnAnswers | null} The reader's functions that take the place of the course's. */
  own = null;
  #startedWith = ""; // the same, when Python started
  /** @type {Promise<void> | null} That Python has started; null where nobody has asked for it. */
  #started = null;

  /** @type {(progress: Progress) => void} */
  #onProgress = () => {};
  /** @type {Progress | null} The last one, while Python starts. */
  #progress = null;

  /** Called when Python has started. */
  onStart = () => {};

  /** @param {RunnablePage} page */
  constructor(page) {
    this.#page = page;
  }

  /** @param {(progress: Progress) => void} callback Called while files load; whoever comes late is told how far that is. */
  set onProgress(callback) {
    this.#onProgress = callback;
    if (this.#progress) callback(this.#progress);
  }

  /** @param {Progress | null} progress */
  #tellProgress(progress) {
    this.#progress = progress;
    if (progress) this.#onProgress(progress);
  }

  /** Start Python unless it runs or starts already. */
  start() {
    const own = JSON.stringify(this.own);
    if (own !== this.#startedWith) this.#end(new Stopped());
    this.#startedWith = own;
    this.#started ??= this.#start();
    return this.#started;
  }

  async #start() {
    this.#worker = this.#newWorker();
    /** @type {Record<string, number>} */
    const received = {};
    this.#tellProgress(progressAfter(received));
    await this.#ask({ do: "start", ...this.#places() }, {
      onDownload: ({ name, bytes }) => {
        received[name] = (received[name] ?? 0) + bytes;
        this.#tellProgress(progressAfter(received));
      },
    });
    this.#tellProgress(null);
    this.onStart();
    keepPython(this.#places());
  }

  #newWorker() {
    const worker = new Worker(new URL("worker.js", import.meta.url), { type: "module" });
    worker.addEventListener("message", ({ data }) => this.#receive(data));
    worker.addEventListener("error", (event) => {
      event.preventDefault();
      this.#end(new LoadFailure(event.message || "the worker did not start"));
    });
    return worker;
  }

  #places() {
    const at = (/** @type {string} */ path) => new URL(this.#page.root + path, location.href).href;
    const { archive, packages, pyodide, folder, digests } = this.#page;
    const pyodideUrl = new URL(pyodide, at("")).href;
    return {
      pyodideUrl,
      files: FILES,
      digests: Object.fromEntries(Object.entries(digests).map(([name, digest]) => [pyodideUrl + name, digest])),
      archives: archive ? [at(packages), at(archive)] : [at(packages)],
      sources: SOURCES.map((name) => new URL(name, import.meta.url).href),
      folder: archive ? "" : folder,
      written: this.#written(),
      own: this.own,
      anew: this.#anew,
    };
  }

  /** What the reader wrote, on a page that runs with it. */
  #written() {
    if (this.#page.kind !== "lesson" || !this.#page.ownFunctions) return null;
    const sources = newestSources(new Records(this.#page));
    sources.delete(CARRY_OVER);
    return [...sources.values()];
  }

  /**
   * @param {PageRequest} request
   * @param {Partial<Pick<Waiting, "onOutput" | "onDownload">>} [callbacks]
   * @returns {Promise<any>} What the worker makes of that kind of request.
   */
  #ask(request, { onOutput = () => {}, onDownload = () => {} } = {}) {
    const id = (this.#count += 1);
    return new Promise((resolve, reject) => {
      if (!this.#worker) throw new Stopped();
      this.#waiting = { id, resolve, reject, onOutput, onDownload };
      this.#worker.postMessage({ id, ...request });
    });
  }

  /** @param {Reply} reply */
  #receive({ id, output, progress, failure, result }) {
    if (this.#waiting?.id !== id) return;
    if (output) return this.#waiting.onOutput(output);
    if (progress) return this.#waiting.onDownload(progress);
    if (failure) return this.#fail(failure);
    const { resolve } = this.#waiting;
    this.#waiting = null;
    resolve(result);
  }

  /** @param {NonNullable<Reply["failure"]>} failure */
  #fail({ stage, reason, message }) {
    if (stage === "python") return this.#end(new Breakdown(message));
    this.#anew = reason === "wrong";
    this.#end(new LoadFailure(message, reason ?? "network"));
  }

  /** Stop whatever runs. Python starts anew with the next cell. */
  stop() {
    this.#end(new Stopped());
  }

  /** @param {Error} error What those who wait are told. */
  #end(error) {
    this.#worker?.terminate();
    this.#worker = null;
    this.#started = null;
    this.#progress = null;
    this.#ran = this.#shared = new Map();
    this.#waiting?.reject(error);
    this.#waiting = null;
  }

  /**
   * Have cells run among new names, or among those that the page's cells share.
   * @param {boolean} fresh
   */
  async enter(fresh) {
    this.#ran = fresh ? new Map() : this.#shared;
    await this.#ask({ do: "enter", fresh });
  }

  /**
   * Whether cells use a name that none of them makes, and that one of some other cells does.
   * @param {string[]} sources
   * @param {string[]} others
   * @returns {Promise<boolean>}
   */
  needs(sources, others) {
    return this.#ask({ do: "needs", sources, others });
  }

  /**
   * Whether a cell has run among these names with this text, and no cell above it has changed since.
   * @param {{id: string, text: string}} cell
   * @param {{id: string}[]} above The cells that run before it.
   */
  hasRun(cell, above) {
    const own = this.#ran.get(cell.id);
    if (own?.text !== cell.text) return false;
    return above.every(({ id }) => (this.#ran.get(id)?.changed ?? 0) < own.time);
  }

  /**
   * Run a cell.
   * @param {{id: string, filename: string, text: string, name: string | null}} cell
   * @param {(output: Output) => void} [onOutput] Called with each output as it comes. Without it the cell runs for
   *   what it defines only.
   * @returns {Promise<RunResult>}
   */
  async run({ id, filename, text, name }, onOutput) {
    const onDownload = (/** @type {Download} */ file) =>
      this.#onProgress({ text: `Loading ${file.name.split("-")[0]}…`, share: null });
    const request = /** @type {const} */ ({ do: "run", filename, source: text, name, quiet: !onOutput });
    const result = await this.#ask(request, { onOutput, onDownload });
    this.#note(id, text);
    return result;
  }

  /**
   * @param {string} id
   * @param {string} text
   */
  #note(id, text) {
    const before = this.#ran.get(id);
    const time = this.#count;
    this.#ran.set(id, { text, time, changed: before?.text === text ? before.changed : time });
  }

  /**
   * Check an exercise whose cell has run.
   * @param {Omit<CheckRequest, "modules">} request
   * @returns {Promise<Report>}
   */
  check(request) {
    return this.#ask({ do: "check", modules: this.#page.modules, ...request });
  }
}

/**
 * @param {Record<string, number>} received Bytes by file.
 * @returns {Progress}
 */
function progressAfter(received) {
  const known = Object.keys(SIZES).reduce((sum, name) => sum + Math.min(received[name] ?? 0, SIZES[name]), 0);
  if (known >= TOTAL * 0.999) return { text: "Starting Python…", share: 1 };
  return { text: LOADING, share: known / TOTAL };
}
