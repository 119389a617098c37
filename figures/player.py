"""A player for prerendered frames: what moves in the course is a short row of SVG pictures and three buttons.

Nothing moves before the reader asks for it. Without scripts, and on paper, one still frame stands with its caption.
Frames of an animation are mostly alike, so the picture is stored once, with every part that changes stored per frame.
"""

import hashlib
import html
import io
import json
import re
from pathlib import Path
from xml.etree import ElementTree

import matplotlib.pyplot as plt

HERE = Path(__file__).parent
SVG = "{http://www.w3.org/2000/svg}"
XLINK = "{http://www.w3.org/1999/xlink}"
PIXELS_PER_POINT = 96 / 72


class Player:
    """An animation that a notebook shows as HTML, and as its description where there is no HTML."""

    def __init__(self, page, alt):
        self.page = page
        self.alt = alt

    def _repr_html_(self):
        return self.page

    def __repr__(self):
        """Say what the animation shows: this is what a terminal, a diff or a printed page gets."""
        return f"[animation] {self.alt}"


def player(frames, alt, count=None, captions=None, still=0, frames_per_second=8):
    """Show figures one after the other, with buttons to play, pause and step, and a slider.

    All frames must be drawn the same way (same size, same axes limits): only then does nothing jump, and only then can
    the parts that stay be stored once. The figures are closed afterwards.

    Parameters
    ----------
    frames : list of matplotlib.figure.Figure, or callable
        The frames, or a function that draws frame `i` and returns its figure.
    alt : str
        What the animation shows, for readers who cannot see it: what moves, from where, to where.
    count : int, optional
        How many frames to draw; needed when `frames` is a function.
    captions : list of str, optional
        One line per frame, shown under it and read out with the slider, such as "step 3 of 50".
    still : int
        The frame that stands there at first, on paper and without scripts.
    frames_per_second : float
        Speed of the play button. A reader who asked the system for reduced motion gets one frame a second.

    Returns
    -------
    Player
        Leave it as the last expression of a cell.

    Raises
    ------
    ValueError
        If there are no frames, no description, not one caption per frame, `still` is not a frame, or sizes differ.

    Examples
    --------
    >>> def draw(i):
    ...     figure, axes = plt.subplots()
    ...     _ = axes.plot([0, 1], [0, i])
    ...     return figure
    >>> player(draw, "A line turns upwards.", count=3)
    [animation] A line turns upwards.
    """
    if callable(frames):
        if count is None:
            raise ValueError("frames is a function: say how many frames to draw with count=")
        frames = map(frames, range(count))
    trees = [svg_tree(figure) for figure in frames]
    captions = [f"frame {i + 1} of {len(trees)}" for i in range(len(trees))] if captions is None else list(captions)
    if not trees or not alt.strip() or len(captions) != len(trees) or not 0 <= still < len(trees):
        raise ValueError(
            f"need frames, a description, one caption per frame and a still among them; "
            f"got {len(trees)} frames, {len(captions)} captions, still={still}, alt={alt!r}"
        )
    sizes = {tree.get("viewBox") for tree in trees}
    if len(sizes) > 1:
        raise ValueError(f"all frames must have the same figsize, got {len(sizes)} sizes: {', '.join(sorted(sizes))}")
    return Player(page(trees, alt, captions, still, round(1000 / frames_per_second)), alt)


def page(trees, alt, captions, still, interval):
    """Write the animation as one self-contained piece of HTML."""
    width = float(trees[0].get("viewBox").split()[2]) * PIXELS_PER_POINT
    picture = merge(trees, range(len(trees)), still)
    picture.set("role", "img")
    picture.set("aria-label", alt)
    markup = with_own_ids(ElementTree.tostring(picture, encoding="unicode"))
    return (
        f'<course-player data-interval="{interval}" data-still="{still}" '
        f'data-captions="{html.escape(json.dumps(captions, ensure_ascii=False))}" style="max-width:{width:.0f}px">'
        f"<style>{(HERE / 'player.css').read_text()}</style>{markup}"
        f"<p>{html.escape(captions[still])}</p><div></div></course-player>"
        f"<script>{(HERE / 'player.js').read_text()}</script>"
    )


def svg_tree(figure):
    """Draw a figure as an SVG tree with plain names, shared definitions first, and close the figure."""
    stream = io.BytesIO()
    figure.savefig(stream, format="svg", metadata={"Date": None})
    plt.close(figure)
    root = ElementTree.fromstring(stream.getvalue())
    definitions = {node.attrib["id"]: node for group in root.iter(SVG + "defs") for node in group if node.get("id")}
    remove(root, {SVG + "defs", SVG + "metadata"})
    shared = ElementTree.Element("defs")
    shared.extend(definitions[name] for name in sorted(definitions))
    root.insert(0, shared)
    for node in root.iter():
        tidy(node)
    # matplotlib says this in a style sheet for "*", which in a page would reach every other picture
    root.attrib = {"viewBox": root.attrib["viewBox"], "style": "stroke-linejoin:round;stroke-linecap:butt"}
    return root


def remove(node, tags):
    """Take all elements with these tags out of a tree."""
    for child in list(node):
        if child.tag in tags:
            node.remove(child)
        else:
            remove(child, tags)


def tidy(node):
    """Drop what HTML does not need from an SVG element: namespaces, blanks, group names, digits beyond a hundredth."""
    node.tag = node.tag.removeprefix(SVG)
    node.attrib = {name.replace(XLINK, ""): value for name, value in node.attrib.items()}
    node.text = (node.text or "").strip()
    node.tail = ""
    if node.tag == "g":
        node.attrib.pop("id", None)
    if "d" in node.attrib:
        shorter = re.sub(r"-?\d+\.\d{3,}", lambda number: f"{float(number[0]):.2f}", node.get("d"))
        node.set("d", " ".join(shorter.split()))


def merge(nodes, numbers, still):
    """Overlay the same element of all frames: keep it where they agree, split it by frame where they do not.

    `numbers` are the frames' numbers. Where elements differ in more than their children, the result is a group that
    holds each version in a `g` whose `data-frames` lists its frames; only the version of `still` is displayed.
    """
    texts = [ElementTree.tostring(node) for node in nodes]
    if len(set(texts)) == 1:
        return nodes[0]
    first = nodes[0]
    merged = ElementTree.Element(first.tag, first.attrib)
    if first.tag == "defs":
        known = {child.get("id"): child for node in nodes for child in node}
        merged.extend(known[name] for name in sorted(known))
    elif all(alike(node, first) for node in nodes):
        merged.extend(merge(children, numbers, still) for children in zip(*nodes))
    else:
        merged = ElementTree.Element("g")
        for text in dict.fromkeys(texts):
            members = [number for number, other in zip(numbers, texts) if other == text]
            version = ElementTree.SubElement(merged, "g", {"data-frames": " ".join(map(str, members))})
            if still not in members:
                version.set("display", "none")
            version.append(nodes[texts.index(text)])
    return merged


def alike(node, other):
    """Tell whether two elements differ at most in their children, and have equally many of those."""
    same = (node.tag, node.attrib, node.text, len(node)) == (other.tag, other.attrib, other.text, len(other))
    return same and len(node) > 0


def with_own_ids(markup):
    """Make the picture's ids unlike those of any other picture on the page."""
    prefix = "p" + hashlib.sha256(markup.encode()).hexdigest()[:8] + "-"
    return re.sub(r'(\bid="|href="#|url\(#)', rf"\g<1>{prefix}", markup)
