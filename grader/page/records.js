/** The records of chapters in the browser's storage, whatever state that is in. */

/**
 * @import { ChapterRecord, Counts, Entry, Page } from "./types.js"
 */

/** What an assignment is called, as a part of a pattern. */
export const ASSIGNMENT = "\\d\\d-[a-z][a-z0-9_]*";
const WHOLE_ASSIGNMENT = new RegExp(`^${ASSIGNMENT}$`);
const FORMAT = 1;
/** What the names of earlier versions begin with, before the assignment. */
export const VERSIONS = "versions:";
const OUTCOMES = ["passed", "partial", "failed", "error"];

/**
 * Tell how far the reader is in a chapter, from its record alone.
 * @param {ChapterRecord} record
 * @returns {Counts | null} Null if nothing is kept of the chapter.
 */
export function progressOf({ answers, exercises, freeTexts }) {
  const begun = (/** @type {Record<string, number>} */ asked) => Object.keys(asked).filter((name) => answers[name]);
  const [coded, written] = [begun(exercises), begun(freeTexts)];
  if (!coded.length && !written.length) return null;
  const passed = coded.filter((name) => isChecked(answers[name]) && answers[name].outcome === "passed");
  const all = { exercises: Object.keys(exercises).length, freeTexts: Object.keys(freeTexts).length };
  return { passed: passed.length, written: written.length, ...all };
}

/** @param {Entry | null} entry */
export function isChecked(entry) {
  return Boolean(entry?.outcome) && entry?.checked === entry?.source;
}

/**
 * The records of one course, one for each chapter.
 *
 * A record is kept as JSON: what `ChapterRecord` says, and the number of its format.
 */
export class Records {
  #site;
  #course;

  /** @param {Pick<Page, "storage" | "root">} page Any page of the site. */
  constructor({ storage, root }) {
    this.#course = storage;
    // two sites of one course on one host, of this year and of the last one, have nothing in common
    this.#site = `${storage}@${new URL(root, document.baseURI).pathname}`;
  }

