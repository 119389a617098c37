/**
 * Earlier versions of each answer: what was run or checked, and what a reset or an upload took away. The newest ones are
 * kept in the browser beside the chapter's record, each text once.
 */

/**
 * @import { Records } from "./records.js"
 * @import { ExercisesPage, Outcome, Version } from "./types.js"
 */

import { VERSIONS } from "./records.js";

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
    addEventListener("storage", (event) => (event.key === null || event.key === key) && this.refresh());
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
    const kept = this.#read();
    const known = kept[name]?.find((version) => isSame(version.text, text));
    const { outcome, points } = checked ?? known ?? { outcome: null, points: null };
    const release = checked || !known ? this.#page.release : known.release;
    const version = { text, when: Date.now(), outcome, points, release };
    this.#kept = bounded({ ...kept, [name]: merged(kept[name] ?? [], [version]) });
    write(this.#records, this.#page.assignment, this.#kept);
    this.#tell();
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
  try {
    return tidied(JSON.parse(records.get(VERSIONS + assignment) ?? "{}"));
  } catch {
    return {};
  }
}

/**
 * Add versions from elsewhere to those that are kept of a chapter.
 * @param {Records} records
 * @param {string} assignment
 * @param {unknown} found
 */
export function mergeVersions(records, assignment, found) {
  const [kept, incoming] = [versionsIn(records, assignment), tidied(found)];
  const all = Object.entries(incoming).map(([name, versions]) => [name, merged(versions, kept[name] ?? [])]);
  if (all.length) write(records, assignment, bounded({ ...kept, ...Object.fromEntries(all) }));
}

/**
 * Where there is no room, none are kept.
 * @param {Records} records
 * @param {string} assignment
 * @param {Kept} kept
 */
function write(records, assignment, kept) {
  records.put(VERSIONS + assignment, JSON.stringify(kept));
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
  const sorted = [...one, ...other].sort((a, b) => a.when - b.when);
  const last = sorted.filter((version, k) => !sorted.slice(k + 1).some(({ text }) => isSame(text, version.text)));
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
