/**
 * The released notebook with a reader's answers in it, and back.
 *
 * Filling in changes the source of answer cells and nothing else: without answers, the file is the released one byte
 * for byte. Reading accepts what Jupyter, Colab and VS Code make of the file: an answer is found by nbgrader's
 * `grade_id`, else by what a cell defines.
 */

/**
 * @import { ExercisesPage } from "./types.js"
 */

/**
 * A cell of a notebook, whoever has written it.
 * @typedef {object} Cell
 * @property {boolean} isCode
 * @property {boolean} isAnswer Whether nbgrader's metadata says that it is one.
 * @property {string | null} gradeId
 * @property {string} id
 * @property {string | null} former The exercise of an earlier release whose answer it keeps.
 * @property {string} source
 */

/**
 * What a notebook holds for the page: sources by name, and how many cells of the reader's own were left aside.
 * @typedef {{answers: Record<string, string>, ownCells: number}} Readable
 */

import { nameOf } from "./answers.js";
import { tidied } from "./characters.js";
import { CARRY_OVER } from "./carry_over.js";
import { ASSIGNMENT } from "./records.js";

const CELL_ID = new RegExp(`^(${ASSIGNMENT})-\\d{3}$`);
const FILE_NAME = new RegExp(`^(${ASSIGNMENT})\\b`);
const MAX_BYTES = 20 * 2 ** 20; // as many as the grader reads
const FORMER = "These answers belong to exercises that this chapter no longer has. They are kept as they were.";

/** A file that answers cannot be read from; the message says why, to the reader. */
export class UnreadableNotebook extends Error {}

/**
 * Fill answers into the released notebook.
 * @param {string} released The text of the released notebook.
 * @param {Record<string, string>} answers Sources by name; those without a cell are added at the end, not to be run.
 * @returns {string} The text of the filled-in notebook.
 */
export function fillNotebook(released, answers) {
  const notebook = JSON.parse(released);
  const left = new Map(Object.entries(answers));
  for (const cell of notebook.cells) {
    const name = isAnswerCell(cell) ? gradeIdOf(cell) : null;
    const source = left.get(name);
    if (source !== undefined) cell.source = toLines(source);
    left.delete(name);
  }
  if (left.size) notebook.cells.push(...formerCells(left));
  return JSON.stringify(notebook, null, 1) + "\n"; // as nbformat writes it
}

/** @param {Map<string, string>} answers */
function formerCells(answers) {
  const heading = { cell_type: "markdown", id: "former-answers", metadata: {}, source: [FORMER] };
  const cells = [...answers].map(([name, source]) => ({
    cell_type: "raw",
    id: `former-${name}`.slice(0, 64),
    metadata: { former_exercise: name },
    source: toLines(source),
  }));
  return [heading, ...cells];
}

/**
 * Read answers from a notebook.
 * @param {string} text The file.
 * @param {ExercisesPage} page
 * @param {string} fileName For what is said of it.
 * @returns {Readable}
 * @throws {UnreadableNotebook}
 */
export function readNotebook(text, page, fileName) {
  const cells = cellsOf(text);
  refuseOtherChapter(cells, page, fileName);
  /** @type {Record<string, string>} */
  const answers = {};
  for (const cell of page.cells) {
    const name = nameOf(cell);
    const source = name && findSource(cells, name, cell.source);
    if (name && source) answers[name] = source;
  }
  for (const { name, source } of page.freeTexts) {
    const own = cells.filter((cell) => cell.isAnswer && cell.gradeId === name);
    const written = own.filter((cell) => !isBlank(cell.source, source)).at(-1);
    if (written) answers[name] = written.source;
  }
  for (const cell of cells) if (cell.former) answers[cell.former] ??= cell.source;
  if (!Object.keys(answers).length) {
    throw new UnreadableNotebook("There are no answers in this notebook: its cells are as they were released.");
  }
  return { answers, ownCells: countOwn(cells, page, answers) };
}

/**
 * @param {string} text
 * @returns {Cell[]}
 */
function cellsOf(text) {
  if (text.length > MAX_BYTES) {
    throw new UnreadableNotebook("The file is larger than 20 MB. Clear the notebook's outputs, save it, try again.");
  }
  let notebook = null;
  try {
    notebook = JSON.parse(text.replace(/^\ufeff/, ""));
  } catch {
    throw new UnreadableNotebook("The file is not a notebook: a notebook's name ends in .ipynb.");
  }
  const cells = notebook?.cells ?? notebook?.worksheets?.flatMap?.((/** @type {any} */ sheet) => sheet?.cells ?? []);
  if (!Array.isArray(cells)) throw new UnreadableNotebook("The file is not a notebook: it has no cells.");
  return cells.map(readCell);
}

/**
 * @param {any} cell What the file has in the place of a cell.
 * @returns {Cell}
 */
function readCell(cell) {
  const source = cell?.source ?? cell?.input;
  const joined = Array.isArray(source) ? source.join("") : source;
  return {
    isCode: cell?.cell_type === "code",
    isAnswer: isAnswerCell(cell),
    gradeId: gradeIdOf(cell),
    id: String(cell?.id ?? cell?.metadata?.id ?? ""),
    former: typeof cell?.metadata?.former_exercise === "string" ? cell.metadata.former_exercise : null,
    source: cleaned(joined, cell?.cell_type === "code"),
  };
}

/**
 * @param {unknown} source
 * @param {boolean} isCode
 */
function cleaned(source, isCode) {
  if (typeof source !== "string") return "";
  const text = source.replace(/\r\n?/g, "\n");
  return isCode ? tidied(text) : text;
}

