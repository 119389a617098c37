/**
 * The web worker in which Python runs. It is ended from outside when the reader stops a cell; it never lasts longer than
 * the page.
 *
 * Messages in:  {do: "start", ...}, {do: "run", filename, source, name, quiet}, {do: "report", name, source, carried, stubs}, each with an id.
 * Messages out: {id, progress}, {id, output}, and last {id, result} or {id, failure: {stage, message}}.
 */

const FILES = "/course";
const MODULES = ["page_reader", "page_backend"];
let pyodide = null;
let reader = null;
let current = null; // the id of the request that is being answered

addEventListener("message", async ({ data }) => {
  current = data.id;
  const actions = { start, run, report };
  try {
    postMessage({ id: data.id, result: await actions[data.do](data) });
  } catch (error) {
    const stage = error instanceof LoadError ? "load" : "python";
    postMessage({ id: data.id, failure: { stage, message: String(error.message ?? error) } });
  }
});

class LoadError extends Error {}

/** Load Pyodide with NumPy, the folders that cells import from, and the session. */
async function start({ pyodideUrl, archives, sources, folder }) {
  watchDownloads();
  const [texts, zips] = [Promise.all(sources.map(fetchText)), Promise.all(archives.map(fetchBytes))];
  const { loadPyodide } = await loading(import(`${pyodideUrl}pyodide.mjs`), "Python");
  pyodide = await loading(loadPyodide({ indexURL: pyodideUrl, packages: ["numpy"], stdout: () => {}, stderr: () => {} }), "Python");
  if (!pyodide.loadedPackages.numpy) throw new LoadError("NumPy did not load");
  pyodide.setStdin({ error: true });
  unpack(archives, await loading(zips, "the chapter's files"), folder);
  startSession(await loading(texts, "the page's files"));
  return null;
}

async function loading(promise, what) {
  try {
    return await Promise.race([promise, failure]);
  } catch (error) {
    throw new LoadError(`${what} did not load (${error.message ?? error})`);
  }
}

function unpack(archives, zips, folder) {
  const names = archives.map((url) => url.split("/").at(-1).replace(/\.zip$/, ""));
  zips.forEach((zip) => pyodide.unpackArchive(zip, "zip", { extractDir: FILES }));
  const places = names.map((name) => `${FILES}/${name}`);
  const path = pyodide.pyimport("sys").path;
  places.forEach((place) => path.insert(0, place));
  const home = `${places.at(-1)}/${folder}`;
  pyodide.FS.mkdirTree(home);
  pyodide.FS.chdir(home);
}

function startSession(sources) {
  pyodide.FS.mkdirTree(`${FILES}/page`);
  MODULES.forEach((name, k) => pyodide.FS.writeFile(`${FILES}/page/${name}.py`, sources[k]));
  pyodide.pyimport("sys").path.insert(0, `${FILES}/page`);
  const { Reader } = pyodide.pyimport("page_reader");
  reader = Reader((output) => postMessage({ id: current, output: plain(output) }));
  reader.install();
}

/** Run a cell, after loading the packages that it imports. */
async function run({ filename, source, name, quiet }) {
  await loadPackages(plain(reader.packages(source)));
  return plain(reader.run(filename, source, name, quiet));
}

async function report({ name, source, carried, stubs }) {
  return plain(reader.report(name, source, pyodide.toPy(carried), pyodide.toPy(stubs)));
}

async function loadPackages(names) {
  const wanted = names.map((name) => `import ${name}`).join("\n");
  const problems = [];
  const told = { messageCallback: () => {}, errorCallback: (text) => problems.push(text) };
  await loading(pyodide.loadPackagesFromImports(wanted, told), names.join(", "));
  if (problems.length) throw new LoadError(problems[0]);
}

function plain(proxy) {
  if (proxy === null || typeof proxy !== "object" && typeof proxy !== "function") return proxy;
  const made = proxy.toJs({ dict_converter: Object.fromEntries });
  proxy.destroy?.();
  return made;
}

async function fetchText(url) {
  return (await fetch(url)).text();
}

async function fetchBytes(url) {
  return (await fetch(url)).arrayBuffer();
}

/** Make `fetch` tell how many bytes have come, counted after decompression; and note the first failure. */
function watchDownloads() {
  const original = self.fetch;
  self.fetch = async (...request) => {
    const response = await original(...request).catch(fail);
    if (!response.ok) fail(new Error(`${response.url}: ${response.status} ${response.statusText}`));
    return response.body ? counted(response) : response;
  };
}

/** Pyodide waits for ever for a file of its own that does not come, so whoever waits for Pyodide waits for this, too. */
let reportFailure;
const failure = new Promise((_, reject) => (reportFailure = reject));
failure.catch(() => {});

function fail(error) {
  reportFailure(error);
  throw error;
}

function counted(response) {
  const name = response.url.split("/").at(-1);
  const reader = response.body.getReader();
  const pull = async (controller) => {
    const { done, value } = await reader.read().catch(fail);
    if (done) return controller.close();
    postMessage({ id: current, progress: { name, bytes: value.byteLength } });
    controller.enqueue(value);
  };
  const { status, statusText, headers } = response;
  const stream = new ReadableStream({ pull, cancel: (reason) => reader.cancel(reason) });
  return new Response(stream, { status, statusText, headers });
}
