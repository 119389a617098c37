/** The records of chapters in the browser's storage, whatever state that is in. */

/**
 * @import { Refusal } from "./storage.js"
 * @import { ChapterRecord, Counts, Entry, Page } from "./types.js"
 */

import { attempt, get, isOf, keys, partKey, partsOf, put, putAll, read } from "./storage.js";

/** What an assignment is called, as a part of a pattern. */
export const ASSIGNMENT = "\\d\\d-[a-z][a-z0-9_]*";
const WHOLE_ASSIGNMENT = new RegExp(`^${ASSIGNMENT}$`);
/** The format in which records are written. In the first one, the answers stood in the record itself. */
export const FORMAT = 2;
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
 * A record is kept as JSON: what `ChapterRecord` says but for its answers, and the number of its format. Each answer has a
 * key of its own, so that two tabs can keep different ones at once.
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
   * @returns {Refusal | null} What went wrong; it is tried again the next time.
   */
  takeOver() {
    const done = this.keyOf("taken-over");
    if (attempt(() => localStorage.getItem(done), "yes")) return null; // or there is nothing to be had
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
   * @returns {{record: ChapterRecord, problem: null | "blocked" | "newer" | "broken", format: number | null}} An empty
   *   record where there is none that can be read; its format is null then. Of a broken one, `record` holds the answers
   *   that can still be told.
   */
  read(assignment) {
    const key = this.keyOf(assignment);
    let text = null;
    try {
      text = localStorage.getItem(key);
    } catch {
      return { record: empty(), problem: "blocked", format: null };
    }
    const { record, problem, format } = text === null ? nothing() : parse(text);
    if (problem === "newer") return { record, problem, format };
    const { sound, damaged } = answersOf(key);
    const answers = { ...sound, ...newerThan(sound, record.answers) };
    return { record: { ...record, answers }, problem: damaged.length ? "broken" : problem, format };
  }

  /**
   * Write a chapter's record, and some of its answers; the others stay as they are, whatever they are now.
   * @param {string} assignment
   * @param {Omit<ChapterRecord, "answers">} about
   * @param {Iterable<[string, Entry | null]>} answers By name; null for none.
   * @returns {Refusal | "newer" | null} Why nothing was changed.
   */
  write(assignment, { release, exercises, freeTexts }, answers) {
    const key = this.keyOf(assignment);
    const { record, problem } = parse(get(key) ?? "{}");
    if (problem === "newer") return "newer";
    const old = Object.entries(newerThan(answersOf(key).sound, record.answers));
    /** @type {[string, string | null][]} */
    const parts = [...new Map([...old, ...answers])].map(([name, entry]) => [partKey(key, name), entry && JSON.stringify(entry)]);
    /** @type {[string, string | null][]} */
    const texts = [[key, JSON.stringify({ release, exercises, freeTexts, format: FORMAT })], ...parts];
    const refusal = putAll(texts);
    return refusal === "full" && this.#makeRoom() ? putAll(texts) : refusal;
  }

  /**
   * Forget earlier versions of answers: the answers themselves come first.
   * @returns {boolean} Whether there were any.
   */
  #makeRoom() {
    const earlier = keys().filter((key) => key.startsWith(this.keyOf(VERSIONS)));
    earlier.forEach((key) => put(key, null));
    return earlier.length > 0;
  }

  /**
   * What the site keeps beside the chapters: how the reader wants its pages.
   * @param {string} name
   */
  get(name) {
    return get(this.keyOf(name));
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
    const ours = keys().filter((key) => own.some((one) => isOf(key, one) || key.startsWith(`${one}:set-aside`)));
    ours.forEach((key) => put(key, null));
  }

  /**
   * Keep what cannot be read of a chapter under other keys, which end in `:set-aside`. Answers that cannot be read leave
   * their place; the record itself is left to be written over.
   * @param {string} assignment
   * @returns {boolean} Whether that worked.
   */
  setAside(assignment) {
    const key = this.keyOf(assignment);
    const text = get(key);
    if (text !== null && parse(text).problem === "broken" && !this.#putAside(key, text)) return false;
    return answersOf(key).damaged.every((part) => this.#putAside(key, get(part) ?? "") && put(part, null) === null);
  }

  /**
   * @param {string} key
   * @param {string} text
   */
  #putAside(key, text) {
    for (let number = 1; number < 10; number += 1) {
      const place = `${key}:set-aside${number > 1 ? `-${number}` : ""}`;
      const there = get(place);
      if (there === text) return true;
      if (there === null) return put(place, text) === null;
    }
    return false;
  }
}

function nothing() {
  return { record: empty(), problem: null, format: null };
}

/** @returns {ChapterRecord} */
function empty() {
  return { release: "", exercises: {}, freeTexts: {}, answers: {} };
}

/**
 * @param {string} text
 * @returns {{record: ChapterRecord, problem: null | "newer" | "broken", format: number | null}}
 */
function parse(text) {
  const found = read(text);
  if (!isMapping(found) || !Number.isInteger(found.format) || found.format < 1) {
    return { record: empty(), problem: "broken", format: null };
  }
  if (found.format > FORMAT) return { record: empty(), problem: "newer", format: found.format };
  const entries = Object.entries(isMapping(found.answers) ? found.answers : {});
  const sound = entries.filter(([, entry]) => isEntry(entry));
  const whole = (isMapping(found.answers) || found.format > 1) && sound.length === entries.length;
  const answers = Object.fromEntries(sound.map(([name, entry]) => [name, tidy(entry)]));
  const [exercises, freeTexts] = [found.exercises, found.freeTexts].map((kept) => (isMapping(kept) ? kept : {}));
  const record = { release: String(found.release), exercises, freeTexts, answers };
  return { record, problem: whole ? null : "broken", format: found.format };
}

/**
 * The answers that are kept under keys of their own, and the keys of those that cannot be read.
 * @param {string} key Of the record.
 */
function answersOf(key) {
  /** @type {Record<string, Entry>} */
  const sound = {};
  const damaged = [];
  for (const [name, text] of partsOf(key)) {
    const entry = read(text);
    if (isEntry(entry)) sound[name] = tidy(entry);
    else damaged.push(partKey(key, name));
  }
  return { sound, damaged };
}

/**
 * Those of the second answers that the first ones lack, or have in an older form.
 * @param {Record<string, Entry>} known
 * @param {Record<string, Entry>} others
 */
export function newerThan(known, others) {
  return Object.fromEntries(Object.entries(others).filter(([name, { when }]) => !known[name] || when > known[name].when));
}

/** @param {any} entry */
function isEntry(entry) {
  return isMapping(entry) && typeof entry.source === "string";
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
 * @param {string} from
 * @param {string} to
 * @returns {Refusal | null}
 */
function copyOrMove(from, to) {
  const text = get(from) ?? "";
  if (put(to, text) === null) return null;
  return putAll([[from, null], [to, text]]); // there is no room for both
}
