/** How far the reader is in each chapter, in the navigation of every page. */

/**
 * @import { Answers } from "./answers.js"
 * @import { Records } from "./records.js"
 * @import { Counts } from "./types.js"
 */

import { element } from "./element.js";
import { ASSIGNMENT, progressOf } from "./records.js";

const EXERCISES_PAGE = new RegExp(`/chapters/(${ASSIGNMENT})/exercises(?:\\.html)?$`);

/**
 * Mark the chapters in the navigation, now and whenever an answer is kept, in this tab or in another one.
 * @param {Records} records
 * @param {Answers | null} answers Those of the page's own chapter.
 */
export function markNavigation(records, answers) {
  const update = () => showMarks(records);
  answers?.watch(update);
  addEventListener("storage", update);
  addEventListener("pageshow", update);
  update();
}

/** @param {Records} records */
function showMarks(records) {
  /** @type {NodeListOf<HTMLAnchorElement>} */
  const links = document.querySelectorAll("nav.bd-docs-nav a.reference");
  for (const link of links) {
    const assignment = EXERCISES_PAGE.exec(new URL(link.href, location.href).pathname)?.[1];
    if (assignment) showMark(link, progressOf(records.read(assignment).record));
  }
}

/**
 * @param {HTMLAnchorElement} link
 * @param {ReturnType<typeof progressOf>} progress
 */
function showMark(link, progress) {
  link.querySelector(".progress-mark")?.remove();
  if (!progress) return;
  const [done, all] = [progress.passed + progress.written, progress.exercises + progress.freeTexts];
  const mark = element("span", { class: "progress-mark", "data-complete": done === all });
  const said = element("span", { class: "said" }, `, ${countInWords(progress)}`);
  mark.append(element("span", { "aria-hidden": "true" }, `${done}/${all}`), said);
  link.append(mark);
}

/** @param {Counts} counts */
export function countInWords({ passed, exercises, written, freeTexts }) {
  const words = freeTexts ? `, ${written} of ${freeTexts} in words written` : "";
  return `${passed} of ${exercises} exercises pass${passed === 1 ? "es" : ""}${words}`;
}
