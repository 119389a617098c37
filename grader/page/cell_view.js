/** What all cells have on the page: code that becomes an editor, a row of buttons, a line that says what happens. */

import { ask } from "./dialog.js";
import { button, element } from "./element.js";
import { OutputArea } from "./outputs.js";
import { sentenceFor } from "./session.js";

const KEYS = "Shift+Enter runs. Tab indents; Escape, then Tab leaves.";

export class CellView {
  /** @type {object|null} The editor, once there is one. */
  editor = null;
  #code;
  #editorComing = null;

  /**
   * @param {HTMLElement} place The exercise or the cell.
   * @param {object} cell
   * @param {{page: object, session: import("./session.js").Session}} context
   * @param {string} run What the button that runs is called.
   */
  constructor(place, cell, { page, session }, run) {
    Object.assign(this, { place, cell, page, session });
    this.#code = place.querySelector("div.highlight").parentElement;
    this.runButton = button(run, () => this.start(), { class: "cell-button run" });
    this.stopButton = button("Stop", () => session.stop(), { class: "cell-button stop", disabled: true });
    this.resetButton = button("Reset", () => this.reset(), { class: "cell-button" });
    this.copyButton = button("Copy", () => this.copy(), { class: "cell-button" });
    this.keys = element("span", { class: "cell-keys", id: `keys-${cell.id}`, hidden: true }, KEYS);
    this.says = element("span", { class: "cell-says", role: "status" });
    this.meter = element("progress", { class: "cell-meter", max: "1", hidden: true, "aria-label": "Loaded" });
    this.#code.addEventListener("click", (event) => this.#editOnClick(event));
  }

  /** Put the row of buttons below the code, and return it. */
  addBar(...buttons) {
    this.bar = element("div", { class: "cell-bar" }, ...buttons, this.keys, this.says, this.meter);
    this.#code.after(this.bar);
    this.showReset();
    return this.bar;
  }

  /** Where outputs go. */
  addOutputs(built) {
    this.outputs = new OutputArea(built);
  }

  /** Reset can be pressed when there is something to lose. */
  showReset() {
    this.resetButton.hidden = this.cell.kind !== "exercise" && this.cell.text === this.cell.original;
  }

  #editOnClick({ detail, clientX, clientY, target }) {
    const isMouse = matchMedia("(hover: hover)").matches;
    if (this.editor || !isMouse || detail !== 1 || !getSelection().isCollapsed || !target.closest("pre")) return;
    this.edit({ x: clientX, y: clientY });
  }

  /** Make the code an editor, and put the keyboard at a point of it if one is given; `true` is its beginning. */
  async edit(point) {
    this.#editorComing ??= import("./editor.js");
    try {
      const { makeEditor } = await this.#editorComing;
      if (!this.editor) this.#become(makeEditor);
      if (point) this.editor.focus(point === true ? null : point);
    } catch {
      this.#editorComing = null;
      this.say("The editor could not be loaded. Check the connection and reload the page.");
    }
  }

  #become(makeEditor) {
    const parent = element("div", { class: "cell-editor" });
    this.editor = makeEditor({
      parent,
      text: this.cell.text,
      label: this.cell.name ? `Code of ${this.cell.name}` : `Code of ${this.cell.filename}`,
      hint: this.keys.id,
      onChange: (text) => this.changed(text),
      onRun: () => this.start(),
    });
    this.#code.replaceChildren(parent);
    this.keys.hidden = false;
    this.place.classList.add("is-editor");
  }

  /** The reader changed the text. */
  changed(text) {
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
    const name = this.cell.name ?? "this cell";
    const choice = await ask({
      title: `Reset ${name}?`,
      text: "Your code is replaced by the text as it was released. Until you leave the page, undo in the editor brings it back.",
      choices: [{ value: "reset", label: "Reset it", danger: true }],
    });
    if (!choice) return;
    this.cell.text = this.cell.original;
    this.showText();
    this.wasReset();
  }

  /** What a kind of cell does when a run begins. */
  begins() {}

  /** What a kind of cell does after a reset. */
  wasReset() {
    this.say("");
  }

  async copy() {
    try {
      await navigator.clipboard.writeText(this.cell.text);
      this.copyButton.textContent = "Copied";
    } catch {
      this.copyButton.textContent = "Not copied";
    }
    setTimeout(() => (this.copyButton.textContent = "Copy"), 1500);
  }

  /** Say what happens, with a meter if a share is given. */
  say(text, share = null) {
    if (this.says.textContent !== text) this.says.textContent = text;
    this.meter.hidden = share === null;
    if (share !== null) this.meter.value = share;
  }

  /** Run the cell, unless it runs. What goes wrong outside of Python is told by `failed`. */
  async start() {
    if (this.isRunning) return;
    this.begins();
    this.#setRunning(true);
    try {
      await this.session.perform(() => this.perform(), ({ text, share }) => this.say(text, share));
    } catch (error) {
      const sentence = sentenceFor(error, this.page);
      this.failed(sentence ?? "Something went wrong on this page. Reload it; what you wrote is kept.");
      if (!sentence) throw error;
    } finally {
      this.#setRunning(false);
    }
  }

  #setRunning(isRunning) {
    this.isRunning = isRunning;
    this.place.classList.toggle("is-running", isRunning);
    this.stopButton.disabled = !isRunning;
    this.runButton.setAttribute("aria-disabled", isRunning);
    if (isRunning) {
      this.say("Waiting for the cell that runs…");
      this.outputs.begin();
      return;
    }
    this.outputs.end();
    this.meter.hidden = true;
  }

  /** Run what is above, then the cell itself. */
  async runAll() {
    const onStep = (position, count) => this.say(`First the cells above: ${position} of ${count}…`);
    const problems = await this.session.runAbove(this.cell, onStep);
    this.say("Running…");
    const { error } = await this.session.run(this.cell, (output) => this.outputs.add(output, this.cell.released));
    return { problems, error };
  }
}

/** One line about what went wrong in the cells above, or null. */
export function problemsAbove(problems) {
  if (!problems.length) return null;
  const [{ cell, error }] = problems;
  const others = problems.length > 1 ? ` (and ${problems.length - 1} more of the cells above)` : "";
  const message = error.unwritten ? `${error.unwritten} is still to be written` : [error.type, error.message].filter(Boolean).join(": ");
  return `Above, in ${cell.filename}: ${message}${others}`;
}

/** What an error means on this page, beyond what Python says; or null. */
export function meaningOf(error, session) {
  if (error.unwritten) return `${error.unwritten} is still to be written: its exercise is above.`;
  const name = /^name '(\w+)' is not defined/.exec(error.message)?.[1];
  if (error.type === "NameError" && session.carried.includes(name)) return missingSentence([name]);
  return null;
}

/** That functions of earlier chapters are missing, and what to do. */
export function missingSentence(names) {
  const said = names.length > 1 ? `${names.slice(0, -1).join(", ")} and ${names.at(-1)} are` : `${names[0]} is`;
  return `${said} yours from an earlier chapter. Write it there, or paste it into the cell at the top of this page.`;
}
