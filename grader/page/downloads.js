/**
 * How the worker gets files: it tells how much has come, notices when nothing comes any more, and compares files that
 * are known beforehand with their digests before anything of them runs.
 */

/** @import { Download, LoadReason } from "./types.js" */

const SILENCE = 45_000; // milliseconds after which a connection counts as stalled
const original = self.fetch;

/** Why something did not load. */
export class LoadError extends Error {
  /**
   * @param {string} message
   * @param {LoadReason} [reason]
   */
  constructor(message, reason = "network") {
    super(message);
    this.reason = reason;
  }
}

/** @type {(error: unknown) => void} */
let giveUp;
/**
 * Pyodide waits for ever for a file of its own that does not come, so whoever waits for Pyodide waits for this, too.
 * @type {Promise<never>}
 */
export const failure = new Promise((_, reject) => (giveUp = reject));
failure.catch(() => {});

/**
 * @param {unknown} error
 * @returns {never}
 */
function fail(error) {
  giveUp(error);
  throw error;
}

/** The files of one Python: those that are asked for early, and those that Pyodide asks for itself. */
export class Downloads {
  /** @type {Map<string, Promise<Response>>} */
  #early = new Map();
  /** @type {Map<string, Promise<string | null>>} What files are, once they have come and are the expected ones. */
  #arrivals = new Map();
  #digests;
  #onBytes;
  #cache;

  /**
   * @param {Record<string, string>} digests Of files, by their addresses: "sha256-...", in base 64.
   * @param {(download: Download) => void} onBytes Told what has come, counted after decompression.
   * @param {boolean} anew Whether to pass by what the browser has kept of an earlier, failed time.
   */
  constructor(digests, onBytes, anew) {
    this.#digests = digests;
    this.#onBytes = onBytes;
    this.#cache = /** @type {RequestCache} */ (anew ? "reload" : "default");
  }

  /** Have everything that is fetched from here on go this way. */
  install() {
    self.fetch = (...request) => this.#answer(...request);
    const { compileStreaming, instantiate } = WebAssembly;
    // it compiles while it comes, and begins to run only when all of it is known to be right
    WebAssembly.instantiateStreaming = async (source, imports) => {
      const response = await source;
      const module = await compileStreaming(response);
      await this.#arrivals.get(response.url);
      return { module, instance: await instantiate(module, imports) };
    };
  }

  /**
   * Ask for files that will be needed, all at once.
   * @param {string[]} urls
   */
  askEarly(urls) {
    for (const url of urls) {
      const coming = this.#get(url);
      coming.catch(() => {});
      this.#early.set(url, coming);
    }
  }

  /**
   * The text of a file, which is the expected one.
   * @param {string} url
   */
  async text(url) {
    const response = await this.#answer(url);
    const text = await response.text();
    await this.#arrivals.get(url);
    return text;
  }

  /**
   * @param {RequestInfo | URL} request
   * @param {RequestInit} [options]
   */
  async #answer(request, options) {
    const url = String(request instanceof Request ? request.url : new URL(request, location.href));
    const response = await (this.#early.get(url) ?? this.#get(url));
    this.#early.delete(url); // it can be read once
    // WebAssembly is compiled while it comes, and waits itself before it runs
    if (this.#digests[url] && !url.endsWith(".wasm")) await this.#arrivals.get(url);
    if (options?.integrity) refuseOther(url, await this.#arrivals.get(url), options.integrity);
    return response;
  }

  /** @param {string} url */
  async #get(url) {
    // a page without https has no digests of its own, and leaves it to the browser
    const integrity = self.crypto?.subtle ? undefined : this.#digests[url];
    const coming = original(url, { cache: this.#cache, integrity });
    const response = await spoken(coming, url).catch((error) => fail(asLoadError(error, url)));
    if (!response.ok) fail(new LoadError(`${url}: ${response.status} ${response.statusText}`));
    const arrival = this.#receive(response.clone(), url);
    arrival.catch(() => {});
    this.#arrivals.set(url, arrival);
    return response;
  }

  /**
   * Count what comes of a file, and compare it.
   * @param {Response} copy
   * @param {string} url
   */
  async #receive(copy, url) {
    const chunks = [];
    const stream = copy.body?.getReader();
    for (;;) {
      const { done, value } = stream ? await spoken(stream.read(), url).catch((e) => fail(asLoadError(e, url))) : END;
      if (done || !value) break;
      this.#onBytes({ name: fileName(url), bytes: value.byteLength });
      chunks.push(value);
    }
    const digest = await digestOf(chunks);
    if (this.#digests[url]) refuseOther(url, digest, this.#digests[url]);
    return digest;
  }
}

/**
 * @param {Uint8Array<ArrayBuffer>[]} chunks
 * @returns {Promise<string | null>} "sha256-...", in base 64; null where the browser computes none.
 */
async function digestOf(chunks) {
  if (!self.crypto?.subtle) return null;
  const digest = await crypto.subtle.digest("SHA-256", await new Blob(chunks).arrayBuffer());
  return `sha256-${btoa(String.fromCharCode(...new Uint8Array(digest)))}`;
}

/**
 * @param {string} url
 * @param {string | null | undefined} digest
 * @param {string} expected
 */
function refuseOther(url, digest, expected) {
  if (digest && digest !== expected) fail(new LoadError(`${fileName(url)} is not the file that this page expects`, "wrong"));
}

const END = { done: true, value: undefined };

/**
 * What something comes to, or an error if it takes too long.
 * @template Result
 * @param {Promise<Result>} coming
 * @param {string} url
 * @returns {Promise<Result>}
 */
function spoken(coming, url) {
  const { promise, reject } = withReject();
  const timer = setTimeout(() => reject(new LoadError(`nothing comes of ${fileName(url)} any more`, "silence")), SILENCE);
  return Promise.race([coming, promise]).finally(() => clearTimeout(timer));
}

function withReject() {
  /** @type {(error: Error) => void} */
  let reject = () => {};
  const promise = /** @type {Promise<never>} */ (new Promise((_, no) => (reject = no)));
  return { promise, reject };
}

/**
 * @param {unknown} error
 * @param {string} url
 */
function asLoadError(error, url) {
  if (error instanceof LoadError) return error;
  return new LoadError(`${fileName(url)}: ${error instanceof Error ? error.message : error}`);
}

/** @param {string} url */
export function fileName(url) {
  return new URL(url, location.href).pathname.split("/").at(-1) ?? "";
}
