/**
 * Questions before results: the reader commits to an answer, and then the result of the cell below unfolds. Without this
 * script nothing is lost, since answer and result can be opened by hand.
 */

/**
 * @import { Records } from "./records.js"
 */

import { element, find } from "./element.js";
import { Parts } from "./storage.js";

const LOCKED = "The result, once you have committed to an answer above";
const UNLOCKED = "The result";

/**
 * Ask the questions of the page.
 * @param {Records} records
 */
export function askFirst(records) {
  for (const place of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll(".predict"))) {
    new Question(place, new Commitments(records.keyOf(`predictions:${place.dataset.page}`)));
  }
}

/** What the reader has committed to on one page, by the questions' names. */
class Commitments {
  #parts;

  /** @param {string} key Under which the browser keeps them. */
  constructor(key) {
    this.#parts = new Parts(key);
  }

  /**
   * @param {string} name
   * @returns {string | null} The answer, or null.
   */
  get(name) {
    const kept = this.#parts.all()[name];
    return typeof kept === "string" ? kept : null;
  }

  /**
   * Keep an answer, or with null none. Where the browser keeps nothing, it was said on the page, and that must do.
   * @param {string} name
   * @param {string | null} answer
   */
  set(name, answer) {
    this.#parts.change({ [name]: answer });
  }
}

/** One question. */
class Question {
  /** @type {string | null} */
  #committed = null;
  #place;
  #commitments;
  #name;
  #inputs;
  #commitButton;
  #againButton;
  #says;
  #details;
  #summary;

  /**
   * @param {HTMLElement} place
   * @param {Commitments} commitments
   */
  constructor(place, commitments) {
    this.#place = place;
    this.#commitments = commitments;
    this.#name = place.dataset.predict ?? "";
    this.#inputs = [...place.querySelectorAll("input")];
    this.#commitButton = find(place, ".predict-commit");
    this.#againButton = find(place, ".predict-again");
    this.#says = find(place, ".predict-says");
    const result = find(document, `.predict-result[data-predict="${this.#name}"]`);
    this.#summary = find(result, "summary");
    this.#details = /** @type {HTMLDetailsElement[]} */ ([find(place, ".predict-answer"), result]);
    this.#listen();
    this.#restore(commitments.get(this.#name));
  }

  #listen() {
    find(this.#place, "form").addEventListener("submit", (event) => {
      event.preventDefault();
      if (this.#committed === null) this.#commit();
    });
    this.#againButton.addEventListener("click", () => this.#askAgain());
    this.#summary.addEventListener("click", (event) => this.#holdBack(event));
    // not disabled, since what is disabled loses the keyboard; but no longer to be chosen
    for (const input of this.#inputs) {
      input.addEventListener("click", (event) => input.type === "radio" && this.#committed !== null && event.preventDefault());
    }
  }

