"""The contrast of each palette in each mode: text 4.5, what is no text 3 (WCAG 2.2 AA)."""

import re

import pytest
from django.conf import settings

from portal.pages.models.site import PALETTES

CSS = (settings.BASE_DIR / "static" / "site.css").read_text("utf-8")
GROUNDS = ["--paper", "--tint", "--raise", "--wash"]
#: (colour, ground): tokens and colours of site.css as its rules put them on each other.
TEXTS = [
    *[(ink, ground) for ink in ("--ink", "--ink-2", "--brand", "--link", "--link-h")
      for ground in GROUNDS],
    *[(ink, "--wash-2") for ink in ("--ink", "--brand", "--link")],
    ("--on-brand", "--brand"),
    ("--on-brand", "--link-h"),
    ("--on-accent", "--accent"),
    ("--on-accent", "--gold-300"),
    ("#fff", "--teal-900"),
    ("#fff", "--teal-950"),
    ("#dcefea", "--teal-900"),  # the bar on top
    ("--teal-900", "#dcefea"),  # what is pressed there
    ("--teal-900", "#fff"),
    ("#c8e2dc", "--teal-950"),  # the footer
    ("#e8f4f1", "--teal-950"),
]  # fmt: skip
SIGNS = [
    *[(sign, ground) for sign in ("--line-2", "--ring") for ground in GROUNDS],
    ("--teal-400", "--teal-950"),
    ("#ffd36b", "--teal-900"),
    ("#ffd36b", "--teal-950"),
    ("--gold-500", "--teal-900"),
    ("--brand", "--wash-2"),
]
MODES = {"light": "", "dark": "data-theme=dark", "contrast": "data-contrast=more"}


def tokens(selector):
    """The custom properties of the first block of a selector."""
    found = re.search(re.escape(selector) + r"\{(.*?)\}", CSS, re.DOTALL)
    return dict(re.findall(r"(--[\w-]+):([^;}]+)", found[1]))


def look(palette, mode):
    """Every token as a palette and a mode leave it: the mode comes last."""
    found = tokens(":root")
    if palette != "teal":
        found |= tokens(f":root[data-palette={palette}]")
    return found | (tokens(f":root[{mode}]") if mode else {})


def luminance(colour, known):
    while not colour.startswith("#"):
        colour = known[colour.removeprefix("var(").removesuffix(")")]
    digits = colour[1:] if len(colour) == 7 else "".join(d * 2 for d in colour[1:])
    parts = [int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def contrast(one, other, known):
    low, high = sorted((luminance(one, known), luminance(other, known)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("palette", [key for key, _name in PALETTES])
def test_a_palette_can_be_read(palette, mode):
    known = look(palette, MODES[mode])
    faint = {
        pair: round(ratio, 2)
        for least, pairs in ((4.5, TEXTS), (3, SIGNS))
        for pair in pairs
        if (ratio := contrast(*pair, known)) < least
    }
    assert faint == {}


def test_the_palettes_differ_in_light_and_only_known_ones_are_offered():
    offered = [key for key, _name in PALETTES]
    assert [key for key in offered if key != "teal"] == re.findall(r"data-palette=(\w+)\]", CSS)
    assert len({look(palette, "")["--teal-700"] for palette in offered}) == len(offered)
