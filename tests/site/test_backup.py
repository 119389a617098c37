"""One file takes the answers of all chapters away, and back; the browser is asked not to erase them."""

import json

import pytest

from tests.site import stored

EXERCISES = "chapters/01-numbers/exercises.html"
ANSWER = "def doubled(x):\n    return x + x"
RECORD, VERSIONS = "a-small-course@/:01-numbers", "a-small-course@/:versions:01-numbers"


def write(page, text):
    page.locator('.exercise[data-exercise="doubled"] .cm-content').click()
    page.keyboard.press("Control+A")
    page.keyboard.insert_text(text)


def restore(page, data):
    page.get_by_role("button", name="All chapters").click()
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name="Restore a backup").click()
    chooser.value.set_files({"name": "backup.json", "mimeType": "application/json", "buffer": data})


@pytest.fixture
def backup(visit_small):
    """Return a backup with an answer in it."""
    page = visit_small(EXERCISES)
    write(page, ANSWER)
    page.get_by_role("button", name="All chapters").click()
    with page.expect_download() as download:
        page.get_by_role("button", name="Download a backup").click()
    assert download.value.suggested_filename.startswith("a-small-course-")
    page.locator(".bar-says", has_text="what is kept of one chapter").wait_for()
    return download.value.path().read_bytes()


def test_a_backup_brings_answers_into_another_browser_and_leaves_newer_ones(backup, visit_small):
    page = visit_small(EXERCISES)
    restore(page, backup)
    page.locator(".bar-says", has_text="Restored from backup.json").wait_for()
    editor = page.locator('.exercise[data-exercise="doubled"] .cm-content')
    editor.get_by_text("return x + x").wait_for()
    write(page, "newer = 1")
    restore(page, backup)
    # the bar said the same before; that the older answer is now an earlier version, only the second time says
    stored.wait_for_part_with(page, VERSIONS, "x + x")
    assert editor.inner_text().strip() == "newer = 1"


def test_a_record_of_a_newer_version_is_not_replaced_and_that_is_said(backup, visit_small):
    page = visit_small(EXERCISES)
    page.evaluate("key => localStorage.setItem(key, '{\"format\": 3}')", RECORD)
    restore(page, backup)
    page.locator(".bar-says", has_text="A newer version of this course keeps answers here").wait_for()
    assert page.evaluate("key => localStorage.getItem(key)", RECORD) == '{"format": 3}'
    assert stored.parts(page, RECORD) == {}


@pytest.mark.parametrize(
    "data",
    [b"", b"{}", b'{"format": 1, "course": "another", "chapters": {}}', b"\x00\xff", b'{"nbformat": 4}'],
    ids=["empty", "a table", "another course", "no text", "a notebook"],
)
def test_a_file_that_is_no_backup_changes_nothing(visit_small, data):
    page = visit_small(EXERCISES)
    restore(page, data)
    page.locator(".bar-says", has_text="This file is not a backup of this course").wait_for()


def test_a_backup_with_damaged_parts_gives_what_can_be_read(backup, visit_small):
    document = json.loads(backup)
    document["chapters"] |= {"../evil": {}, "02-more": "text"}
    document["chapters"]["01-numbers"]["answers"]["mean"] = {"source": 7}
    page = visit_small(EXERCISES)
    restore(page, json.dumps(document).encode())
    page.locator(".bar-says", has_text="Restored from backup.json").wait_for()
    keys = page.evaluate("Object.keys(localStorage).filter(key => key.startsWith('a-small-course'))")
    assert sorted(keys) == [RECORD, f"{RECORD}#doubled", "a-small-course@/:02-more"]


def test_the_browser_is_asked_to_keep_what_is_written(visit_small):
    page = visit_small(EXERCISES)
    page.evaluate("navigator.storage.persist = async () => { window.asked = (window.asked ?? 0) + 1; return true }")
    write(page, ANSWER)
    page.wait_for_function("window.asked === 1")


def test_safaris_readers_are_told_of_its_seven_days(visit_small):
    agent = "Mozilla/5.0 (Macintosh) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.0 Safari/605.1.15"
    assert "seven days" in visit_small(EXERCISES, user_agent=agent).locator(".bar-about").inner_text()
    assert "seven days" not in visit_small(EXERCISES).locator(".bar-about").inner_text()
