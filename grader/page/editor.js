/** A code editor around a cell: CodeMirror with Python, line numbers and undo. Escape, then Tab, leaves it. */

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

/**
 * Make an editor.
 * @param {object} options
 * @param {HTMLElement} options.parent What it is put into.
 * @param {string} options.text
 * @param {string} options.label Its accessible name.
 * @param {string} options.hint The id of the element that says which keys do what.
 * @param {function(string)} options.onChange Called with the text when the reader changes it.
 * @param {function} options.onRun Called for Shift+Enter and Ctrl+Enter.
 */
export function makeEditor({ parent, text, label, hint, onChange, onRun }) {
  const run = () => (onRun(), true);
  const view = new EditorView({ parent, state: EditorState.create({ doc: text, extensions: [
    keymap.of([{ key: "Shift-Enter", run }, { key: "Mod-Enter", run }]),
    keymap.of([...defaultKeymap, ...historyKeymap, indentWithTab]),
    lineNumbers(),
    history(),
    pythonLanguage,
    indentUnit.of("    "),
    indentOnInput(),
    bracketMatching(),
    syntaxHighlighting(classHighlighter),
    EditorView.lineWrapping,
    EditorView.contentAttributes.of({ "aria-label": label, "aria-describedby": hint, autocapitalize: "off", autocorrect: "off", spellcheck: "false" }),
    EditorView.updateListener.of((update) => isByReader(update) && onChange(update.state.doc.toString())),
  ] }) });
  return {
    /** The text as it stands. */
    text: () => view.state.doc.toString(),
    /** Put another text in; the reader can undo it. */
    replace: (other) => replace(view, other),
    /** Put the keyboard into the editor, at a point of the screen if one is given. */
    focus: (point) => focus(view, point),
  };
}

function isByReader({ docChanged, transactions }) {
  return docChanged && !transactions.some((transaction) => transaction.isUserEvent("replaced"));
}

function replace(view, text) {
  if (view.state.doc.toString() === text) return;
  view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: text }, userEvent: "replaced" });
}

function focus(view, point) {
  view.focus();
  const position = point ? view.posAtCoords(point) : null;
  if (position !== null) view.dispatch({ selection: { anchor: position } });
}
