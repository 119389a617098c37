/** The site without a connection: it is kept for the next visit, and a newer version is said. */

/** @import { Page } from "./types.js" */

import { button, element } from "./element.js";

/**
 * Have the browser keep the site.
 * @param {Page} page
 */
export async function keepSite(page) {
  if (!("serviceWorker" in navigator) || !isSecureContext) return;
  const address = new URL("service-worker.js", new URL(page.root, document.baseURI));
  const registration = await navigator.serviceWorker.register(address).catch(() => null); // of a site without one, nothing
  if (!registration) return;
  registration.addEventListener("updatefound", () => watch(registration.installing));
  await navigator.serviceWorker.ready;
  if (!savesData()) registration.active?.postMessage("keep everything");
}

/** Whether the reader pays for what is loaded and not asked for. */
export function savesData() {
  return "connection" in navigator && /** @type {any} */ (navigator.connection).saveData === true;
}

/** @param {ServiceWorker | null} worker A newer one, which arrives. */
function watch(worker) {
  const isUpdate = navigator.serviceWorker.controller !== null;
  worker?.addEventListener("statechange", () => isUpdate && worker.state === "installed" && sayUpdate());
}

function sayUpdate() {
  const line = element("p", { class: "site-updated", role: "status" }, "This book has been updated since you opened it. ");
  line.append(button("Reload", () => location.reload(), { class: "cell-button" }));
  document.querySelector("article.bd-article")?.append(line);
}

/**
 * Keep the files of Python that have been loaded, too.
 * @param {{pyodideUrl: string, files: string[]}} places
 */
export async function keepPython({ pyodideUrl, files }) {
  if (!("serviceWorker" in navigator) || !isSecureContext) return;
  const registration = await navigator.serviceWorker.getRegistration();
  registration?.active?.postMessage({ python: files.map((name) => pyodideUrl + name) });
}
