/** What figures to touch compute: the operations of figures/quantity.py, on arrays of any shape. */

/**
 * @typedef {{ shape: number[], data: ArrayLike<number> }} Values
 * @typedef {[string, number[], any?]} Step An operation, the numbers of its inputs, and details.
 */

/** @param {(a: number, b: number) => number | boolean} f */
const binary = (f) => (/** @type {Values} */ a, /** @type {Values} */ b) => broadcast((x) => Number(f(x[0], x[1])), a, b);

/** @param {(a: number) => number} f */
const unary = (f) => (/** @type {Values} */ a) => ({ shape: a.shape, data: Array.from(a.data, f) });

/** @param {(row: number[]) => number} f */
const reduction = (f) => (/** @type {Values} */ a) => ({ shape: a.shape.slice(0, -1), data: rowsOf(a).map(f) });

/** @param {(a: number, b: number) => number} f */
const running = (f) => (/** @type {Values} */ a) => ({ shape: a.shape, data: rowsOf(a).flatMap((row) => accumulate(f, row)) });

/** @type {Record<string, (...inputs: any[]) => Values>} */
const OPERATIONS = {
  add: binary((a, b) => a + b),
  subtract: binary((a, b) => a - b),
  multiply: binary((a, b) => a * b),
  divide: binary((a, b) => a / b),
  power: binary((a, b) => a ** b),
  maximum: binary(Math.max),
  minimum: binary(Math.min),
  greater: binary((a, b) => a > b),
  greater_equal: binary((a, b) => a >= b),
  less: binary((a, b) => a < b),
  less_equal: binary((a, b) => a <= b),
  equal: binary((a, b) => a === b),
  not_equal: binary((a, b) => a !== b),
  logaddexp: binary((a, b) => Math.max(a, b) + Math.log1p(Math.exp(-Math.abs(a - b)))),
  negative: unary((a) => -a),
  absolute: unary(Math.abs),
  sign: unary(Math.sign),
  exp: unary(Math.exp),
  log: unary(Math.log),
  log10: unary(Math.log10),
  log1p: unary(Math.log1p),
  sqrt: unary(Math.sqrt),
  sin: unary(Math.sin),
  cos: unary(Math.cos),
  tanh: unary(Math.tanh),
  floor: unary(Math.floor),
  ceil: unary(Math.ceil),
  rint: unary(toEven),
  sum: reduction((row) => row.reduce((a, b) => a + b, 0)),
  prod: reduction((row) => row.reduce((a, b) => a * b, 1)),
  max: reduction((row) => Math.max(...row)),
  min: reduction((row) => Math.min(...row)),
  argmax: reduction((row) => row.indexOf(Math.max(...row))),
  cumsum: running((a, b) => a + b),
  cumprod: running((a, b) => a * b),
  where: (condition, a, b) => broadcast((x) => (x[0] ? x[1] : x[2]), condition, a, b),
  reshape: (a, { shape }) => ({ shape, data: a.data }),
  take: (a, { numbers, shape }) => ({ shape, data: numbers.map((/** @type {number} */ i) => a.data[i]) }),
  concatenate: (...parts) => vector(parts.flatMap((part) => Array.from(part.data))),
  row: rowAt,
  matmul: product,
  interp: (at, x, y) => unary((a) => interpolated(a, x.data, y.data))(at),
};

/** @param {number[]} data @returns {Values} */
function vector(data) {
  return { shape: [data.length], data };
}

/**
 * Round to the nearest whole number, and halves to the even one, as NumPy does.
 * @param {number} a
 */
function toEven(a) {
  const below = Math.floor(a);
  return a - below === 0.5 ? below + (Math.abs(below) % 2) : Math.round(a);
}

/**
 * Apply a function to numbers of several arrays, which are stretched to one shape as NumPy does.
 * @param {(numbers: number[]) => number} f
 * @param {Values[]} arrays
 * @returns {Values}
 */
function broadcast(f, ...arrays) {
  const axes = Math.max(...arrays.map(({ shape }) => shape.length));
  const shapes = arrays.map(({ shape }) => [...Array(axes - shape.length).fill(1), ...shape]);
  const shape = Array.from({ length: axes }, (_, axis) => Math.max(...shapes.map((one) => one[axis])));
  const strides = shapes.map(stridesOf);
  const data = new Array(shape.reduce((a, b) => a * b, 1));
  const counter = new Array(axes).fill(0);
  for (let i = 0; i < data.length; i += 1) {
    data[i] = f(arrays.map((array, which) => array.data[counter.reduce((sum, c, axis) => sum + c * strides[which][axis], 0)]));
    for (let axis = axes - 1; axis >= 0; axis -= 1) {
      counter[axis] += 1;
      if (counter[axis] < shape[axis]) break;
      counter[axis] = 0;
    }
  }
  return { shape, data };
}

/**
 * By how much the place in the data grows along each axis; not at all along one that is stretched.
 * @param {number[]} shape
 */
function stridesOf(shape) {
  let size = 1;
  return shape.map((_, i) => shape.length - 1 - i).map((axis) => {
    const stride = shape[axis] === 1 ? 0 : size;
    size *= shape[axis];
    return stride;
  }).reverse();
}

/** @param {Values} a @returns {number[][]} Its rows along the last axis. */
function rowsOf({ shape, data }) {
  const length = shape[shape.length - 1];
  return Array.from({ length: data.length / length }, (_, i) => Array.from(data).slice(i * length, (i + 1) * length));
}

/** @param {(a: number, b: number) => number} f @param {number[]} row */
function accumulate(f, row) {
  let last = row[0];
  return row.map((value, i) => (last = i ? f(last, value) : value));
}

/** @param {Values} table @param {Values} at @returns {Values} */
function rowAt(table, at) {
  const size = table.data.length / table.shape[0];
  const which = Math.min(Math.max(toEven(at.data[0]), 0), table.shape[0] - 1);
  return { shape: table.shape.slice(1), data: Array.from(table.data).slice(which * size, (which + 1) * size) };
}

/** @param {Values} left @param {Values} right @returns {Values} */
function product(left, right) {
  const [rows, inner] = left.shape;
  const columns = right.shape[1];
  const data = new Array(rows * columns).fill(0);
  for (let i = 0; i < rows; i += 1) {
    for (let k = 0; k < inner; k += 1) {
      const factor = left.data[i * inner + k];
      for (let j = 0; j < columns; j += 1) data[i * columns + j] += factor * right.data[k * columns + j];
    }
  }
  return { shape: [rows, columns], data };
}

/** @param {number} at @param {ArrayLike<number>} x Ascending. @param {ArrayLike<number>} y */
function interpolated(at, x, y) {
  const last = x.length - 1;
  if (at <= x[0]) return y[0];
  if (at >= x[last]) return y[last];
  let i = 0;
  while (x[i + 1] < at) i += 1;
  return y[i] + ((at - x[i]) / (x[i + 1] - x[i])) * (y[i + 1] - y[i]);
}

/**
 * Compute the values of all steps.
 * @param {Step[]} steps
 * @param {Values[]} controls
 */
function computeSteps(steps, controls) {
  /** @type {Values[]} */
  const values = [];
  for (const [operation, inputs, details] of steps) {
    if (operation === "constant") values.push(details);
    else if (operation === "control") values.push(controls[inputs[0]]);
    else values.push(OPERATIONS[operation](...inputs.map((i) => values[i]), ...(details ? [details] : [])));
  }
  return values;
}
