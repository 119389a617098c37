/**
 * What the reader wrote in a chapter: kept while it is typed, shared with other tabs, carried over from release to
 * release. The record of the browser's storage is the truth; `Answers` holds what of it was last seen, and what has
 * been typed since, and writes that alone.
 */

/**
 * @import { Records } from "./records.js"
 * @import { CellText, Entry, ExerciseEntry, ExercisesPage, Outcome } from "./types.js"
 */

/**
 * What is wrong with keeping answers: the storage is not allowed or full; the record is of a newer format, or damaged;
 * or it is damaged and there is no room to set it aside.
 * @typedef {"blocked" | "full" | "newer" | "broken" | "stuck"} Problem
 */

import { CARRY_OVER, composeCarryOver } from "./carry_over.js";
import { FORMAT, isChecked } from "./records.js";
import { isOf } from "./storage.js";
import { Versions } from "./versions.js";

const AFTER_TYPING = 400; // milliseconds
const AT_ONCE = 200; // milliseconds: what one tab saves after typing is further apart

/** The answers of one chapter. */
export class Answers {
  #page;
  #records;
  /** @type {Map<string, string>} */
  #stubs;
  /** @type {Record<string, Entry>} As last seen in the storage. */
  #kept = {};
  /** @type {Map<string, Entry | null>} Typed since, by name; null for none. */
  #pending = new Map();
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;
  #readOnly = false;
  /** @type {((name: string) => void)[]} */
  #subscribers = [];
  /** @type {(() => void)[]} */
  #watchers = [];

  /** @type {Problem | null} */
  problem = null;

