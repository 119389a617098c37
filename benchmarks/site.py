"""What a page of the site costs its reader: `python -m benchmarks.site [SITE]`.

For every page the bytes that come over the line and how much its layout shifts, in headless Chromium, served with
compression. Then Lighthouse's performance score on its desktop preset, and how long the first result and the later
checks of an exercise take; the first result also as a ratio to a bare start of Pyodide with NumPy in the same run.
Pyodide must be on the site itself: `course build --pyodide FOLDER`.
"""

import argparse
import inspect
import json
import os
import shutil
import statistics
import subprocess
import sys
import threading
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import sync_playwright

from benchmarks.ten import ROOT
from grader.book.server import make_server
from grader.course import Course

CHROMIUM = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, ["chromium", "google-chrome"])), None)
LESSON, EXERCISES = "chapters/04-losses/lesson.html", "chapters/04-losses/exercises.html"
EXERCISE = "softmax"
LIGHTHOUSE = ["npx", "--yes", "lighthouse@12"]
ARRIVED = """new Promise(done => {
    let shift = 0;
    const seen = new PerformanceObserver(list => list.getEntries().forEach(entry => shift += entry.value));
    seen.observe({type: "layout-shift", buffered: true});
    const files = ["navigation", "resource"].flatMap(kind => performance.getEntriesByType(kind));
    const bytes = files.reduce((sum, file) => sum + file.encodedBodySize, 0);
    setTimeout(() => done({bytes, files: files.length, shift}), 300);
})"""
CLICKED = """(exercise) => new Promise(done => {
    const block = document.querySelector(`[data-exercise="${exercise}"]`);
    const feedback = block.querySelector(".feedback");
    const button = [...block.querySelectorAll("button")].find(one => one.textContent.trim() == "Run & check");
    const started = performance.now();
    let begun = !feedback.dataset.outcome;
    new MutationObserver((_, observer) => {
        begun ||= !feedback.dataset.outcome;
        if (!begun || !feedback.dataset.outcome) return;
        observer.disconnect();
        done({seconds: (performance.now() - started) / 1000, outcome: feedback.dataset.outcome});
    }).observe(feedback, {attributes: true, attributeFilter: ["data-outcome"]});
    button.click();
})"""

# what any page with Python must wait for: a worker, Pyodide, NumPy and one number
BARE = """address => new Promise((done, failed) => {
    const text = `import("${address}/pyodide/pyodide.mjs").then(async ({ loadPyodide }) => {
        const pyodide = await loadPyodide({indexURL: "${address}/pyodide/", packages: ["numpy"]});
        postMessage(pyodide.runPython("import numpy; float(numpy.ones(3).sum())"));
    })`;
    const started = performance.now();
    const url = URL.createObjectURL(new Blob([text], {type: "text/javascript"}));
    const worker = new Worker(url, {type: "module"});
    worker.onerror = event => failed(new Error(event.message));
    worker.onmessage = () => { worker.terminate(); done((performance.now() - started) / 1000); };
})"""
STARTS = 3  # of each kind, in turn, each in a browser that has nothing yet


