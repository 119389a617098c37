/** Sentences for the reader about errors, in the terms of the page. */

/**
 * @import { ErrorAbove } from "./session.js"
 * @import { CellError, RunnablePage } from "./types.js"
 */

import { Breakdown, LoadFailure, Stopped } from "./python.js";

/**
 * One line about what went wrong in the cells above, or null.
 * @param {ErrorAbove[]} above
 */
export function sentenceAbove(above) {
  if (!above.length) return null;
  const [{ cell, error }] = above;
  const others = above.length > 1 ? ` (and ${above.length - 1} more of the cells above)` : "";
  const said = error.unwritten
    ? `${error.unwritten} is still to be written`
    : [error.type, error.message].filter(Boolean).join(": ");
  return `Above, in ${cell.filename}: ${said}${others}`;
}

/**
 * What an error means on this page, beyond what Python says; or null.
 * @param {CellError} error
 * @param {string[]} carried The functions of earlier chapters that the page asks for.
 */
export function meaningOf(error, carried) {
  if (error.unwritten) return `${error.unwritten} is still to be written: its exercise is above.`;
  const name = /^name '(\w+)' is not defined/.exec(error.message)?.[1];
  return error.type === "NameError" && name && carried.includes(name) ? missingSentence([name]) : null;
}

/**
 * That functions of earlier chapters are missing, and what to do.
 * @param {string[]} names
 */
export function missingSentence(names) {
  const said = names.length > 1 ? `${inWords(names)} are` : `${names[0]} is`;
  return `${said} yours from an earlier chapter. Write it there, or paste it into the cell at the top of this page.`;
}

/**
 * Names as a sentence lists them.
 * @param {string[]} names
 */
export function inWords(names) {
  return names.length < 2 ? names.join("") : `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;
}

/**
 * What became of a run that Python did not end itself.
 * @param {unknown} error
 * @param {RunnablePage} page
 * @returns {string | null} Null for an error of the page's own.
 */
export function sentenceFor(error, page) {
  if (error instanceof Stopped) return "Stopped. The next run starts Python anew, and first runs the cells above.";
  if (error instanceof LoadFailure) return loadSentence(error, page);
  if (error instanceof Breakdown) return breakdownSentence(error);
  return null;
}

/**
 * @param {LoadFailure} failure
 * @param {RunnablePage} page
 */
function loadSentence(failure, page) {
  const instead = "You can also download the notebook and work on your own machine; what you wrote here is kept.";
  const said = [...causeOf(failure, page), page.kind === "exercises" && instead, `(${failure.message})`];
  return said.filter(Boolean).join(" ");
}

/**
 * Why Python did not load, and what to do.
 * @param {LoadFailure} failure
 * @param {RunnablePage} page
 */
function causeOf({ reason }, page) {
  const host = new URL(page.pyodide, new URL(page.root, location.href)).host;
  if (!navigator.onLine) return ["Python could not be loaded: this device is offline.", "Try again."];
  switch (reason) {
    case "policy":
      return [
        "Python could not be loaded: a security policy of this site, this browser or this network forbids WebAssembly.",
        "Another browser may allow it; whoever runs the site adds 'wasm-unsafe-eval' to script-src of its policy.",
      ];
    case "wrong":
      return [
        `Python could not be loaded: a file from ${host} came cut short or changed, so nothing of it was run.`,
        "Try again: it is then fetched anew. If that does not help, try another network.",
      ];
    case "silence":
      return [`Python could not be loaded: ${host} has stopped sending. The connection may be too weak.`, "Try again."];
    default:
      return [
        `Python could not be loaded from ${host}. The connection may have failed, or something may block that host.`,
        "Try again.",
      ];
  }
}

const DEEP = /call stack|too much recursion/i; // what browsers say
const ENDED = /exit\((-?\d+)\)/;
const FULL = /memory|allocate/i;

/** @param {Breakdown} breakdown */
function breakdownSentence({ message }) {
  const anew = "The next run starts Python anew.";
  const ended = ENDED.exec(message)?.[1];
  if (ended) return `This code ended Python itself, as os._exit(${ended}) does. ${anew}`;
  if (DEEP.test(message)) {
    return `This code goes too deep for the browser: a function calls itself too often, or a list holds lists that hold lists, and so on. ${anew}`;
  }
  const full = FULL.test(message) ? " This code may need more memory than the browser gives." : "";
  return `Python broke down (${message.split("\n")[0].slice(0, 120)}).${full} ${anew}`;
}
