/**
 * What the reader wrote in a chapter: kept while it is typed, shared with other tabs, carried over from release to
 * release. The record of the browser's storage is the truth; this object holds what of it was last seen, and what has
 * been typed since.
 */

import { keyOf, readRecord, removeRecord, setAside, storedAssignments, writeRecord } from "./storage.js";

export const CARRY_OVER = "carry-over";
const AFTER_TYPING = 400; // milliseconds

/**
 * Open the answers of the page's chapter.
 * @param {object} page The page's own description, from `#course-page`.
 * @returns {Answers}
 */
export function openAnswers(page) {
  return new Answers(page);
}

/**
 * Read how far the reader is in a chapter, from its record alone.
 * @returns {{answered: number, passed: number, exercises: number}|null} Null if nothing is kept of the chapter.
 */
export function readChapter(assignment) {
  const { answers, exercises } = readRecord(assignment).record;
  const names = Object.keys(exercises).filter((name) => answers[name]);
  if (!names.length) return null;
  const passed = names.filter((name) => isChecked(answers[name]) && answers[name].outcome === "passed");
  return { answered: names.length, passed: passed.length, exercises: Object.keys(exercises).length };
}

/**
 * Find the reader's newest answer to an exercise of any chapter.
 * @returns {{source: string, assignment: string, when: number}|null}
 */
export function findAnswer(name) {
  return newestAnswers().get(name) ?? null;
}

function newestAnswers() {
  const found = storedAssignments().flatMap((assignment) => {
    const entries = Object.entries(readRecord(assignment).record.answers);
    return entries.map(([name, { source, when }]) => [name, { source, assignment, when }]);
  });
  return new Map(found.sort(([, one], [, other]) => one.when - other.when)); // of one name, the last stays
}

/**
 * Compose the text of a carry-over cell from what the reader wrote in earlier chapters.
 * @param {{names: string[]}} cell The cell, with the functions that it asks for.
 * @returns {string|null} Null if the reader wrote none of them here.
 */
export function carryOverText(cell) {
  const answers = newestAnswers();
  const written = cell.names.filter((name) => answers.has(name));
  if (!written.length) return null;
  const missing = cell.names.filter((name) => !answers.has(name));
  const head = ["# Your own functions of earlier chapters, as this browser keeps them."];
  if (missing.length) head.push(`# Not written there yet: ${missing.join(", ")}`);
  return [head.join("\n"), ...written.map((name) => answers.get(name).source.trim())].join("\n\n\n");
}

/** The answers of one chapter. */
export class Answers {
  #page;
  #stubs;
  #kept = {}; // as last seen in the storage
  #pending = new Map(); // typed since: name → entry, or null for none
  #timer = null;
  #readOnly = false;
  #subscribers = new Set();
  #watchers = new Set();

  /** What is wrong with keeping answers here: null, "blocked", "full", "newer", "broken" or "stuck". */
  problem = null;

