/** The sheet of figures/drawing.py: what is drawn on it, by mouse, finger or keyboard, becomes a few squares. */

/**
 * @typedef {[number, number][]} Stroke Points of the sheet, from 0 to 1.
 * @typedef {{ fine: number, full: number, box: number[], pen: number[], ink: number, stretch: number }} Reduction
 */

/** @param {number[]} values */
const middleOf = (values) => (Math.min(...values) + Math.max(...values)) / 2;

/** @param {number[]} values */
const spanOf = (values) => Math.max(...values) - Math.min(...values);

/**
 * Move and scale strokes until they fill the box in the middle of the fine grid.
 * @param {Stroke[]} strokes
 * @param {Reduction} reduction
 * @param {number} side Of the fine grid, in points.
 * @returns {Stroke[]} In points of the fine grid.
 */
function fitted(strokes, { box, pen, stretch }, side) {
  const columns = strokes.flat().map(([x]) => x);
  const rows = strokes.flat().map(([, y]) => y);
  let [across, down] = [(box[0] - middleOf(pen)) / spanOf(columns), (box[1] - middleOf(pen)) / spanOf(rows)];
  if (across === Infinity && down === Infinity) across = down = 1; // a dot
  across = Math.min(across, stretch * down);
  down = Math.min(down, stretch * across);
  const [left, top] = [middleOf(columns), middleOf(rows)];
  return strokes.map((stroke) => stroke.map(([x, y]) => [side / 2 + across * (x - left), side / 2 + down * (y - top)]));
}

/**
 * @param {number} x
 * @param {number} y
 * @param {number[]} start
 * @param {number[]} end
 * @returns {number} The squared distance of a point from the line between two others.
 */
function squaredDistance(x, y, start, end) {
  const [dx, dy] = [end[0] - start[0], end[1] - start[1]];
  const length = dx * dx + dy * dy;
  const share = length ? Math.min(Math.max(((x - start[0]) * dx + (y - start[1]) * dy) / length, 0), 1) : 0;
  return (x - start[0] - share * dx) ** 2 + (y - start[1] - share * dy) ** 2;
}

/**
 * Reduce strokes to squares: each counts the points of the fine grid that the pen has covered. The pen is as wide as it
 * takes to cover as many points as a digit of the data does, within its limits.
 * @param {Stroke[]} strokes
 * @param {Reduction} reduction
 * @param {number} size How many squares there are in each direction.
 * @returns {number[]} Line after line.
 */
function reduceStrokes(strokes, reduction, size) {
  /** @type {number[]} */
  const squares = new Array(size * size).fill(0);
  if (!strokes.length) return squares;
  const { fine, full, pen, ink } = reduction;
  const distances = distancesFrom(fitted(strokes, reduction, size * fine), size * fine);
  const enough = [...distances].sort((a, b) => a - b)[Math.min(Math.round(ink), distances.length) - 1];
  const reach = Math.min(Math.max(enough, (pen[0] / 2) ** 2), (pen[1] / 2) ** 2);
  distances.forEach((distance, i) => {
    const [row, column] = [Math.floor(i / (size * fine)), i % (size * fine)];
    if (distance <= reach) squares[Math.floor(row / fine) * size + Math.floor(column / fine)] += full / fine ** 2;
  });
  return squares;
}

/**
 * @param {Stroke[]} strokes In points of the fine grid.
 * @param {number} side
 * @returns {number[]} The squared distance of every point of the grid from the nearest stroke.
 */
function distancesFrom(strokes, side) {
  const lines = strokes
    .flatMap((stroke) => (stroke.length === 1 ? [[stroke[0], stroke[0]]] : stroke.slice(1).map((end, i) => [stroke[i], end])));
  return Array.from({ length: side * side }, (_, i) => {
    const [x, y] = [(i % side) + 0.5, Math.floor(i / side) + 0.5];
    return Math.min(...lines.map(([start, end]) => squaredDistance(x, y, start, end)));
  });
}

/** A sheet, and what was drawn on it. */
class Sheet {
  /** @type {Stroke[]} */
  #strokes = [];
  /** @type {[number, number]} Where the pen of the keyboard is. */
  #pen = [0.5, 0.5];
  #isDown = false;
  #place;
  #control;
  #changed;
  #given;
  #surface;

  /**
   * @param {Element} place
   * @param {{ start: number[], shape: number[], examples: number[][], reduction: Reduction }} control
   * @param {(values: number[]) => void} changed Told at every move what is on the sheet.
   */
  constructor(place, control, changed) {
    this.#place = place;
    this.#control = control;
    this.#changed = changed;
    this.#given = /** @type {SVGElement} */ (place.querySelector(".given"));
    this.#surface = /** @type {HTMLElement} */ (place.querySelector(".sheet"));
    this.#listen();
  }

