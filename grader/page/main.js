/** What a page of the course does in the browser. It stays small: editors and Python are loaded when they are needed. */

import { openAnswers } from "./answers.js";
import { openBar } from "./bar.js";
import { makeRunnable } from "./cells.js";
import { markNavigation } from "./progress.js";

// the search page and the index are made by Sphinx, without the page's JSON
const page = JSON.parse(document.getElementById("course-page")?.textContent ?? '{"kind": "other"}');

markNavigation();
if (page.kind === "exercises") {
  const answers = openAnswers(page);
  makeRunnable(page, answers);
  openBar(page, answers);
} else if (page.kind === "lesson") {
  makeRunnable(page, null);
}
