/** The cells of a page: their buttons, their regions, and the order in which they run. */

/**
 * Make the cells of a page editable and runnable.
 * @param {object} page The page's description.
 * @param {import("./answers.js").Answers|null} answers Null on lessons.
 */
export function makeRunnable(page, answers) {}
