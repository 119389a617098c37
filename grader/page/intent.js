/** Who is about to run a cell has Python's files fetched already: the button is looked at before it is pressed. */

/** @import { RunnablePage } from "./types.js" */

import { savesData } from "./offline.js";
import { FILES } from "./python.js";

let asked = false;

/**
 * Have the browser fetch Python's files when the pointer or the keyboard comes to a button.
 * @param {HTMLElement} button
 * @param {RunnablePage} page
 */
export function fetchOnIntent(button, page) {
  for (const sign of ["pointerenter", "focus"]) button.addEventListener(sign, () => fetchFiles(page), { once: true });
}

/** @param {RunnablePage} page */
function fetchFiles({ pyodide, root }) {
  if (asked || savesData()) return;
  asked = true;
  const place = new URL(pyodide, new URL(root, document.baseURI));
  for (const name of FILES) keepInCache(new URL(name, place));
}

/**
 * A body that nobody reads would stop coming.
 * @param {URL} url
 */
async function keepInCache(url) {
  try {
    await (await fetch(url)).arrayBuffer();
  } catch {
    // the run itself says what went wrong
  }
}