  constructor(page) {
    this.#page = page;
    this.#stubs = new Map(page.cells.map((cell) => [nameOf(cell), cell.source]).filter(([name]) => name));
    this.#kept = this.#read();
    this.#migrate();
    addEventListener("beforeunload", (event) => this.#holdBack(event));
    addEventListener("pagehide", () => this.flush());
    addEventListener("pageshow", () => this.refresh());
    addEventListener("storage", ({ key }) => (key === null || key === this.#key) && this.refresh());
    document.addEventListener("visibilitychange", () => (document.hidden ? this.flush() : this.refresh()));
  }

  get #key() {
    return keyOf(this.#page.assignment);
  }

  /** Read the record. A newer one is left alone; a broken one is set aside, or left alone if there is no room. */
  #read() {
    const { record, problem, text } = readRecord(this.#page.assignment);
    this.problem = problem ?? this.problem;
    this.#readOnly = problem === "newer";
    if (problem === "broken") {
      this.#readOnly = !setAside(this.#page.assignment, text);
      if (this.#readOnly) this.problem = "stuck";
      else writeRecord(this.#page.assignment, { ...record, ...this.#about() });
    }
    return record.answers;
  }

  /** Bring the record of another release to this one: a check of an older statement says nothing of the new one. */
  #migrate() {
    const { record, text } = readRecord(this.#page.assignment);
    if (text === null || this.#readOnly || record.release === this.#page.release) return;
    for (const name of this.changedSince) this.#kept[name] = { ...this.#kept[name], checked: null };
    writeRecord(this.#page.assignment, { ...this.#about(), answers: this.#kept });
  }

  #about() {
    const exercises = Object.fromEntries(this.#page.exercises.map(({ name, points }) => [name, points]));
    return { release: this.#page.release, exercises };
  }

  #entry(name) {
    return this.#pending.has(name) ? this.#pending.get(name) : (this.#kept[name] ?? null);
  }

  /** The reader's text for an exercise (or the carry-over cell), or null. */
  get(name) {
    return this.#entry(name)?.source ?? null;
  }

  /** The reader's texts by name: the cells of the page in order, then those that the page no longer has. */
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

  #isOutdated(name) {
    const stub = this.#entry(name)?.stub ?? null;
    return stub !== null && stub !== this.#stubs.get(name);
  }

  /** The released text of an exercise. */
  released(name) {
    return this.#stubs.get(name) ?? null;
  }

  /** Take note that the reader has seen the released text that changed. */
  acknowledge(name) {
    if (this.#isOutdated(name)) this.#change(name, { stub: this.#stubs.get(name), checked: null });
    this.flush();
  }

  /** Keep what the reader typed; the released text itself is no answer. */
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

  #change(name, parts) {
    const old = this.#entry(name) ?? { outcome: null, points: null, checked: null };
    this.#pending.set(name, { ...old, ...parts, when: Date.now() });
  }

  /** The outcome of the last check, if it was a check of the present text; else null. */
  outcome(name) {
    return this.#isCurrent(name) ? this.#entry(name).outcome : null;
  }

  /** The points of the last check, if it was a check of the present text; else null. */
  points(name) {
    return this.#isCurrent(name) ? this.#entry(name).points : null;
  }

  /** Whether the text, or what was asked, changed after the last check. */
  wasEdited(name) {
    return this.#entry(name)?.outcome != null && !this.#isCurrent(name);
  }

  #isCurrent(name) {
    return isChecked(this.#entry(name)) && !this.#isOutdated(name);
  }

  /**
   * Keep the outcome of a check.
   * @param {string} name The exercise.
   * @param {"passed"|"partial"|"failed"|"error"} outcome
   * @param {number} points
   * @param {string} [checked] The text that was checked; it may have been edited meanwhile.
   */
  setOutcome(name, outcome, points, checked = this.get(name)) {
    if (!this.#entry(name)) return; // the released text, as it is
    this.#change(name, { outcome, points, checked, stub: this.released(name) });
    this.flush();
    this.#tell();
  }

  /** Put answers in place of what is there, as an upload does. */
  restore(sources) {
    for (const [name, source] of Object.entries(sources)) {
      this.#change(name, { source, stub: this.released(name) });
      this.#send(name, "upload");
    }
    this.flush();
    this.#tell();
  }

  /** Forget the whole chapter. */
  forget() {
    clearTimeout(this.#timer);
    const names = Object.keys(this.all());
    removeRecord(this.#page.assignment);
    this.#kept = {};
    this.#pending.clear();
    this.#readOnly = false;
    this.problem = this.problem === "blocked" ? "blocked" : null;
    names.forEach((name) => this.#send(name, "forget"));
    this.#tell();
  }

  /** Save what is pending, on top of what other tabs have saved meanwhile. */
  flush() {
    clearTimeout(this.#timer);
    if (!this.#pending.size || this.#readOnly) return;
    const before = this.problem;
    const answers = withChanges(this.#read(), this.#pending);
    const failed = this.#readOnly ? this.problem : writeRecord(this.#page.assignment, { ...this.#about(), answers });
    if (failed) this.problem = failed;
    else this.#saved(answers);
    if (this.problem !== before) this.#tell();
  }

  #saved(answers) {
    if (this.problem === "full" || this.problem === "blocked") this.problem = null;
    this.#kept = withChanges(this.#kept, this.#pending);
    this.#pending.clear();
    this.#adopt(answers);
  }

  /** Have the browser ask before the page is left with something that could not be kept. */
  #holdBack(event) {
    this.flush();
    if (this.#pending.size) event.preventDefault();
  }

  /** Look what other tabs have saved. What is being typed here is newer and stays. */
  refresh() {
    const { record, problem } = readRecord(this.#page.assignment);
    if (this.#readOnly || problem) return;
    this.#adopt(record.answers);
    this.#tell();
  }

  #adopt(answers) {
    const before = this.#kept;
    this.#kept = answers;
    for (const name of new Set([...Object.keys(before), ...Object.keys(answers)])) {
      const changed = before[name]?.source !== answers[name]?.source;
      if (changed && !this.#pending.has(name)) this.#send(name, "tab");
    }
  }

  #send(name, reason) {
    for (const callback of this.#subscribers) callback({ name, source: this.get(name), reason });
  }

  #tell() {
    for (const callback of this.#watchers) callback();
  }

  /** Call back with {name, source, reason} when a text changed elsewhere: "tab", "upload" or "forget". */
  subscribe(callback) {
    this.#subscribers.add(callback);
    return () => this.#subscribers.delete(callback);
  }

  /** Call back whenever an answer, an outcome or the state of the storage may have changed. */
  watch(callback) {
    this.#watchers.add(callback);
    return () => this.#watchers.delete(callback);
  }
}

/** The name under which a cell's text is kept, or null. */
export function nameOf(cell) {
  if (cell.kind === CARRY_OVER) return CARRY_OVER;
  return cell.kind === "exercise" ? cell.name : null;
}

function withChanges(answers, changes) {
  const changed = { ...answers, ...Object.fromEntries(changes) };
  for (const [name, entry] of changes) if (!entry) delete changed[name];
  return changed;
}

function isChecked(entry) {
  return Boolean(entry?.outcome) && entry.checked === entry.source;
}
