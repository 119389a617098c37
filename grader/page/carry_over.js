/** The cell that asks for functions of earlier chapters: what the reader wrote there is put together for it. */

/**
 * @import { Records } from "./records.js"
 * @import { ChapterRecord } from "./types.js"
 */

export const CARRY_OVER = "carry-over";

/**
 * Compose the text of a carry-over cell from what the reader wrote in earlier chapters.
 * @param {string[]} names The functions that the cell asks for.
 * @param {Records} records
 * @returns {string | null} Null if the reader wrote none of them here.
 */
export function composeCarryOver(names, records) {
  const sources = newestSources(records);
  const written = names.flatMap((name) => sources.get(name)?.trim() ?? []);
  if (!written.length) return null;
  const missing = names.filter((name) => !sources.has(name));
  const head = ["# Your own functions of earlier chapters, as this browser keeps them."];
  if (missing.length) head.push(`# Not written there yet: ${missing.join(", ")}`);
  return [head.join("\n"), ...written].join("\n\n\n");
}

/**
 * The texts of the newest answers to the exercises of all chapters, by name.
 * @param {Records} records
 */
export function newestSources(records) {
  return new Map([...newestEntries(records)].map(([name, { source }]) => [name, source]));
}

/**
 * The newest answers to the exercises of all chapters, by name.
 * @param {Records} records
 */
export function newestEntries(records) {
  const all = records.assignments().flatMap((assignment) => codeIn(records.read(assignment).record));
  all.sort(([, one], [, other]) => one.when - other.when);
  return new Map(all); // of one name, the last stays
}

/** @param {ChapterRecord} record */
function codeIn({ answers, freeTexts }) {
  return Object.entries(answers).filter(([name]) => !(name in freeTexts));
}
