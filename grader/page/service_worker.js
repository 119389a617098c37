/**
 * Keeps the site for readers without a connection. What the network gives is newer and comes first; Pyodide's files, which
 * never change under their names, come from the cache. The build writes the lists below; other ones are another version.
 */

const VERSION = "0";
/** @type {string[]} What every page needs, and the other files of the site; both from its root. */
const ESSENTIAL = [/* essential */];
/** @type {string[]} */
const OTHERS = [/* others */];

const worker = /** @type {ServiceWorkerGlobalScope} */ (/** @type {unknown} */ (self));
const ROOT = new URL("./", location.href);
const OURS = `course ${ROOT.pathname} `; // caches of other sites on this host are not ours to touch
const PAGES = `${OURS}pages ${VERSION}`;
const PYTHON = `${OURS}python`;
/** A host that compresses says that its answers vary; what is kept has one form. @type {CacheQueryOptions} */
const ANY_FORM = { ignoreVary: true };
const PATIENCE = 5000; // milliseconds for a page to come before the kept one is shown

worker.addEventListener("install", (event) => event.waitUntil(keep(ESSENTIAL)));
worker.addEventListener("activate", (event) => event.waitUntil(forgetOld()));
worker.addEventListener("message", (event) => {
  if (event.data === "keep everything") event.waitUntil(keep(OTHERS));
  if (Array.isArray(event.data?.python)) event.waitUntil(keepPython(event.data.python));
});

worker.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET" || request.cache === "reload") return;
  if (isPython(request.url)) event.respondWith(fromCacheFirst(request));
  else if (isOurs(request.url)) event.respondWith(fromNetworkFirst(request));
});

/** @param {string} url */
function isPython(url) {
  return url.startsWith(`${ROOT.href}pyodide/`) || /\/pyodide\/v[\d.]+\/full\//.test(url);
}

/**
 * JupyterLite, below lite/, has a worker of its own.
 * @param {string} url
 */
function isOurs(url) {
  return url.startsWith(ROOT.href) && !url.startsWith(`${ROOT.href}lite/`);
}

/** @param {string[]} paths */
async function keep(paths) {
  const cache = await caches.open(PAGES);
  for (const path of paths) {
    const url = new URL(path, ROOT).href;
    if (!(await cache.match(url, ANY_FORM))) await cache.add(new Request(url, { cache: "no-cache" })).catch(() => {});
  }
}

/** @param {string[]} urls */
async function keepPython(urls) {
  const cache = await caches.open(PYTHON);
  for (const url of urls.filter(isPython)) if (!(await cache.match(url, ANY_FORM))) await cache.add(url).catch(() => {});
}

async function forgetOld() {
  const names = await caches.keys();
  const old = names.filter((name) => name.startsWith(`${OURS}pages `) && name !== PAGES);
  await Promise.all(old.map((name) => caches.delete(name)));
}

/** @param {Request} request */
async function fromCacheFirst(request) {
  return (await caches.match(request.url, ANY_FORM)) ?? fetch(request);
}

/** @param {Request} request */
async function fromNetworkFirst(request) {
  const kept = () => caches.match(request, { ...ANY_FORM, ignoreSearch: true }).then((found) => found ?? keptPage(request));
  try {
    const response = await Promise.race([fetch(request), late(request)]);
    if (response) return response;
    return (await kept()) ?? fetch(request);
  } catch (error) {
    const found = await kept();
    if (found) return found;
    throw error;
  }
}

/**
 * A folder's address shows its first page.
 * @param {Request} request
 */
async function keptPage(request) {
  return request.url.endsWith("/") ? caches.match(`${request.url}index.html`, ANY_FORM) : undefined;
}

/**
 * Nothing, once a page has taken too long.
 * @param {Request} request
 * @returns {Promise<undefined>}
 */
function late(request) {
  if (request.mode !== "navigate") return new Promise(() => {});
  return new Promise((resolve) => setTimeout(resolve, PATIENCE, undefined));
}
