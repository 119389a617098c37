/** What a page of the course does in the browser. It stays small: editors and Python are loaded when they are needed. */

import { openAnswers } from "./answers.js";
import { openBar } from "./bar.js";
import { makeRunnable } from "./cells.js";
import { markNavigation } from "./progress.js";

const page = JSON.parse(document.getElementById("course-page").textContent);

markNavigation();
if (page.kind === "exercises") {
  const answers = openAnswers(page);
  makeRunnable(page, answers);
  openBar(page, answers);
} else if (page.kind === "lesson") {
  makeRunnable(page, null);
}
