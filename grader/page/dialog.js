/** Questions to the reader, in a dialog that the keyboard and a screen reader can use. */

import { button, element } from "./element.js";

let asked = 0;

/**
 * Ask the reader to choose.
 *
 * "Cancel" is added to the choices and has the focus first; Escape and a click outside choose it. Afterwards the focus
 * is where it was.
 * @param {{title: string, text: string, choices: {value: string, label: string, danger?: boolean}[]}} question
 * @returns {Promise<string | null>} The value of the choice, or null for Cancel.
 */
export function ask({ title, text, choices }) {
  const id = `ask-${(asked += 1)}`;
  const dialog = element("dialog", { class: "ask", "aria-labelledby": id, "aria-describedby": `${id}-text` });
  const buttons = choices.map(({ value, label, danger }) =>
    button(label, () => dialog.close(value), { class: danger ? "page-button danger" : "page-button" }),
  );
  buttons.push(button("Cancel", () => dialog.close(), { class: "page-button quiet", autofocus: true }));
  dialog.append(
    element("h2", { id }, title),
    element("p", { id: `${id}-text` }, text),
    element("div", { class: "ask-choices" }, ...buttons),
  );
  return openDialog(dialog);
}

/**
 * Open a dialog, which is gone when it is closed.
 * @param {HTMLDialogElement} dialog
 * @returns {Promise<string | null>} What it was closed with; null for nothing.
 */
export function openDialog(dialog) {
  document.body.append(dialog);
  dialog.addEventListener("click", (event) => event.target === dialog && dialog.close());
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => {
      dialog.remove();
      resolve(dialog.returnValue || null);
    });
    dialog.showModal();
  });
}
