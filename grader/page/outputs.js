/** What a cell prints and shows, as the built page would show it. */

/**
 * @import { Output } from "./types.js"
 */

import { element } from "./element.js";
import { figureFrom } from "./figure.js";

const SCRIPTED = "course-player, course-touch"; // they bring their own script, as on the built page

/** The place of a cell's outputs. What was there stays until the first new output, so that the page does not jump. */
export class OutputArea {
  #place;
  /** @type {Element | null} The figure of the built output, if it has a caption. */
  #figure;
  /** @type {string[]} The descriptions of the built pictures. */
  #descriptions;
  #built;
  #fresh = true;
  #pictures = 0;

  /** @param {HTMLElement} place With the built output in it, or empty. */
  constructor(place) {
    this.#place = place;
    this.#figure = place.querySelector("figure:has(> figcaption)");
    this.#descriptions = [...place.querySelectorAll("img, svg.figure")].map(descriptionOf);
    this.#place.hidden = !place.hasChildNodes();
    this.#built = [...place.childNodes];
  }

  /** Show again what the page came with. */
  restore() {
    this.clear();
    this.#place.replaceChildren(...this.#built);
    this.#place.hidden = !this.#built.length;
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
   * @param {Output} output
   * @param {boolean} asBuilt Whether the cell's text is the built page's: then its pictures are described, too.
   */
  add(output, asBuilt) {
    this.#clearOld();
    if (output.kind === "stream") this.#print(output);
    else this.#append(this.#shown(output, asBuilt));
  }

  /**
   * Add an error.
   * @param {string} text What the reader should see of it.
   */
  error(text) {
    this.#clearOld();
    this.#place.append(wrapped("traceback", text));
  }

  /** @param {Output} output */
  #print({ name, text }) {
    const last = this.#place.lastElementChild;
    const goesOn = last instanceof HTMLElement && last.dataset.stream === name;
    if (goesOn) last.querySelector("pre")?.append(text);
    else this.#place.append(wrapped("stream", text, { "data-stream": name }));
  }

  /** @param {HTMLElement} made */
  #append(made) {
    if (!this.#figure || this.#place.contains(this.#figure)) return this.#place.append(made);
    this.#figure.replaceChildren(made, ...this.#figure.querySelectorAll("figcaption"));
    this.#place.append(this.#figure);
  }

  /**
   * @param {Output} output
   * @param {boolean} asBuilt
   */
  #shown({ kind, text }, asBuilt) {
    switch (kind) {
      case "svg":
        return this.#drawn(text, asBuilt);
      case "png":
        return this.#image(`data:image/png;base64,${text}`, this.#describe(asBuilt));
      case "html":
        return markup(text);
      default:
        return wrapped("text_plain", text);
    }
  }

  /**
   * @param {string} text An SVG document.
   * @param {boolean} asBuilt
   */
  #drawn(text, asBuilt) {
    const alt = this.#describe(asBuilt);
    const figure = figureFrom(text, alt);
    if (!figure) return this.#image(`data:image/svg+xml,${encodeURIComponent(text)}`, alt);
    return element("div", { class: "output image_svg" }, figure);
  }

  /**
   * @param {string} src
   * @param {string} alt
   */
  #image(src, alt) {
    return element("div", { class: "output image_svg" }, element("img", { class: "dark-light", src, alt }));
  }

  /**
   * What the next picture shows.
   * @param {boolean} asBuilt
   */
  #describe(asBuilt) {
    this.#pictures += 1;
    return (asBuilt && this.#descriptions[this.#pictures - 1]) || "A figure, drawn by the code above";
  }
}

/** @param {Element} picture */
function descriptionOf(picture) {
  return picture.getAttribute("alt") ?? picture.getAttribute("aria-label") ?? "";
}

/** @param {string} text */
function markup(text) {
  const made = element("div", { class: "output text_html" });
  made.innerHTML = text;
  if (made.querySelector(SCRIPTED)) made.querySelectorAll("script").forEach(revive);
  return made;
}

/**
 * @param {string} kind
 * @param {string} text
 * @param {Record<string, string | undefined>} [attributes]
 */
function wrapped(kind, text, attributes = {}) {
  return element("div", { class: `output ${kind}`, ...attributes }, element("pre", { tabindex: "0" }, text));
}

/**
 * Scripts that were set as HTML do not run; copies of them do.
 * @param {HTMLScriptElement} script
 */
function revive(script) {
  script.replaceWith(element("script", {}, script.textContent));
}
