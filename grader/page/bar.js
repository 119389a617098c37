/** The bar on top of an exercises page: the chapter's progress, and what can be done with the answers as a whole. */

/**
 * @import { Answers } from "./answers.js"
 * @import { Readable } from "./notebook.js"
 * @import { ExercisesPage } from "./types.js"
 */

import { nameOf } from "./answers.js";
import { CARRY_OVER } from "./carry_over.js";
import { ask } from "./dialog.js";
import { button, element, find } from "./element.js";
import { inWords } from "./explanations.js";
import { fillNotebook, readNotebook, UnreadableNotebook } from "./notebook.js";
import { save } from "./save.js";
import { keepAll } from "./backup.js";
import { showProgress } from "./progress.js";

const ABOUT = "Kept in this browser only. To hand your answers in, or to move them, download the notebook.";
const SAFARI = "Safari erases what a site keeps when seven days pass without a visit: download what you want to keep.";
const NOT_KEPT = "Download the notebook before you leave, or what you write is lost.";
const PROBLEMS = {
  blocked: `This browser does not let the page keep anything. ${NOT_KEPT}`,
  full: `The browser's storage is full, and your latest changes are not kept. ${NOT_KEPT}`,
  newer:
    "A newer version of this course keeps answers here, and this page cannot read them. They are left as they are. " +
    NOT_KEPT,
  broken:
    "What this browser kept of this chapter was damaged. What could be read is here; the damaged record was set " +
    "aside, not erased.",
  stuck:
    "What this browser keeps of this chapter is damaged, and there is no room to set it aside, so it is left as it " +
    `is. ${NOT_KEPT}`,
};

/**
 * Fill the bar of an exercises page.
 * @param {ExercisesPage} page
 * @param {Answers} answers
 */
export function openBar(page, answers) {
  const says = element("p", { class: "bar-says", role: "status" });
  const problem = element("p", { class: "bar-problem", role: "status" });
  const former = element("p", { class: "bar-former" });
  const say = (/** @type {string} */ text) => (says.textContent = text);
  const actions = element("div", { class: "bar-actions" }, ...buttons(page, answers, say));
  const about = element("p", { class: "bar-about" }, [ABOUT, isSafari() && SAFARI, aboutVersions(page)].filter(Boolean).join(" "));
  place().replaceChildren(showProgress(page, answers), actions, about, problem, former, says);
  const update = () => {
    problem.textContent = answers.problem ? PROBLEMS[answers.problem] : "";
    former.textContent = answers.former.length ? aboutFormer(answers.former) : "";
  };
  answers.watch(update);
  update();
}

/**
 * Which versions run here; nobody knows here which ones grade.
 * @param {ExercisesPage} page
 */
function aboutVersions({ versions }) {
  const here = inWords(Object.entries(versions).map((one) => one.join(" ")));
  return `Cells run here with ${here}; grading may use other versions, of Python 3.11 or newer.`;
}

function isSafari() {
  return /^((?!chrome|chromium|android|crios|fxios).)*safari/i.test(navigator.userAgent);
}

function place() {
  const bar = document.querySelector(".chapter-bar") ?? element("div", { class: "chapter-bar" });
  if (!bar.isConnected) find(document, ".bd-article h1").after(bar);
  bar.setAttribute("role", "region");
  bar.setAttribute("aria-label", "Your answers");
  return bar;
}

/**
 * @param {ExercisesPage} page
 * @param {Answers} answers
 * @param {(text: string) => void} say
 */
function buttons(page, answers, say) {
  // no `accept`: telephones know no type for .ipynb and would offer no file at all
  const input = element("input", { type: "file", hidden: true });
  input.addEventListener("change", async () => {
    const file = input.files?.[0];
    if (file) say(await upload(file, page, answers));
    input.value = "";
  });
  return [
    button("Download notebook", async () => say(await download(page, answers)), { class: "page-button main" }),
    button("Upload notebook", () => input.click(), { class: "page-button" }),
    button("All chapters", async () => say(await keepAll(page, answers)), { class: "page-button" }),
    button("Forget my answers", async () => say(await forget(page, answers)), { class: "page-button quiet" }),
    input,
  ];
}

/** @param {string[]} names */
function aboutFormer(names) {
  const kept = "What you wrote is kept, and goes into the downloaded notebook as text.";
  return `No longer part of this chapter: ${list(names)}. ${kept}`;
}

/**
 * The texts for the notebook: answers, and a carry-over cell composed of earlier ones unless the reader wrote it.
 * @param {ExercisesPage} page
 * @param {Answers} answers
 * @returns {Record<string, string>}
 */
function textsOf(page, answers) {
  const cell = page.cells.find(({ kind }) => kind === CARRY_OVER);
  const composed = cell && answers.get(CARRY_OVER) === null ? answers.carriedOver(cell.names ?? []) : null;
  return composed === null ? answers.all() : { [CARRY_OVER]: composed, ...answers.all() };
}

