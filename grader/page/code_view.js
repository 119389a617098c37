/** Code to read that looks like the code in the editors. */

import { drawAllLines } from "./editor.js";
import { EditorState, EditorView, classHighlighter, pythonLanguage, syntaxHighlighting } from "./vendor/codemirror.js";

const COMMON = [
  pythonLanguage,
  syntaxHighlighting(classHighlighter),
  EditorView.lineWrapping,
  EditorState.readOnly.of(true),
  EditorView.editable.of(false),
];

/** A piece of code. */
export class CodeView {
  /**
   * @param {HTMLElement} place Where it is put at the end.
   * @param {string} text
   * @param {string} label Its accessible name.
   */
  constructor(place, text, label) {
    const parent = document.createElement("div");
    parent.className = "cell-editor code-view";
    // it can be copied by keyboard, too
    const attributes = EditorView.contentAttributes.of({ "aria-label": label, "aria-readonly": "true", tabindex: "0" });
    const state = EditorState.create({ doc: text.trim(), extensions: [...COMMON, attributes] });
    drawAllLines(new EditorView({ parent, state }));
    place.append(parent);
  }
}