  #listen() {
    this.#surface.addEventListener("pointerdown", (event) => this.#begin(event));
    this.#surface.addEventListener("pointermove", (event) => {
      if (this.#surface.hasPointerCapture(event.pointerId)) this.#goOn(this.#at(event));
    });
    this.#surface.addEventListener("keydown", (event) => this.#press(event));
    this.#surface.addEventListener("blur", () => this.#lift());
    this.#place.querySelector(".back")?.addEventListener("click", () => this.#takeBack());
    this.#place.querySelector(".wipe")?.addEventListener("click", () => this.#wipe());
    this.#select?.addEventListener("change", () => this.#take(Number(this.#select?.selectedIndex) - 1));
  }

  get #select() {
    return this.#place.querySelector("select");
  }

  /** @param {PointerEvent} event @returns {[number, number]} */
  #at(event) {
    const box = this.#surface.getBoundingClientRect();
    const inside = (/** @type {number} */ share) => Math.min(Math.max(share, 0), 1);
    return [inside((event.clientX - box.left) / box.width), inside((event.clientY - box.top) / box.height)];
  }

  /** @param {PointerEvent} event */
  #begin(event) {
    this.#surface.classList.remove("by-keys");
    this.#surface.setPointerCapture(event.pointerId);
    this.#lift();
    this.#strokes.push([this.#at(event)]);
    this.#show();
  }

  /** @param {[number, number]} point */
  #goOn(point) {
    this.#strokes[this.#strokes.length - 1].push(point);
    this.#show();
  }

  /** @param {KeyboardEvent} event */
  #press(event) {
    const step = event.shiftKey ? 0.25 : 0.0625;
    const way = { ArrowLeft: [-step, 0], ArrowRight: [step, 0], ArrowUp: [0, -step], ArrowDown: [0, step] }[event.key];
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    if (event.key !== "Tab") this.#surface.classList.add("by-keys");
    if (way) this.#move(way);
    else if (event.key === " ") this.#toggle();
    else if (event.key === "Backspace") this.#takeBack();
    else if (event.key === "Delete") this.#wipe();
    else return;
    event.preventDefault();
  }

  /** @param {number[]} way */
  #move([dx, dy]) {
    this.#pen = [Math.min(Math.max(this.#pen[0] + dx, 0), 1), Math.min(Math.max(this.#pen[1] + dy, 0), 1)];
    if (this.#isDown) this.#goOn(this.#pen);
    else this.#drawPen();
  }

  #toggle() {
    if (this.#isDown) return this.#lift();
    this.#isDown = true;
    this.#strokes.push([this.#pen]);
    this.#show();
  }

  #lift() {
    this.#isDown = false;
    this.#drawPen();
  }

  #takeBack() {
    this.#isDown = false;
    this.#strokes.pop();
    this.#show();
  }

  #wipe() {
    this.#isDown = false;
    this.#strokes = [];
    this.#show();
  }

  /** @param {number} i Which example is laid on the sheet. */
  #take(i) {
    if (i < 0) return;
    this.give(this.#control.examples[i]);
    this.#changed(this.#control.examples[i]);
  }

  /** @param {number[]} image Lay an image on the sheet, in place of what was drawn. */
  give(image) {
    this.#strokes = [];
    this.#draw();
    const largest = Math.max(...image) || 1;
    [...this.#given.children].forEach((square, i) => square.setAttribute("fill", inkColour(image[i] / largest)));
    this.#given.style.display = "";
  }

  /** What is drawn is shown, and told. */
  #show() {
    if (this.#select) this.#select.selectedIndex = 0;
    this.#given.style.display = "none";
    this.#draw();
    this.#changed(reduceStrokes(this.#strokes, this.#control.reduction, this.#control.shape[0]));
  }

  #draw() {
    const side = this.#surface.querySelector("svg")?.viewBox.baseVal.width ?? 1;
    const paths = this.#strokes.map((stroke) => {
      const points = (stroke.length === 1 ? [stroke[0], stroke[0]] : stroke).map(([x, y]) => `${(x * side).toFixed(1)} ${(y * side).toFixed(1)}`);
      return `M${points.join("L")}`;
    });
    this.#surface.querySelector(".strokes")?.setAttribute("d", paths.join(""));
    this.#drawPen();
  }

  #drawPen() {
    const side = this.#surface.querySelector("svg")?.viewBox.baseVal.width ?? 1;
    const pen = this.#surface.querySelector(".pen");
    pen?.setAttribute("cx", String(this.#pen[0] * side));
    pen?.setAttribute("cy", String(this.#pen[1] * side));
    pen?.classList.toggle("is-down", this.#isDown);
  }
}

/** @param {number} level From 0, paper, to 1, ink. */
function inkColour(level) {
  const channels = [[0xf4, 0x16], [0xf4, 0x16], [0xf2, 0x1a]].map(([paper, ink]) => Math.round(paper + level * (ink - paper)));
  return `rgb(${channels.join(" ")})`;
}
