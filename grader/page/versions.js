/**
 * Earlier versions of each answer: what was run or checked, and what a reset or an upload took away. The newest ones are
 * kept in the browser beside the chapter's record, each text once and under a key of its own.
 */

/**
 * @import { Records } from "./records.js"
 * @import { ExercisesPage, Outcome, Version } from "./types.js"
 */

import { VERSIONS } from "./records.js";
import { isOf, Parts } from "./storage.js";

/** @typedef {Record<string, Version[]>} Kept By the answers' names, the oldest first. */

const OUTCOMES = ["passed", "partial", "failed", "error"];
const MOST = 20; // of one answer
const ROOM = 100_000; // characters of a chapter: answers need most of the storage

/** The versions of one chapter's answers. */
export class Versions {
  #page;
  #records;
  /** @type {Kept} */
  #kept;
  /** @type {(() => void)[]} */
  #watchers = [];

  /**
   * @param {ExercisesPage} page
   * @param {Records} records
   */
  constructor(page, records) {
    this.#page = page;
    this.#records = records;
    this.#kept = this.#read();
    const key = records.keyOf(VERSIONS + page.assignment);
    addEventListener("storage", (event) => (event.key === null || isOf(event.key, key)) && this.refresh());
    addEventListener("pageshow", () => this.refresh());
  }

  #read() {
    return versionsIn(this.#records, this.#page.assignment);
  }

  /** Look what is kept now. */
  refresh() {
    this.#kept = this.#read();
    this.#tell();
  }

  /**
   * Whether anything is kept of an answer.
   * @param {string} name
   */
  has(name) {
    return Boolean(this.#kept[name]?.length);
  }

  /**
   * The versions of an answer that are other than its present text, the newest first; those of another tab, too, whose
   * event may not have come yet.
   * @param {string} name
   * @param {string} present
   */
  of(name, present) {
    return (this.#read()[name] ?? []).filter(({ text }) => !isSame(text, present)).reverse();
  }

  /**
   * Whether a check of a version still says something: it was one of the release that the page shows.
   * @param {Version} version
   */
  isCurrent(version) {
    return version.release === this.#page.release;
  }

  /**
   * Keep a text. One that is kept already becomes the newest; what its last check said stays, unless it is told anew.
   * @param {string} name
   * @param {string} text
   * @param {{outcome: Outcome, points: number} | null} [checked]
   */
  add(name, text, checked = null) {
    if (!text.trim()) return;
    const known = this.#read()[name]?.find((version) => isSame(version.text, text));
    const { outcome, points } = checked ?? known ?? { outcome: null, points: null };
    const release = checked || !known ? this.#page.release : known.release;
    keep(this.#records, this.#page.assignment, { [name]: [{ text, when: Date.now(), outcome, points, release }] });
    this.refresh();
  }

  #tell() {
    for (const callback of this.#watchers) callback();
  }

  /**
   * Call back whenever there may be other versions.
   * @param {() => void} callback
   */
  watch(callback) {
    this.#watchers.push(callback);
  }
}

/**
 * What is kept of a chapter; what cannot be read is left out.
 * @param {Records} records
 * @param {string} assignment
 * @returns {Kept}
 */
export function versionsIn(records, assignment) {
  return grouped(partsIn(records, assignment).all());
}

/**
 * Add versions from elsewhere to those that are kept of a chapter.
 * @param {Records} records
 * @param {string} assignment
 * @param {unknown} found
 */
export function mergeVersions(records, assignment, found) {
  keep(records, assignment, tidied(found));
}

/**
 * @param {Records} records
 * @param {string} assignment
 */
function partsIn(records, assignment) {
  return new Parts(records.keyOf(VERSIONS + assignment), (found) => apart(tidied(found)));
}

/**
 * Keep more versions. What is then too much goes; where there is no room, nothing changes.
 * @param {Records} records
 * @param {string} assignment
 * @param {Kept} more
 */
function keep(records, assignment, more) {
  const parts = partsIn(records, assignment);
  const before = parts.all();
  const kept = grouped(before);
  const all = Object.entries(more).map(([name, versions]) => [name, merged(versions, kept[name] ?? [])]);
  const wanted = apart(bounded({ ...kept, ...Object.fromEntries(all) }));
  const unwanted = Object.keys(before).filter((key) => !(key in wanted));
  const added = Object.entries(wanted).filter(([key]) => !(key in before));
  parts.change(Object.fromEntries([...unwanted.map((key) => [key, null]), ...added]));
}

/**
 * Versions under the names of their parts, which say of which answer they are.
 * @param {Kept} kept
 * @returns {Record<string, Version>}
 */
function apart(kept) {
  const all = Object.entries(kept).flatMap(([name, versions]) => versions.map((one) => [`${name}:${one.when}-${digest(one.text)}`, one]));
  return Object.fromEntries(all);
}

/**
 * @param {Record<string, unknown>} parts
 * @returns {Kept}
 */
function grouped(parts) {
  /** @type {Kept} */
  const kept = {};
  for (const [key, version] of Object.entries(parts)) {
    if (isVersion(version)) (kept[key.slice(0, key.lastIndexOf(":"))] ??= []).push(tidy(version));
  }
  return Object.fromEntries(Object.entries(kept).map(([name, versions]) => [name, merged(versions, [])]));
}

/**
 * A few letters that tell texts of one moment apart.
 * @param {string} text
 */
function digest(text) {
  return [...text].reduce((sum, letter) => (Math.imul(sum, 31) + (letter.codePointAt(0) ?? 0)) >>> 0, 0).toString(36);
}

/**
 * @param {unknown} found
 * @returns {Kept}
 */
function tidied(found) {
  const lists = Object.entries(Object(found)).filter(([, versions]) => Array.isArray(versions));
  return Object.fromEntries(lists.map(([name, versions]) => [name, versions.filter(isVersion).map(tidy)]));
}

/**
 * @param {any} version
 * @returns {version is Record<keyof Version, any>}
 */
function isVersion(version) {
  return typeof version?.text === "string" && Number.isFinite(version.when);
}

/**
 * @param {Record<keyof Version, any>} version
 * @returns {Version}
 */
function tidy({ text, when, outcome, points, release }) {
  return {
    text,
    when,
    outcome: OUTCOMES.includes(outcome) ? outcome : null,
    points: Number.isFinite(points) ? points : null,
    release: String(release ?? ""),
  };
}

/**
 * Versions of one answer in one list; of those with the same text, the newest stays.
 * @param {Version[]} one
 * @param {Version[]} other
 */
function merged(one, other) {
  const all = [...one, ...other].sort((a, b) => a.when - b.when);
  const last = all.filter((version, k) => !all.slice(k + 1).some(({ text }) => isSame(text, version.text)));
  return last.slice(-MOST);
}

/**
 * As many of a chapter's versions as there is room for, the newest first.
 * @param {Kept} kept
 * @returns {Kept}
 */
function bounded(kept) {
  const all = Object.values(kept).flat().sort((a, b) => b.when - a.when);
  const lengths = all.map(({ text }) => text.length);
  const fits = new Set(all.filter((_, k) => lengths.slice(0, k + 1).reduce((sum, length) => sum + length) <= ROOM));
  return Object.fromEntries(Object.entries(kept).map(([name, versions]) => [name, versions.filter((one) => fits.has(one))]));
}

/**
 * @param {string} one
 * @param {string} other
 */
export function isSame(one, other) {
  return one.trimEnd() === other.trimEnd();
}
