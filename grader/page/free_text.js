/** Questions that are answered in words: a plain text box for each, kept like every answer and graded by a person. */

/**
 * @import { Answers } from "./answers.js"
 * @import { ExercisesPage, FreeText, Version } from "./types.js"
 */

import { element, find } from "./element.js";
import { versionsButton } from "./versions_button.js";

/**
 * Put the boxes into their blocks.
 * @param {ExercisesPage} page
 * @param {Answers} answers
 */
export function askInWords(page, answers) {
  const boxes = new Map(page.freeTexts.map((asked) => [asked.name, boxOf(asked, answers)]));
  for (const [name, box] of boxes) find(document, `.exercise[data-exercise="${name}"]`).append(box, barOf(name, box, answers));
  answers.subscribe((name) => {
    const box = boxes.get(name);
    if (box) box.value = answers.get(name) ?? "";
  });
}

/**
 * @param {FreeText} asked
 * @param {Answers} answers
 */
function boxOf({ name, source }, answers) {
  const box = element("textarea", { class: "free-text-box", "aria-label": `Answer to ${name}`, rows: 5 });
  box.value = answers.get(name) ?? "";
  box.addEventListener("input", () => answers.set(name, box.value.trim() ? box.value : source)); // an empty one is none
  return box;
}

/**
 * What an upload or a backup has put another text in the place of can be put back.
 * @param {string} name
 * @param {HTMLTextAreaElement} box
 * @param {Answers} answers
 */
function barOf(name, box, answers) {
  const says = element("span", { class: "cell-says", role: "status" });
  const say = (/** @type {string} */ sentence) => (says.textContent = sentence);
  const putBack = (/** @type {Version} */ { text }) => {
    box.value = text;
    answers.set(name, text);
  };
  const made = element("div", { class: "cell-bar" }, versionsButton(answers, { name, text: () => box.value, putBack, say }), says);
  const update = () => (made.hidden = !answers.versions.has(name));
  answers.versions.watch(update);
  update();
  return made;
}
