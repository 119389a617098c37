/** What helps to read a page, with or without its cells: formulas by keyboard, and hints on paper. */

/**
 * A formula that is wider than the screen scrolls sideways: it can then be reached and scrolled by keyboard, too.
 * @param {HTMLElement} formula
 */
function makeReachable(formula) {
  if (formula.scrollWidth > formula.clientWidth) {
    formula.tabIndex = 0;
    formula.setAttribute("role", "group");
    formula.setAttribute("aria-label", "Formula, scrolls sideways");
  } else {
    for (const name of ["tabindex", "role", "aria-label"]) formula.removeAttribute(name);
  }
}

addEventListener("DOMContentLoaded", () => {
  const sizes = new ResizeObserver((entries) => {
    for (const { target } of entries) if (target instanceof HTMLElement) makeReachable(target);
  });
  document.querySelectorAll("div.math").forEach((formula) => sizes.observe(formula));
});

/** @type {HTMLDetailsElement[]} On paper nothing can be opened: these are open while a page is printed. */
const openedForPrint = [];

addEventListener("beforeprint", () => {
  /** @type {NodeListOf<HTMLDetailsElement>} */
  const closed = document.querySelectorAll("article details:not([open], .hide)");
  for (const details of closed) {
    details.open = true;
    openedForPrint.push(details);
  }
});

addEventListener("afterprint", () => openedForPrint.splice(0).forEach((details) => (details.open = false)));
