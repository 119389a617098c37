/** How far the reader is in the chapter of the page: in its bar, and beside each exercise. */

/**
 * @import { Answers } from "./answers.js"
 * @import { ExerciseEntry, ExercisesPage, Outcome } from "./types.js"
 */

/**
 * How an exercise stands: what its check said, or that it was changed after it, never checked, or never begun.
 * @typedef {object} Standing
 * @property {Outcome | "edited" | "unchecked" | "written" | "none"} state
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
    const coded = page.exercises.map((exercise) => standingOf(exercise, answers));
    const standings = [...coded, ...page.freeTexts.map(({ name }) => inWords(name, answers))];
    const asked = [...page.exercises, ...page.freeTexts];
    words.textContent = summary(page, standings);
    strip.replaceChildren(...asked.map((one, k) => segment(one, standings[k])));
    asked.forEach(({ name }, k) => showStanding(name, standings[k]));
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
    partial: all ? `${short(earned)} of ${short(all)} so far` : "right in part",
    failed: "does not pass yet",
    error: "does not run",
  };
  return { state: outcome, points: earned, words: words[outcome] };
}

/**
 * How an answer in words stands, for which no points are given here.
 * @param {string} name
 * @param {Answers} answers
 * @returns {Standing}
 */
function inWords(name, answers) {
  return answers.get(name) === null
    ? { state: "none", points: 0, words: "" }
    : { state: "written", points: 0, words: "written, for a person to grade" };
}

/**
 * How far the reader is: with words, two sentences, since they earn nothing here.
 * @param {ExercisesPage} page
 * @param {Standing[]} standings
 */
function summary({ exercises, freeTexts }, standings) {
  const count = (/** @type {Standing["state"]} */ wanted) => standings.filter(({ state }) => state === wanted).length;
  const [passed, written] = [count("passed"), count("written")];
  const earned = standings.reduce((sum, { points }) => sum + points, 0);
  const coded = countInWords({ passed, exercises: exercises.length, written: 0, freeTexts: 0 });
  const all = total(exercises);
  const points = all ? `${coded}, ${short(earned)} of ${short(all)} points here` : coded;
  if (!freeTexts.length) return points;
  const given = `for which a person gives ${short(total(freeTexts))}`;
  return `${points}. ${written} of ${freeTexts.length} in words written, ${given}.`;
}

/** @param {ExerciseEntry[]} asked */
function total(asked) {
  return asked.reduce((sum, { points }) => sum + points, 0);
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
  const share = points ? Math.min(1, earned / points) : Number(state === "passed");
  return element("span", { "data-state": state, style: `flex-grow: ${points || 1}; --share: ${share * 100}%` });
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
