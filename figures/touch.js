/** <course-touch> draws its figure anew whenever the reader moves a slider or a handle. See figures/touch.py. */

/**
 * @typedef {[string, number[], any?]} Formula How values of the program become texts of attributes.
 * @typedef {{ kind: string, label: string, start: any, low: number, high: number, step: number, log: boolean,
 *   shown: boolean, form: any[], shape: number[], examples: number[][], reduction: Reduction }} Control
 * @typedef {{ controls: number[], size: number[], x: number[], y: number[] }} Handle
 * @typedef {{ steps: Step[], shown: Record<string, Formula>[], others: number[], handles: Handle[], says: Formula | null,
 *   controls: Control[], shades: Record<string, string[]> }} Program
 */

/** @param {number} value A place in the picture, as figures/program.py writes it. */
function coordinate(value) {
  return String(Number(Math.min(Math.max(Number.isNaN(value) ? 0 : value, -1e4), 1e4).toFixed(2)));
}

/**
 * Write a number as figures/labels.py does.
 * @param {number} value
 * @param {any[]} form
 */
function written(value, form) {
  if (typeof form[0] === "string") return form[Math.min(Math.max(toEven(value), 0), form.length - 1)];
  if (Number.isNaN(value)) return "–";
  const [digits, unit] = form;
  const text = (unit === "%" ? 100 * value : value).toFixed(digits);
  return (Number(text) === 0 ? text.replace("-", "") : text).replace("-", "−") + (unit === "%" ? "\u00a0%" : "");
}

/** @param {number[]} x @param {number[]} y @param {boolean} closed */
function pathThrough(x, y, closed) {
  const length = Math.max(x.length, y.length);
  let path = "";
  let pen = "M";
  for (let i = 0; i < length; i += 1) {
    const pair = [x[x.length === 1 ? 0 : i], y[y.length === 1 ? 0 : i]];
    const isGap = pair.some(Number.isNaN);
    if (!isGap) path += pen + pair.map(coordinate).join(" ");
    pen = isGap ? "M" : "L";
  }
  return path + (closed ? "Z" : "");
}

class CourseTouch extends HTMLElement {
  /** @type {Program} */
  #program = { steps: [], shown: [], others: [], handles: [], says: null, controls: [], shades: {} };
  /** @type {any[]} What the controls are set to. */
  #settings = [];
  /** @type {(HTMLInputElement | HTMLSelectElement | null)[]} One per control. */
  #inputs = [];
  /** @type {HTMLElement[]} */
  #handles = [];
  /** @type {(Sheet | null)[]} One per control. */
  #sheets = [];
  /** @type {Element[]} */
  #places = [];
  /** @type {any[] | null} What the reader had set before the page was printed. */
  #before = null;

  connectedCallback() {
    // met while the page is still being read, the element has no children yet
    if (document.readyState === "loading") addEventListener("DOMContentLoaded", () => this.setUp(), { once: true });
    else this.setUp();
  }

  setUp() {
    if (this.#places.length) return;
    this.#program = JSON.parse(this.dataset.program ?? "{}");
    this.#settings = this.#program.controls.map(({ start }) => start);
    this.#places = [...this.querySelectorAll("[data-live]")];
    const inputs = [.../** @type {NodeListOf<HTMLInputElement>} */ (this.querySelectorAll(".controls :is(input, select)"))];
    this.#inputs = this.#program.controls.map(({ shown }) => (shown ? inputs.shift() ?? null : null));
    this.#inputs.forEach((input, i) => input?.addEventListener("input", () => this.#set([[i, this.#read(i)]])));
    this.#handles = [...this.querySelectorAll(".handle")].filter((one) => one instanceof HTMLElement);
    this.#handles.forEach((handle, i) => this.#listenTo(handle, this.#program.handles[i]));
    const fields = [...this.querySelectorAll(".field")];
    this.#sheets = this.#program.controls.map((control, i) => {
      const field = control.kind === "drawing" && fields.shift();
      return field ? new Sheet(field, control, (values) => this.#set([[i, values]])) : null;
    });
    this.querySelector(".reset")?.addEventListener("click", () => this.reset());
    addEventListener("beforeprint", () => this.#print());
    addEventListener("afterprint", () => this.#restore());
    this.#draw();
  }

  /** Put all controls back to where they were at first. */
  reset() {
    this.#sheets.forEach((sheet, i) => sheet?.give(this.#program.controls[i].start));
    this.#set(this.#program.controls.map(({ start }, i) => [i, start]));
  }

  #print() {
    this.#before = this.#settings;
    this.#set(this.#program.controls.map(({ kind, start }, i) => [i, kind === "drawing" ? this.#settings[i] : start]));
  }

  #restore() {
    if (this.#before) this.#set(this.#before.map((setting, i) => [i, setting]));
    this.#before = null;
  }

  /** @param {number} i What the reader has set a slider or a list to. */
  #read(i) {
    const input = this.#inputs[i];
    if (input instanceof HTMLSelectElement) return input.selectedIndex;
    const position = Number(input?.value);
    return this.#program.controls[i].log ? 10 ** position : position;
  }

