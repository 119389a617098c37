/**
 * The web worker in which Python runs. It is ended from outside when the reader stops a cell; it never lasts longer
 * than the page. `PageRequest` says what comes in, `Reply` what goes out.
 */

/**
 * @import { CheckRequest, PageRequest, Pyodide, Reader, Reply, RunRequest, StartRequest } from "./types.js"
 */

const FILES = "/course";
const WRITTEN = `${FILES}/packages/solutions/written.json`; // where the stand-ins for the course's functions look
/** @type {Pyodide} */
let pyodide;
/** @type {Reader} */
let reader;
let current = 0; // the id of the request that is being answered

class LoadError extends Error {}

addEventListener("message", async ({ data }) => {
  current = data.id;
  try {
    tell({ result: await answer(data) });
  } catch (error) {
    tell({ failure: { stage: error instanceof LoadError ? "load" : "python", message: messageOf(error) } });
  }
});

/** @param {Omit<Reply, "id">} reply */
function tell(reply) {
  postMessage({ id: current, ...reply });
}

/** @param {PageRequest} request */
function answer(request) {
  switch (request.do) {
    case "start":
      return start(request);
    case "enter":
      return reader.enter(request.fresh);
    case "needs":
      return reader.needs(pyodide.toPy(request.sources), pyodide.toPy(request.others));
    case "run":
      return run(request);
    case "check":
      return check(request);
  }
}

/** @param {unknown} error */
function messageOf(error) {
  return String(error instanceof Error ? error.message : error);
}

/**
 * Load Pyodide with NumPy, the folders that cells import from, and the session.
 * @param {StartRequest} request
 */
async function start({ pyodideUrl, archives, sources, folder, written }) {
  watchDownloads();
  const [texts, zips] = [Promise.all(sources.map(fetchText)), Promise.all(archives.map(fetchBytes))];
  pyodide = await loading(loadPyodideFrom(pyodideUrl), "Python");
  if (!pyodide.loadedPackages.numpy) throw new LoadError("NumPy did not load");
  pyodide.setStdin({ error: true });
  unpack(archives, await loading(zips, "the chapter's files"), folder);
  if (written) pyodide.FS.writeFile(WRITTEN, JSON.stringify(written));
  startSession(sources, await loading(texts, "the page's files"));
}

/**
 * @param {string} url
 * @returns {Promise<Pyodide>}
 */
async function loadPyodideFrom(url) {
  const { loadPyodide } = await import(`${url}pyodide.mjs`);
  return loadPyodide({ indexURL: url, packages: ["numpy"], stdout: () => {}, stderr: () => {} });
}

/**
 * @template Result
 * @param {Promise<Result>} promise
 * @param {string} what What is being loaded, for the reader.
 */
async function loading(promise, what) {
  try {
    return await Promise.race([promise, failure]);
  } catch (error) {
    throw new LoadError(`${what} did not load (${messageOf(error)})`);
  }
}

/**
 * Unpack the archives, let cells import from them, and go to a folder of the last one.
 * @param {string[]} archives Their addresses.
 * @param {ArrayBuffer[]} zips
 * @param {string} folder
 */
function unpack(archives, zips, folder) {
  const places = archives.map((url) => `${FILES}/${fileName(url).replace(/\.zip$/, "")}`);
  zips.forEach((zip) => pyodide.unpackArchive(zip, "zip", { extractDir: FILES }));
  places.forEach(importFrom);
  const home = `${places.at(-1)}/${folder}`;
  pyodide.FS.mkdirTree(home);
  pyodide.FS.chdir(home);
}

/**
 * @param {string[]} sources The addresses of the session's modules; Python calls `reader.py` `page_reader`.
 * @param {string[]} texts
 */
function startSession(sources, texts) {
  pyodide.FS.mkdirTree(`${FILES}/page`);
  sources.forEach((url, k) => pyodide.FS.writeFile(`${FILES}/page/page_${fileName(url)}`, texts[k]));
  importFrom(`${FILES}/page`);
  const { Reader } = pyodide.pyimport("page_reader");
  reader = Reader((/** @type {unknown} */ output) => tell({ output: plain(output) }));
  reader.install();
}

/** @param {string} folder */
function importFrom(folder) {
  pyodide.pyimport("sys").path.insert(0, folder);
}

/**
 * Run a cell, after loading the packages that it imports.
 * @param {RunRequest} request
 */
async function run({ filename, source, name, quiet }) {
  await loadPackages(plain(reader.packages(source)));
  return plain(reader.run(filename, source, name, quiet));
}

/** @param {CheckRequest} request */
async function check({ name, source, ...lists }) {
  const [carried, stubs, modules] = [lists.carried, lists.stubs, lists.modules].map((list) => pyodide.toPy(list));
  return plain(reader.report(name, source, carried, stubs, modules));
}

/** @param {string[]} names */
async function loadPackages(names) {
  const wanted = names.map((name) => `import ${name}`).join("\n");
  /** @type {string[]} */
  const problems = [];
  const told = { messageCallback: () => {}, errorCallback: (/** @type {string} */ text) => problems.push(text) };
  await loading(pyodide.loadPackagesFromImports(wanted, told), names.join(", "));
  if (problems.length) throw new LoadError(problems[0]);
}

/**
 * What a value of Python's is in JavaScript.
 * @param {any} proxy
 */
function plain(proxy) {
  if (typeof proxy?.toJs !== "function") return proxy;
  const made = proxy.toJs({ dict_converter: Object.fromEntries });
  proxy.destroy();
  return made;
}

/** @param {string} url */
async function fetchText(url) {
  return (await fetch(url)).text();
}

/** @param {string} url */
async function fetchBytes(url) {
  return (await fetch(url)).arrayBuffer();
}

/** Make `fetch` tell how many bytes have come, counted after decompression; and note the first failure. */
function watchDownloads() {
  const original = self.fetch;
  self.fetch = async (...request) => {
    const response = await original(...request).catch(fail);
    if (!response.ok) fail(new Error(`${response.url}: ${response.status} ${response.statusText}`));
    return response.body ? counted(response, response.body) : response;
  };
}

/** @type {(error: unknown) => void} */
let giveUp;
/**
 * Pyodide waits for ever for a file of its own that does not come, so whoever waits for Pyodide waits for this, too.
 * @type {Promise<never>}
 */
const failure = new Promise((_, reject) => (giveUp = reject));
failure.catch(() => {});

/**
 * @param {unknown} error
 * @returns {never}
 */
function fail(error) {
  giveUp(error);
  throw error;
}

/**
 * The same response, which tells what comes of its body.
 * @param {Response} response
 * @param {ReadableStream<Uint8Array>} body
 */
function counted({ url, status, statusText, headers }, body) {
  const stream = body.getReader();
  /** @param {ReadableStreamDefaultController<Uint8Array>} controller */
  const pull = async (controller) => {
    const { done, value } = await stream.read().catch(fail);
    if (done) return controller.close();
    tell({ progress: { name: fileName(url), bytes: value.byteLength } });
    controller.enqueue(value);
  };
  const counting = new ReadableStream({ pull, cancel: (reason) => stream.cancel(reason) });
  return new Response(counting, { status, statusText, headers });
}

/** @param {string} url */
function fileName(url) {
  return url.split("/").at(-1) ?? "";
}