  /** @param {string | null} kept */
  #restore(kept) {
    const [first] = this.#inputs;
    const chosen = first?.type === "radio" ? this.#inputs.find(({ value }) => value === kept) : first;
    if (kept === null || !chosen || (first?.type === "text" && numberFrom(kept) === null)) return this.#lock();
    if (first?.type === "text") chosen.value = kept;
    else chosen.checked = true;
    this.#show(kept);
  }

  #lock() {
    this.#summary.textContent = LOCKED;
  }

  /** @param {Event} event */
  #holdBack(event) {
    if (this.#committed !== null) return;
    event.preventDefault();
    this.#says.textContent = "First commit to an answer.";
  }

  #commit() {
    const answer = this.#chosen();
    if (answer === null) {
      this.#says.textContent = this.#inputs[0]?.type === "text" ? "Write a number first, as in 0.5." : "Choose an answer first.";
      this.#inputs[0]?.focus();
      return;
    }
    this.#commitments.set(this.#name, answer);
    this.#show(answer);
  }

  /** @returns {string | null} What the reader has chosen or written, if it is an answer. */
  #chosen() {
    const [first] = this.#inputs;
    if (first?.type === "text") return numberFrom(first.value) === null ? null : first.value.trim();
    return this.#inputs.find(({ checked }) => checked)?.value ?? null;
  }

  /** @param {string} answer */
  #isRight(answer) {
    const { answer: right = "", tolerance } = this.#place.dataset;
    if (tolerance === undefined) return answer === right;
    const rounding = 1e-9 * Math.abs(Number(right)); // of decimals that have no exact binary form
    return Math.abs(Number(numberFrom(answer)) - Number(right)) <= Number(tolerance) + rounding;
  }

  /** @param {string} answer */
  #show(answer) {
    this.#committed = answer;
    const isRight = this.#isRight(answer);
    this.#place.classList.add("is-committed");
    this.#place.dataset.verdict = isRight ? "right" : "wrong";
    const told = isRight ? ["Right: you said "] : ["Not quite: you said "];
    this.#says.replaceChildren(...told, ...this.#words(answer), ", the cell says ", ...this.#rightWords(), ".");
    this.#mark(answer);
    this.#setOpen(true);
  }

  /**
   * What an answer looks like on the page.
   * @param {string} answer
   * @returns {(Node | string)[]}
   */
  #words(answer) {
    const input = this.#inputs.find(({ value }) => value === answer);
    if (input?.type === "radio") return copies(find(labelOf(input), ".predict-text"));
    const unit = copies(find(this.#place, ".predict-unit"));
    return unit.length ? [answer, " ", ...unit] : [answer];
  }

  #rightWords() {
    return copies(find(this.#place, ".predict-answer strong"));
  }

  /**
   * Mark the reader's choice and the right one.
   * @param {string} answer
   */
  #mark(answer) {
    for (const input of this.#inputs) {
      if (input.type === "text") input.readOnly = true;
      const isYours = input.type === "text" || input.value === answer;
      const isRight = input.type === "text" ? this.#isRight(answer) : input.value === this.#place.dataset.answer;
      const label = labelOf(input);
      label.classList.toggle("is-yours", isYours);
      label.classList.toggle("is-right", isRight);
      const words = [isYours && "your answer", isRight && "right"].filter(Boolean);
      if (words.length && input.type === "radio") label.append(element("span", { class: "predict-mark" }, words.join(", ")));
    }
  }

  /** @param {boolean} isOpen */
  #setOpen(isOpen) {
    for (const details of this.#details) details.open = isOpen;
    this.#summary.textContent = isOpen ? UNLOCKED : LOCKED;
    this.#againButton.hidden = !isOpen;
    this.#commitButton.setAttribute("aria-disabled", String(isOpen));
  }

  #askAgain() {
    this.#committed = null;
    this.#commitments.set(this.#name, null);
    this.#place.classList.remove("is-committed");
    delete this.#place.dataset.verdict;
    this.#says.replaceChildren();
    for (const mark of this.#place.querySelectorAll(".predict-mark")) mark.remove();
    for (const input of this.#inputs) clear(input);
    this.#setOpen(false);
    this.#inputs[0]?.focus();
  }
}

/** @param {HTMLInputElement} input */
function clear(input) {
  labelOf(input).classList.remove("is-yours", "is-right");
  input.checked = false;
  input.readOnly = false;
  if (input.type === "text") input.value = "";
}

/** @param {HTMLInputElement} input */
function labelOf(input) {
  return /** @type {HTMLLabelElement} */ (input.closest("label"));
}

/** @param {HTMLElement} place */
function copies(place) {
  return [...place.childNodes].map((node) => node.cloneNode(true));
}

/**
 * The number that a reader wrote, in any of the usual ways to write one; or null.
 * @param {string} text
 */
function numberFrom(text) {
  const plain = text.trim().replace("−", "-").replace(",", ".");
  const number = Number(plain);
  return plain && Number.isFinite(number) ? number : null;
}
