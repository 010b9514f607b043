"""Makes a drawing part of a page: its colours follow the page, its labels are put in as text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from xml.etree import ElementTree

# Drawn in colours that nothing else has, shown in those of the page's style sheet.
INK, SOFT, LINE, SEAL = "#010203", "#020304", "#030405", "#040506"
SHOWN = {INK: "currentColor", SOFT: "var(--soft)", LINE: "var(--line)", SEAL: "var(--seal)"}

_COLOUR = re.compile("|".join(SHOWN))
_HREF = "{http://www.w3.org/1999/xlink}href"


def placeholder(number: int) -> str:
    """Return what to draw for the label of that number (from 0)."""
    return f"@{number}"


def page_svg(drawing: bytes, name: str, labels: Sequence[str] = ()) -> str:
    """Return a drawing as an `<svg>` element for HTML.

    Labels come from question files, so they are not drawn: a placeholder is, and the label is put
    in here as character data, which the serialiser escapes.

    Args:
        drawing: an SVG file that we drew ourselves.
        name: tells the drawings of one page apart; ids begin with it.
        labels: the texts that stand for `placeholder(0)`, `placeholder(1)` and so on.
    """
    root = ElementTree.fromstring(drawing)  # noqa: S314 (our own drawing, without labels)
    texts = {placeholder(number): label for number, label in enumerate(labels)}
    _clean(root, name)
    for element in root.iter("text"):
        if element.text in texts:
            element.text = _printable(texts[element.text])
    box = root.get("viewBox", "")
    width = box.split()[2]
    root.attrib.clear()
    root.attrib.update(
        {"viewBox": box, "role": "img", "aria-label": name, "style": f"max-width: {width}px"}
    )
    return ElementTree.tostring(root, encoding="unicode")


def _clean(root: ElementTree.Element, name: str) -> None:
    """Take out metadata, namespaces and ids that nothing refers to; recolour the rest."""
    for parent in list(root.iter()):
        for child in list(parent):
            if child.tag.endswith(("}metadata", "}style")):  # the page has a style of its own
                parent.remove(child)
    for element in root.iter():
        element.tag = element.tag.rpartition("}")[2]
        if (target := element.attrib.pop(_HREF, None)) is not None:
            element.set("href", f"#{name}-{target[1:]}")
        if "clip-path" in element.attrib:
            element.set("clip-path", element.attrib["clip-path"].replace("#", f"#{name}-"))
        if element.tag == "g":
            element.attrib.pop("id", None)
        elif "id" in element.attrib:
            element.set("id", f"{name}-{element.attrib['id']}")
        if "style" in element.attrib:
            style = element.attrib["style"]
            element.set("style", _COLOUR.sub(lambda found: SHOWN[found.group()], style))


def _printable(text: str) -> str:
    """Replace control characters, which HTML does not allow."""
    return "".join(character if character.isprintable() else "\ufffd" for character in text)