  /**
   * @param {ExercisesPage} page
   * @param {Records} records
   */
  constructor(page, records) {
    this.#page = page;
    this.#records = records;
    this.versions = new Versions(page, records);
    const freeTexts = page.freeTexts.map(({ name, source }) => /** @type {const} */ ([name, source]));
    this.#stubs = new Map([...page.cells.flatMap((cell) => stubOf(cell)), ...freeTexts]);
    this.#kept = this.#read();
    this.#migrate();
    addEventListener("beforeunload", (event) => this.#holdBack(event));
    addEventListener("pagehide", () => this.flush());
    addEventListener("pageshow", () => this.refresh());
    addEventListener("storage", ({ key }) => (key === null || isOf(key, this.#key)) && this.refresh());
    document.addEventListener("visibilitychange", () => (document.hidden ? this.flush() : this.refresh()));
  }

  get #key() {
    return this.#records.keyOf(this.#page.assignment);
  }

  /** Read the record. A newer one is left alone; a broken one is set aside, or left alone if there is no room. */
  #read() {
    const { record, problem } = this.#records.read(this.#page.assignment);
    this.problem = problem ?? this.problem;
    this.#readOnly = problem === "newer";
    if (problem === "broken") {
      this.#readOnly = !this.#records.setAside(this.#page.assignment);
      if (this.#readOnly) this.problem = "stuck";
      else this.#write([]);
    }
    return record.answers;
  }

  /**
   * @param {Iterable<[string, Entry | null]>} answers Those that change.
   * @returns {Problem | null} What went wrong.
   */
  #write(answers) {
    const [exercises, freeTexts] = [this.#page.exercises, this.#page.freeTexts].map(pointsOf);
    return this.#records.write(this.#page.assignment, { release: this.#page.release, exercises, freeTexts }, answers);
  }

  /** Bring the record of another release to this one: a check of an older statement says nothing of the new one. */
  #migrate() {
    const { record, format } = this.#records.read(this.#page.assignment);
    const isSame = record.release === this.#page.release;
    if (format === null || this.#readOnly || (isSame && format === FORMAT)) return;
    const outdated = isSame ? [] : this.changedSince;
    for (const name of outdated) this.#kept[name] = { ...this.#kept[name], checked: null };
    this.#write(outdated.map((name) => [name, this.#kept[name]]));
  }

  /** @param {string} name */
  #entry(name) {
    return (this.#pending.has(name) ? this.#pending.get(name) : this.#kept[name]) ?? null;
  }

  /**
   * The reader's text for an exercise (or the carry-over cell), or null.
   * @param {string} name
   */
  get(name) {
    return this.#entry(name)?.source ?? null;
  }

  /**
   * The reader's texts by name: the cells of the page in order, then those that the page no longer has.
   * @returns {Record<string, string>}
   */
  all() {
    const names = [...this.#stubs.keys(), ...this.former];
    return Object.fromEntries(names.map((name) => [name, this.get(name)]).filter(([, source]) => source !== null));
  }

  /** The names of kept answers to exercises that the chapter no longer has. */
  get former() {
    const names = new Set([...Object.keys(this.#kept), ...this.#pending.keys()]);
    return [...names].filter((name) => !this.#stubs.has(name));
  }

  /** The names of exercises whose released text changed since the reader wrote the answer. */
  get changedSince() {
    return [...this.#stubs.keys()].filter((name) => this.#isOutdated(name));
  }

  /** @param {string} name */
  #isOutdated(name) {
    const stub = this.#entry(name)?.stub ?? null;
    return stub !== null && stub !== this.released(name);
  }

  /**
   * The released text of an exercise, or null.
   * @param {string} name
   */
  released(name) {
    return this.#stubs.get(name) ?? null;
  }

  /**
   * What a carry-over cell holds of earlier chapters, or null.
   * @param {string[]} names The functions that it asks for.
   */
  carriedOver(names) {
    return composeCarryOver(names, this.#records);
  }

  /**
   * Take note that the reader has seen the released text that changed.
   * @param {string} name
   */
  acknowledge(name) {
    if (this.#isOutdated(name)) this.#change(name, { stub: this.released(name), checked: null });
    this.flush();
  }

  /**
   * Keep what the reader typed; the released text itself is no answer.
   * @param {string} name
   * @param {string} source
   */
  set(name, source) {
    if (source === this.get(name)) return;
    if (source.trimEnd() === this.released(name)?.trimEnd()) {
      if (this.#entry(name)) this.#pending.set(name, null);
    } else {
      const outdated = this.#isOutdated(name) ? { checked: null } : {};
      this.#change(name, { source, stub: this.released(name), ...outdated });
    }
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.flush(), AFTER_TYPING);
    this.#tell();
  }

  /**
   * @param {string} name
   * @param {Partial<Entry>} parts
   */
  #change(name, parts) {
    const old = this.#entry(name) ?? { source: "", stub: null, outcome: null, points: null, checked: null };
    this.#pending.set(name, { ...old, ...parts, when: Date.now() });
  }

  /**
   * The outcome of the last check, if it was a check of the present text; else null.
   * @param {string} name
   */
  outcome(name) {
    return this.#currentEntry(name)?.outcome ?? null;
  }

  /**
   * The points of the last check, if it was a check of the present text; else null.
   * @param {string} name
   */
  points(name) {
    return this.#currentEntry(name)?.points ?? null;
  }

  /**
   * Whether the text, or what was asked, changed after the last check.
   * @param {string} name
   */
  wasEdited(name) {
    return this.#entry(name)?.outcome != null && !this.#currentEntry(name);
  }

  /**
   * The entry whose text, and statement, are those of its check; or null.
   * @param {string} name
   */
  #currentEntry(name) {
    const entry = this.#entry(name);
    return isChecked(entry) && !this.#isOutdated(name) ? entry : null;
  }

  /**
   * Keep the outcome of a check.
   * @param {string} name The exercise.
   * @param {Outcome} outcome
   * @param {number} points
   * @param {string} checked The text that was checked; it may have been edited meanwhile.
   */
  setOutcome(name, outcome, points, checked) {
    if (!this.#entry(name)) return; // the released text, as it is
    this.#change(name, { outcome, points, checked, stub: this.released(name) });
    this.flush();
    this.#tell();
  }

  /**
   * Put answers in place of what is there, which is kept as earlier versions.
   * @param {Record<string, string>} sources
   */
  restore(sources) {
    for (const [name, source] of Object.entries(sources)) {
      this.versions.add(name, this.get(name) ?? "");
      this.#change(name, { source, stub: this.released(name) });
      this.#send(name);
    }
    this.flush();
    this.#tell();
  }

  /** Forget the whole chapter. */
  forget() {
    clearTimeout(this.#timer);
    const names = Object.keys(this.all());
    this.#records.remove(this.#page.assignment);
    this.versions.refresh();
    this.#kept = {};
    this.#pending.clear();
    this.#readOnly = false;
    this.problem = this.problem === "blocked" ? "blocked" : null;
    names.forEach((name) => this.#send(name));
    this.#tell();
  }

  /** Save what is pending, on top of what other tabs have saved meanwhile. */
  flush() {
    clearTimeout(this.#timer);
    if (!this.#pending.size || this.#readOnly) return;
    const answers = withChanges(this.#read(), this.#pending);
    const failed = this.#readOnly ? this.problem : this.#write(this.#pending);
    if (failed) this.problem = failed;
    else this.#saved(answers);
    this.#tell();
  }

  /** @param {Record<string, Entry>} answers */
  #saved(answers) {
    askToPersist();
    if (this.problem === "full" || this.problem === "blocked") this.problem = null;
    this.#kept = withChanges(this.#kept, this.#pending);
    this.#pending.clear();
    this.#adopt(answers);
  }

  /**
   * Have the browser ask before the page is left with something that could not be kept.
   * @param {BeforeUnloadEvent} event
   */
  #holdBack(event) {
    this.flush();
    if (this.#pending.size) event.preventDefault();
  }

  /** Look what other tabs have saved. What is being typed here is newer and stays. */
  refresh() {
    const { record, problem } = this.#records.read(this.#page.assignment);
    if (this.#readOnly || problem) return;
    this.#adopt(record.answers);
    this.#tell();
  }

  /**
   * Take what the storage has now. Of two texts of one answer that two tabs saved at once, the storage has one; the other
   * becomes an earlier version.
   * @param {Record<string, Entry>} answers
   */
  #adopt(answers) {
    const before = this.#kept;
    this.#kept = answers;
    for (const name of new Set([...Object.keys(before), ...Object.keys(answers)])) {
      const [old, present] = [before[name], answers[name]];
      if (old?.source === present?.source) continue;
      if (old && present && Math.abs(old.when - present.when) < AT_ONCE) this.versions.add(name, old.source);
      if (!this.#pending.has(name)) this.#send(name);
    }
  }

  /** @param {string} name */
  #send(name) {
    for (const callback of this.#subscribers) callback(name);
  }

  #tell() {
    for (const callback of this.#watchers) callback();
  }

  /**
   * Call back with the name when a text changed elsewhere: in another tab, by an upload, or because it was forgotten.
   * @param {(name: string) => void} callback
   */
  subscribe(callback) {
    this.#subscribers.push(callback);
  }

  /**
   * Call back whenever an answer, an outcome or the state of the storage may have changed.
   * @param {() => void} callback
   */
  watch(callback) {
    this.#watchers.push(callback);
  }
}

let asked = false;

/** Ask the browser, once there is something to lose, not to erase it when its disk is full. */
function askToPersist() {
  if (!asked) navigator.storage?.persist?.().catch(() => {});
  asked = true;
}

/**
 * The name under which a cell's text is kept, or null.
 * @param {Pick<CellText, "kind" | "name">} cell
 */
export function nameOf(cell) {
  if (cell.kind === CARRY_OVER) return CARRY_OVER;
  return cell.kind === "exercise" ? cell.name : null;
}

/**
 * Points by name.
 * @param {ExerciseEntry[]} asked
 * @returns {Record<string, number>}
 */
function pointsOf(asked) {
  return Object.fromEntries(asked.map(({ name, points }) => [name, points]));
}

/**
 * The name and the released text of a cell whose text is kept; none of others.
 * @param {CellText} cell
 * @returns {[string, string][]}
 */
function stubOf(cell) {
  const name = nameOf(cell);
  return name === null ? [] : [[name, cell.source]];
}

/**
 * @param {Record<string, Entry>} answers
 * @param {Map<string, Entry | null>} changes
 * @returns {Record<string, Entry>}
 */
function withChanges(answers, changes) {
  const changed = { ...answers };
  for (const [name, entry] of changes) {
    if (entry) changed[name] = entry;
    else delete changed[name];
  }
  return changed;
}