/**
 * @param {ExercisesPage} page
 * @param {Answers} answers
 * @returns {Promise<string>} What came of it, for the reader; so with `upload` and `forget`.
 */
async function download(page, answers) {
  answers.flush();
  const name = `${page.assignment}.ipynb`;
  try {
    const response = await fetch(page.root + page.notebook);
    if (!response.ok) throw new Error(response.statusText);
    save(fillNotebook(await response.text(), textsOf(page, answers)), name, "application/x-ipynb+json");
  } catch {
    return "The notebook did not load; your answers are safe. Check the connection and try again.";
  }
  const asked = [...page.exercises, ...page.freeTexts];
  const written = asked.filter((one) => answers.get(one.name) !== null).length;
  return `${name} was downloaded with ${written} of ${asked.length} answers in it.`;
}

/**
 * @param {File} file
 * @param {ExercisesPage} page
 * @param {Answers} answers
 */
async function upload(file, page, answers) {
  try {
    const found = readNotebook(await file.text(), page, file.name);
    return await takeOver(found, file.name, page, answers);
  } catch (error) {
    if (error instanceof UnreadableNotebook) return `${error.message} Nothing was changed.`;
    const isUnreadable = error instanceof DOMException && error.name === "NotReadableError";
    if (isUnreadable) return `${file.name} could not be read. Nothing was changed.`;
    throw error;
  }
}

/**
 * Put the answers of a notebook in place of those that are here, if the reader says so.
 * @param {Readable} found
 * @param {string} fileName
 * @param {ExercisesPage} page
 * @param {Answers} answers
 */
async function takeOver(found, fileName, page, answers) {
  const here = textsOf(page, answers);
  const incoming = Object.entries(found.answers).filter(([name, source]) => !isSame(here[name], source));
  const differing = incoming.filter(([name]) => answers.get(name) !== null);
  const others = incoming.filter(([name]) => answers.get(name) === null);
  if (!incoming.length) return `The answers in ${fileName} are the ones that are here. Nothing was changed.`;
  const choice = differing.length ? await askToReplace(differing, others, fileName) : "replace";
  if (!choice) return "Nothing was changed.";
  const taken = choice === "replace" ? incoming : others;
  answers.restore(Object.fromEntries(taken));
  return `Taken from ${fileName}: ${list(inOrder(page, taken))}.${aboutOwnCells(found.ownCells)}`;
}

/**
 * @param {string | undefined} here
 * @param {string} source
 */
function isSame(here, source) {
  return here !== undefined && here.trimEnd() === source.trimEnd();
}

/**
 * @param {[string, string][]} differing Names and sources of answers that are other ones than here.
 * @param {[string, string][]} others Those of which there is none here.
 * @param {string} fileName
 * @returns {Promise<string | null>} "replace", "others" or null for nothing.
 */
function askToReplace(differing, others, fileName) {
  const names = differing.map(([name]) => name);
  const mine = names.length === 1 ? "my answer" : `my ${names.length} answers`;
  const replace = { value: "replace", label: `Replace ${mine}`, danger: true };
  const keep = { value: "others", label: "Keep mine, take the others" };
  return ask({
    title: "Replace what you wrote here?",
    text: `${fileName} holds other text for ${list(names)} than this page.`,
    choices: others.length ? [replace, keep] : [replace],
  });
}

/** @param {number} count */
function aboutOwnCells(count) {
  if (!count) return "";
  const cells = count === 1 ? "One cell of your own was" : `${count} cells of your own were`;
  return ` ${cells} left aside: this page keeps answers only. Put what an answer needs into the answer.`;
}

/**
 * @param {ExercisesPage} page
 * @param {Answers} answers
 */
async function forget(page, answers) {
  const count = Object.keys(answers.all()).length;
  const what = ["what it keeps of this chapter", "your answer"][count] ?? `your ${count} answers`;
  const choice = await ask({
    title: "Forget your answers of this chapter?",
    text: `This browser will erase ${what}. That cannot be undone; to keep a copy, download the notebook first.`,
    choices: [{ value: "forget", label: "Forget", danger: true }],
  });
  if (!choice) return "Nothing was changed.";
  answers.forget();
  return `This browser has forgotten your answers of chapter ${page.chapter}.`;
}

/**
 * The names of answers in the order of the page, then those that it does not have.
 * @param {ExercisesPage} page
 * @param {[string, string][]} taken Names and sources.
 */
function inOrder(page, taken) {
  const names = taken.map(([name]) => name);
  const asked = [...page.cells.flatMap((cell) => nameOf(cell) ?? []), ...page.freeTexts.map(({ name }) => name)];
  const known = asked.filter((name) => names.includes(name));
  return [...known, ...names.filter((name) => !known.includes(name))];
}

/** @param {string[]} names */
function list(names) {
  return inWords(names.map((name) => (name === CARRY_OVER ? "the functions of earlier chapters" : name)));
}
