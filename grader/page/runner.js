/** The page's side of the worker in which Python runs: it starts it, sends it cells one after the other, and ends it. */

/** Bytes of Pyodide's files, unpacked as the worker counts them. tests/site/test_run_and_check.py keeps them true. */
export const SIZES = {
  "pyodide.mjs": 13931,
  "pyodide.asm.js": 1255688,
  "pyodide.asm.wasm": 10105545,
  "python_stdlib.zip": 2360737,
  "pyodide-lock.json": 112205,
  "numpy-2.0.2-cp312-cp312-pyodide_2024_0_wasm32.whl": 3061133,
};
const TOTAL = Object.values(SIZES).reduce((sum, size) => sum + size);

/** How much the first run loads, for readers. */
export const DOWNLOAD = `${Math.round(TOTAL / 1e6)} MB`;

/** A run that was stopped, or a worker that is gone. */
export class Stopped extends Error {}

/** Python or a package did not load. */
export class LoadFailure extends Error {}

/** Python itself broke down, for instance for want of memory. */
export class Breakdown extends Error {}

export class Runner {
  #page;
  #worker = null;
  #waiting = null; // {id, resolve, reject, onOutput}
  #count = 0;
  #ran = new Map(); // cell id → {text, time}

  /** Called with {text, share} while files load, share from 0 to 1 or null. */
  onProgress = () => {};

  constructor(page) {
    this.#page = page;
  }

  /** Start Python unless it runs already. */
  async start() {
    if (this.#worker) return;
    this.#worker = new Worker(new URL("worker.js", import.meta.url), { type: "module" });
    this.#worker.addEventListener("message", ({ data }) => this.#receive(data));
    this.#worker.addEventListener("error", (event) => {
      event.preventDefault();
      this.#end(new LoadFailure(event.message || "the worker did not start"));
    });
    const received = {};
    const onProgress = ({ name, bytes }) => {
      received[name] = (received[name] ?? 0) + bytes;
      this.onProgress(progressOf(received));
    };
    this.onProgress(progressOf(received));
    await this.#ask({ do: "start", ...this.#places() }, { onProgress });
  }

  #places() {
    const at = (path) => new URL(this.#page.root + path, location.href).href;
    const { archive, packages, pyodide, folder, assignment } = this.#page;
    return {
      pyodideUrl: new URL(pyodide, at("")).href,
      archives: [packages, archive].filter(Boolean).map(at),
      sources: ["reader.py", "backend.py"].map((name) => new URL(name, import.meta.url).href),
      folder: archive ? "" : folder,
    };
  }

  #ask(request, { onOutput = () => {}, onProgress = () => {} } = {}) {
    const id = (this.#count += 1);
    return new Promise((resolve, reject) => {
      this.#waiting = { id, resolve, reject, onOutput, onProgress };
      this.#worker.postMessage({ id, ...request });
    });
  }

  #receive({ id, output, progress, failure, result }) {
    if (this.#waiting?.id !== id) return;
    if (output) return this.#waiting.onOutput(output);
    if (progress) return this.#waiting.onProgress(progress);
    if (failure) return this.#end(new (failure.stage === "load" ? LoadFailure : Breakdown)(failure.message));
    const { resolve } = this.#waiting;
    this.#waiting = null;
    resolve(result);
  }

  /** Stop whatever runs. Python starts anew with the next cell. */
  stop() {
    this.#end(new Stopped());
  }

  #end(error) {
    this.#worker?.terminate();
    this.#worker = null;
    this.#ran.clear();
    this.#waiting?.reject(error);
    this.#waiting = null;
  }

  /**
   * Whether a cell has run in this worker with this text, and no cell above it has changed since.
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
   * @param {{id: string, filename: string, text: string}} cell
   * @param {function} [onOutput] Called with each output as it comes. Without it the cell runs for what it defines only.
   * @returns {Promise<{error: object|null}>}
   */
  async run(cell, onOutput) {
    const onProgress = ({ name }) => this.onProgress({ text: `Loading ${name.split("-")[0]}…`, share: null });
    const request = { do: "run", filename: cell.filename, source: cell.text, name: cell.name, quiet: !onOutput };
    const result = await this.#ask(request, { onOutput, onProgress });
    this.#note(cell);
    return result;
  }

  #note({ id, text }) {
    const before = this.#ran.get(id);
    const time = this.#count;
    this.#ran.set(id, { text, time, changed: before && before.text === text ? before.changed : time });
  }

  /** Check an exercise whose cell has run. */
  report(request) {
    return this.#ask({ do: "report", ...request });
  }
}

function progressOf(received) {
  const known = Object.keys(SIZES).reduce((sum, name) => sum + Math.min(received[name] ?? 0, SIZES[name]), 0);
  if (known >= TOTAL * 0.999) return { text: "Starting Python…", share: 1 };
  return { text: `Loading Python and NumPy, ${DOWNLOAD}. Your browser keeps them for the next time.`, share: known / TOTAL };
}
