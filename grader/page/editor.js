/** A code editor around a cell: CodeMirror with Python, line numbers and undo. Escape, then Tab, leaves it. */

import { tidied } from "./characters.js";
import {
  EditorState,
  EditorView,
  bracketMatching,
  classHighlighter,
  defaultKeymap,
  history,
  historyKeymap,
  indentOnInput,
  indentUnit,
  indentWithTab,
  keymap,
  lineNumbers,
  pythonLanguage,
  syntaxHighlighting,
} from "./vendor/codemirror.js";

const REPLACED = "replaced"; // what the page calls its own changes
const ATTRIBUTES = { autocapitalize: "off", autocorrect: "off", spellcheck: "false" };

/** What the editors of all cells have. */
const COMMON = [
  keymap.of([...defaultKeymap, ...historyKeymap, indentWithTab]),
  lineNumbers(),
  history(),
  pythonLanguage,
  indentUnit.of("    "),
  indentOnInput(),
  bracketMatching(),
  syntaxHighlighting(classHighlighter),
  EditorView.lineWrapping,
];

/** The editor of one cell. */
export class Editor {
  #view;

  /**
   * @param {object} options
   * @param {HTMLElement} options.parent What it is put into.
   * @param {string} options.text
   * @param {string} options.label Its accessible name.
   * @param {string} options.hint The id of the element that says which keys do what.
   * @param {(text: string) => void} options.onChange Called with the text when the reader changes it.
   * @param {() => void} options.onRun Called for Shift+Enter and Ctrl+Enter.
   */
  constructor({ parent, text, label, hint, onChange, onRun }) {
    const run = () => (onRun(), true);
    const extensions = [
      keymap.of([{ key: "Shift-Enter", run }, { key: "Mod-Enter", run }]), // before the default ones
      ...COMMON,
      EditorView.clipboardInputFilter.of(tidied),
      EditorView.contentAttributes.of({ "aria-label": label, "aria-describedby": hint, ...ATTRIBUTES }),
      EditorView.updateListener.of((update) => isByReader(update) && onChange(update.state.doc.toString())),
    ];
    this.#view = new EditorView({ parent, state: EditorState.create({ doc: text, extensions }) });
    drawAllLines(this.#view);
  }

  /**
   * Put another text in; the reader can undo it.
   * @param {string} text
   */
  replace(text) {
    const { doc } = this.#view.state;
    if (doc.toString() === text) return;
    this.#view.dispatch({ changes: { from: 0, to: doc.length, insert: text }, userEvent: REPLACED });
  }

  /**
   * Put the keyboard into the editor.
   * @param {{x: number, y: number}} [point] Where on the screen, if not at the beginning.
   */
  focus(point) {
    this.#view.focus();
    const position = point ? this.#view.posAtCoords(point) : null;
    if (position !== null) this.#view.dispatch({ selection: { anchor: position } });
  }
}

/**
 * Have all lines in the page, not only those that are in view: the browser's search and screen readers find no others.
 * CodeMirror draws all of them while it thinks that the page is printed.
 * @param {any} view With a property that CodeMirror has for itself; a test holds it down.
 */
export function drawAllLines(view) {
  Object.defineProperty(view.viewState, "printing", { get: () => true, set: () => {} });
  view.requestMeasure();
}

/** @param {{docChanged: boolean, transactions: readonly {isUserEvent(event: string): boolean}[]}} update */
function isByReader({ docChanged, transactions }) {
  return docChanged && !transactions.some((transaction) => transaction.isUserEvent(REPLACED));
}
