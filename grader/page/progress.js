/** How far the reader is: beside each exercise, in the chapter's bar, and in the navigation of every page. */

import { CARRY_OVER, readChapter } from "./answers.js";
import { button, element } from "./element.js";

const EXERCISES_PAGE = /\/chapters\/(\d\d-[a-z]+)\/exercises(?:\.html)?$/;

/** Mark the chapters in the navigation, now and whenever an answer is kept, in this tab or in another one. */
export function markNavigation() {
  showMarks();
  addEventListener("storage", showMarks);
  addEventListener("pageshow", showMarks);
}

function showMarks() {
  for (const link of document.querySelectorAll("nav.bd-docs-nav a.reference")) {
    const assignment = EXERCISES_PAGE.exec(new URL(link.href, location.href).pathname)?.[1];
    if (assignment) showMark(link, readChapter(assignment));
  }
}

function showMark(link, progress) {
  link.querySelector(".progress-mark")?.remove();
  if (!progress) return;
  const { passed, exercises } = progress;
  const mark = element("span", { class: "progress-mark", "data-complete": passed === exercises });
  const said = element("span", { class: "said" }, `, ${inWords(passed, exercises)}`);
  mark.append(element("span", { "aria-hidden": "true" }, `${passed}/${exercises}`), said);
  link.append(mark);
}

function inWords(passed, exercises) {
  return `${passed} of ${exercises} exercises pass${passed === 1 ? "es" : ""}`;
}

/**
 * Show the progress of a chapter on its own page, and keep it up to date.
 * @param {object} page The page's description.
 * @param {import("./answers.js").Answers} answers
 * @returns {HTMLElement} The lines that say how far the reader is, for the bar.
 */
export function showProgress(page, answers) {
  const words = element("p", { class: "progress-words" });
  const strip = element("div", { class: "progress-strip", "aria-hidden": "true" });
  const update = () => {
    const states = page.exercises.map((exercise) => stateOf(exercise, answers));
    words.textContent = summary(page.exercises, states);
    strip.replaceChildren(...page.exercises.map((exercise, k) => segment(exercise, states[k])));
    page.exercises.forEach((exercise, k) => showState(exercise.name, states[k]));
    showMarks();
  };
  showChanges(answers);
  answers.watch(update);
  update();
  return element("div", { class: "chapter-progress" }, words, strip);
}

/**
 * The state of an exercise.
 * @returns {{state: string, points: number, words: string}} `state` is an outcome, or "unchecked", "edited", "none".
 */
function stateOf({ name, points }, answers) {
  if (answers.get(name) === null) return { state: "none", points: 0, words: "" };
  const outcome = answers.outcome(name);
  if (!outcome) {
    return answers.wasEdited(name)
      ? { state: "edited", points: 0, words: "changed since the last check" }
      : { state: "unchecked", points: 0, words: "not checked yet" };
  }
  const earned = answers.points(name) ?? (outcome === "passed" ? points : 0);
  const said = { passed: "passes", partial: `${short(earned)} of ${short(points)} so far`, error: "does not run" };
  return { state: outcome, points: earned, words: said[outcome] ?? "does not pass yet" };
}

function summary(exercises, states) {
  const passed = states.filter(({ state }) => state === "passed").length;
  const earned = states.reduce((sum, { points }) => sum + points, 0);
  const all = exercises.reduce((sum, { points }) => sum + points, 0);
  return `${inWords(passed, exercises.length)}, ${short(earned)} of ${short(all)} points here`;
}

function short(number) {
  return String(Math.round(number * 100) / 100);
}

function segment({ points }, { state, points: earned }) {
  const share = points ? Math.min(1, earned / points) : 0;
  return element("span", { "data-state": state, style: `flex-grow: ${points}; --share: ${share * 100}%` });
}

function blockOf(name) {
  return document.querySelector(`.exercise[data-exercise="${name}"]`);
}

function showState(name, { state, words }) {
  const title = blockOf(name)?.querySelector(".exercise-title");
  if (!title) return;
  const mark = title.querySelector(".exercise-state") ?? element("span", { class: "exercise-state" });
  mark.dataset.state = state;
  mark.textContent = words;
  if (!mark.isConnected) title.insertBefore(mark, title.querySelector(".exercise-points"));
}

/** Say in each block whose statement has changed that it has, with the new statement at hand. */
function showChanges(answers) {
  for (const name of answers.changedSince) {
    const block = name === CARRY_OVER ? document.querySelector(".tag_carry-over") : blockOf(name);
    const above = block?.querySelector(".exercise-title") ?? block?.firstElementChild;
    above?.after(changeNotice(name, answers));
  }
}

function changeNotice(name, answers) {
  const what = name === CARRY_OVER ? "The list of earlier functions" : `The statement of ${name}`;
  const notice = element("div", { class: "answer-notice", role: "note" });
  const seen = button("I have seen it", () => {
    answers.acknowledge(name);
    notice.remove();
  }, { class: "page-button quiet" });
  notice.append(
    element("p", {}, `${what} has changed since you wrote this; your answer was kept.`),
    element("details", {}, element("summary", {}, "What it says now"), element("pre", {}, answers.released(name))),
    seen,
  );
  return notice;
}
