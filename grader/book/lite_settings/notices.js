/**
 * What JupyterLite does not say itself: that it needs https for its kernel's files, and that the site has a newer release
 * of the notebook than the copy that the browser keeps.
 */

const FILES = "files"; // JupyterLite's own table of changed files
const NEEDS_HTTPS =
  "This page came without https, so the browser keeps back what JupyterLite needs: files cannot be shared with Python. " +
  "Open the site under an address that begins with https://.";
const NEWER = "There is a newer release of this notebook. What you see is your own copy of the earlier one.";
const root = new URL("../", new URL(".", location.href)); // the page is lite/notebooks/index.html

addEventListener("DOMContentLoaded", async () => {
  if (!isSecureContext) return tell(NEEDS_HTTPS);
  const path = new URLSearchParams(location.search).get("path");
  if (path) await compareReleases(path).catch(() => {}); // without storage there is no copy that could be old
});

/**
 * Compare the release that the reader began with to the site's.
 * @param {string} path Of the notebook.
 */
async function compareReleases(path) {
  const releases = await (await fetch(new URL("releases.json", root))).json();
  const key = `jupyterlite@${root.pathname}:${path}`;
  const begun = localStorage.getItem(key);
  if (begun && begun !== releases[path] && (await hasCopy(path))) {
    tell(NEWER, "Keep my copy beside it, and open the new one", () => setAside(path, key, releases[path]));
  } else if (releases[path]) {
    localStorage.setItem(key, releases[path]);
  }
}

/**
 * Rename the reader's copy, so that the site's notebook is opened.
 * @param {string} path
 * @param {string} key
 * @param {string} release
 */
async function setAside(path, key, release) {
  await inFiles("readwrite", async (files) => {
    const copy = await settled(files.get(path));
    const beside = path.replace(/\.ipynb$/, "-mine.ipynb");
    const name = beside.split("/").at(-1);
    await settled(files.put({ ...copy, name, path: beside }, beside));
    await settled(files.delete(path));
  });
  localStorage.setItem(key, release);
  location.reload();
}

/** @param {string} path */
function hasCopy(path) {
  return inFiles("readonly", async (files) => (await settled(files.getKey(path))) !== undefined);
}

/**
 * @template Result
 * @param {IDBTransactionMode} mode
 * @param {(files: IDBObjectStore) => Promise<Result>} action
 * @returns {Promise<Result | undefined>}
 */
async function inFiles(mode, action) {
  const name = `JupyterLite Storage - ${root.pathname}`;
  if (!(await indexedDB.databases()).some((known) => known.name === name)) return undefined;
  const database = await settled(indexedDB.open(name));
  try {
    return await action(database.transaction(FILES, mode).objectStore(FILES));
  } finally {
    database.close();
  }
}

/**
 * @template Result
 * @param {IDBRequest<Result>} request
 * @returns {Promise<Result>}
 */
function settled(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

/**
 * @param {string} text
 * @param {string} [label] Of a button.
 * @param {() => void} [action]
 */
function tell(text, label, action) {
  const line = document.createElement("p");
  line.setAttribute("role", "alert");
  line.style.cssText =
    "position:fixed;z-index:9999;inset:auto 1rem 1rem auto;max-width:30rem;margin:0;padding:.8rem 1rem;" +
    "border:1px solid #b8470c;border-radius:.4rem;background:#fff;color:#22252b;font:15px/1.45 system-ui,sans-serif";
  line.append(text, " ");
  if (label && action) line.append(pressed(label, action));
  line.append(pressed("Close", () => line.remove()));
  document.body.append(line);
}

/**
 * @param {string} label
 * @param {() => void} action
 */
function pressed(label, action) {
  const button = document.createElement("button");
  button.textContent = label;
  button.style.cssText = "margin:.5rem .5rem 0 0";
  button.addEventListener("click", action);
  return button;
}
