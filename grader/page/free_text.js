/** Questions that are answered in words: a plain text box for each, kept like every answer and graded by a person. */

/**
 * @import { Answers } from "./answers.js"
 * @import { ExercisesPage, FreeText } from "./types.js"
 */

import { element, find } from "./element.js";

/**
 * Put the boxes into their blocks.
 * @param {ExercisesPage} page
 * @param {Answers} answers
 */
export function askInWords(page, answers) {
  const boxes = new Map(page.freeTexts.map((asked) => [asked.name, boxOf(asked, answers)]));
  for (const [name, box] of boxes) find(document, `.exercise[data-exercise="${name}"]`).append(box);
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
