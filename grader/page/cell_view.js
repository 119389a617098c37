/** What all cells have on the page: code that becomes an editor, a row of buttons, a line that says what happens. */

/**
 * @import { Answers } from "./answers.js"
 * @import { Cell } from "./cell.js"
 * @import { Editor } from "./editor.js"
 * @import { ErrorAbove, Session } from "./session.js"
 * @import { CellError, Outcome, RunnablePage, RunResult, Version } from "./types.js"
 */

/**
 * What a run came to: what went wrong in the cells above, and in the cell itself.
 * @typedef {{above: ErrorAbove[], error: CellError | null, own?: RunResult["own"]}} Ran
 */

import { ask } from "./dialog.js";
import { button, element, find } from "./element.js";
import { sentenceFor } from "./explanations.js";
import { fetchOnIntent } from "./intent.js";
import { OutputArea } from "./outputs.js";
import { versionsButton } from "./versions_button.js";

const UNDO = "Until you leave the page, undo in the editor brings it back.";
const EARLIER = "It stays among the earlier versions, which bring it back.";
const KEYS = "Shift+Enter runs. Tab indents; Escape, then Tab leaves.";

export class CellView {
  /** @type {Editor | null} Once there is one. */
  editor = null;
  #answers;
  #code;
  #page;
  #isRunning = false;

  /**
   * @param {HTMLElement} place The exercise or the cell.
   * @param {Cell} cell
   * @param {{page: RunnablePage, session: Session, answers: Answers | null}} context
   * @param {{run: string, outputs: HTMLElement}} parts What the button that runs is called, and where outputs go.
   */
  constructor(place, cell, { page, session, answers }, { run, outputs }) {
    this.place = place;
    this.cell = cell;
    this.session = session;
    this.outputs = new OutputArea(outputs);
    this.#page = page;
    this.#answers = answers;
    this.#code = /** @type {HTMLElement} */ (find(place, "div.highlight").parentElement);
    this.runButton = button(run, () => this.start(), { class: "cell-button run" });
    fetchOnIntent(this.runButton, page);
    this.runButton.addEventListener("pointerdown", () => session.prepare());
    this.stopButton = button("Stop", () => session.stop(), { class: "cell-button stop", disabled: true });
    this.resetButton = button("Reset", () => this.reset(), { class: "cell-button" });
    this.copyButton = button("Copy", () => this.copy(), { class: "cell-button" });
    this.keys = element("span", { class: "cell-keys", id: `keys-${cell.id}`, hidden: true }, KEYS);
    this.says = element("span", { class: "cell-says", role: "status" });
    this.meter = element("progress", { class: "cell-meter", max: "1", hidden: true, "aria-label": "Loaded" });
    this.#code.addEventListener("click", (event) => this.#editOnClick(event));
  }

  /**
   * Put the row of buttons below the code.
   * @param {...HTMLElement} buttons
   * @returns {HTMLElement} The row.
   */
  addBar(...buttons) {
    const all = [...buttons, ...this.#versionsButtons()];
    const bar = element("div", { class: "cell-bar" }, ...all, this.keys, this.says, this.meter);
    this.#code.after(bar);
    this.showReset();
    return bar;
  }

  #versionsButtons() {
    const { key: name } = this.cell;
    if (!this.#answers || name === null) return [];
    const putBack = (/** @type {Version} */ version) => this.putBack(version);
    const say = (/** @type {string} */ sentence) => this.say(sentence);
    return [versionsButton(this.#answers, { name, text: () => this.cell.text, putBack, say })];
  }

  /**
   * Keep a text among the earlier versions, if the cell is an answer and it is not as it was released.
   * @param {string} text
   * @param {{outcome: Outcome, points: number} | null} [checked] What its check said, if it was checked.
   */
  #keep(text, checked = null) {
    const isOwn = text.trimEnd() !== this.cell.original.trimEnd();
    if (this.cell.key !== null && isOwn) this.#answers?.versions.add(this.cell.key, text, checked);
  }

  /**
   * Put an earlier version in place of the text.
   * @param {Version} version
   */
  putBack({ text }) {
    this.cell.text = text;
    this.showText();
    this.wasReset();
  }

  /** Reset can be pressed when there is something to lose. */
  showReset() {
    const { kind, text, original } = this.cell;
    this.resetButton.hidden = kind === "scratch" || (kind !== "exercise" && text === original);
  }

  /** @param {MouseEvent} event */
  #editOnClick({ detail, clientX, clientY, target }) {
    const isMouse = matchMedia("(hover: hover)").matches;
    const isPlain = isMouse && detail === 1 && getSelection()?.isCollapsed;
    if (this.editor || !isPlain || !(target instanceof Element && target.closest("pre"))) return;
    this.edit({ x: clientX, y: clientY });
  }

  /**
   * Make the code an editor.
   * @param {{x: number, y: number} | true} [point] Where on the screen to put the keyboard; `true` is the beginning.
   */
  async edit(point) {
    try {
      const { Editor } = await import("./editor.js");
      this.editor ??= this.#become(Editor);
    } catch {
      this.say("The editor could not be loaded. Check the connection and reload the page.");
      return;
    }
    if (point) this.editor?.focus(point === true ? undefined : point);
  }

  /** @param {typeof Editor} EditorKind Loaded with the first editor. */
  #become(EditorKind) {
    const parent = element("div", { class: "cell-editor" });
    const editor = new EditorKind({
      parent,
      text: this.cell.text,
      label: `Code of ${this.cell.filename}`,
      hint: this.keys.id,
      onChange: (text) => this.changed(text),
      onRun: () => this.start(),
    });
    this.#code.replaceChildren(parent);
    this.keys.hidden = false;
    this.place.classList.add("is-editor");
    return editor;
  }

