/** What a cell prints and shows, as the built page would show it. */

import { element } from "./element.js";

const SCRIPTED = "course-player"; // brings its own script, as on the built page

/** The place of a cell's outputs. What was there stays until the first new output, so that the page does not jump. */
export class OutputArea {
  #place;
  #caption;
  #alt;
  #fresh = true;
  #pictures = 0;

  /** @param {HTMLElement} place With the built output in it, or empty. */
  constructor(place) {
    this.#place = place;
    this.#caption = place.querySelector("figure:has(> figcaption)");
    this.#alt = [...place.querySelectorAll("img")].map((image) => image.alt);
    this.#place.hidden = !place.hasChildNodes();
  }

  /** A run begins. */
  begin() {
    this.#fresh = true;
    this.#place.style.minHeight = `${this.#place.offsetHeight}px`;
    this.#place.classList.add("is-old");
  }

  /** A run has ended. */
  end() {
    this.#clearOld();
    this.#place.style.minHeight = "";
    this.#place.hidden = !this.#place.hasChildNodes();
  }

  /** Leave nothing. */
  clear() {
    this.begin();
    this.end();
  }

  #clearOld() {
    if (!this.#fresh) return;
    this.#fresh = false;
    this.#pictures = 0;
    this.#place.replaceChildren();
    this.#place.classList.remove("is-old");
    this.#place.hidden = false;
  }

  /**
   * Add an output.
   * @param {{kind: string, text: string, name?: string}} output
   * @param {boolean} asBuilt Whether the cell's text is the built page's: then its pictures are described, too.
   */
  add({ kind, text, name }, asBuilt = false) {
    this.#clearOld();
    const makers = { stream: this.#stream, text: this.#text, html: this.#html, svg: this.#picture, png: this.#picture };
    const made = makers[kind].call(this, text, { kind, name, asBuilt });
    if (made) this.#append(made, kind);
  }

  #append(made, kind) {
    const isFigure = this.#caption && kind !== "stream" && !this.#place.contains(this.#caption);
    if (!isFigure) return this.#place.append(made);
    this.#caption.replaceChildren(made, this.#caption.querySelector("figcaption"));
    this.#place.append(this.#caption);
  }

  #stream(text, { name }) {
    const last = this.#place.lastElementChild;
    if (last?.dataset.stream !== name) return wrapped("stream", text, { "data-stream": name });
    last.querySelector("pre").append(text);
    return null;
  }

  #text(text) {
    return wrapped("text_plain", text);
  }

  #html(text) {
    const made = element("div", { class: "output text_html" });
    made.innerHTML = text;
    if (made.querySelector(SCRIPTED)) made.querySelectorAll("script").forEach(revive);
    return made;
  }

  #picture(text, { kind, asBuilt }) {
    const src = kind === "svg" ? `data:image/svg+xml,${encodeURIComponent(text)}` : `data:image/png;base64,${text}`;
    const alt = (asBuilt && this.#alt[this.#pictures]) || "A figure, drawn by the code above";
    this.#pictures += 1;
    return element("div", { class: "output image_svg" }, element("img", { class: "dark-light", src, alt }));
  }

  /** Add an error: what the reader should see of it. */
  error(text) {
    this.#clearOld();
    this.#place.append(wrapped("traceback", text));
  }
}

function wrapped(kind, text, attributes = {}) {
  return element("div", { class: `output ${kind}`, ...attributes }, element("pre", { tabindex: "0" }, text));
}

/** Scripts that were set as HTML do not run; copies of them do. */
function revive(script) {
  script.replaceWith(element("script", {}, script.textContent));
}
