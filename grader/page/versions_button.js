/** The button below an answer that shows its earlier versions, once there are any. */

/**
 * @import { Answers } from "./answers.js"
 * @import { Version } from "./types.js"
 */

import { button } from "./element.js";

/**
 * Make the button.
 * @param {Answers} answers
 * @param {object} answer
 * @param {string} answer.name
 * @param {() => string} answer.text Gives the present text.
 * @param {(version: Version) => void} answer.putBack
 * @param {(sentence: string) => void} answer.say
 */
export function versionsButton({ versions }, { name, text, putBack, say }) {
  const show = async () => {
    const others = versions.of(name, text());
    if (!others.length) return say("There is no other version than this text yet.");
    const { chooseVersion, timeOf } = await import("./versions_view.js").catch(() => ({ chooseVersion: null, timeOf: null }));
    if (!chooseVersion) return say("The earlier versions could not be loaded. Check the connection and try again.");
    const chosen = await chooseVersion(name, others, text());
    if (!chosen) return;
    versions.add(name, text());
    putBack(chosen);
    say(`The version of ${timeOf(chosen)} is back. What was here before is among the earlier versions.`);
  };
  /** @type {Promise<void> | null} */
  let showing = null; // while the dialog is being loaded, another press opens no second one
  const showOnce = () => (showing ??= show().finally(() => (showing = null)));
  const made = button("Earlier versions", showOnce, { class: "cell-button", "aria-haspopup": "dialog" });
  const update = () => (made.hidden = !versions.has(name));
  versions.watch(update);
  update();
  return made;
}
