"""The pages in Firefox, where one is installed: a check, the earlier versions of an answer, a lesson that draws."""

import itertools
import json
import re
import shutil
import subprocess
import time

import pytest

FIREFOX = shutil.which("firefox-esr") or shutil.which("firefox")
websocket = pytest.importorskip("websocket")
pytestmark = [
    pytest.mark.slow,  # a second browser, in which Python starts
    pytest.mark.timeout(900),
    pytest.mark.skipif(not FIREFOX, reason="needs a Firefox on PATH: apt-get install firefox-esr"),
]
EXERCISES, LESSON = "chapters/01-numbers/exercises.html", "chapters/01-numbers/lesson.html"
PATIENCE = 300  # seconds on a busy machine: Python starts
UNTIL = """async (found, seconds) => {
  for (let k = 0; k < seconds * 10; k += 1) {
    const value = found()
    if (value) return value
    await new Promise(done => setTimeout(done, 100))
  }
  return null
}"""


class Firefox:
    """A Firefox that is driven through WebDriver BiDi, which it speaks itself.

    Parameters
    ----------
    folder
        Where its profile is made.
    """

    def __init__(self, folder):
        command = [FIREFOX, "--headless", "--no-remote", "--profile", str(folder), "--remote-debugging-port", "0"]
        said = folder / "said"
        with said.open("w") as stream:
            self.process = subprocess.Popen(command, stderr=stream, stdout=subprocess.DEVNULL)
        address = address_in(said)
        self.socket = websocket.create_connection(f"{address}/session", timeout=PATIENCE, suppress_origin=True)
        self.numbers = itertools.count(1)
        self.problems = []
        self.ask("session.new", capabilities={})
        self.ask("session.subscribe", events=["log.entryAdded"])
        [context] = self.ask("browsingContext.getTree")["contexts"]
        self.context = context["context"]

    def ask(self, method, **parameters):
        """Send a command and return what comes of it; errors that pages tell meanwhile are noted."""
        number = next(self.numbers)
        self.socket.send(json.dumps({"id": number, "method": method, "params": parameters}))
        while True:
            said = json.loads(self.socket.recv())
            if said.get("method") == "log.entryAdded" and said["params"]["level"] == "error":
                self.problems.append(said["params"]["text"])
            if said.get("id") == number:
                assert said["type"] == "success", said
                return said["result"]

    def open(self, address):
        """Open a page."""
        self.ask("browsingContext.navigate", context=self.context, url=address, wait="complete")

    def run(self, script):
        """Run a function of JavaScript, given as text, and return what it returns, a text or a number."""
        target = {"context": self.context}
        made = self.ask("script.callFunction", functionDeclaration=script, target=target, awaitPromise=True)
        assert made["type"] == "success", made
        return made["result"].get("value")

    def until(self, expression):
        """Wait until an expression has a value and return it."""
        found = self.run(f"() => ({UNTIL})(() => ({expression}), {PATIENCE})")
        assert found, f"{expression}: not within {PATIENCE} seconds"
        return found

    def press(self, *keys):
        """Press keys one after the other, or a list of them at once."""
        actions = []
        for key in keys:
            held = key if isinstance(key, list) else [key]
            actions += [{"type": "keyDown", "value": one} for one in held]
            actions += [{"type": "keyUp", "value": one} for one in reversed(held)]
        source = {"type": "key", "id": "keyboard", "actions": actions}
        self.ask("input.performActions", context=self.context, actions=[source])

    def close(self):
        """End it."""
        self.socket.close()
        self.process.terminate()
        self.process.wait(timeout=60)


def address_in(said):
    """Return the address at which a Firefox listens, once it has said it into a file."""
    for _ in range(PATIENCE * 10):
        if found := re.search(r"BiDi listening on (ws:\S+)", said.read_text()):
            return found[1]
        time.sleep(0.1)
    raise AssertionError(f"Firefox does not start: {said.read_text()}")


@pytest.fixture(scope="module")
def firefox(tmp_path_factory):
    """Return a headless Firefox."""
    made = Firefox(tmp_path_factory.mktemp("firefox"))
    yield made
    made.close()


CONTROL, RETURN = "\ue009", "\ue006"
PLACE = """document.querySelector('.exercise[data-exercise="doubled"]')"""


def answer(firefox, text):
    """Type an answer, check it, and return what came out."""
    firefox.until(f"{PLACE}.querySelector('.cm-content')")
    firefox.run(f"() => {PLACE}.querySelector('.cm-content').focus()")
    firefox.press([CONTROL, "a"], *text)
    firefox.run(f"() => [...{PLACE}.querySelectorAll('button')].find(b => b.textContent == 'Run & check').click()")
    return firefox.until(f"{PLACE}.querySelector('.feedback').dataset.outcome")


def test_answers_are_checked_kept_and_put_back(firefox, small_address):
    firefox.open(f"{small_address}/{EXERCISES}")
    assert answer(firefox, "doubled = lambda x: 3 * x") == "failed"
    assert answer(firefox, "def doubled(x): return x + x") == "passed"
    firefox.open(f"{small_address}/{EXERCISES}")
    text = f"{PLACE}.querySelector('.cm-content')?.innerText.trim()"
    assert firefox.until(text) == "def doubled(x): return x + x"
    firefox.run(f"() => [...{PLACE}.querySelectorAll('button')].find(b => b.textContent == 'Earlier versions').click()")
    firefox.until("document.querySelector('dialog.versions')")
    firefox.run(
        "() => [...document.querySelectorAll('dialog button')].find(b => b.textContent == 'Put it back').click()"
    )
    assert firefox.until(f"{text} != 'def doubled(x): return x + x' && {text}") == "doubled = lambda x: 3 * x"
    assert firefox.problems == []


def test_a_lessons_cell_runs_and_draws(firefox, small_address):
    firefox.open(f"{small_address}/{LESSON}")
    firefox.run("""() => {
        const cell = document.querySelector('[data-cell]:has(svg.figure)')
        cell.querySelector('summary').click()
        const run = [...cell.querySelectorAll('button')].find(button => button.textContent == 'Run')
        run.click()
    }""")
    assert firefox.until("document.querySelector('svg.figure g[id^=drawn-]')?.id").startswith("drawn-")
    assert firefox.problems == []
