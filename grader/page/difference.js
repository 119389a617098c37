/** How two texts differ, line by line. */

/**
 * A line that both have, or only the one or the other.
 * @typedef {{kind: "both" | "removed" | "added", text: string}} Line
 */

const MOST = 1_500; // lines of a text: more would take the reader's time

/**
 * The fewest lines that have to be removed from a text, and added to it, to make another one.
 * @param {string} from
 * @param {string} to
 * @returns {Line[]} All lines of both, in order.
 */
export function difference(from, to) {
  const [one, other] = [from, to].map((text) => text.trimEnd().split("\n"));
  if (one.length > MOST || other.length > MOST) return [...one.map(as("removed")), ...other.map(as("added"))];
  const common = lengths(one, other);
  /** @type {Line[]} */
  const lines = [];
  let [i, j] = [0, 0];
  while (i < one.length && j < other.length) {
    if (one[i] === other[j]) {
      lines.push({ kind: "both", text: one[i] });
      [i, j] = [i + 1, j + 1];
    } else if (common[i + 1][j] >= common[i][j + 1]) lines.push(as("removed")(one[i++]));
    else lines.push(as("added")(other[j++]));
  }
  return [...lines, ...one.slice(i).map(as("removed")), ...other.slice(j).map(as("added"))];
}

/**
 * For every pair of places, how many lines the two texts have in common from there on.
 * @param {string[]} one
 * @param {string[]} other
 */
function lengths(one, other) {
  const table = Array.from({ length: one.length + 1 }, () => new Uint16Array(other.length + 1));
  for (let i = one.length - 1; i >= 0; i -= 1) {
    for (let j = other.length - 1; j >= 0; j -= 1) {
      table[i][j] = one[i] === other[j] ? table[i + 1][j + 1] + 1 : Math.max(table[i + 1][j], table[i][j + 1]);
    }
  }
  return table;
}

/**
 * @param {Line["kind"]} kind
 * @returns {(text: string) => Line}
 */
function as(kind) {
  return (text) => ({ kind, text });
}