def main():
    """Measure and print; the answers also go to a file if one is named."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("site", nargs="?", type=Path, default=Path("build/site"), help="the folder of the built site")
    parser.add_argument("--to", type=Path, help="also write what was measured to this JSON file")
    parser.add_argument("--checks", type=int, default=10, help="how many later checks to time")
    arguments = parser.parse_args()
    if not CHROMIUM or not (arguments.site / "index.html").is_file():
        sys.exit(f"Chromium is missing, or {arguments.site} is no site: course build --pyodide FOLDER --to build/site")
    print(f"load before the start: {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")
    with served(arguments.site) as address, sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM)
        measured = {"pages": pages(browser, address, arguments.site), **checks(browser, address, arguments.checks)}
        browser.close()
        measured["lighthouse"] = {path: lighthouse(f"{address}/{path}") for path in ("index.html", LESSON, EXERCISES)}
    if arguments.to:
        arguments.to.write_text(json.dumps(measured, indent=2) + "\n", encoding="utf-8")


@contextmanager
def served(site):
    """Serve a folder on a free port and yield the address."""
    server = make_server(site, 0)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def pages(browser, address, site):
    """Print and return what each page makes a browser load, and how much it shifts."""
    found = {}
    print(f"\n{'page':48} {'KB':>6} {'files':>6} {'shift':>7}")
    for path in sorted(str(file.relative_to(site)) for file in site.rglob("*.html") if is_page(file.relative_to(site))):
        page = browser.new_page(viewport={"width": 1280, "height": 900})
        page.goto(f"{address}/{path}", wait_until="networkidle")
        found[path] = page.evaluate(ARRIVED)
        page.close()
        print(f"{path:48} {found[path]['bytes'] / 1000:6.0f} {found[path]['files']:6d} {found[path]['shift']:7.4f}")
    return found


def is_page(path):
    """Tell whether a file is a page of the book, and not one of JupyterLite or Sphinx."""
    return path.parts[0] in {"index.html", "chapters", "appendix", "instructors"}


def checks(browser, address, count):
    """Print and return the seconds from the first click to a result, and those of the checks after it."""
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.goto(f"{address}/{EXERCISES}", wait_until="networkidle")
    if page.get_by_role("button", name="Run & check").count() == 0:
        print("\nnot measured: this site has no Run & check")
        return {}
    page.close()
    firsts, bares = zip(*(starts(browser, address) for _ in range(STARTS)))
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.goto(f"{address}/{EXERCISES}", wait_until="networkidle")
    write_answer(page)
    page.evaluate(CLICKED, EXERCISE)
    later = [page.evaluate(CLICKED, EXERCISE) for _ in range(count)]
    page.close()
    seconds = sorted(one["seconds"] for one in later)
    first, bare = min(firsts, key=lambda one: one["seconds"]), min(bares)
    ratio = first["seconds"] / bare
    print(f"\nfirst result  {first['seconds']:.2f} s after the first click ({first['outcome']})")
    print(f"bare start    {bare:.2f} s for Pyodide and NumPy alone: the first result takes {ratio:.2f} times as long")
    print(f"later checks  {statistics.median(seconds):.3f} s in the middle, {seconds[-1]:.3f} s at most, of {count}")
    return {"first_result": first, "bare_start": bare, "first_over_bare": ratio, "later_checks": later}


def starts(browser, address):
    """Return the first result of an exercise, and the seconds of a bare start, each in a browser that has nothing."""
    with browser.new_context(service_workers="block") as context:
        page = context.new_page()
        page.goto(f"{address}/{EXERCISES}", wait_until="networkidle")
        write_answer(page)
        first = page.evaluate(CLICKED, EXERCISE)
    with browser.new_context(service_workers="block") as context:
        page = context.new_page()
        page.goto(f"{address}/search.html", wait_until="networkidle")
        return first, page.evaluate(BARE, address)


def write_answer(page):
    """Put the reference's code where a reader writes."""
    reference = Course(ROOT).chapter("losses").definitions()[EXERCISE].reference
    editor = page.get_by_label(f"Code of {EXERCISE}", exact=True)
    editor.click()
    page.keyboard.press("Control+a")
    page.keyboard.insert_text(inspect.getsource(reference))


def lighthouse(address):
    """Print and return Lighthouse's performance score of a page, or None if Lighthouse cannot be had."""
    command = [*LIGHTHOUSE, address, "--preset=desktop", "--only-categories=performance", "--output=json", "--quiet",
               "--chrome-flags=--headless --no-sandbox --disable-gpu"]  # fmt: skip
    if shutil.which("npx") is None:
        print(f"Lighthouse    not measured: npx is not installed ({address})")
        return None
    done = subprocess.run(command, capture_output=True, text=True, env={**os.environ, "CHROME_PATH": CHROMIUM})
    if done.returncode:
        print(f"Lighthouse    not measured: {(done.stderr.strip() or 'it failed').splitlines()[-1]}")
        return None
    report = json.loads(done.stdout)
    score, audits = report["categories"]["performance"]["score"], report["audits"]
    names = ("first-contentful-paint", "largest-contentful-paint", "total-blocking-time", "cumulative-layout-shift")
    values = ", ".join(f"{name} {audits[name]['displayValue']}" for name in names)
    print(f"Lighthouse    {score:.2f} for {address.split('/', 3)[3]}: {values}")
    return {"score": score, **{name: audits[name]["numericValue"] for name in names}}


if __name__ == "__main__":
    main()
