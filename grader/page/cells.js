/** The cells of a page: a session for all of them, and for each its text, its editor and its buttons. */

/**
 * @import { Answers } from "./answers.js"
 * @import { Records } from "./records.js"
 * @import { RunnablePage } from "./types.js"
 */

import { Cell } from "./cell.js";
import { Edits } from "./edits.js";
import { ExerciseView } from "./exercise_view.js";
import { offerOwnFunctions } from "./own_functions.js";
import { PlainView } from "./plain_view.js";
import { offerRestart } from "./restart.js";
import { Session } from "./session.js";

/**
 * Make the cells of a page editable and runnable.
 * @param {RunnablePage} page
 * @param {Answers | null} answers Null on lessons.
 * @param {Records} records
 */
export function makeRunnable(page, answers, records) {
  const root = new URL(page.root, document.baseURI).pathname;
  const edits = new Edits(location.pathname.slice(root.length), records);
  const cells = page.cells.map((released) => new Cell(released, answers, edits));
  const session = new Session(page, cells);
  const views = cells.flatMap((cell) => viewOf(cell, { page, session, answers }) ?? []);
  const written = views.filter(({ cell }) => cell.key || cell.text !== cell.original);
  written.forEach((view) => view.edit());
  offerRestart(page, session);
  const plain = views.filter((view) => view instanceof PlainView);
  if (page.kind === "lesson" && page.uses) offerOwnFunctions(page, records, session, plain);
  answers?.subscribe((name) => views.find((view) => view.cell.key === name)?.changedElsewhere());
}

/**
 * @param {Cell} cell
 * @param {{page: RunnablePage, session: Session, answers: Answers | null}} context
 * @returns {ExerciseView | PlainView | null} Null for a cell that is not shown.
 */
function viewOf(cell, { page, session, answers }) {
  const { name } = cell;
  const selector = name === null ? `[data-cell="${cell.id}"]` : `.exercise[data-exercise="${name}"]`;
  /** @type {HTMLElement | null} */
  const place = document.querySelector(selector);
  if (!place) return null;
  return name !== null && answers
    ? new ExerciseView(place, cell, { page, session, name, answers })
    : new PlainView(place, cell, { page, session, answers });
}