  /**
   * The reader changed the text.
   * @param {string} text
   */
  changed(text) {
    this.session.prepare();
    this.cell.text = text;
    this.showReset();
  }

  /** Show the text that the cell now has. */
  showText() {
    this.editor?.replace(this.cell.text);
    this.showReset();
  }

  /** The text changed in another tab, by an upload, or was forgotten: what is said below is of another text. */
  changedElsewhere() {
    this.showText();
    this.wasReset();
  }

  /** Put the released text back, if the reader says so. */
  async reset() {
    if (this.cell.text === this.cell.original) return this.say("This is the text as it was released.");
    const way = this.cell.key === null ? UNDO : EARLIER;
    const choice = await ask({
      title: `Reset ${this.cell.name ?? "this cell"}?`,
      text: `Your code is replaced by the text as it was released. ${way}`,
      choices: [{ value: "reset", label: "Reset it", danger: true }],
    });
    if (!choice) return;
    this.#keep(this.cell.text);
    this.cell.text = this.cell.original;
    this.showText();
    this.wasReset();
  }

  /** Copy the text. */
  async copy() {
    try {
      await navigator.clipboard.writeText(this.cell.text);
      this.copyButton.textContent = "Copied";
    } catch {
      this.copyButton.textContent = "Not copied";
    }
    setTimeout(() => (this.copyButton.textContent = "Copy"), 1500);
  }

  /**
   * Say what happens.
   * @param {string} text
   * @param {number | null} [share] How much of it is done, from 0 to 1, for the meter.
   */
  say(text, share = null) {
    if (this.says.textContent !== text) this.says.textContent = text;
    this.meter.hidden = share === null;
    if (share !== null) this.meter.value = share;
  }

  /**
   * Run the cell, unless it runs.
   * @returns {Promise<boolean>} Whether it came to an end, of whatever kind.
   */
  async start() {
    if (this.#isRunning) return false;
    this.begins();
    this.#setRunning(true);
    try {
      await this.session.inTurn(() => this.#runAndTell(), ({ text, share }) => this.say(text, share));
      return true;
    } catch (error) {
      const sentence = sentenceFor(error, this.#page);
      this.failed(sentence ?? "Something went wrong on this page. Reload it; what you wrote is kept.");
      if (!sentence) throw error;
      return false;
    } finally {
      this.#setRunning(false);
    }
  }

  /** @param {boolean} isRunning */
  #setRunning(isRunning) {
    this.#isRunning = isRunning;
    this.place.classList.toggle("is-running", isRunning);
    this.stopButton.disabled = !isRunning;
    this.runButton.setAttribute("aria-disabled", String(isRunning));
    if (isRunning) {
      this.say("Waiting for the cell that runs…");
      this.outputs.begin();
      return;
    }
    this.outputs.end();
    this.meter.hidden = true;
  }

  /** Run what is above, then the cell itself. */
  async #runAndTell() {
    const above = await this.session.runAbove(this.cell, (step) => this.say(`First the cells above: ${step}…`));
    this.say("Running…");
    const text = this.cell.text;
    this.#keep(text);
    const { error, own } = await this.session.run(this.cell, (output) => this.outputs.add(output, this.cell.released));
    this.#keep(text, await this.tell({ above, error, own }, text));
  }

  /** What a kind of cell does when a run begins. */
  begins() {}

  /**
   * What a kind of cell says when it has run.
   * @param {Ran} _ran
   * @param {string} _text What has run: the reader may go on writing meanwhile.
   * @returns {Promise<{outcome: Outcome, points: number} | null>} What the check said, if there was one.
   */
  async tell(_ran, _text) {
    return null;
  }

  /**
   * Say why a run did not end: it was stopped, or Python is not there.
   * @param {string} sentence
   */
  failed(sentence) {
    this.say(sentence);
  }

  /** What a kind of cell does after a reset. */
  wasReset() {
    this.say("");
  }
}