  /**
   * Take over what earlier versions of these pages kept, whose keys named the course and not the site. It stays there for
   * other sites of the course; what this site has already is newer.
   * @returns {null | "full" | "blocked"} What went wrong; it is tried again the next time.
   */
  takeOver() {
    const done = this.keyOf("taken-over");
    if (attempt(() => localStorage.getItem(done), "yes")) return null;
    const old = keys().filter((key) => key.startsWith(`${this.#course}:`));
    for (const key of old) {
      const own = this.keyOf(key.slice(this.#course.length + 1));
      const problem = localStorage.getItem(own) === null ? copyOrMove(key, own) : null;
      if (problem) return problem;
    }
    return old.length ? put(done, "yes") : null;
  }

  /**
   * The key of a chapter's record, or with "" what all keys begin with.
   * @param {string} assignment
   */
  keyOf(assignment) {
    return `${this.#site}:${assignment}`;
  }

  /**
   * Whether a text is the name of an assignment.
   * @param {string} name
   */
  static isAssignment(name) {
    return WHOLE_ASSIGNMENT.test(name);
  }

  /**
   * A record from elsewhere, with what can be read of it.
   * @param {unknown} found
   */
  static tidied(found) {
    return parse(JSON.stringify({ ...Object(found), format: FORMAT })).record;
  }

  /** The assignments with a record, in the order of the chapters. */
  assignments() {
    const start = this.keyOf("");
    return keys()
      .filter((key) => key.startsWith(start))
      .map((key) => key.slice(start.length))
      .filter((name) => WHOLE_ASSIGNMENT.test(name))
      .sort();
  }

  /**
   * Read a chapter's record and change nothing.
   * @param {string} assignment
   * @returns {{record: ChapterRecord, problem: null | "blocked" | "newer" | "broken", text: string | null}} An empty
   *   record where there is none that can be read. Of a broken one, `record` holds the answers that can still be told.
   */
  read(assignment) {
    let text = null;
    try {
      text = localStorage.getItem(this.keyOf(assignment));
    } catch {
      return { record: empty(), problem: "blocked", text };
    }
    if (text === null) return { record: empty(), problem: null, text };
    return { ...parse(text), text };
  }

  /**
   * Write a chapter's record.
   * @param {string} assignment
   * @param {ChapterRecord} record
   * @returns {null | "full" | "blocked"} What went wrong; the old record then stands.
   */
  write(assignment, record) {
    const [key, text] = [this.keyOf(assignment), JSON.stringify({ ...record, format: FORMAT })];
    const problem = put(key, text);
    return problem === "full" && this.#makeRoom() ? put(key, text) : problem;
  }

  /**
   * Forget earlier versions of answers: the answers themselves come first.
   * @returns {boolean} Whether there were any.
   */
  #makeRoom() {
    const earlier = keys().filter((key) => key.startsWith(this.keyOf(VERSIONS)));
    earlier.forEach((key) => localStorage.removeItem(key));
    return earlier.length > 0;
  }

  /**
   * What the site keeps beside the chapters: how the reader wants its pages.
   * @param {string} name
   */
  get(name) {
    return attempt(() => localStorage.getItem(this.keyOf(name)), null);
  }

  /**
   * @param {string} name
   * @param {string} value
   */
  put(name, value) {
    return put(this.keyOf(name), value);
  }

  /**
   * Remove a chapter's record, what was set aside of it, and the earlier versions of its answers.
   * @param {string} assignment
   */
  remove(assignment) {
    const taken = `${this.#course}:${assignment}`; // from which it was once taken over
    const own = [this.keyOf(assignment), this.keyOf(VERSIONS + assignment), taken];
    const ours = keys().filter((key) => own.some((one) => key === one || key.startsWith(`${one}:set-aside`)));
    attempt(() => ours.forEach((key) => localStorage.removeItem(key)), undefined);
  }

  /**
   * Keep a text that cannot be read under another key, which ends in `:set-aside`.
   * @param {string} assignment
   * @param {string} text
   * @returns {boolean} Whether that worked.
   */
  setAside(assignment, text) {
    for (let number = 1; number < 10; number += 1) {
      const key = `${this.keyOf(assignment)}:set-aside${number > 1 ? `-${number}` : ""}`;
      const there = attempt(() => localStorage.getItem(key), null);
      if (there === text) return true;
      if (there === null) return put(key, text) === null;
    }
    return false;
  }
}

function keys() {
  return attempt(() => Object.keys(localStorage), []);
}

/** @returns {ChapterRecord} */
function empty() {
  return { release: "", exercises: {}, freeTexts: {}, answers: {} };
}

/**
 * @param {string} text
 * @returns {{record: ChapterRecord, problem: null | "newer" | "broken"}}
 */
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
  const [exercises, freeTexts] = [found.exercises, found.freeTexts].map((kept) => (isMapping(kept) ? kept : {}));
  const record = { release: String(found.release), exercises, freeTexts, answers };
  return { record, problem: whole ? null : "broken" };
}

/**
 * @param {Record<keyof Entry, any>} entry As it was kept; only that its source is a text is certain.
 * @returns {Entry}
 */
function tidy({ source, stub, outcome, points, checked, when }) {
  return {
    source,
    stub: typeof stub === "string" ? stub : null,
    outcome: OUTCOMES.includes(outcome) ? outcome : null,
    points: Number.isFinite(points) ? points : null,
    checked: typeof checked === "string" ? checked : null,
    when: Number.isFinite(when) ? when : 0,
  };
}

/**
 * @param {unknown} value
 * @returns {value is Record<string, any>}
 */
function isMapping(value) {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/**
 * @param {string} key
 * @param {string} text
 * @returns {null | "full" | "blocked"}
 */
function put(key, text) {
  try {
    localStorage.setItem(key, text);
    return null;
  } catch (error) {
    return error instanceof DOMException && /quota/i.test(error.name) ? "full" : "blocked";
  }
}

/**
 * @param {string} from
 * @param {string} to
 * @returns {null | "full" | "blocked"}
 */
function copyOrMove(from, to) {
  const text = localStorage.getItem(from) ?? "";
  if (put(to, text) === null) return null;
  localStorage.removeItem(from); // there is no room for both
  const problem = put(to, text);
  if (problem) put(from, text);
  return problem;
}

/**
 * @template Result
 * @param {() => Result} action
 * @param {Result} otherwise What comes of it where the storage refuses.
 */
function attempt(action, otherwise) {
  try {
    return action();
  } catch {
    return otherwise;
  }
}
