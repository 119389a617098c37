/**
 * The web worker in which Python runs. It is ended from outside when the reader stops a cell; it never lasts longer
 * than the page. `PageRequest` says what comes in, `Reply` what goes out.
 */

/**
 * @import { CheckRequest, PageRequest, Pyodide, Reader, Reply, RunRequest, StartRequest } from "./types.js"
 */

import { Downloads, failure, fileName, LoadError } from "./downloads.js";

const FILES = "/course";
const WRITTEN = `${FILES}/packages/solutions/written.json`; // where the stand-ins for the course's functions look
/** @type {Pyodide} */
let pyodide;
/** @type {Reader} */
let reader;
/** @type {any} The reader's functions in place of the course's. */
let ownSolutions = null;
let current = 0; // the id of the request that is being answered

addEventListener("message", async ({ data }) => {
  current = data.id;
  try {
    tell({ result: await answer(data) });
  } catch (error) {
    const isLoad = error instanceof LoadError;
    tell({ failure: { stage: isLoad ? "load" : "python", reason: isLoad ? error.reason : null, message: messageOf(error) } });
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
  return String(/** @type {any} */ (error)?.message ?? error);
}

/**
 * Load Pyodide with NumPy, the folders that cells import from, and the session.
 * @param {StartRequest} request
 */
async function start({ pyodideUrl, files, digests, archives, sources, folder, written, own, anew }) {
  refuseWithoutWebAssembly();
  const downloads = new Downloads(digests, (progress) => tell({ progress }), anew);
  downloads.install();
  downloads.askEarly([...files.map((name) => pyodideUrl + name), ...sources, ...archives]);
  pyodide = await loading(loadPyodideFrom(pyodideUrl, downloads), "Python");
  if (!pyodide.loadedPackages.numpy) throw new LoadError("NumPy did not load");
  pyodide.setStdin({ error: true });
  const zips = archives.map(async (url) => (await fetch(url)).arrayBuffer());
  unpack(archives, await loading(Promise.all(zips), "the chapter's files"), folder);
  if (written) pyodide.FS.writeFile(WRITTEN, JSON.stringify(written));
  const texts = sources.map((url) => downloads.text(url));
  startSession(sources, await loading(Promise.all(texts), "the page's files"));
  if (own) {
    const [passed, failing] = [own.passed, own.failing].map((answers) => pyodide.toPy(answers));
    ownSolutions = pyodide.pyimport("page_own_solutions").OwnSolutions(passed, failing);
  }
}

/** Pyodide would wait for ever where a policy of the site or the browser forbids WebAssembly. */
function refuseWithoutWebAssembly() {
  try {
    new WebAssembly.Module(new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0])); // the smallest there is
  } catch (error) {
    throw new LoadError(messageOf(error), "policy");
  }
}

/**
 * @param {string} url
 * @param {Downloads} downloads
 * @returns {Promise<Pyodide>}
 */
async function loadPyodideFrom(url, downloads) {
  // what it would import itself unseen: the file defines a function, and Pyodide asks for it only where there is none
  await importText(await downloads.text(`${url}pyodide.asm.js`), `${url}pyodide.asm.js`);
  const { loadPyodide } = await importText(await downloads.text(`${url}pyodide.mjs`), `${url}pyodide.mjs`);
  return loadPyodide({ indexURL: url, packages: ["numpy"], stdout: () => {}, stderr: () => {} });
}

/**
 * Import a module whose text is known to be the expected one.
 * @param {string} text
 * @param {string} url Where it is from; taken where a policy forbids to import what is in memory.
 */
async function importText(text, url) {
  const address = URL.createObjectURL(new Blob([text], { type: "text/javascript" }));
  try {
    return await import(address);
  } catch (error) {
    if (new URL(url).origin !== location.origin) throw error;
    return import(url);
  } finally {
    URL.revokeObjectURL(address);
  }
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
    const reason = error instanceof LoadError ? error.reason : undefined;
    throw new LoadError(`${what} did not load (${messageOf(error)})`, reason);
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
  await loadPackages(plain(reader.packages(source, quiet)));
  const made = plain(reader.run(filename, source, name, quiet));
  return ownSolutions ? { ...made, own: plain(ownSolutions.told()) } : made;
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
