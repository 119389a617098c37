/** What has changed in the chapter since the reader wrote an answer: said in its block, with the new text at hand. */

/**
 * @import { Answers } from "./answers.js"
 */

import { CARRY_OVER } from "./carry_over.js";
import { button, element } from "./element.js";

/**
 * Say in each block whose released text has changed that it has.
 * @param {Answers} answers
 */
export function showChanges(answers) {
  for (const name of answers.changedSince) {
    const selector = name === CARRY_OVER ? ".tag_carry-over" : `.exercise[data-exercise="${name}"]`;
    const block = document.querySelector(selector);
    const above = block?.querySelector(".exercise-title") ?? block?.firstElementChild;
    above?.after(notice(name, answers));
  }
}

/**
 * @param {string} name
 * @param {Answers} answers
 */
function notice(name, answers) {
  const what = name === CARRY_OVER ? "The list of earlier functions" : `The statement of ${name}`;
  const acknowledge = () => {
    answers.acknowledge(name);
    made.remove();
  };
  const text = element("pre", {}, answers.released(name) ?? "");
  const made = element(
    "div",
    { class: "answer-notice", role: "note" },
    element("p", {}, `${what} has changed since you wrote this; your answer was kept.`),
    element("details", {}, element("summary", {}, "What it says now"), text),
    button("I have seen it", acknowledge, { class: "page-button quiet" }),
  );
  return made;
}
