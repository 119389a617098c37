/** How far the reader is in the chapter of the page: in its bar, and beside each exercise. */

/**
 * @import { Answers } from "./answers.js"
 * @import { ExerciseEntry, ExercisesPage, Outcome } from "./types.js"
 */

/**
 * How an exercise stands: what its check said, or that it was changed after it, never checked, or never begun.
 * @typedef {object} Standing
 * @property {Outcome | "edited" | "unchecked" | "none"} state
 * @property {number} points
 * @property {string} words
 */

import { element } from "./element.js";
import { countInWords } from "./navigation.js";

/**
 * Show the progress of a chapter on its own page, and keep it up to date.
 * @param {ExercisesPage} page
 * @param {Answers} answers
 * @returns {HTMLElement} The lines that say how far the reader is, for the bar.
 */
export function showProgress(page, answers) {
  const words = element("p", { class: "progress-words" });
  const strip = element("div", { class: "progress-strip", "aria-hidden": "true" });
  const update = () => {
    const standings = page.exercises.map((exercise) => standingOf(exercise, answers));
    words.textContent = summary(page.exercises, standings);
    strip.replaceChildren(...page.exercises.map((exercise, k) => segment(exercise, standings[k])));
    page.exercises.forEach((exercise, k) => showStanding(exercise.name, standings[k]));
  };
  answers.watch(update);
  update();
  return element("div", { class: "chapter-progress" }, words, strip);
}

/**
 * @param {ExerciseEntry} exercise
 * @param {Answers} answers
 * @returns {Standing}
 */
function standingOf({ name, points }, answers) {
  if (answers.get(name) === null) return { state: "none", points: 0, words: "" };
  const outcome = answers.outcome(name);
  if (outcome) return checkedStanding(outcome, answers.points(name) ?? (outcome === "passed" ? points : 0), points);
  return answers.wasEdited(name)
    ? { state: "edited", points: 0, words: "changed since the last check" }
    : { state: "unchecked", points: 0, words: "not checked yet" };
}

/**
 * @param {Outcome} outcome
 * @param {number} earned
 * @param {number} all
 * @returns {Standing}
 */
function checkedStanding(outcome, earned, all) {
  const words = {
    passed: "passes",
    partial: `${short(earned)} of ${short(all)} so far`,
    failed: "does not pass yet",
    error: "does not run",
  };
  return { state: outcome, points: earned, words: words[outcome] };
}

/**
 * @param {ExerciseEntry[]} exercises
 * @param {Standing[]} standings
 */
function summary(exercises, standings) {
  const passed = standings.filter(({ state }) => state === "passed").length;
  const earned = standings.reduce((sum, { points }) => sum + points, 0);
  const all = exercises.reduce((sum, { points }) => sum + points, 0);
  return `${countInWords(passed, exercises.length)}, ${short(earned)} of ${short(all)} points here`;
}

/**
 * A number of points as people write it.
 * @param {number} points
 */
function short(points) {
  return String(Math.round(points * 100) / 100);
}

/**
 * @param {ExerciseEntry} exercise
 * @param {Standing} standing
 */
function segment({ points }, { state, points: earned }) {
  const share = points ? Math.min(1, earned / points) : 0;
  return element("span", { "data-state": state, style: `flex-grow: ${points}; --share: ${share * 100}%` });
}

/**
 * @param {string} name
 * @param {Standing} standing
 */
function showStanding(name, { state, words }) {
  const title = document.querySelector(`.exercise[data-exercise="${name}"] .exercise-title`);
  if (!title) return;
  /** @type {HTMLElement} */
  const mark = title.querySelector(".exercise-state") ?? element("span", { class: "exercise-state" });
  mark.dataset.state = state;
  mark.textContent = words;
  if (!mark.isConnected) title.insertBefore(mark, title.querySelector(".exercise-points"));
}
