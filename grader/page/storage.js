/**
 * The records of chapters in the browser's storage, whatever state that is in.
 *
 * A chapter has one record, under the key `nnbh:04-losses`:
 *   {format: 1, release: "<12 hex digits>", exercises: {softmax: 3, ...},
 *    answers: {softmax: {source, stub, outcome, points, checked, when}}}
 * `exercises` are the points of the chapter's exercises, for pages that show its progress and know nothing else of it.
 * `stub` is the released text under which the answer was written, `checked` the text that outcome and points belong to.
 */

export const FORMAT = 1;
const PREFIX = "nnbh:";
const ASSIGNMENT = /^\d\d-[a-z]+$/;

/** The key of a chapter's record. */
export function keyOf(assignment) {
  return PREFIX + assignment;
}

/** The assignments with a record. */
export function storedAssignments() {
  return attempt(() => Object.keys(localStorage), [])
    .filter((key) => key.startsWith(PREFIX))
    .map((key) => key.slice(PREFIX.length))
    .filter((name) => ASSIGNMENT.test(name))
    .sort();
}

/**
 * Read a chapter's record and change nothing.
 * @returns {{record: object, problem: null|"blocked"|"newer"|"broken", text: string|null}} An empty record where there
 *   is none that can be read. Of a broken one, `record` holds the answers that can still be told.
 */
export function readRecord(assignment) {
  let text = null;
  try {
    text = localStorage.getItem(keyOf(assignment));
  } catch {
    return { record: empty(), problem: "blocked", text };
  }
  if (text === null) return { record: empty(), problem: null, text };
  return { ...parse(text), text };
}

/**
 * Write a chapter's record.
 * @returns {null|"full"|"blocked"} What went wrong; the old record then stands.
 */
export function writeRecord(assignment, record) {
  return put(keyOf(assignment), JSON.stringify({ ...record, format: FORMAT }));
}

/** Remove a chapter's record and what was set aside of it. */
export function removeRecord(assignment) {
  const ours = (key) => key === keyOf(assignment) || key.startsWith(`${keyOf(assignment)}:set-aside`);
  attempt(() => Object.keys(localStorage).filter(ours).forEach((key) => localStorage.removeItem(key)));
}

/** Keep a text that cannot be read under another key, `nnbh:04-losses:set-aside`. Returns whether that worked. */
export function setAside(assignment, text) {
  for (let number = 1; number < 10; number += 1) {
    const key = `${keyOf(assignment)}:set-aside${number > 1 ? `-${number}` : ""}`;
    const there = attempt(() => localStorage.getItem(key), null);
    if (there === text) return true;
    if (there === null) return put(key, text) === null;
  }
  return false;
}

function empty() {
  return { format: FORMAT, release: "", exercises: {}, answers: {} };
}

function parse(text) {
  const found = attempt(() => JSON.parse(text), null);
  if (!isMapping(found) || !Number.isInteger(found.format) || found.format < 1) {
    return { record: empty(), problem: "broken" };
  }
  if (found.format > FORMAT) return { record: empty(), problem: "newer" };
  const entries = Object.entries(isMapping(found.answers) ? found.answers : {});
  const sound = entries.filter(([, entry]) => isMapping(entry) && typeof entry.source === "string");
  const whole = isMapping(found.answers) && sound.length === entries.length;
  const answers = Object.fromEntries(sound.map(([name, entry]) => [name, tidy(entry)]));
  const exercises = isMapping(found.exercises) ? found.exercises : {};
  const record = { ...empty(), release: String(found.release), exercises, answers };
  return { record, problem: whole ? null : "broken" };
}

function tidy({ source, stub, outcome, points, checked, when }) {
  return {
    source,
    stub: typeof stub === "string" ? stub : null,
    outcome: typeof outcome === "string" ? outcome : null,
    points: Number.isFinite(points) ? points : null,
    checked: typeof checked === "string" ? checked : null,
    when: Number.isFinite(when) ? when : 0,
  };
}

function isMapping(value) {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function put(key, text) {
  try {
    localStorage.setItem(key, text);
    return null;
  } catch (error) {
    return /quota/i.test(error.name) ? "full" : "blocked";
  }
}

function attempt(action, otherwise) {
  try {
    return action();
  } catch {
    return otherwise;
  }
}