  /** @param {[number, any][]} changes Controls and what they are set to. */
  #set(changes) {
    this.#settings = [...this.#settings];
    for (const [i, setting] of changes) this.#settings[i] = setting;
    this.#draw();
  }

  #draw() {
    const { steps, shown, others, handles, says, controls } = this.#program;
    const values = computeSteps(steps, controls.map(({ shape = [] }, i) => ({ shape, data: [this.#settings[i]].flat() })));
    shown.forEach((attributes, i) => this.#show(this.#places[i], attributes, values));
    const sentence = says ? this.#texts(says, values)[0] : "";
    this.querySelector(".says")?.replaceChildren(sentence);
    this.#inputs.forEach((input, i) => input && this.#showSetting(input, i, sentence));
    handles.forEach((handle, i) => {
      const [left, top] = [0, 1].map((axis) => values[others[2 * i + axis]].data[0]);
      this.#place(this.#handles[i], handle, [left, top], sentence);
    });
  }

  /**
   * @param {Element} place
   * @param {Record<string, Formula>} attributes
   * @param {Values[]} values
   */
  #show(place, attributes, values) {
    const elements = place.getAttribute("data-live") === "many" ? [...place.children] : [place];
    for (const [name, formula] of Object.entries(attributes)) {
      const texts = this.#texts(formula, values);
      elements.forEach((element, i) => {
        if (name === "text") element.textContent = texts[i];
        else element.setAttribute(name, texts[i]);
      });
    }
  }

  /**
   * @param {Formula} formula
   * @param {Values[]} values
   * @returns {string[]}
   */
  #texts([kind, numbers, details], values) {
    const [first = [], second = []] = numbers.map((i) => Array.from(values[i].data, (v) => v ?? NaN));
    if (kind === "numbers") return first.map(coordinate);
    if (kind === "path") return [pathThrough(first, second, details)];
    if (kind === "shades") {
      const palette = this.#program.shades[details];
      return first.map((level) => palette[toEven(Math.min(Math.max(level || 0, 0), 1) * (palette.length - 1))]);
    }
    let used = 0;
    const parts = details.map((/** @type {[string, any[] | null]} */ [text, form]) =>
      text + (form ? written(values[numbers[used++]].data[0], form) : ""));
    return [parts.join("")];
  }

  /**
   * @param {HTMLInputElement | HTMLSelectElement} input
   * @param {number} i
   * @param {string} sentence
   */
  #showSetting(input, i, sentence) {
    const { log, form } = this.#program.controls[i];
    if (input instanceof HTMLSelectElement) {
      input.selectedIndex = this.#settings[i];
      return;
    }
    const text = written(this.#settings[i], form);
    input.value = String(log ? Math.log10(this.#settings[i]) : this.#settings[i]);
    input.setAttribute("aria-valuetext", sentence ? `${text}. ${sentence}` : text);
    input.nextElementSibling?.replaceChildren(text);
  }

  /**
   * @param {HTMLElement} element
   * @param {Handle} handle
   * @param {number[]} at In pixels of the picture.
   * @param {string} sentence
   */
  #place(element, { controls, size }, at, sentence) {
    element.style.left = `${(100 * at[0]) / size[0]}%`;
    element.style.top = `${(100 * at[1]) / size[1]}%`;
    const moved = controls.filter((i) => i >= 0);
    const told = moved.map((i) => `${this.#program.controls[i].label} ${written(this.#settings[i], this.#program.controls[i].form)}`);
    const { low, high, log } = this.#program.controls[moved[0]];
    const setting = this.#settings[moved[0]];
    element.setAttribute("aria-valuemin", String(low));
    element.setAttribute("aria-valuemax", String(high));
    element.setAttribute("aria-valuenow", String(log ? Math.log10(setting) : setting));
    element.setAttribute("aria-valuetext", `${told.join(", ")}${sentence ? `. ${sentence}` : ""}`);
  }

  /** @param {HTMLElement} element @param {Handle} handle */
  #listenTo(element, handle) {
    element.addEventListener("pointerdown", (event) => {
      element.setPointerCapture(event.pointerId);
      element.focus();
      event.preventDefault();
    });
    element.addEventListener("pointermove", (event) => {
      if (element.hasPointerCapture(event.pointerId)) this.#drag(element, handle, event);
    });
    element.addEventListener("keydown", (event) => this.#press(handle, event));
  }

  /** @param {HTMLElement} element @param {Handle} handle @param {PointerEvent} event */
  #drag(element, { controls, size, x, y }, event) {
    const box = element.parentElement?.getBoundingClientRect() ?? new DOMRect();
    const at = [((event.clientX - box.left) / box.width) * size[0], ((event.clientY - box.top) / box.height) * size[1]];
    /** @type {[number, number][]} */
    const changes = [];
    [x, y].forEach(([start, end, low, high], axis) => {
      const position = low + ((at[axis] - start) / (end - start)) * (high - low);
      if (controls[axis] >= 0) changes.push([controls[axis], this.#onStep(controls[axis], position)]);
    });
    this.#set(changes);
  }

  /** @param {number} i @param {number} position Of the slider. @returns {number} The value of the step next to it. */
  #onStep(i, position) {
    const { low, high, step, log } = this.#program.controls[i];
    const steps = Math.round((Math.min(Math.max(position, low), high) - low) / step);
    const next = Math.min(Number((low + steps * step).toPrecision(12)), high);
    return log ? 10 ** next : next;
  }

  /** @param {Handle} handle @param {KeyboardEvent} event */
  #press({ controls }, event) {
    const way = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowDown: [1, -1], ArrowUp: [1, 1] }[event.key];
    if (!way || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    // where only one coordinate can be moved, all four keys move it
    const i = controls[way[0]] >= 0 ? controls[way[0]] : controls[1 - way[0]];
    const { step, log } = this.#program.controls[i];
    const position = log ? Math.log10(this.#settings[i]) : this.#settings[i];
    this.#set([[i, this.#onStep(i, position + way[1] * step * (event.shiftKey ? 10 : 1))]]);
  }
}

if (!customElements.get("course-touch")) customElements.define("course-touch", CourseTouch);
