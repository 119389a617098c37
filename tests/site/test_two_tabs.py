"""Two tabs that write at the same moment, before the browser has told either of the other, write nothing away."""

import time

import pytest

from tests.site import stored

EXERCISES = "chapters/01-numbers/exercises.html"
RECORD, VERSIONS = "a-small-course@/:01-numbers", "a-small-course@/:versions:01-numbers"
TEXTS = {"doubled": "def doubled(x):\n    return x + x", "mean": "def mean(values):\n    return values[0]"}
LEAD = 1500  # milliseconds until both have heard of the moment
# what is typed lies in the page until it is left
TYPED = """([moment, name, text]) => void setTimeout(() => {
    document.querySelector(`[data-exercise="${name}"] .cm-content`).focus();
    document.execCommand("selectAll");
    document.execCommand("insertText", false, text);
    while (Date.now() < moment);
    dispatchEvent(new Event("pagehide"));
}, moment - Date.now() - 200)"""
SHOWS = """([name, texts]) => texts.includes([...document.querySelectorAll(`[data-exercise="${name}"] .cm-line`)]
    .map(line => line.textContent).join("\\n"))"""
MODULES = """() => Promise.all(["storage", "records", "versions"].map(name => import(`/_static/page/${name}.js`)))
    .then(modules => { window.modules = Object.assign({}, ...modules); })"""
PARTS = """([moment, tab]) => void setTimeout(() => {
    const parts = new modules.Parts("several");
    while (Date.now() < moment);
    for (let k = 0; k < 20; k += 1) parts.change({[`${tab}-${k}`]: k});
}, moment - Date.now() - 200)"""
EARLIER = """([moment, tab]) => void setTimeout(() => {
    const records = new modules.Records({storage: "a-small-course", root: "../../"});
    while (Date.now() < moment);
    modules.mergeVersions(records, "01-numbers", {doubled: [{text: `${tab} = 1`, when: 1}]});
}, moment - Date.now() - 200)"""


@pytest.fixture
def tabs(visit_small):
    """Return two tabs of one browser, in which the exercises are open."""
    page = visit_small(EXERCISES)
    other = page.context.new_page()
    other.goto(page.url, wait_until="networkidle")
    other.locator('[data-exercise="mean"] .cm-content').wait_for()
    return page, other


def at_once(tabs, script, *arguments):
    """Run a script in both tabs at the same moment, each with arguments of its own."""
    moment = time.time() * 1000 + LEAD
    for page, own in zip(tabs, arguments):
        page.evaluate(script, [moment, *own])


def test_answers_to_two_exercises_are_both_kept_and_shown(tabs):
    at_once(tabs, TYPED, *TEXTS.items())
    for page in tabs:
        for name, text in TEXTS.items():
            stored.wait_for_answer(page, RECORD, name, text)
            page.wait_for_function(SHOWS, arg=[name, [text]])


def test_of_two_texts_of_one_answer_the_other_is_an_earlier_version(tabs):
    texts = ["first = 1", "second = 2"]
    at_once(tabs, TYPED, *(("doubled", text) for text in texts))
    for page in tabs:
        page.wait_for_function(
            """([record, versions, texts]) => {
                const kept = key => Object.keys(localStorage).filter(one => one.startsWith(key))
                    .map(one => JSON.parse(localStorage.getItem(one)));
                const found = [...kept(`${record}#doubled`).map(one => one.source),
                               ...kept(`${versions}#doubled`).map(one => one.text)];
                return texts.every(text => found.includes(text));
            }""",
            arg=[RECORD, VERSIONS, texts],
        )
    answer = stored.parts(tabs[0], RECORD)["doubled"]["source"]
    for page in tabs:
        page.wait_for_function(SHOWS, arg=["doubled", [answer]])


def test_parts_of_a_whole_and_earlier_versions_are_all_kept(tabs):
    for page in tabs:
        page.evaluate(MODULES)
    at_once(tabs, PARTS, ["one"], ["two"])
    for page in tabs:
        page.wait_for_function("Object.keys(localStorage).filter(key => key.startsWith('several#')).length === 40")
    at_once(tabs, EARLIER, ["one"], ["two"])
    for page in tabs:
        for words in ("one = 1", "two = 1"):
            stored.wait_for_part_with(page, VERSIONS, words)
