/** What helps to read a page, with or without its cells: formulas by keyboard, paper, and a word when scripts fail. */

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
const AS_LEFT = ".hint, .comparison, .cell-code"; // these are for the reader to open, and stay as they are

addEventListener("beforeprint", () => {
  /** @type {NodeListOf<HTMLDetailsElement>} */
  const closed = document.querySelectorAll("article details:not([open])");
  for (const details of closed) {
    if (details.matches(AS_LEFT)) continue;
    details.open = true;
    openedForPrint.push(details);
  }
});

addEventListener("afterprint", () => openedForPrint.splice(0).forEach((details) => (details.open = false)));

/** Paper is white, whatever the screen is. */
const onPaper = matchMedia("print");
/** @type {string | undefined} The theme of the screen, while a page is printed. */
let themeOfScreen;

/** @param {boolean} isPaper */
function useThemeOf(isPaper) {
  const { dataset } = document.documentElement;
  if (isPaper) {
    themeOfScreen ??= dataset.theme;
    dataset.theme = "light";
  } else if (themeOfScreen) {
    dataset.theme = themeOfScreen;
    themeOfScreen = undefined;
  }
}

onPaper.addEventListener("change", () => useThemeOf(onPaper.matches));
// a change of the medium is told with the next frame, which may be the printed one
addEventListener("beforeprint", () => useThemeOf(true));
addEventListener("afterprint", () => useThemeOf(onPaper.matches));

const FROM_A_FILE =
  "This page was opened from a file. It can be read so; to run and check its cells, the browser must get it from a " +
  "server. In a terminal, in the folder with index.html, python -m http.server 8000 is one; then open " +
  "http://localhost:8000. The course's own is: course serve.";

/** Scripts that are modules do not run from a file: browsers forbid it. */
addEventListener("DOMContentLoaded", () => {
  const warning = document.querySelector(".without-scripts");
  if (!warning || location.protocol !== "file:") return;
  warning.textContent = FROM_A_FILE;
  warning.classList.add("is-certain");
});
