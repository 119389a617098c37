"""What a page's tab sees in the browser's storage: wholes, and their parts, which have keys of their own."""

PARTS = """key => Object.fromEntries(Object.keys(localStorage).filter(one => one.startsWith(key + "#"))
    .map(one => [one.slice(key.length + 1), JSON.parse(localStorage.getItem(one))]))"""
REPLACE = """([key, text]) => {
    Object.keys(localStorage).filter(one => one.startsWith(key + "#")).forEach(one => localStorage.removeItem(one));
    localStorage.setItem(key, text);
}"""
ANSWER_IS = """([key, name, text]) => JSON.parse(localStorage.getItem(`${key}#${name}`))?.source === text"""
SOME_PART_HAS = """([key, words]) => Object.keys(localStorage)
    .some(one => one.startsWith(key + "#") && localStorage.getItem(one).includes(words))"""


def parts(page, key):
    """Return the parts of a whole by their names."""
    return page.evaluate(PARTS, key)


def replace(page, key, text):
    """Put the text of a whole, as earlier versions of the pages kept it, in the place of what is kept."""
    page.evaluate(REPLACE, [key, text])


def wait_for_answer(page, key, name, text):
    """Wait until a text is kept as an answer of a chapter."""
    page.wait_for_function(ANSWER_IS, arg=[key, name, text])


def versions(page, key, name):
    """Return the texts of the earlier versions that are kept of an answer, the oldest first."""
    found = [one for part, one in parts(page, key).items() if part.rpartition(":")[0] == name]
    return [one["text"] for one in sorted(found, key=lambda one: one["when"])]


def wait_for_part_with(page, key, words):
    """Wait until a part is kept that has some words in it: of another tab, in its own time."""
    page.wait_for_function(SOME_PART_HAS, arg=[key, words])
