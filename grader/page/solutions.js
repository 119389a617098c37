/** Solutions to compare with: once an answer has passed, or after the last hint for readers who are sure. */

/**
 * @import { Answers } from "./answers.js"
 * @import { ExercisesPage, Solution } from "./types.js"
 */

import { ask } from "./dialog.js";
import { button, element, find } from "./element.js";

const NOT_LOADED = "The solution could not be loaded. Check the connection, then open this again.";
const DOCSTRING = /^[ \t]+[rR]?("""|''')[\s\S]*?\1[ \t]*\n/m;

/**
 * Offer the solutions of a page, if the site publishes them.
 * @param {ExercisesPage} page
 * @param {Answers} answers
 */
export function offerSolutions(page, answers) {
  if (!page.solutions) return;
  const solutions = new Solutions(page.root + page.solutions);
  for (const { name } of page.exercises) new Comparison(name, solutions, answers);
}

/** The file with a chapter's solutions, fetched when the first of them is wanted. */
class Solutions {
  #url;
  /** @type {Promise<Record<string, Solution>> | null} */
  #coming = null;

  /** @param {string} url */
  constructor(url) {
    this.#url = url;
  }

  /**
   * @param {string} name
   * @returns {Promise<Solution>}
   */
  async get(name) {
    this.#coming ??= this.#fetch();
    const found = (await this.#coming)[name];
    if (!found) throw new Error(`${this.#url} has no solution of ${name}`);
    return found;
  }

  async #fetch() {
    try {
      const response = await fetch(this.#url);
      if (!response.ok) throw new Error(`${this.#url}: ${response.status}`);
      return await response.json();
    } catch (error) {
      this.#coming = null; // the next time it may come
      throw error;
    }
  }
}

/** The solution of one exercise beside the reader's answer. */
class Comparison {
  #name;
  #solutions;
  #answers;
  #body = element("div", { class: "comparison-body", "aria-live": "polite" });
  #summary = element("summary", {}, "Compare with the course's solution");
  #details = element("details", { class: "comparison", hidden: true }, this.#summary, this.#body);
  /** @type {string | null} The reader's text that is shown. */
  #shown = null;

  /**
   * @param {string} name The exercise.
   * @param {Solutions} solutions
   * @param {Answers} answers
   */
  constructor(name, solutions, answers) {
    this.#name = name;
    this.#solutions = solutions;
    this.#answers = answers;
    const place = find(document, `.exercise[data-exercise="${name}"]`);
    find(place, ".feedback").after(this.#details);
    this.#details.addEventListener("toggle", () => this.#update());
    this.#addOffer([...place.querySelectorAll(".hint")].at(-1) ?? place);
    answers.watch(() => this.#update());
    this.#update();
  }

  /** @param {Element} place The last hint. */
  #addOffer(place) {
    const offer = button("Show the course's solution", () => this.#request(), { class: "page-button quiet" });
    place.append(element("p", { class: "comparison-offer" }, offer));
  }

  get #hasPassed() {
    return this.#answers.outcome(this.#name) === "passed";
  }

  /** Show the solution on request, to those who are sure. */
  async #request() {
    const isSure = this.#hasPassed || !this.#details.hidden || (await ask({
      title: `See the solution of ${this.#name}?`,
      text: "Are you sure that you want to see it before yours is right? What one has found oneself stays.",
      choices: [{ value: "show", label: "Show it" }],
    }));
    if (!isSure) return;
    this.#details.hidden = false;
    this.#details.open = true;
    this.#summary.focus();
  }

  /** Once shown it stays for as long as the page: a passed answer that is changed again takes nothing back. */
  #update() {
    if (this.#hasPassed) this.#details.hidden = false;
    const own = this.#answers.get(this.#name) ?? "";
    if (this.#details.open && (this.#shown === null || (this.#hasPassed && own !== this.#shown))) this.#show(own);
  }

  /** @param {string} own The reader's text. */
  async #show(own) {
    this.#shown = own;
    try {
      const [solution, { CodeView }] = await Promise.all([this.#solutions.get(this.#name), import("./code_view.js")]);
      const parts = partsOf(own, solution).map(({ heading, comment, text }) => {
        const part = element("section", {}, element("h3", {}, heading), element("p", {}, comment));
        new CodeView(part, text, `${heading}: ${this.#name}`);
        return part;
      });
      this.#body.replaceChildren(...parts);
      this.#details.classList.add("is-loaded");
    } catch {
      this.#shown = null;
      this.#body.replaceChildren(element("p", { class: "note" }, NOT_LOADED));
    }
  }
}

/**
 * What is compared, each with its heading; docstrings are left out, since they are the same.
 * @param {string} own
 * @param {Solution} solution
 */
function partsOf(own, { reference, variant, comment }) {
  const parts = [
    { heading: "Yours", comment: "", text: own.replace(DOCSTRING, "") },
    { heading: "The course's", comment: "", text: reference },
    { heading: "Another way", comment, text: variant },
  ];
  return parts.filter(({ text }) => text.trim());
}
