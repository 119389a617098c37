/** The dialog with the earlier versions of an answer: a list, what putting one back would change, and the button for it. */

/** @import { Version } from "./types.js" */

import { difference } from "./difference.js";
import { openDialog } from "./dialog.js";
import { button, element } from "./element.js";

const WORDS = { passed: "passes", partial: "right in part", failed: "does not pass", error: "does not run" };
const SIGNS = { both: "  ", removed: "− ", added: "+ " };

/**
 * Let the reader look at versions and choose one.
 * @param {string} name The answer.
 * @param {Version[]} versions The newest first, at least one.
 * @param {string} present The present text.
 * @returns {Promise<Version | null>} The one to put back, or null.
 */
export function chooseVersion(name, versions, present) {
  let chosen = versions[0];
  const shown = element("div", { class: "version-shown" });
  const show = (/** @type {Version} */ version) => {
    chosen = version;
    shown.replaceChildren(...lookAt(version, present));
  };
  const list = element("fieldset", { class: "version-list" }, element("legend", {}, "Newest first"));
  list.append(...versions.map((version, k) => choice(version, k === 0, () => show(version))));
  show(chosen);
  const dialog = element("dialog", { class: "ask versions", "aria-labelledby": "versions-title" });
  dialog.append(
    element("h2", { id: "versions-title" }, `Earlier versions of ${name}`),
    element("div", { class: "version-columns" }, list, shown),
    element(
      "div",
      { class: "ask-choices" },
      button("Put it back", () => dialog.close("put back"), { class: "page-button" }),
      button("Close", () => dialog.close(), { class: "page-button quiet" }),
    ),
  );
  return openDialog(dialog).then((value) => (value === "put back" ? chosen : null));
}

/**
 * @param {Version} version
 * @param {boolean} isFirst
 * @param {() => void} onChoice
 */
function choice(version, isFirst, onChoice) {
  const input = element("input", { type: "radio", name: "version", checked: isFirst, autofocus: isFirst });
  input.addEventListener("change", onChoice);
  const outcome = element("span", { class: "version-outcome", "data-outcome": version.outcome }, outcomeOf(version));
  return element("label", {}, input, element("span", {}, timeOf(version)), outcome);
}

/**
 * What putting a version back would change, line by line.
 * @param {Version} version
 * @param {string} present
 */
function lookAt({ text }, present) {
  const lines = difference(present, text);
  const count = (/** @type {string} */ wanted) => lines.filter(({ kind }) => kind === wanted).length;
  const said = `Putting it back removes ${inLines(count("removed"))} (−) and adds ${inLines(count("added"))} (+).`;
  const code = lines.map(({ kind, text }) => element(TAGS[kind], {}, `${SIGNS[kind]}${text}\n`));
  return [
    element("p", { role: "status" }, said),
    element("pre", { tabindex: "0", "aria-label": "What differs" }, ...code),
  ];
}

const TAGS = /** @type {const} */ ({ both: "span", removed: "del", added: "ins" });

/** @param {number} count */
function inLines(count) {
  return count === 1 ? "1 line" : `${count || "no"} lines`;
}

/** @param {Version} version */
function outcomeOf({ outcome }) {
  return outcome ? WORDS[outcome] : "not checked";
}

/**
 * When a version was last used, as short as it is clear.
 * @param {Pick<Version, "when">} version
 */
export function timeOf({ when }) {
  const date = new Date(when);
  const time = date.toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit", second: "2-digit" });
  const isToday = date.toDateString() === new Date().toDateString();
  return isToday ? time : `${date.toLocaleDateString("en-GB", { day: "numeric", month: "short", year: "numeric" })}, ${time}`;
}
