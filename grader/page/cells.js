/** The cells of a page: a session for all of them, and for each its text, its editor and its buttons. */

import { carryOverText, CARRY_OVER, nameOf } from "./answers.js";
import { ExerciseView } from "./exercise_view.js";
import { PlainView } from "./plain_view.js";
import { Session } from "./session.js";

const FILENAMES = { setup: "setup", "carry-over": "functions of earlier chapters", hidden: "the page itself" };

/**
 * Make the cells of a page editable and runnable.
 * @param {object} page The page's description.
 * @param {import("./answers.js").Answers|null} answers Null on lessons.
 */
export function makeRunnable(page, answers) {
  const cells = page.cells.map((spec) => new Cell(spec, answers));
  const session = new Session(page, cells);
  const context = { page, answers, session };
  const views = cells.map((cell) => viewOf(cell, context)).filter(Boolean);
  views.filter((view) => view.cell.key).forEach((view) => view.edit());
  answers?.subscribe(({ name }) => views.find((view) => view.cell.key === name)?.changedElsewhere());
}

/** A cell's text: the reader's, or as it was released. */
class Cell {
  #edited = null;
  #answers;

  constructor(spec, answers) {
    const { id, kind, name, names, source, draws } = spec;
    Object.assign(this, { id, kind, name, names, source, draws });
    this.filename = kind === "exercise" ? name : (FILENAMES[kind] ?? `cell ${id}`);
    this.key = answers ? nameOf(spec) : null; // the name under which its text is kept
    this.#answers = answers;
  }

  /** What the cell holds until the reader changes it. */
  get original() {
    return (this.kind === CARRY_OVER && carryOverText(this)) || this.source;
  }

  get text() {
    return (this.key ? this.#answers.get(this.key) : this.#edited) ?? this.original;
  }

  set text(text) {
    // what is composed of other answers is none of its own: it goes on following them
    if (this.key) this.#answers.set(this.key, text === this.original ? this.source : text);
    else this.#edited = text;
  }

  get released() {
    return this.text.trimEnd() === this.source.trimEnd();
  }
}

function viewOf(cell, context) {
  const selector = cell.kind === "exercise" ? `.exercise[data-exercise="${cell.name}"]` : `[data-cell="${cell.id}"]`;
  const place = document.querySelector(selector);
  if (!place) return null;
  return cell.kind === "exercise" ? new ExerciseView(place, cell, context) : new PlainView(place, cell, context);
}
