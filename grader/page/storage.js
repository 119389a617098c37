/** The browser's storage, whatever state that is in. */

const MARK = "#"; // between a key and the name of a part of it

/** @typedef {"full" | "blocked"} Refusal Why nothing could be kept. */

export function keys() {
  return attempt(() => Object.keys(localStorage), []);
}

/** @param {string} key */
export function get(key) {
  return attempt(() => localStorage.getItem(key), null);
}

/**
 * @param {string} key
 * @param {string | null} text Null for none.
 * @returns {Refusal | null}
 */
export function put(key, text) {
  try {
    if (text === null) localStorage.removeItem(key);
    else localStorage.setItem(key, text);
    return null;
  } catch (error) {
    return error instanceof DOMException && /quota/i.test(error.name) ? "full" : "blocked";
  }
}

/**
 * Keep several texts, all of them or none.
 * @param {Iterable<[string, string | null]>} texts By their keys; null for none.
 * @returns {Refusal | null}
 */
export function putAll(texts) {
  const changes = [...texts].map(([key, text]) => ({ key, text, before: get(key) })).filter(({ text, before }) => text !== before);
  changes.sort((one, other) => growth(one) - growth(other)); // what makes room comes first
  for (const { key, text } of changes) {
    const problem = put(key, text);
    if (!problem) continue;
    for (const change of changes.reverse()) put(change.key, change.before);
    return problem;
  }
  return null;
}

/** @param {{text: string | null, before: string | null}} change */
function growth({ text, before }) {
  return (text ?? "").length - (before ?? "").length;
}

/**
 * A mapping whose values are kept as JSON under a key each.
 *
 * Under one key for all of them, two tabs could not write at once: a browser passes on what a tab has written in its own
 * time, so that the later one would write away what it has not seen yet.
 */
export class Parts {
  #key;
  #apart;

  /**
   * @param {string} key What their keys begin with.
   * @param {(found: any) => Record<string, unknown>} [apart] Takes apart what earlier versions of these pages kept under
   *   the key itself.
   */
  constructor(key, apart = Object) {
    this.#key = key;
    this.#apart = apart;
    this.change({});
  }

  /** @returns {Record<string, unknown>} The values by name; undefined where one cannot be read. */
  all() {
    const own = partsOf(this.#key).map(([name, text]) => [name, read(text)]);
    return { ...this.#old(), ...Object.fromEntries(own) };
  }

  #old() {
    return this.#apart(read(get(this.#key) ?? "{}") ?? {});
  }

  /**
   * Change some of the values, and leave the others as they are, whatever they are now.
   * @param {Record<string, unknown>} values By name; null for none.
   * @returns {Refusal | null} Why nothing was changed.
   */
  change(values) {
    const old = Object.entries(this.#old()).filter(([name]) => get(partKey(this.#key, name)) === null);
    const all = Object.entries({ ...Object.fromEntries(old), ...values });
    /** @type {[string, string | null][]} */
    const texts = all.map(([name, value]) => [partKey(this.#key, name), value === null ? null : JSON.stringify(value)]);
    return putAll([[this.#key, null], ...texts]);
  }
}

/**
 * @param {string} key Of the whole.
 * @param {string} name
 */
export function partKey(key, name) {
  return `${key}${MARK}${name}`;
}

/**
 * The names and the texts of all parts that there are.
 * @param {string} key Of the whole.
 */
export function partsOf(key) {
  const start = partKey(key, "");
  const own = keys().filter((one) => one.startsWith(start));
  return own.sort().map((one) => /** @type {const} */ ([one.slice(start.length), get(one) ?? ""]));
}

/**
 * Whether a key is another one, or that of a part of it.
 * @param {string} key
 * @param {string} whole
 */
export function isOf(key, whole) {
  return key === whole || key.startsWith(whole + MARK);
}

/**
 * The value of a JSON text, or undefined.
 * @param {string} text
 * @returns {any}
 */
export function read(text) {
  return attempt(() => JSON.parse(text), undefined);
}

/**
 * @template Result
 * @param {() => Result} action
 * @param {Result} otherwise What comes of it where that fails.
 */
export function attempt(action, otherwise) {
  try {
    return action();
  } catch {
    return otherwise;
  }
}
