"""The frame player: every frame is there, stored thriftily, still until asked, and needs nothing from elsewhere."""

import copy
import re
from xml.etree import ElementTree

import matplotlib.pyplot as plt
import pytest

from figures import player, use_course_style
from figures.frames import merge, svg_tree

COUNT = 6


def growing_curve(i):
    """Draw a figure whose curve grows, whose marker moves and whose title counts; the rest stays."""
    use_course_style()
    figure, axes = plt.subplots()
    axes.set(xlim=(-1, COUNT), ylim=(-1, 30), title=f"step {i}", xlabel="what stays")
    axes.plot(range(i + 1), [x**2 for x in range(i + 1)])
    axes.plot(i, 15, "o")
    return figure


def picture(markup):
    """Return the animation's SVG, as a tree."""
    return ElementTree.fromstring(re.search(r'<svg viewBox.*?role="img".*?</svg>', markup, re.DOTALL)[0])


def only(node, number):
    """Return what remains of a merged tree when one frame is shown: its own versions, out of their wrappers."""
    node = copy.deepcopy(node)
    for parent in list(node.iter()):
        if any("data-frames" in child.attrib for child in parent):
            (mine,) = (child for child in parent if str(number) in child.get("data-frames").split())
            (version,) = mine
            parent.tag, parent.attrib, parent.text, parent[:] = version.tag, version.attrib, version.text, list(version)
    return node


@pytest.fixture(scope="module")
def animation():
    return player(growing_curve, "A curve & a dot rise.", count=COUNT, still=4)


@pytest.fixture(scope="module")
def trees():
    return [svg_tree(growing_curve(i)) for i in range(COUNT)]


@pytest.mark.parametrize("number", range(COUNT))
def test_each_frame_is_the_figure_drawn_on_its_own(trees, number):
    alone = copy.deepcopy(trees[number])
    shown = only(merge(trees, range(COUNT), 0), number)
    shown.remove(shown[0]), alone.remove(alone[0])  # the letters and markers, which frames share
    assert ElementTree.tostring(shown) == ElementTree.tostring(alone)


def test_shared_definitions_hold_those_of_every_frame(trees):
    shared = {node.get("id") for node in merge(trees, range(COUNT), 0)[0]}
    assert shared == {node.get("id") for tree in trees for node in tree[0]}


def test_only_the_still_is_displayed_before_any_script_runs(animation):
    versions = [node for node in picture(animation.page).iter() if "data-frames" in node.attrib]
    assert len(versions) >= COUNT
    for version in versions:
        assert ("4" in version.get("data-frames").split()) == (version.get("display") != "none")


def test_the_still_has_its_caption(animation):
    assert f"<p>frame 5 of {COUNT}</p>" in animation.page


def test_what_stays_is_stored_once(animation):
    one = player(growing_curve, "The same, one frame.", count=1)
    drawn = [len(ElementTree.tostring(picture(p.page))) for p in (one, animation)]
    assert drawn[1] < 2 * drawn[0]


def test_the_description_is_on_the_picture_and_in_plain_text(animation):
    assert picture(animation.page).get("aria-label") == "A curve & a dot rise."
    assert repr(animation) == "[animation] A curve & a dot rise."


def test_nothing_is_loaded_from_elsewhere(animation):
    assert not re.search(r"https?:|src=|@import|url\((?!#)", animation.page)


def test_every_reference_inside_the_picture_finds_its_target(animation):
    markup = re.search(r"<svg viewBox.*?</svg>", animation.page, re.DOTALL)[0]
    ids = re.findall(r'\bid="([^"]+)"', markup)
    wanted = set(re.findall(r'href="#([^"]+)"', markup)) | set(re.findall(r"url\(#([^)]+)\)", markup))
    assert len(ids) == len(set(ids))
    assert wanted and wanted <= set(ids)


def test_two_players_on_a_page_share_no_ids(animation):
    other = player(growing_curve, "Fewer frames.", count=3)
    ids = [set(re.findall(r'\bid="([^"]+)"', p.page)) for p in (animation, other)]
    assert ids[0] and ids[1] and not ids[0] & ids[1]


def test_the_same_frames_give_the_same_bytes(animation):
    assert player(growing_curve, "A curve & a dot rise.", count=COUNT, still=4).page == animation.page


def test_a_list_of_figures_is_the_same_as_a_function_that_draws_them(animation):
    figures = [growing_curve(i) for i in range(COUNT)]
    assert player(figures, "A curve & a dot rise.", still=4).page == animation.page


def test_the_frames_are_closed_after_use():
    plt.close("all")
    player(growing_curve, "A curve.", count=2)
    assert plt.get_fignums() == []


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        pytest.param({"frames": growing_curve, "alt": "x"}, "count=", id="function without a count"),
        pytest.param({"frames": [], "alt": "x"}, "0 frames", id="no frames"),
        pytest.param({"frames": growing_curve, "alt": " ", "count": 1}, "alt=' '", id="no description"),
        pytest.param({"frames": growing_curve, "alt": "x", "count": 2, "captions": ["a"]}, "1 captions", id="captions"),
        pytest.param({"frames": growing_curve, "alt": "x", "count": 2, "still": 2}, "still=2", id="no such still"),
    ],
)
def test_a_player_that_cannot_be_made_says_why(arguments, words):
    with pytest.raises(ValueError, match=re.escape(words)):
        player(**arguments)


def test_frames_of_different_sizes_are_refused():
    with pytest.raises(ValueError, match="same figsize"):
        player([plt.figure(figsize=(2, 2)), plt.figure(figsize=(3, 2))], "Two sizes.")
