"""Frames as SVG trees, and many of them in one: what frames have in common stands there once."""

import hashlib
import io
import re
from collections.abc import Collection, Sequence
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

import matplotlib.pyplot as plt
from matplotlib.figure import Figure

SVG = "{http://www.w3.org/2000/svg}"
XLINK = "{http://www.w3.org/1999/xlink}"


def svg_tree(figure: Figure) -> Element:
    """Draw a figure as an SVG tree with plain names, shared definitions first, and close the figure."""
    stream = io.BytesIO()
    figure.savefig(stream, format="svg", metadata={"Date": None})
    plt.close(figure)
    root = ElementTree.fromstring(stream.getvalue())
    definitions = {node.attrib["id"]: node for group in root.iter(SVG + "defs") for node in group if node.get("id")}
    remove(root, {SVG + "defs", SVG + "metadata"})
    shared = Element("defs")
    shared.extend(definitions[name] for name in sorted(definitions))
    root.insert(0, shared)
    for node in root.iter():
        tidy(node)
    # matplotlib says this in a style sheet for "*", which in a page would reach every other picture
    root.attrib = {"viewBox": root.attrib["viewBox"], "style": "stroke-linejoin:round;stroke-linecap:butt"}
    return root


def remove(node: Element, tags: Collection[str]) -> None:
    """Take all elements with these tags out of a tree."""
    for child in list(node):
        if child.tag in tags:
            node.remove(child)
        else:
            remove(child, tags)


def tidy(node: Element) -> None:
    """Drop what HTML does not need from an SVG element: namespaces, blanks, group names, digits beyond a hundredth."""
    node.tag = node.tag.removeprefix(SVG)
    node.attrib = {name.replace(XLINK, ""): value for name, value in node.attrib.items()}
    node.text = (node.text or "").strip()
    node.tail = ""
    if node.tag == "g":
        node.attrib.pop("id", None)
    if "d" in node.attrib:
        shorter = re.sub(r"-?\d+\.\d{3,}", lambda number: f"{float(number[0]):.2f}", node.attrib["d"])
        node.set("d", " ".join(shorter.split()))


def merge(nodes: Sequence[Element], numbers: Sequence[int], still: int) -> Element:
    """Overlay the same element of all frames: keep it where they agree, split it by frame where they do not.

    `numbers` are the frames' numbers. Where elements differ in more than their children, the result is a group that
    holds each version in a `g` whose `data-frames` lists its frames; only the version of `still` is displayed.
    """
    texts = [ElementTree.tostring(node) for node in nodes]
    if len(set(texts)) == 1:
        return nodes[0]
    first = nodes[0]
    merged = Element(first.tag, first.attrib)
    if first.tag == "defs":
        known = {child.attrib["id"]: child for node in nodes for child in node}
        merged.extend(known[name] for name in sorted(known))
    elif all(alike(node, first) for node in nodes):
        merged.extend(merge(children, numbers, still) for children in zip(*nodes))
    else:
        merged = Element("g")
        for text in dict.fromkeys(texts):
            members = [number for number, other in zip(numbers, texts) if other == text]
            merged.append(version(nodes[texts.index(text)], members, still))
    return merged


def version(node: Element, numbers: Sequence[int], still: int) -> Element:
    """Return a group with what some frames show in one place; it is displayed if the still is among them."""
    group = Element("g", {"data-frames": " ".join(map(str, numbers))})
    if still not in numbers:
        group.set("display", "none")
    group.append(node)
    return group


def alike(node: Element, other: Element) -> bool:
    """Tell whether two elements differ at most in their children, and have equally many of those."""
    same = (node.tag, node.attrib, node.text, len(node)) == (other.tag, other.attrib, other.text, len(other))
    return same and len(node) > 0


def with_own_ids(markup: str) -> str:
    """Make the picture's ids unlike those of any other picture on the page."""
    prefix = "p" + hashlib.sha256(markup.encode()).hexdigest()[:8] + "-"
    return re.sub(r'(\bid="|href="#|url\(#)', rf"\g<1>{prefix}", markup)
