/** A line at the foot of the window, once Python runs: which Python that is, and a button that starts it anew. */

/**
 * @import { Session } from "./session.js"
 * @import { RunnablePage } from "./types.js"
 */

import { button, element, find } from "./element.js";
import { sentenceFor } from "./explanations.js";

/**
 * Show the line when Python has started.
 * @param {RunnablePage} page
 * @param {Session} session
 */
export function offerRestart(page, session) {
  const versions = Object.entries(page.versions).map((one) => one.join(" ")).join(", ");
  const says = element("span", { role: "status" }, versions);
  const restart = async () => {
    says.textContent = "Restarting…";
    try {
      await session.restart();
      says.textContent = `${versions}. Restarted.`;
    } catch (error) {
      says.textContent = sentenceFor(error, page) ?? String(error);
    }
  };
  const bar = element("div", { class: "python-bar", role: "region", "aria-label": "Python", hidden: true });
  bar.append(says, button("Restart Python", restart, { class: "cell-button" }));
  find(document, "article.bd-article").append(bar);
  session.onStart = () => {
    bar.hidden = false;
    says.textContent = versions;
  };
}
