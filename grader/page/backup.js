/** One file with what the browser keeps of all chapters, and the way back from it. */

/**
 * @import { Answers } from "./answers.js"
 * @import { ChapterRecord, Entry, ExercisesPage, Version } from "./types.js"
 */

import { ask } from "./dialog.js";
import { element } from "./element.js";
import { isChecked, newerThan, Records } from "./records.js";
import { save } from "./save.js";
import { isSame, mergeVersions, versionsIn } from "./versions.js";

const FORMAT = 1;
const NEWER = "A newer version of this course keeps answers here: not everything was restored. Reload the page and try again.";
const NOT_A_BACKUP = "This file is not a backup of this course. Nothing was changed.";

/**
 * Ask what to do with the answers of all chapters, and do it.
 * @param {ExercisesPage} page
 * @param {Answers} answers Those of the page's chapter.
 * @returns {Promise<string>} What came of it, for the reader.
 */
export async function keepAll(page, answers) {
  const choice = await ask({
    title: "Your answers of all chapters",
    text: "A backup is one file with everything that this browser keeps of the course. Restoring one puts its answers in the place of older ones.",
    choices: [
      { value: "back up", label: "Download a backup" },
      { value: "restore", label: "Restore a backup" },
    ],
  });
  answers.flush();
  if (choice === "back up") return backUp(page);
  if (choice === "restore") return restoreFrom(await chosenFile(), page, answers);
  return "Nothing was changed.";
}

/** @param {ExercisesPage} page */
function backUp(page) {
  const records = new Records(page);
  const assignments = records.assignments();
  const chapters = Object.fromEntries(assignments.map((name) => [name, records.read(name).record]));
  const versions = Object.fromEntries(assignments.map((name) => [name, versionsIn(records, name)]));
  const name = `${page.storage}-${new Date().toISOString().slice(0, 10)}.json`;
  save(JSON.stringify({ format: FORMAT, course: page.storage, chapters, versions }, null, 1), name, "application/json");
  return `${name} was downloaded with ${inChapters(assignments.length)}.`;
}

/** @returns {Promise<File | null>} Null if the reader chose none. */
function chosenFile() {
  const input = element("input", { type: "file", hidden: true });
  document.body.append(input);
  return new Promise((resolve) => {
    input.addEventListener("change", () => resolve(input.files?.[0] ?? null));
    input.addEventListener("cancel", () => resolve(null));
    input.click();
  }).finally(() => input.remove());
}

/**
 * @param {File | null} file
 * @param {ExercisesPage} page
 * @param {Answers} answers
 */
async function restoreFrom(file, page, answers) {
  if (!file) return "Nothing was changed.";
  const chapters = chaptersIn(await file.text().catch(() => ""), page.storage);
  if (!chapters) return NOT_A_BACKUP;
  const records = new Records(page);
  let taken = 0;
  for (const { assignment, record, versions } of chapters) {
    const here = records.read(assignment).record;
    const refusal = records.write(assignment, here.release ? here : record, Object.entries(newerThan(here.answers, record.answers)));
    if (refusal) return refusal === "newer" ? NEWER : "The browser's storage is full or closed: not everything was restored.";
    for (const earlier of [versions, outdone(here, record)]) mergeVersions(records, assignment, earlier);
    taken += 1;
  }
  answers.refresh();
  answers.versions.refresh();
  return `Restored from ${file.name}: ${inChapters(taken)}. Where both had an answer, the newer one stays, and the other is among its earlier versions.`;
}

/**
 * @param {string} text
 * @param {string} course
 * @returns {{assignment: string, record: ChapterRecord, versions: unknown}[] | null} Null if it is no backup.
 */
function chaptersIn(text, course) {
  try {
    const found = JSON.parse(text);
    if (found.format !== FORMAT || found.course !== course) return null;
    const known = Object.entries(found.chapters).filter(([name]) => Records.isAssignment(name));
    const versions = Object(found.versions); // of older backups, none
    return known.map(([name, record]) => ({ assignment: name, record: Records.tidied(record), versions: versions[name] }));
  } catch {
    return null;
  }
}

/**
 * Of two answers to one exercise the older one, as an earlier version.
 * @param {ChapterRecord} here
 * @param {ChapterRecord} incoming
 * @returns {Record<string, Version[]>}
 */
function outdone(here, incoming) {
  const both = Object.keys(here.answers).filter((name) => incoming.answers[name]);
  const differing = both.filter((name) => !isSame(here.answers[name].source, incoming.answers[name].source));
  return Object.fromEntries(
    differing.map((name) => {
      const older = incoming.answers[name].when > here.answers[name].when ? here : incoming;
      return [name, [versionOf(older.answers[name], older.release)]];
    }),
  );
}

/**
 * @param {Entry} entry
 * @param {string} release
 * @returns {Version}
 */
function versionOf(entry, release) {
  const { source, when, outcome, points } = entry;
  const checked = isChecked(entry) ? { outcome, points } : { outcome: null, points: null };
  return { text: source, when, release, ...checked };
}

/** @param {number} count */
function inChapters(count) {
  return count === 1 ? "what is kept of one chapter" : `what is kept of ${count} chapters`;
}
