/** What a page does in the browser. It stays small: editors and Python are loaded when they are needed. */

/**
 * @import { Page } from "./types.js"
 */

import { Answers } from "./answers.js";
import { openBar } from "./bar.js";
import { makeRunnable } from "./cells.js";
import { showChanges } from "./changes.js";
import { find } from "./element.js";
import { askInWords } from "./free_text.js";
import { markNavigation } from "./navigation.js";
import { countOnCover } from "./own_functions.js";
import { keepSite } from "./offline.js";
import { Records } from "./records.js";
import { offerSolutions } from "./solutions.js";

/** @type {Page} */
const page = JSON.parse(find(document, "#course-page").textContent);
const records = new Records(page);
records.takeOver();

if (page.kind === "exercises") {
  const answers = new Answers(page, records);
  markNavigation(records, answers);
  makeRunnable(page, answers, records);
  askInWords(page, answers);
  openBar(page, answers);
  showChanges(answers);
  offerSolutions(page, answers);
} else {
  markNavigation(records, null);
  if (page.kind === "lesson") makeRunnable(page, null, records);
  if (page.kind === "cover") countOnCover(page, records);
}
document.querySelector(".without-scripts")?.remove();
addEventListener("load", () => keepSite(page));
if (document.querySelector(".predict")) import("./predict.js").then(({ askFirst }) => askFirst(records));