/** @param {any} cell */
function gradeIdOf(cell) {
  return cell?.metadata?.nbgrader?.grade_id ?? null;
}

/** @param {any} cell */
function isAnswerCell(cell) {
  return cell?.metadata?.nbgrader?.solution === true;
}

/**
 * @param {Cell[]} cells
 * @param {ExercisesPage} page
 * @param {string} fileName
 */
function refuseOtherChapter(cells, page, fileName) {
  const names = [...page.exercises, ...page.freeTexts].map(({ name }) => name);
  const marked = cells.filter((cell) => cell.isAnswer && cell.gradeId !== CARRY_OVER);
  if (marked.some(({ gradeId }) => gradeId !== null && names.includes(gradeId))) return;
  const other = otherAssignment(cells, page, fileName);
  if (other) {
    const chapter = Number(other.slice(0, 2));
    throw new UnreadableNotebook(
      `This is the notebook of chapter ${chapter} (${other}), and this page is chapter ${page.chapter}. ` +
        `Upload it on the exercises page of chapter ${chapter}.`,
    );
  }
  if (marked.length || !names.some((name) => cells.some((cell) => defines(cell.source, name)))) {
    throw new UnreadableNotebook(`There is no exercise of chapter ${page.chapter} in this notebook.`);
  }
}

/**
 * The assignment that most of the cells' ids name, or else the file's name, if it is not the page's own.
 * @param {Cell[]} cells
 * @param {ExercisesPage} page
 * @param {string} fileName
 */
function otherAssignment(cells, page, fileName) {
  const named = cells.flatMap(({ id }) => CELL_ID.exec(id)?.[1] ?? []);
  const count = (/** @type {string} */ name) => named.filter((other) => other === name).length;
  const byId = [...new Set(named)].sort((one, other) => count(other) - count(one)).at(0);
  const found = byId ?? FILE_NAME.exec(fileName)?.[1] ?? null;
  return found === page.assignment ? null : found;
}

/**
 * The text of an answer, or null: of its own cell, else of the last cell that defines the function.
 * @param {Cell[]} cells
 * @param {string} name
 * @param {string} released
 */
function findSource(cells, name, released) {
  const filled = cells.filter((cell) => !isUnwritten(cell.source, released));
  const own = filled.filter((cell) => cell.isAnswer && cell.gradeId === name);
  const defining = (/** @type {Cell[]} */ list) => list.filter((cell) => defines(cell.source, name));
  const others = filled.filter((cell) => !cell.former && cell.gradeId !== CARRY_OVER);
  const elsewhere = name === CARRY_OVER ? [] : defining(others);
  const code = elsewhere.filter((cell) => cell.isCode);
  const candidates = [defining(own), code, elsewhere, own].find((list) => list.length) ?? [];
  return candidates.at(-1)?.source ?? null;
}

/**
 * Whether a text defines a function, a class or a variable, by its looks.
 * @param {string} source
 * @param {string} name
 */
function defines(source, name) {
  const pattern = `^(?:(?:(?:async[ \\t]+)?def|class)[ \\t]+${name}\\b|${name}[ \\t]*(?::[^=\\n]*)?=(?!=))`;
  return new RegExp(pattern, "m").test(dedent(source));
}

/** @param {string} source */
function dedent(source) {
  const margins = source.split("\n").filter((line) => line.trim()).map((line) => line.search(/[^ \t]/));
  const margin = Math.min(...margins, source.length);
  return source.split("\n").map((line) => line.slice(margin)).join("\n");
}

/**
 * Whether a text says no more than the released one, of this release or of an earlier one.
 * @param {string} source
 * @param {string} released
 */
function isUnwritten(source, released) {
  const lines = telling(source);
  return !lines.length || lines.join("\n") === telling(released).join("\n") || isStub(lines);
}

/**
 * Whether nothing was written in words in the place of the released text.
 * @param {string} source
 * @param {string} released
 */
function isBlank(source, released) {
  return ["", released].includes(source.trim());
}

/**
 * The lines that are not empty and no comment.
 * @param {string} source
 */
function telling(source) {
  return source.split("\n").map((line) => line.trimEnd()).filter((line) => line && !line.trimStart().startsWith("#"));
}

/** @param {string[]} lines */
function isStub(lines) {
  const code = lines.join("\n").replace(/("""|''')[\s\S]*?\1/g, "").split("\n").filter((line) => line.trim());
  const raises = code.at(-1)?.trim() === "raise NotImplementedError()";
  return raises && code.slice(0, -1).join(" ").replace(/^(async\s+)?def\s+\w+\s*\([\s\S]*\)[^()]*:\s*$/, "") === "";
}

/**
 * How many cells with code are neither released ones nor answers.
 * @param {Cell[]} cells
 * @param {ExercisesPage} page
 * @param {Record<string, string>} answers
 */
function countOwn(cells, page, answers) {
  const known = new Set([...page.cells.map((cell) => cell.source), ...Object.values(answers)].map(normalised));
  const checks = new Set(page.exercises.flatMap(({ name }) => [`check(${name})`, `check("${name}")`]));
  const own = cells.filter((cell) => cell.isCode && !cell.gradeId && telling(cell.source).length);
  return own.filter(({ source }) => !known.has(normalised(source)) && !checks.has(source.trim())).length;
}

/** @param {string} source */
function normalised(source) {
  return telling(source).join("\n");
}

/**
 * The lines of a text, each with its end, as notebooks keep them.
 * @param {string} source
 */
function toLines(source) {
  return source.match(/[^\n]*\n|[^\n]+/g) ?? [];
}
